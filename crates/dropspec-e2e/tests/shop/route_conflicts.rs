//! Paths that a check of the document accepts can be routed together, also beside the routes that every service has.

use dropspec::{ApiService, Route, ServiceConfig, add_defaults};
use dropspec_e2e::bare;
use dropspec_openapi::document::Document;
use dropspec_openapi::source::Source;
use http::Method;
use proptest::prelude::*;

/// The parts of paths: literals with and without escapes, and parameters with and without text around them.
const SEGMENTS: [&str; 16] = [
    "a",
    "%61",
    "b%2Fc",
    "b",
    "c",
    "é",
    "%C3%A9",
    "with space",
    "",
    "{x}",
    "{y}",
    "{x}.json",
    "v{x}",
    "{x}-{y}",
    "openapi.json",
    "docs",
];

/// The routes that services have beside their operations.
const DEFAULTS: [&str; 7] =
    ["/openapi.json", "/openapi.yaml", "/health/live", "/health/ready", "/metrics", "/docs", "/docs/{file}"];

fn path() -> impl Strategy<Value = String> {
    let several = prop::collection::vec(prop::sample::select(&SEGMENTS[..]), 1..4);
    prop_oneof![
        several.prop_map(|segments| format!("/{}", segments.join("/"))),
        prop::sample::select(&DEFAULTS[..]).prop_map(str::to_owned)
    ]
}

fn document(paths: &[String]) -> String {
    let mut text = "openapi: 3.0.3\ninfo: { title: Paths, version: '1' }\npaths:\n".to_owned();
    for (index, path) in paths.iter().enumerate() {
        let names = path.split('{').skip(1).filter_map(|part| part.split_once('}'));
        let parameters: String = names
            .map(|(name, _)| format!("{{ name: {name}, in: path, required: true, schema: {{ type: string }} }}, "))
            .collect();
        text.push_str(&format!(
            "  '{path}': {{ get: {{ operationId: get{index}, parameters: [{parameters}], responses: {{ '204': {{ description: None. }} }} }} }}\n"
        ));
    }
    text
}

fn route(path: &str) -> Route<bare::Document> {
    Route {
        operation: "get",
        method: Method::GET,
        // A few short texts for the time of a test.
        path: path.to_owned().leak(),
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |_, _| Box::pin(async { Err(dropspec::Error::NotImplemented) }),
    }
}

proptest! {
    #[test]
    fn a_document_is_accepted_if_its_paths_can_be_routed(paths in prop::collection::btree_set(path(), 1..6)) {
        let paths = Vec::from_iter(paths);
        let source = Source::parse("paths.yaml".as_ref(), &document(&paths)).unwrap();
        let document = Document::read(&source);
        let diagnostics = document.as_ref().err().map(ToString::to_string).unwrap_or_default();
        // Without those that no request reaches.
        let served = document.map(|document| document.operations.iter().map(|it| it.path.to_owned()).collect());
        let mut routes: Vec<_> = served.unwrap_or(paths).iter().map(|path| route(path)).collect();
        add_defaults(&mut routes, DEFAULTS.iter().map(|path| route(path)).collect());
        let error = ApiService::new(bare::Document, routes, ServiceConfig::default()).err();
        let repeats = diagnostics.contains("twice");
        prop_assert!(repeats || diagnostics.is_empty() == error.is_none(), "{diagnostics}\n{error:?}");
    }
}
