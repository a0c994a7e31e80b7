//! Arbitrary names of operations, parameters, headers and security schemes: each becomes a distinct identifier.

use dropspec_codegen as codegen;
use dropspec_openapi::source::Source;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::items::assert_distinct;

/// Names that generated code uses itself, keywords, and names that are similar.
const ODD: &[&str] = &[
    "-",
    "-_response",
    "Api",
    "Error",
    "Ok",
    "Option",
    "Response",
    "Self",
    "accept",
    "api",
    "async",
    "body",
    "check",
    "context",
    "crate",
    "database",
    "fn",
    "gen",
    "getPet",
    "get_pet",
    "get-pet",
    "get_pet_2",
    "get_pet_request",
    "get_pet_200",
    "identity",
    "known",
    "None",
    "request",
    "response",
    "schemas",
    "self",
    "size",
    "size[]",
    "status",
    "type",
    "types",
    "value",
    "static",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        select(ODD).prop_map(str::to_owned),
        "[a-zA-Z][aA_. -]{0,2}[0-9b]?",
        // Characters of path templates and of references have meanings of their own.
        "\\PC{1,4}".prop_filter("template", |name| !name.contains(['/', '{', '}', '?', '#', '%', '~'])),
    ]
}

/// A name of a header, a cookie or a component.
fn token() -> impl Strategy<Value = String> {
    let odd: Vec<&str> = ODD.iter().copied().filter(|name| !name.contains('[')).collect();
    prop_oneof![select(odd).prop_map(str::to_owned), "[a-zA-Z][aA_.-]{0,2}[0-9b]?"]
}

/// An operation: the names of its parameters by location, of its response headers, and how many media types it has.
type Operation = ([Vec<String>; 4], Vec<String>, usize);

fn operation() -> impl Strategy<Value = Operation> {
    let names = || btree_set(name(), 0..4).prop_map(Vec::from_iter);
    let tokens = || btree_set(token(), 0..4).prop_map(without_twins);
    ((names(), names(), tokens(), tokens()), tokens(), 1..3_usize)
        .prop_map(|((path, query, header, cookie), headers, media)| ([path, query, header, cookie], headers, media))
}

/// Names of headers are case-insensitive.
fn without_twins(names: std::collections::BTreeSet<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    names.into_iter().filter(|name| seen.insert(name.to_lowercase())).collect()
}

fn document(operations: &[(String, Operation)], schemes: &[String]) -> Value {
    let mut paths = Map::new();
    for (index, (id, (parameters, headers, media))) in operations.iter().enumerate() {
        let path: String = parameters[0].iter().map(|name| format!("/{{{name}}}")).collect();
        let described = ["path", "query", "header", "cookie"].into_iter().zip(parameters).flat_map(|(location, names)| {
            let schema = json!({ "type": "string", "pattern": "^a" });
            names.iter().map(move |name| json!({ "name": name, "in": location, "required": location == "path", "schema": schema }))
        });
        let contents: Map<String, Value> = ["application/json", "text/plain"][..*media]
            .iter()
            .map(|media_type| ((*media_type).to_owned(), json!({ "schema": { "type": "string" } })))
            .collect();
        let described_headers: Map<String, Value> =
            headers.iter().map(|name| (name.clone(), json!({ "schema": { "type": "string" } }))).collect();
        let response = json!({ "description": "It.", "headers": described_headers, "content": contents });
        let operation = json!({
            "operationId": id,
            "parameters": described.collect::<Vec<_>>(),
            "requestBody": { "content": contents },
            "responses": { "200": response, "default": response },
            "security": schemes.iter().map(|scheme| json!({ scheme: [] })).collect::<Vec<_>>(),
        });
        paths.insert(format!("/{index}{path}"), json!({ "post": operation }));
    }
    let schemes: Map<String, Value> =
        schemes.iter().map(|name| (name.clone(), json!({ "type": "http", "scheme": "bearer" }))).collect();
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Names", "version": "1" },
        "paths": paths,
        "components": { "securitySchemes": schemes },
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn operations_have_distinct_names(
        ids in btree_set(name(), 1..6),
        operations in vec(operation(), 6),
        schemes in btree_set("[a-zA-Z][aA_.-]{0,2}[0-9b]?|Self|gen|type", 0..3),
    ) {
        let operations: Vec<_> = ids.into_iter().zip(operations).collect();
        let document = document(&operations, &Vec::from_iter(schemes)).to_string();
        let generated = Source::parse("api.json".as_ref(), &document).and_then(|source| codegen::server(&source));
        match generated {
            Ok(generated) => assert_distinct(&generated.text()),
            Err(found) => prop_assert!(false, "{}\n{}", found, document),
        }
    }
}
