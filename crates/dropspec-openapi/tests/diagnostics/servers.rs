//! The base path of the servers, and generated operation ids.

use dropspec_openapi::source::Source;
use insta::assert_snapshot;

use crate::support::{diagnostics, read};

fn with_servers(servers: &str) -> String {
    format!(
        "openapi: 3.0.0\ninfo: {{ title: Shop, version: 1.0.0 }}\nservers: {servers}\npaths:\n  /pets:\n    get: {{ responses: {{ '204': {{ description: None. }} }} }}\n"
    )
}

/// The path at which `/pets` is served.
fn path(servers: &str) -> String {
    let document = with_servers(servers);
    match read(&document) {
        Ok(_) => {
            let source = Source::parse("api.yaml".as_ref(), &document).unwrap();
            source.value()["paths"].as_object().unwrap().keys().cloned().collect()
        }
        Err(_) => diagnostics(&document),
    }
}

#[test]
fn paths_are_relative_to_the_server() {
    assert_eq!(path("[]"), "/pets");
    assert_eq!(path("[ { url: / } ]"), "/pets");
    assert_eq!(path("[ { url: 'https://petstore.swagger.io/v2' } ]"), "/v2/pets");
    assert_eq!(path("[ { url: 'https://petstore.swagger.io/v2/' } ]"), "/v2/pets");
    assert_eq!(path("[ { url: 'https://petstore.swagger.io' } ]"), "/pets");
    assert_eq!(path("[ { url: //petstore.swagger.io/api/v2 } ]"), "/api/v2/pets");
}

#[test]
fn urls_may_be_relative_to_the_document() {
    assert_eq!(path("[ { url: /v2 } ]"), "/v2/pets");
    assert_eq!(path("[ { url: v2 } ]"), "/v2/pets");
    assert_eq!(path("[ { url: ./v2/. } ]"), "/v2/pets");
    assert_eq!(path("[ { url: ../v2/x/.. } ]"), "/v2/pets");
}

#[test]
fn variables_have_their_defaults() {
    let variables = "variables: { host: { default: example.com }, version: { default: v2, enum: [v1, v2] } }";
    assert_eq!(path(&format!("[ {{ url: 'https://{{host}}/api/{{version}}', {variables} }} ]")), "/api/v2/pets");
    assert_snapshot!(path("[ { url: '/{version}' } ]"), @"
    api.yaml:3:14: the path has the variable `version`, which has no default in `variables` (at #/servers/0/url)
        | servers: [ { url: '/{version}' } ]
        |              ^
    ");
    assert_snapshot!(path("[ { url: '/{version', variables: { version: { default: v2 } } } ]"), @"
    api.yaml:3:14: this URL has an unmatched brace (at #/servers/0/url)
        | servers: [ { url: '/{version', variables: { version: { default: v2 } } } ]
        |              ^
    ");
    assert_snapshot!(path("[ { url: '/{version}', variables: { version: { default: v3, enum: [v1, v2] } } } ]"), @"
    api.yaml:3:46: the default of the variable `version` is not in its `enum` (at #/servers/0/variables/version)
        | servers: [ { url: '/{version}', variables: { version: { default: v3, enum: [v1, v2] } } } ]
        |                                              ^
    ");
    assert_snapshot!(path("[ { url: '/{version}', variables: { version: { default: v3, enum: [] } } } ]"), @"
    api.yaml:3:70: `enum` must be an array of at least one value (at #/servers/0/variables/version/enum)
        | servers: [ { url: '/{version}', variables: { version: { default: v3, enum: [] } } } ]
        |                                                                      ^
    ");
    assert_snapshot!(path("[ { url: '/v1?key=1' } ]"), @"
    api.yaml:3:14: the path of a server must not have a query, a fragment, or braces in its variables (at #/servers/0/url)
        | servers: [ { url: '/v1?key=1' } ]
        |              ^
    ");
}

#[test]
fn the_values_of_a_variable_are_distinct() {
    let variables = "{ a: { default: x, enum: [x, y, x] } }";
    assert_snapshot!(diagnostics(&with_servers(&format!("[ {{ url: 'http://{{a}}/', variables: {variables} }} ]"))), @"
    api.yaml:3:77: the variable `a` has this value twice; remove one of them (at #/servers/0/variables/a/enum/2)
        | servers: [ { url: 'http://{a}/', variables: { a: { default: x, enum: [x, y, x] } } } ]
        |                                                                             ^
    ");
    let second = format!("[ {{ url: / }}, {{ url: 'http://{{a}}/', variables: {variables} }} ]");
    assert!(diagnostics(&with_servers(&second)).contains("has this value twice"));
}

#[test]
fn the_first_server_has_the_base_path() {
    assert_eq!(path("[ { url: 'https://a.example/v1' }, { url: 'http://localhost:8080/v1/' } ]"), "/v1/pets");
    assert_snapshot!(path("[ { url: 'https://a.example/v1' }, { url: 'http://localhost:8080' } ]"), @"/v1/pets");
}

#[test]
fn operations_without_an_id_get_one() {
    let operation = "{ responses: { '204': { description: None. } } }";
    let path = |name: &str| format!("{{ name: {name}, in: path, required: true, schema: {{ type: string }} }}");
    let document = format!(
        "openapi: 3.0.4
info: {{ title: Shop, version: 1.0.0 }}
paths:
  /: {{ get: {operation}, post: {operation} }}
  /pets/{{petId}}: {{ get: {operation}, parameters: [ {} ] }}
  /pets/by-pet-id: {{ get: {operation} }}
  /pets/by/pet.id: {{ get: {operation} }}
  /pets/mine: {{ get: {{ operationId: getPetsByPetId, responses: {{ '204': {{ description: None. }} }} }} }}",
        path("petId")
    );
    let source = Source::parse("api.yaml".as_ref(), &document).unwrap();
    let names = source.value()["paths"].as_object().unwrap().iter().flat_map(|(path, item)| {
        let named = |(method, operation): (&String, &serde_json::Value)| {
            Some(format!("{method} {path}: {}", operation.get("operationId")?.as_str()?))
        };
        item.as_object().unwrap().iter().filter_map(named).collect::<Vec<_>>()
    });
    assert_snapshot!(names.collect::<Vec<_>>().join("\n"), @"
    get /: get
    post /: post
    get /pets/{petId}: get_pets_by_pet_id_2
    get /pets/by-pet-id: get_pets_by_pet_id_3
    get /pets/by/pet.id: get_pets_by_pet_id_4
    get /pets/mine: getPetsByPetId
    ");
    assert_snapshot!(diagnostics(&document), @"no diagnostics");
}
