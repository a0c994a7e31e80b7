//! The docs page in a browser.

mod driver;
mod pages;

use dropspec::document::{self, Document};
use dropspec::{ServiceConfig, docs};
use serde_json::Value;

use crate::support::{Program, TestApp};
use driver::Browser;

/// Expands an operation and returns the XPath of its section.
async fn unfold(browser: &Browser, summary: &str) -> String {
    let operation = format!("//div[contains(concat(@class, ' '), 'opblock ') and .//*[text()='{summary}']]");
    browser.click(&format!("{operation}//button[contains(@class, 'opblock-summary-control')]")).await;
    operation
}

/// Executes an operation and returns the displayed status and body.
async fn execute(browser: &Browser, operation: &str) -> (String, Value) {
    browser.click(&format!("{operation}//button[text()='Execute']")).await;
    let response = format!("{operation}//*[contains(@class, 'live-responses-table')]");
    let status = browser.text(&format!("{response}//tbody//*[contains(@class, 'response-col_status')]")).await;
    let body = browser.text(&format!("{response}//h5[text()='Response body']/following-sibling::*//code")).await;
    (status, serde_json::from_str(&body).expect(&body))
}

#[tokio::test]
async fn operations_can_be_executed() {
    let Some(browser) = Browser::start().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let served = Program::new(&["serve"]).in_folder(folder.path()).serves();
    let service = served.people().strip_suffix("/people").unwrap();

    // Start at the root, like a user who enters the address of the service.
    browser.open(service).await;
    assert_eq!(browser.address().await, format!("{service}/docs"));
    let operation = unfold(&browser, "List people").await;
    assert_eq!(browser.title().await, "People", "the title of the document");
    browser.click(&format!("{operation}//button[text()='Try it out ']")).await;
    browser.fill(&format!("{operation}//tr[@data-param-name='limit']//input"), "2").await;
    let (status, people) = execute(&browser, &operation).await;
    let expected: Value = reqwest::get(format!("{service}/people?limit=2")).await.unwrap().json().await.unwrap();
    assert_eq!((status.as_str(), &people), ("200", &expected));
    assert_eq!(people.as_array().map(Vec::len), Some(2));

    let operation = unfold(&browser, "Create a person").await;
    browser.click(&format!("{operation}//button[text()='Try it out ']")).await;
    let (status, person) = execute(&browser, &operation).await;
    let expected = reqwest::get(format!("{service}/people/{}", person["uuid"].as_str().unwrap())).await.unwrap();
    assert_eq!((status.as_str(), person), ("201", expected.json().await.unwrap()), "the example was created");

    assert_eq!(browser.console_errors().await, Vec::<String>::new(), "no errors and no blocked resources");
    let requests = browser.requests().await;
    assert!(requests.contains(&format!("{service}/openapi.json")), "{requests:?}");
    for request in requests {
        assert!(request.starts_with(&format!("{service}/")) || request.starts_with("data:"), "{request}");
    }
}

/// A document whose operation names other hosts.
struct Elsewhere;

impl Document for Elsewhere {
    const YAML: &'static str = "";
    const JSON: &'static str = r#"{
        "openapi": "3.0.3",
        "info": { "title": "Elsewhere", "version": "1" },
        "servers": [{ "url": "https://{host}.example.com/docs", "variables": { "host": { "default": "api" } } }],
        "paths": {
            "/page.css": {
                "servers": [{ "url": "https://path.example.com" }],
                "get": {
                    "summary": "Get a file",
                    "servers": [{ "url": "https://operation.example.com" }],
                    "responses": { "200": { "description": "The file." } }
                }
            }
        }
    }"#;
}

#[tokio::test]
async fn operations_of_documents_with_other_servers_are_sent_to_this_one() {
    let Some(browser) = Browser::start().await else { return };
    let mut routes = docs::routes();
    routes.extend(document::routes::<(), Elsewhere>());
    let app = TestApp::serve((), routes, ServiceConfig::default());

    browser.open(&format!("{}/docs", app.url())).await;
    let operation = unfold(&browser, "Get a file").await;
    browser.click(&format!("{operation}//button[text()='Try it out ']")).await;
    browser.click(&format!("{operation}//button[text()='Execute']")).await;
    let response = format!("{operation}//*[contains(@class, 'live-responses-table')]");
    let status = browser.text(&format!("{response}//tbody//*[contains(@class, 'response-col_status')]")).await;
    assert_eq!(status, "200");
    assert!(browser.requests().await.contains(&format!("{}/docs/page.css", app.url())));
}
