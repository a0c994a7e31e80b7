//! Panics and invalid responses of handlers.

use dropspec::schema::{Components, Schema};
use dropspec::{Response, ResponseValidation, Route, ServiceConfig};
use reqwest::{Method, StatusCode};

use crate::support::TestApp;

static COMPONENTS: Components = Components::new("{}");
static INTEGER: Schema = Schema::new(&COMPONENTS, r#"{ "type": "integer" }"#);

fn start(validate_responses: ResponseValidation) -> TestApp {
    let route = |path, handler| Route {
        operation: path,
        method: Method::GET,
        path,
        consumes: &[],
        produces: &[],
        renderer: None,
        handler,
    };
    let routes: Vec<Route<()>> = vec![
        route("/fine", |(), _| Box::pin(async { Ok(Response::bytes(StatusCode::OK, "application/json", "1")) })),
        route("/panics", |(), _| Box::pin(async { panic!("the secret of line {}", line!()) })),
        route("/panics/at-once", |(), _| panic!("a secret")),
        route("/breaks-its-schema", |(), _| {
            Box::pin(async {
                Response::builder(200).json("application/json", &"a secret".to_owned(), &INTEGER).build()
            })
        }),
    ];
    TestApp::serve((), routes, ServiceConfig { validate_responses, ..ServiceConfig::default() })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_a_500_without_details() {
    let app = start(ResponseValidation::Enforce);
    let response = app.get("/panics").await;
    let problem = response.problem(500);
    assert_eq!((&problem["title"], problem.get("detail")), (&"Internal Server Error".into(), None));
    assert!(!response.text().contains("secret"));
}

/// The handler is a function that returns a future; the function itself can panic.
#[tokio::test(flavor = "multi_thread")]
async fn a_panic_before_the_future_is_created_is_a_500() {
    start(ResponseValidation::Enforce).get("/panics/at-once").await.problem(500);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connection_survives_a_panic() {
    let app = start(ResponseValidation::Enforce);
    let mut wire = app.raw_connection();
    for _ in 0..2 {
        wire.request(&Method::GET, "/panics", &[], b"").problem(500);
        wire.request(&Method::GET, "/fine", &[], b"").json(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_response_is_a_500_if_responses_are_validated() {
    let response = start(ResponseValidation::Enforce).get("/breaks-its-schema").await;
    assert_eq!(response.problem(500).get("detail"), None);
    assert!(!response.text().contains("secret"));

    assert_eq!(start(ResponseValidation::Off).get("/breaks-its-schema").await.json(200), "a secret");
}
