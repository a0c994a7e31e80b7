//! The effect of security requirements on generated code.

use insta::assert_snapshot;

use dropspec_codegen as codegen;

use crate::support::{STALL, changes, server, source};

/// The small document with schemes, and with requirements for its operations.
fn secured(list: &str, offer: &str) -> String {
    let schemes = "components:
  securitySchemes:
    robot:
      type: apiKey
      in: header
      name: X-Robot
      description: For robots.
    session: { type: apiKey, in: query, name: session-id }
    people: { type: openIdConnect, openIdConnectUrl: https://issuer.example }
  schemas:";
    let own = |requirement: &str, id: &str| format!("      security: {requirement}\n      operationId: {id}\n");
    let secured = STALL.replace("components:\n  schemas:", schemes);
    let secured = secured.replace("      operationId: listGoods\n", &own(list, "listGoods"));
    let secured = secured.replace("      operationId: offerGood\n", &own(offer, "offerGood"));
    assert_ne!(secured, STALL);
    secured
}

#[test]
fn unused_security_schemes_change_nothing() {
    assert_eq!(changes(&server(STALL).text(), &server(&secured("[]", "[{}]")).text()), "");
}

#[test]
fn security_in_generated_code() {
    let api = server(&secured("[{}, { people: [] }]", "[{ robot: [], people: [sell, read] }, { session: [] }]")).text();
    assert_snapshot!(changes(&server(STALL).text(), &api));
}

#[test]
fn operations_inherit_the_requirement_of_the_document() {
    let document = secured("[]", "[{ session: [] }]") + "security: [{ robot: [] }]\n";
    let api = server(&document).text();
    let (operations, _) = api.split_once("mod schemes").unwrap();
    let texts: Vec<&str> = operations.lines().filter(|line| line.contains("Requires `")).collect();
    assert_eq!(texts, ["    /// Requires `session`.", "    /// Requires `robot`."]);
}

#[test]
fn a_client_has_a_method_for_each_scheme() {
    let client = codegen::client(&source(&secured("[{ robot: [] }]", "[{ session: [], people: [sell] }]"))).unwrap();
    for method in ["robot", "session", "people"] {
        assert!(client.contains(&format!("pub fn {method}(self, credential: impl Into<String>) -> Self")), "{method}");
    }
    for security in ["&[&[\"robot\"]]", "&[&[\"session\", \"people\"]]"] {
        assert!(client.contains(&format!("security: {security},")), "{security}");
    }
}
