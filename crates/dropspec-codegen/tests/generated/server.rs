//! The server of the small document, for review.

use insta::assert_snapshot;

use crate::support::{STALL, server, source};

#[test]
fn the_server_reads_well() {
    assert_snapshot!("stall_api", server(STALL).text());
}

#[test]
fn the_document_is_the_same_as_json() {
    let json: serde_json::Value = serde_json::from_str(&server(STALL).json).unwrap();
    assert_eq!(&json, source(STALL).value());
    assert_eq!(json["paths"]["/goods"]["get"]["operationId"], "listGoods");
}

#[test]
fn the_same_document_becomes_the_same_code() {
    assert_eq!(server(STALL).text(), server(STALL).text());
}

#[test]
fn json_becomes_what_yaml_becomes() {
    assert_eq!(server(&server(STALL).json).text(), server(STALL).text());
}
