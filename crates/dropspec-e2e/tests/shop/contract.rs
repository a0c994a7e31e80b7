//! Every documented response is reached, and is as documented.

use dropspec::document::Document as _;
use dropspec_contract::Contract;
use dropspec_e2e::Document;

use crate::support::TestServer;

#[tokio::test]
async fn the_service_does_what_its_document_says() {
    let contract = Contract::parse(Document::YAML).unwrap();
    let shop = TestServer::start().await;
    let mut test = contract.test(shop.url());
    test.drive(async |request| request).await;
    test.send("get_item", |request| request.set("sku", "NO-1")).await;
    test.send("delete_item", |request| request.set("sku", "TE-1")).await;
    test.report(&[]).assert();
}
