//! Every documented response is reached, and is as documented.

use dropspec_contract::Contract;

use super::support::{Backend, Service};

on_both_databases!(the_service_does_what_its_document_says);

const DOCUMENT: &str = include_str!("../../documents/names.yaml");

async fn the_service_does_what_its_document_says(backend: Backend) {
    let contract = Contract::parse(DOCUMENT).unwrap();
    let service = Service::start(backend).await;
    let mut test = contract.test(&service.url());
    // Rows are created before they are requested, with the keys that the document suggests.
    test.drive(async |request| request).await;
    for id in ["get_order", "change_order"] {
        test.send(id, |request| request.set("id", "none")).await;
    }
    test.send("get_type", |request| request.set("types", "404")).await;
    for status in ["299", "418", "default"] {
        test.send("type", |request| request.set("Self", status)).await;
    }
    test.report(&[]).assert();
}
