//! What goes wrong inside an operation stays inside: the engine under routes that were made to fail.

use dropspec::schema::{Components, Schema};
use dropspec::{Limits, Reply, ResponseValidation, Route};
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
        pages: None,
        handler,
    };
    let routes: Vec<Route<()>> = vec![
        route("/fine", |(), _| Box::pin(async { Ok(Reply::bytes(StatusCode::OK, "application/json", "1")) })),
        route("/panics", |(), _| Box::pin(async { panic!("the secret of line {}", line!()) })),
        route("/panics/at-once", |(), _| panic!("a secret")),
        route("/breaks-its-schema", |(), _| {
            Box::pin(async { Ok(Reply::json(StatusCode::OK, "application/json", &"a secret".to_owned(), &INTEGER)?) })
        }),
    ];
    TestApp::serve((), routes, Limits { validate_responses, ..Limits::default() })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_a_500_without_its_words() {
    let app = start(ResponseValidation::Refuse);
    let answer = app.get("/panics").await;
    let problem = answer.problem(500);
    assert_eq!((&problem["title"], problem.get("detail")), (&"Internal Server Error".into(), None));
    assert!(!answer.text().contains("secret"));
}

/// The handler is a function that makes a future; the function may be what panics.
#[tokio::test(flavor = "multi_thread")]
async fn a_panic_before_there_is_a_future_is_a_500_too() {
    start(ResponseValidation::Refuse).get("/panics/at-once").await.problem(500);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connection_survives_a_panic() {
    let app = start(ResponseValidation::Refuse);
    let mut wire = app.wire();
    for _ in 0..2 {
        wire.request(&Method::GET, "/panics", &[], b"").problem(500);
        wire.request(&Method::GET, "/fine", &[], b"").json(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_its_schema_is_a_500_where_answers_are_validated() {
    let answer = start(ResponseValidation::Refuse).get("/breaks-its-schema").await;
    assert_eq!(answer.problem(500).get("detail"), None);
    assert!(!answer.text().contains("secret"));

    assert_eq!(start(ResponseValidation::Off).get("/breaks-its-schema").await.json(200), "a secret");
}
