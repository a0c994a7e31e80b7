//! Security schemes and requirements.

use insta::assert_snapshot;

use crate::support::diagnostics;

/// A document with one security scheme, `main`, and one operation with the requirement.
fn with(scheme: &str, requirement: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: Shop, version: 1.0.0 }}
paths:
  /items:
    get:
      operationId: list
      security: [{requirement}]
      responses: {{ '204': {{ description: None. }} }}
components:
  securitySchemes:
    main: {scheme}
"
    )
}

/// The diagnostics of a scheme, with a valid requirement.
fn scheme(scheme: &str) -> String {
    diagnostics(&with(scheme, "{ main: [] }"))
}

#[test]
fn each_kind_of_scheme_is_understood() {
    for right in [
        "{ type: apiKey, in: header, name: X-Key, description: A key. }",
        "{ type: apiKey, in: query, name: 'api key' }",
        "{ type: apiKey, in: cookie, name: sid, x-note: sweet }",
        "{ type: http, scheme: basic }",
        "{ type: http, scheme: BEARER, bearerFormat: JWT }",
        "{ type: openIdConnect, openIdConnectUrl: https://issuer.example }",
        "{ type: oauth2, flows: { implicit: { authorizationUrl: /a, refreshUrl: /r, scopes: { x-note: . } } } }",
        "{ type: oauth2, flows: { clientCredentials: { tokenUrl: /t, scopes: {} }, x-note: none } }",
    ] {
        assert_eq!(scheme(right), "no diagnostics", "{right}");
    }
}

#[test]
fn a_scheme_has_a_type() {
    assert_snapshot!(scheme("{ in: header, name: X-Key }"), @"
    api.yaml:11:5: `type` is missing (at #/components/securitySchemes/main)
        |     main: { in: header, name: X-Key }
        |     ^
    ");
    assert_snapshot!(scheme("{ type: mutualTLS }"), @"
    api.yaml:11:13: unknown security scheme type `mutualTLS`; use apiKey, http, oauth2 or openIdConnect (at #/components/securitySchemes/main/type)
        |     main: { type: mutualTLS }
        |             ^
    ");
}

#[test]
fn an_api_key_has_a_location() {
    assert_snapshot!(scheme("{ type: apiKey, name: key }"), @"
    api.yaml:11:5: `in` is missing (at #/components/securitySchemes/main)
        |     main: { type: apiKey, name: key }
        |     ^
    ");
    assert_snapshot!(scheme("{ type: apiKey, name: key, in: body }"), @"
    api.yaml:11:38: invalid `in`: `body`; use header, query or cookie (at #/components/securitySchemes/main/in)
        |     main: { type: apiKey, name: key, in: body }
        |                                      ^
    ");
    assert_snapshot!(scheme("{ type: apiKey, name: 'api key', in: header }"), @"
    api.yaml:11:27: `api key` is not a valid header name (at #/components/securitySchemes/main/name)
        |     main: { type: apiKey, name: 'api key', in: header }
        |                           ^
    ");
    assert_snapshot!(scheme("{ type: apiKey, name: 'a=b', in: cookie }"), @"
    api.yaml:11:27: `a=b` is not a valid cookie name (at #/components/securitySchemes/main/name)
        |     main: { type: apiKey, name: 'a=b', in: cookie }
        |                           ^
    ");
}

#[test]
fn other_http_authentication_is_accepted() {
    assert_snapshot!(scheme("{ type: http, scheme: digest }"), @"no diagnostics");
    assert_snapshot!(scheme("{ type: http, scheme: basic, bearerFormat: JWT }"), @"
    api.yaml:11:40: `bearerFormat` of a `basic` security scheme is not supported (at #/components/securitySchemes/main/bearerFormat)
        |     main: { type: http, scheme: basic, bearerFormat: JWT }
        |                                        ^
    ");
}

#[test]
fn flows_are_complete() {
    assert_snapshot!(scheme("{ type: oauth2 }"), @"
    api.yaml:11:5: `flows` is missing (at #/components/securitySchemes/main)
        |     main: { type: oauth2 }
        |     ^
    ");
    assert_snapshot!(scheme("{ type: oauth2, flows: { authorizationCode: { scopes: {} } } }"), @"
    api.yaml:11:36: `authorizationUrl` is missing (at #/components/securitySchemes/main/flows/authorizationCode)
        |     main: { type: oauth2, flows: { authorizationCode: { scopes: {} } } }
        |                                    ^
    api.yaml:11:36: `tokenUrl` is missing (at #/components/securitySchemes/main/flows/authorizationCode)
        |     main: { type: oauth2, flows: { authorizationCode: { scopes: {} } } }
        |                                    ^
    ");
    assert_snapshot!(scheme("{ type: oauth2, flows: { authorizationCode: {} } }"), @"
    api.yaml:11:36: `scopes` is missing (at #/components/securitySchemes/main/flows/authorizationCode)
        |     main: { type: oauth2, flows: { authorizationCode: {} } }
        |                                    ^
    ");
    assert_snapshot!(scheme("{ type: oauth2, flows: { password: { tokenUrl: /t, tokenurl: /t } } }"), @"
    api.yaml:11:36: `scopes` is missing (at #/components/securitySchemes/main/flows/password)
        |     main: { type: oauth2, flows: { password: { tokenUrl: /t, tokenurl: /t } } }
        |                                    ^
    api.yaml:11:62: `tokenurl` of a flow is not supported; did you mean `tokenUrl`? (at #/components/securitySchemes/main/flows/password/tokenurl)
        |     main: { type: oauth2, flows: { password: { tokenUrl: /t, tokenurl: /t } } }
        |                                                              ^
    ");
    assert_snapshot!(scheme("{ type: oauth2, flows: { device: {} } }"), @"
    api.yaml:11:36: `device` of the flows is not supported (at #/components/securitySchemes/main/flows/device)
        |     main: { type: oauth2, flows: { device: {} } }
        |                                    ^
    ");
    assert_snapshot!(scheme("{ type: oauth2, flows: { password: { tokenUrl: /t, scopes: { read: 1 } } } }"), @r#"
    api.yaml:11:72: `read` must be a string; put it in quotes: `"1"` (at #/components/securitySchemes/main/flows/password/scopes/read)
        |     main: { type: oauth2, flows: { password: { tokenUrl: /t, scopes: { read: 1 } } } }
        |                                                                        ^
    "#);
}

#[test]
fn a_requirement_names_a_scheme() {
    let document = with("{ type: http, scheme: basic }", "{ mian: [] }");
    assert_snapshot!(diagnostics(&document), @"
    api.yaml:7:20: undefined security scheme `mian`; declare it in components.securitySchemes (at #/paths/~1items/get/security/0/mian)
        |       security: [{ mian: [] }]
        |                    ^
    ");
    let document = with("{ type: http, scheme: basic }", "main");
    assert_snapshot!(diagnostics(&document), @"
    api.yaml:7:18: an object is expected here (at #/paths/~1items/get/security/0)
        |       security: [main]
        |                  ^
    ");
    let document = with("{ type: http, scheme: basic }", "{ main: true }");
    assert_snapshot!(diagnostics(&document), @"
    api.yaml:7:20: an array is expected here (at #/paths/~1items/get/security/0/main)
        |       security: [{ main: true }]
        |                    ^
    ");
}

#[test]
fn the_requirement_of_the_document_is_checked() {
    let document = "openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
security: [{ main: [] }]
paths: {}
";
    assert_snapshot!(diagnostics(document), @"
    api.yaml:3:14: undefined security scheme `main`; declare it in components.securitySchemes (at #/security/0/main)
        | security: [{ main: [] }]
        |              ^
    ");
}

#[test]
fn scopes_are_those_of_the_flows() {
    let flows = "{ type: oauth2, flows: { password: { tokenUrl: /t, scopes: { read: All. } } } }";
    assert_snapshot!(diagnostics(&with(flows, "{ main: [read, write] }")), @"
    api.yaml:7:33: no flow of the security scheme `main` has the scope `write` (at #/paths/~1items/get/security/0/main/1)
        |       security: [{ main: [read, write] }]
        |                                 ^
    ");
    assert_snapshot!(diagnostics(&with(flows, "{ main: [read, 7] }")), @r#"
    api.yaml:7:33: a string is expected here; put it in quotes: `"7"` (at #/paths/~1items/get/security/0/main/1)
        |       security: [{ main: [read, 7] }]
        |                                 ^
    "#);
    assert_snapshot!(diagnostics(&with("{ type: http, scheme: bearer }", "{ main: [read] }")), @"
    api.yaml:7:27: only the schemes `oauth2` and `openIdConnect` have scopes in OpenAPI 3.0 (at #/paths/~1items/get/security/0/main/0)
        |       security: [{ main: [read] }]
        |                           ^
    ");
    let discovered = "{ type: openIdConnect, openIdConnectUrl: https://issuer.example }";
    assert_snapshot!(diagnostics(&with(discovered, "{ main: [read] }")), @"no diagnostics");
    assert_snapshot!(diagnostics(&with(discovered, "{ main: ['read all'] }")), @"
    api.yaml:7:27: `read all` is not a valid scope (RFC 6749) (at #/paths/~1items/get/security/0/main/0)
        |       security: [{ main: ['read all'] }]
        |                           ^
    ");
}

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
fn basic_and_bearer_may_be_required_together() {
    let document =
        with_two("{ type: http, scheme: basic }", "{ type: http, scheme: bearer }", ("password", "token"), "");
    assert_snapshot!(diagnostics(&document), @"no diagnostics");
}

#[test]
fn a_scheme_has_the_name_of_a_component() {
    let key = "{ type: apiKey, in: query, name: key }";
    assert_snapshot!(diagnostics(&with_two(key, key, ("a", "b c"), "")), @"
    api.yaml:10:5: `b c` is not a valid component name; use letters, digits, `.`, `-` and `_` (at #/components/securitySchemes/b c)
        |     b c: { type: apiKey, in: query, name: key }
        |     ^
    ");
}
