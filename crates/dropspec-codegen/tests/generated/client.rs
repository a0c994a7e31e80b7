//! The client of the small document, for review.

use dropspec_codegen as codegen;
use insta::assert_snapshot;

use crate::support::{PEOPLE, STALL, source};

#[test]
fn the_client_reads_well() {
    assert_snapshot!("stall_client", codegen::client(&source(STALL)).unwrap());
}

#[test]
fn the_people_service_has_a_client() {
    let client = codegen::client(&source(PEOPLE)).unwrap();
    for method in ["list_people", "create_person", "get_person", "update_person", "delete_person"] {
        assert!(client.contains(&format!("pub async fn {method}<'a>(")), "{method}");
    }
}

#[test]
fn successes_of_several_types_are_any_json() {
    let document = STALL.replace(
        "        '201':\n          description: The good as stored.",
        "        '200':
          description: The good was there.
          content: { application/json: { schema: { type: string } } }
        '201':
          description: The good as stored.",
    );
    let client = codegen::client(&source(&document)).unwrap();
    assert!(client.contains("Result<ResponseValue<::serde_json::Value>, Error<types::Problem>>"), "{client}");
}
