//! Valid documents, changed at random.

use dropspec_openapi::source::Source;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use crate::documents::document;
use crate::mutate::{Change, changed, changes};

const DOCUMENTS: [&str; 3] = [
    include_str!("../documents/stall.yaml"),
    include_str!("../../../dropspec-openapi/tests/documents/whole.yaml"),
    include_str!("../../../dropspec-e2e/documents/shop.yaml"),
];

fn generate(text: &str) {
    document(text.as_bytes());
}

/// How many documents each test tries; `PROPTEST_CASES` for more.
fn cases(number: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(number);
    ProptestConfig { failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::with_cases(cases) }
}

fn mutated(text: &str, changes: &[Change]) -> Value {
    let source = Source::parse("api.yaml".as_ref(), text).unwrap();
    changes.iter().fold(source.value().clone(), changed)
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn changed_documents_do_not_panic(which in any::<Index>(), changes in changes()) {
        generate(&mutated(DOCUMENTS[which.index(DOCUMENTS.len())], &changes).to_string());
    }

    #[test]
    fn changed_texts_do_not_panic(which in any::<Index>(), places in any::<[Index; 2]>(), text in "[ -~\n\t&*!<]{0,4}") {
        let mut characters: Vec<char> = DOCUMENTS[which.index(DOCUMENTS.len())].chars().collect();
        let (from, to) = (places[0].index(characters.len()), places[1].index(characters.len()));
        let to = if to > from { to.min(from + 20) } else { from };
        characters.splice(from..to, text.chars());
        generate(&characters.into_iter().collect::<String>());
    }

    #[test]
    fn any_text_is_rejected_or_read(text in "\\PC{0,200}") {
        generate(&text);
    }

    #[test]
    fn written_yaml_reads_back_unchanged(changes in changes()) {
        let document = mutated(DOCUMENTS[0], &changes);
        let root = serde_json::json!({ "openapi": "3.0.3", "x-all": document, "components": { "schemas": { "A": { "$ref": "a.yaml" } } } }).to_string();
        let files: [(&std::path::Path, &str); 2] = [("api.yaml".as_ref(), &root), ("a.yaml".as_ref(), "{}")];
        let source = Source::from_files(&files).unwrap();
        let again = Source::parse("api.yaml".as_ref(), &source.yaml()).unwrap();
        prop_assert_eq!(again.json(), source.json());
    }
}
