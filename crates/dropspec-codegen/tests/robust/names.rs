//! Names with characters that a Rust identifier may not have or not start with.

use std::collections::{HashMap, HashSet};

use dropspec_codegen as codegen;
use dropspec_openapi::source::Source;
use proptest::collection::hash_set;
use proptest::prelude::*;

/// A document that has a name in each place that generated code takes one from.
fn document(name: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: Areas, version: 1.0.0 }}
paths:
  /areas:
    post:
      operationId: 'measure {name}'
      parameters:
        - {{ name: '{name}', in: query, schema: {{ type: integer }} }}
        - {{ name: 'a{name}', in: query, schema: {{ type: string, enum: ['{name}', 'long{name}'] }} }}
      requestBody:
        content:
          application/json: {{ schema: {{ $ref: '#/components/schemas/Area' }} }}
      responses:
        '200':
          description: The area.
          content: {{ application/json: {{ schema: {{ type: object, properties: {{ '{name}': {{ type: integer }} }} }} }} }}
components:
  schemas:
    Area:
      type: object
      properties:
        '{name}': {{ type: number }}
        'b{name}': {{ type: string, enum: ['{name}', 'long{name}'] }}
"
    )
}

#[test]
fn any_character_may_be_in_a_name() {
    for name in ["²", "½", "Ⅷ", "٣", "ⓐ", "ª", "ŉ", "゛", "·", "‿", "\u{200d}", "\u{301}", "-", "_", "9"] {
        let source = Source::parse("api.yaml".as_ref(), &document(name)).unwrap();
        for generated in [codegen::server(&source).map(|server| server.text()), codegen::client(&source)] {
            assert!(generated.is_ok(), "{name}: {}", generated.unwrap_err());
        }
    }
}

/// A document with objects of these names, each with an inline enum and a description by which it is found.
fn with_schemas(names: &[String]) -> String {
    let schema = |name: &String| {
        format!(
            "    '{name}': {{ description: 'schema {name}', type: object, properties: {{ x: {{ type: string, enum: [a, A] }} }} }}\n"
        )
    };
    let schemas: String = names.iter().map(schema).collect();
    format!("openapi: 3.0.3\ninfo: {{ title: A, version: 1.0.0 }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}")
}

/// The names of all types in generated code, and those of the described ones by their descriptions.
fn type_names(document: &str) -> (Vec<String>, HashMap<String, String>) {
    let source = Source::parse("api.yaml".as_ref(), document).unwrap();
    let code = codegen::server(&source).unwrap().text();
    let (mut names, mut described, mut doc) = (Vec::new(), HashMap::new(), String::new());
    let (_, types) = code.split_once("pub mod types").unwrap();
    for line in types.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            doc = text.to_owned();
        }
        let name = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
        if let Some(name) = name.and_then(|rest| rest.split_whitespace().next()) {
            names.push(name.to_owned());
            described.insert(doc.clone(), name.to_owned());
        }
    }
    (names, described)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn schemas_of_any_names_have_distinct_types_that_stay(names in hash_set("[aAS][bBe_.-]?[xX2]?|Self|String|type|_|Ok", 2..8)) {
        let names: Vec<String> = names.into_iter().collect();
        let (types, described) = type_names(&with_schemas(&names));
        prop_assert_eq!(types.len(), 2 * names.len());
        prop_assert_eq!(types.iter().collect::<HashSet<_>>().len(), types.len(), "{:?}", types);
        let (appended, rest) = names.split_last().unwrap();
        let (_, before) = type_names(&with_schemas(rest));
        // Only a schema that is spelled like a type takes its name.
        if described[&format!("schema {appended}")] != *appended {
            for name in rest {
                let description = format!("schema {name}");
                prop_assert_eq!(&before[&description], &described[&description], "{:?}", names);
            }
        }
    }
}
