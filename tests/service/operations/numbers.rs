//! Numbers are held as the nearest double, since the schema says `format: double`, or rejected, by all operations alike.

use reqwest::Method;

use crate::support::{Backend, Response, TestApp, person};

on_both_databases!(
    numbers_that_a_double_holds_are_kept,
    other_numbers_become_the_nearest_double,
    numbers_beyond_doubles_are_rejected,
);

/// Sends a body as it is written, since a value would hold other digits.
async fn send(app: &TestApp, method: Method, path: &str, media_type: &str, body: String) -> Response {
    let request = app.request(method, path).header("content-type", media_type).header("idempotency-key", "\"k\"");
    app.send(request.body(body)).await
}

/// A person with a fare.
fn with_fare(fare: &str) -> String {
    let mut person = person();
    person["fare"] = "FARE".into();
    person.to_string().replace("\"FARE\"", fare)
}

/// The responses of all operations that take a fare. The first creates the person at `path`.
async fn responses(app: &TestApp, path: &str, fare: &str) -> Vec<Response> {
    let json = "application/json";
    vec![
        send(app, Method::POST, "/people", json, with_fare(fare)).await,
        // Repeats the response to the same request.
        send(app, Method::POST, "/people", json, with_fare(fare)).await,
        send(app, Method::POST, "/people/bulk", json, format!("[{}]", with_fare(fare))).await,
        send(app, Method::PUT, path, json, format!(r#"{{"fare":{fare}}}"#)).await,
        send(app, Method::PATCH, path, "application/merge-patch+json", format!(r#"{{"fare":{fare}}}"#)).await,
        send(
            app,
            Method::PATCH,
            path,
            "application/json-patch+json",
            format!(r#"[{{"op":"replace","path":"/fare","value":{fare}}}]"#),
        )
        .await,
    ]
}

/// Asserts that the responses have the number, and so has a change of something else that reads it back.
async fn assert_kept(app: &TestApp, path: &str, fare: &str, responses: &[Response]) {
    let number: f64 = fare.parse().unwrap();
    for response in responses {
        assert!(response.status < 300, "{fare}: {} {} {}", response.method, response.path, response.text());
        let json = response.json(response.status);
        if json["fare"].is_number() {
            assert_eq!(json["fare"].as_f64(), Some(number), "{fare}: {} {}", response.method, response.path);
        }
    }
    let changed = send(app, Method::PATCH, path, "application/merge-patch+json", r#"{"age":40}"#.to_owned()).await;
    assert_eq!(changed.json(200)["fare"].as_f64(), Some(number), "{fare}");
}

async fn numbers_that_a_double_holds_are_kept(backend: Backend) {
    for fare in ["4.367319850913662e+16", "9007199254740994", "123456789012345680000", "1e300", "0.1", "5e-324", "1e0"]
    {
        let app = TestApp::start(backend).await;
        let path = app.create(&person()).await;
        assert_kept(&app, &path, fare, &responses(&app, &path, fare).await).await;
    }
}

async fn other_numbers_become_the_nearest_double(backend: Backend) {
    for fare in ["9007199254740993", "43673198509136621", "0.12345678901234567", "1e-400"] {
        let app = TestApp::start(backend).await;
        let path = app.create(&person()).await;
        let responses = responses(&app, &path, fare).await;
        // The schema of a JSON Patch does not say what the number is for, so that it may also be rejected.
        let others = &responses[..responses.len() - 1];
        assert_kept(&app, &path, fare, others).await;
    }
}

async fn numbers_beyond_doubles_are_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let path = app.create(&person()).await;
    let before = app.get(&path).await.body;
    for fare in ["1e400", "2e308", "-1e400"] {
        for response in responses(&app, &path, fare).await {
            response.problem(400);
        }
        assert_eq!(app.get(&path).await.body, before, "{fare}");
    }
}
