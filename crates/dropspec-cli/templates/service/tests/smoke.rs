//! The service, over a real port.

use dropspec::ServiceConfig;
<% if has_tables -%>
use dropspec::db::Database;
<% endif -%>
use dropspec::document::Document as _;
use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec_app::App as _;
use dropspec_contract::Contract;
use reqwest::{Client, Method};
<%- if let Some(program) = program %>
use [[program]]::[[module]]::Service;
use [[program]]::[[module]]::api::Document;
<%- else %>
use [[crate_name]]::api::Document;
use [[crate_name]]::service::Service;
<%- endif %>

async fn start() -> (Server<Service>, String) {
    let address = ([127, 0, 0, 1], 0).into();
<%- if has_tables %>
    let file = format!("sqlite://{}/{}.db", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    let resources = Database::open(&file).expect("the database opens");
<%- else %>
    let resources = ();
<%- endif %>
    let service = Service::build((), resources).await.expect("the service is built");
    let server = Server::start(address, service, Service::routes(), ServiceConfig::default(), Telemetry::default());
    let server = server.expect("the service starts");
    let url = format!("http://{}", server.local_address());
    (server, url)
}

#[tokio::test]
async fn the_document_is_served() {
    let (_server, url) = start().await;
    let response = Client::new().get(format!("{url}/openapi.json")).send().await.unwrap();
    assert_eq!(response.text().await.unwrap(), Document::JSON);
}

#[tokio::test]
async fn every_operation_is_routed() {
    let (_server, url) = start().await;
    for route in Service::routes() {
        let request = Client::new().request(Method::OPTIONS, format!("{url}{}", route.path));
        let response = request.send().await.unwrap();
        let allow = response.headers()["allow"].to_str().unwrap();
        assert!(allow.split(", ").any(|method| method == route.method.as_str()), "{route:?}");
    }
}

/// Sends the valid and invalid requests that follow from the document, and validates each response.
#[tokio::test]
#[ignore = "<% if operations.is_empty() %>rows have to exist before they are read<% else %>operations return 501 until they are implemented<% endif %>"]
async fn the_service_does_what_its_document_says() {
    let (_server, url) = start().await;
    let contract = Contract::parse(Document::YAML).expect("the document is valid");
    let mut test = contract.test(&url);
    // Sets what the document has no examples of, such as credentials and the keys of rows: `request.set("id", "1")`.
    test.drive(async |request| request).await;
    // Responses that no request reaches are listed: `Unreachable::because("nothing fails").status("500")`.
    test.report(&[]).assert();
}
