//! Names that security schemes have in Rust.

use insta::assert_snapshot;

use crate::support::diagnostics;

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
fn security_schemes_have_distinct_rust_names() {
    let key = "{ type: apiKey, in: query, name: key }";
    assert_snapshot!(diagnostics(&with_two(key, key, ("mainKey", "main_key"), "")), @"no diagnostics");
}

#[test]
fn a_parameter_may_be_named_identity() {
    let key = "{ type: apiKey, in: query, name: key }";
    let parameter = "{ name: Identity, in: query, schema: { type: string } }";
    assert_snapshot!(diagnostics(&with_two(key, key, ("a", "b"), parameter)), @"no diagnostics");
}
