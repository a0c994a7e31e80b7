//! The service, over a real port.

use dropspec::Limits;
use dropspec::document::Document as _;
use dropspec::server::{Server, logger};
{test_imports}use reqwest::{Client, Method};
use {crate}::api::Document;
use {crate}::service::Service;

fn start() -> (Server<Service>, String) {
    let address = ([127, 0, 0, 1], 0).into();
    let log = logger(slog::Level::Warning);
{test_start}    let server = Server::start(address, {value}, Service::routes(), Limits::default(), &log);
    let server = server.expect("the service starts");
    let url = format!("http://{}", server.local_address());
    (server, url)
}

#[tokio::test]
async fn the_document_is_served() {
    let (_server, url) = start();
    let answer = Client::new().get(format!("{url}/openapi.json")).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), Document::JSON);
}

#[tokio::test]
async fn every_operation_has_its_place() {
    let (_server, url) = start();
    for route in Service::routes() {
        let request = Client::new().request(Method::OPTIONS, format!("{url}{}", route.path));
        let answer = request.send().await.unwrap();
        let allow = answer.headers()["allow"].to_str().unwrap();
        assert!(allow.split(", ").any(|method| method == route.method.as_str()), "{route:?}");
    }
}
