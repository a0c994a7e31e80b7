//! The client of the small document, for a person to review.

use dropspec_build::generate;
use insta::assert_snapshot;

use crate::support::{PEOPLE, STALL, source};

#[test]
fn the_client_reads_well() {
    assert_snapshot!("stall_client", generate::client(&source(STALL)).unwrap());
}

#[test]
fn the_people_service_has_a_client() {
    let client = generate::client(&source(PEOPLE)).unwrap();
    for method in ["list_people", "create_person", "get_person", "update_person", "delete_person"] {
        assert!(client.contains(&format!("pub async fn {method}<'a>(")), "{method}");
    }
}

#[test]
fn an_operation_has_one_type_of_success_and_one_of_error() {
    let document = STALL.replace(
        "        '201':\n          description: The good as stored.",
        "        '200':
          description: The good was there.
          content: { application/json: { schema: { type: string } } }
        '201':
          description: The good as stored.",
    );
    assert_snapshot!(generate::client(&source(&document)).unwrap_err(), @"api.yaml:65:5: a client can have one type for each success of an operation, and those of 200 and 201 differ (at #/paths/~1goods/post)");

    let document = STALL.replace(
        "        '204':\n          description: The good is gone.",
        "        '204':
          description: The good is gone.
        '500':
          description: Something went wrong.",
    );
    assert_snapshot!(generate::client(&source(&document)).unwrap_err(), @"api.yaml:92:5: a client can have one type for each error of an operation, and those of 500 and 400 differ (at #/paths/~1goods~1{sku}/delete)");
}
