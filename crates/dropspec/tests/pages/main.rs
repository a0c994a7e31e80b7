//! Problems as pages, and the forms of pages.

use std::net::SocketAddr;

use dropspec::schema::{Components, Schema};
use dropspec::table::html::{Pages, Subject};
use dropspec::table::{Column, Kind, Table};
use dropspec::{Answer, Call, Reply, Route};
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Nothing, route, start};

static THINGS: Table = Table {
    name: "things",
    schema: "Thing",
    description: "",
    path: "/things",
    columns: &[Column::new("name", Kind::Text)],
    key: 0,
};

static COMPONENTS: Components = Components::new("{}");
static THING: Schema = Schema::new(
    &COMPONENTS,
    r#"{ "type": "object", "required": ["name"], "properties": { "name": { "type": "string", "minLength": 2 } } }"#,
);

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn create<'a>(_: &'a Nothing, call: &'a mut Call) -> Answer<'a> {
    Box::pin(async {
        let _: serde_json::Value = call.page_form(&THING, None).await?;
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    })
}

async fn post(address: SocketAddr, body: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let request = format!(
        "POST /things HTTP/1.1\r\nhost: here:80\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn accept(accept: &str) -> String {
    format!("accept: {accept}\r\n")
}

#[tokio::test]
async fn a_browser_gets_its_form_back_with_what_is_wrong() {
    let pages = Some(Pages { subject: Subject::List(&THINGS), statuses: &[400..=400] });
    let server = start(vec![Route { pages, handler: create, ..route(Method::POST, "/things") }]).unwrap();
    let address = server.local_address();
    let page = post(address, "name=%C3%A9", &accept(BROWSER)).await;
    assert!(page.starts_with("HTTP/1.1 400 "), "{page}");
    for part in [
        "content-type: text/html; charset=utf-8\r\n",
        "vary: accept\r\n",
        "content-security-policy: default-src 'none'; style-src 'sha256-",
        "<h1>New thing</h1>",
        "<p>&#39;é&#39; is too short (the least is 2)</p>",
        "name=\"name\" value=\"é\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    for accept in
        [String::new(), accept("*/*"), accept("application/json"), accept("application/json, text/html;q=0.5")]
    {
        let problem = post(address, "name=%C3%A9", &accept).await;
        assert!(problem.starts_with("HTTP/1.1 400 "), "{problem}");
        assert!(problem.contains("content-type: application/problem+json\r\n"), "{accept} {problem}");
        assert!(problem.contains("vary: accept\r\n"), "{problem}");
    }
}

#[tokio::test]
async fn what_is_not_described_as_a_page_is_json() {
    let pages = Some(Pages { subject: Subject::List(&THINGS), statuses: &[404..=404, 500..=599] });
    let server = start(vec![Route { pages, handler: create, ..route(Method::POST, "/things") }]).unwrap();
    let problem = post(server.local_address(), "", &accept(BROWSER)).await;
    assert!(problem.contains("content-type: application/problem+json\r\n"), "{problem}");
}

#[tokio::test]
async fn without_pages_problems_are_json() {
    let server = start(vec![Route { handler: create, ..route(Method::POST, "/things") }]).unwrap();
    let problem = post(server.local_address(), "", &accept(BROWSER)).await;
    assert!(problem.contains("content-type: application/problem+json\r\n"), "{problem}");
    assert!(!problem.contains("vary:"), "{problem}");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let server = start(vec![Route { handler: create, ..route(Method::POST, "/things") }]).unwrap();
    let address = server.local_address();
    for own in [
        "",
        "sec-fetch-site: same-origin\r\norigin: http://proxied\r\n",
        "sec-fetch-site: none\r\n",
        "origin: https://here:80\r\n",
    ] {
        let answer = post(address, "name=ab", own).await;
        assert!(answer.starts_with("HTTP/1.1 204 "), "{own}{answer}");
    }
    for other in [
        "sec-fetch-site: cross-site\r\n",
        "sec-fetch-site: same-site\r\norigin: http://here:80\r\n",
        "origin: http://elsewhere\r\n",
        "origin: null\r\n",
    ] {
        let answer = post(address, "name=ab", other).await;
        assert!(answer.starts_with("HTTP/1.1 403 "), "{other}{answer}");
        assert!(answer.contains("a page of another site has sent this form"), "{answer}");
    }
}

#[tokio::test]
async fn a_form_is_read_field_by_field() {
    let server = start(vec![Route { handler: create, ..route(Method::POST, "/things") }]).unwrap();
    for (body, detail) in [
        ("name=ab&name=cd", "the field is there more than once - 'name'"),
        ("name=%FF%FF", "the fields of the form are not UTF-8"),
        ("", "'name' is a required property"),
    ] {
        let answer = post(server.local_address(), body, "").await;
        assert!(answer.contains(&format!("\"detail\":\"{detail}\"")), "{answer}");
    }
    assert!(
        post(server.local_address(), "name=a%0D%0A", "").await.starts_with("HTTP/1.1 204 "),
        "it has two characters"
    );
    assert!(post(server.local_address(), "name=%0D%0A", "").await.starts_with("HTTP/1.1 400 "), "it has one character");
}
