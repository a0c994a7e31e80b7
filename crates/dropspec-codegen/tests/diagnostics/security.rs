//! Names that security schemes have in Rust.

use insta::assert_snapshot;

use crate::support::complaints;

/// A document with two schemes.
fn with_two(one: &str, other: &str, names: (&str, &str), parameters: &str) -> String {
    let (first, second) = names;
    format!(
        "openapi: 3.0.3
info: {{ title: Shop, version: 1.0.0 }}
security: [{{ {first}: [], {second}: [] }}]
paths:
  /items:
    get: {{ operationId: list, parameters: [{parameters}], responses: {{ '204': {{ description: None. }} }} }}
components:
  securitySchemes:
    {first}: {one}
    {second}: {other}
"
    )
}

#[test]
fn schemes_have_names_of_their_own_in_rust() {
    let key = "{ type: apiKey, in: query, name: key }";
    assert_snapshot!(complaints(&with_two(key, key, ("mainKey", "main_key"), "")), @"
    api.yaml:10:5: in Rust this would be named `main_key`, as #/components/securitySchemes/mainKey already is; rename one of them (at #/components/securitySchemes/main_key)
        |     main_key: { type: apiKey, in: query, name: key }
        |     ^
    ");
}

#[test]
fn a_parameter_may_be_named_as_the_identity_is() {
    let key = "{ type: apiKey, in: query, name: key }";
    let parameter = "{ name: Identity, in: query, schema: { type: string } }";
    assert_snapshot!(complaints(&with_two(key, key, ("a", "b"), parameter)), @"nothing to complain about");
}
