//! Problems as pages, and the forms of pages, through the HTTP service.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use dropspec_db::column_type::Text;
use dropspec_db::{Column, Table};
use dropspec_html::{Pages, Subject, page_form};
use dropspec_http::{ApiService, Body, HandlerFuture, RenderProblem, RequestContext, Response, Route, ServiceConfig};
use dropspec_schema::{Components, Schema};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use tower_service::Service;

static THINGS: Table = Table {
    name: "things",
    schema: "Thing",
    description: "",
    path: "/things",
    columns: &[Column::new("name", &Text)],
    key: &[0],
    row_path: &[],
    relations: dropspec_db::Relations::NONE,
    searches: &[],
    search: &[],
};

static COMPONENTS: Components = Components::new("{}");
static THING: Schema = Schema::new(
    &COMPONENTS,
    r#"{ "type": "object", "required": ["name"], "properties": { "name": { "type": "string", "minLength": 2 } } }"#,
);

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn create<'a>((): &'a (), call: &'a mut RequestContext) -> HandlerFuture<'a> {
    Box::pin(async {
        let _: serde_json::Value = page_form(call, &THING, None).await?;
        Ok(Response::empty(StatusCode::NO_CONTENT))
    })
}

fn service(renderer: Option<&'static dyn RenderProblem>) -> ApiService<()> {
    service_that_produces(&[], renderer)
}

fn service_that_produces(
    produces: &'static [&'static str],
    renderer: Option<&'static dyn RenderProblem>,
) -> ApiService<()> {
    let route = Route {
        operation: "create_thing",
        method: Method::POST,
        path: "/things",
        consumes: &[],
        produces,
        renderer,
        handler: create,
    };
    ApiService::new((), vec![route], ServiceConfig::default()).unwrap()
}

struct Posted {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Posted {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn post(service: &ApiService<()>, body: &'static str, headers: &[(&str, &str)]) -> Posted {
    let mut request = Request::post("/things").header("host", "here:80");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = service.clone().call(request.body(Body::from(body)).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(body.collect().await.unwrap().to_bytes().into()).unwrap();
    Posted { status: parts.status, headers: parts.headers, body }
}

#[tokio::test]
async fn a_browser_gets_its_form_back_with_the_errors() {
    let service = service(Some(const { &Pages::of(Subject::List(&THINGS)).codes(&[400]) }));
    let page = post(&service, "name=%C3%A9", &[("accept", BROWSER)]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("vary"), "accept");
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    for part in ["<h1>New thing</h1>", "<p>&#39;é&#39; is too short (the least is 2)</p>", "name=\"name\" value=\"é\""]
    {
        assert!(page.body.contains(part), "{part}\n{}", page.body);
    }
    for headers in [
        &[][..],
        &[("accept", "*/*")],
        &[("accept", "application/json")],
        &[("accept", "application/json, text/html;q=0.5")],
    ] {
        let problem = post(&service, "name=%C3%A9", headers).await;
        assert_eq!(problem.status, StatusCode::BAD_REQUEST);
        assert_eq!(problem.header("content-type"), "application/problem+json", "{headers:?}");
        assert_eq!(problem.header("vary"), "accept");
    }
}

#[tokio::test]
async fn a_problem_of_a_page_is_a_page_unless_the_client_prefers_json() {
    let pages = const { &Pages::of(Subject::Nothing).codes(&[400]) };
    let service = service_that_produces(&["text/html", "application/json"], Some(pages));
    for (headers, expected) in [
        (&[][..], "text/html; charset=utf-8"),
        (&[("accept", "*/*")], "text/html; charset=utf-8"),
        (&[("accept", "text/html")], "text/html; charset=utf-8"),
        (&[("accept", "application/json")], "application/problem+json"),
        (&[("accept", "application/problem+json, */*;q=0.5")], "application/problem+json"),
    ] {
        let problem = post(&service, "", headers).await;
        assert_eq!(
            (problem.status, problem.header("content-type")),
            (StatusCode::BAD_REQUEST, expected),
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn a_status_that_is_not_described_as_a_page_is_json() {
    let pages = const { &Pages::of(Subject::List(&THINGS)).codes(&[404]).ranges(&[500..=599]) };
    let problem = post(&service(Some(pages)), "", &[("accept", BROWSER)]).await;
    assert_eq!(problem.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn without_pages_problems_are_json() {
    let problem = post(&service(None), "", &[("accept", BROWSER)]).await;
    assert_eq!(problem.header("content-type"), "application/problem+json");
    assert!(!problem.headers.contains_key("vary"));
}

#[tokio::test]
async fn a_form_of_another_site_is_rejected() {
    let service = service(None);
    for own in [
        &[][..],
        &[("sec-fetch-site", "same-origin"), ("origin", "http://proxied")],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://here:80")],
    ] {
        assert_eq!(post(&service, "name=ab", own).await.status, StatusCode::NO_CONTENT, "{own:?}");
    }
    for other in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "http://here:80")],
        &[("origin", "http://elsewhere")],
        &[("origin", "null")],
    ] {
        let rejected = post(&service, "name=ab", other).await;
        assert_eq!(rejected.status, StatusCode::FORBIDDEN, "{other:?}");
        assert!(rejected.body.contains("sent by a page of another site"), "{}", rejected.body);
    }
}

#[tokio::test]
async fn a_form_is_decoded_field_by_field() {
    let service = service(None);
    for (body, detail) in [
        ("name=ab&name=cd", "duplicate field - 'name'"),
        ("name=%FF%FF", "form fields are not valid UTF-8"),
        ("", "'name' is a required property"),
    ] {
        let rejected = post(&service, body, &[]).await;
        assert!(rejected.body.contains(&format!("\"detail\":\"{detail}\"")), "{}", rejected.body);
    }
    assert_eq!(post(&service, "name=a%0D%0A", &[]).await.status, StatusCode::NO_CONTENT, "a line break counts once");
    assert_eq!(post(&service, "name=%0D%0A", &[]).await.status, StatusCode::BAD_REQUEST);
}
