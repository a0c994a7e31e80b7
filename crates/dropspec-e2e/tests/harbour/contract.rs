//! Every documented response is reached, and is as documented.

use dropspec_contract::Contract;

use crate::support::TestServer;

const DOCUMENT: &str = include_str!("../../documents/harbour.yaml");

#[tokio::test]
async fn the_service_does_what_its_document_says() {
    let contract = Contract::parse(DOCUMENT).unwrap();
    let harbour = TestServer::start().await;
    let mut test = contract.test(harbour.url());
    test.drive(async |request| request).await;
    test.send_negotiated("weather", |request| request).await;
    for response in ["class", "wrong", "anything"] {
        test.send("weather", |request| request.set("response", response)).await;
    }
    test.send("compare_harbours", |request| request.set("from", "Cork").set("to", "Cobh")).await;
    test.report(&[]).assert();
}
