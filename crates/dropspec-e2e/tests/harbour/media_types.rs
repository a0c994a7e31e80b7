//! Media types that differ by a parameter.

use serde_json::json;

use crate::support::{TestServer, json_response, violations};

const V1: &str = "application/json; version=1";
const V2: &str = "application/json; version=2";

#[tokio::test]
async fn a_body_is_decoded_by_the_parameters_of_its_media_type() {
    let harbour = TestServer::start().await;
    let moor = |media_type: &str, body: &str| {
        harbour.at("POST", "/moorings").header("content-type", media_type).body(body.to_owned())
    };
    assert_eq!(json_response(moor(V1, r#"{ "length": 2.5 }"#), 200).await, json!({ "length": 2.5 }));
    assert_eq!(json_response(moor(V2, r#"{ "weight": 3 }"#), 200).await, json!({ "weight": 3 }));
    let quoted = "Application/JSON;charset=utf-8;Version=\"2\"";
    assert_eq!(json_response(moor(quoted, r#"{ "weight": 3 }"#), 200).await, json!({ "weight": 3 }));
    let problem = json_response(moor(V2, r#"{ "weight": "x" }"#), 400).await;
    assert_eq!(violations(&problem)[0].0, "/weight");
    // Without the parameter it is the first one, and with another value none.
    assert_eq!(json_response(moor("application/json", r#"{ "length": 1 }"#), 200).await, json!({ "length": 1.0 }));
    let problem = json_response(moor("application/json; version=3", "{}"), 415).await;
    let detail = format!("the body must be {V1} or {V2}, not application/json; version=3");
    assert_eq!(problem["detail"], detail);
}

#[tokio::test]
async fn a_response_is_selected_by_the_parameters_of_accept() {
    let harbour = TestServer::start().await;
    for (accept, expected) in [
        ("*/*", V1),
        ("application/json", V1),
        (V2, V2),
        ("application/json;version=1;q=0.1, application/json;version=2;q=0.5", V2),
    ] {
        let request = harbour.at("POST", "/moorings").header("content-type", V1).header("accept", accept).body("{}");
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], expected, "{accept}");
    }
    let request = harbour.at("POST", "/moorings").header("content-type", V1).body("{}");
    assert_eq!(request.header("accept", "application/json; version=3").send().await.unwrap().status(), 406);
}
