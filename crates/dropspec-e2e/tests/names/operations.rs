//! Names of operations, parameters, headers and media types that are similar or that Rust uses for something else.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Service};

#[tokio::test]
async fn similar_operations_are_called_by_their_paths() {
    let service = Service::start(Backend::Sqlite).await;
    let ids = ["getPet", "get_pet", "get-pet", "get_pet_request", "Self", "gen", "-", "database", "clone"];
    for (index, id) in ids.into_iter().enumerate() {
        let response = service.request(Method::GET, &format!("/pets/{}", index + 1)).send().await.unwrap();
        assert_eq!((response.status().as_u16(), response.text().await.unwrap()), (200, id.to_owned()));
    }
}

/// The query with each parameter, whose value is made of its name.
const QUERY: &str = "type=q-type&size[]=s1&size[]=s2&size=s&a-b=1&a_b=2&select=q-select&table=q-table&api=q-api&context=q-context\
    &known=q-known&request=q-request&value=q-value&accept=q-accept&body=q-body&identity=q-identity\
    &gr%C3%B6%C3%9Fe=q-size&%E5%90%8D=n1&%E5%90%8D=n2";

#[tokio::test]
async fn similar_parameters_are_told_apart() {
    let service = Service::start(Backend::Sqlite).await;
    let request = service.request(Method::POST, &format!("/odd/p-type/p-self?{QUERY}"));
    let request = request.header("X-Type", "h-type").header("x_type", "h_type").header("Cookie", "type=c-type");
    let response = request.json(&json!({ "a": 1 })).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let headers = ["x-total", "x_total", "status", "body", "response", "type"].map(header);
    assert_eq!(headers.map(Option::unwrap_or_default), ["1", "2", "s", "", "r", "t"]);
    let expected = json!([
        "p-type", "p-self", "q-type", "c-type", ["s1", "s2"], "s", 1, "2", "c", "q-select", "q-table", "q-api", "q-context",
        "q-known", "q-request", "q-value", "q-accept", "q-body", "q-identity", "q-size", ["n1", "n2"], "h-type", "h_type",
        { "json": { "a": 1 } }
    ]);
    assert_eq!(response.json::<Value>().await.unwrap(), expected);
}

#[tokio::test]
async fn similar_parameters_are_validated_by_their_schemas() {
    let service = Service::start(Backend::Sqlite).await;
    let request = service.request(Method::POST, "/odd/a/b?size=long&a-b=x&a_b=x").json(&json!(1));
    let response = request.send().await.unwrap();
    assert_eq!(response.status().as_u16(), 400);
    let problem: Value = response.json().await.unwrap();
    let parameters: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| &error["parameter"]).collect();
    assert_eq!(parameters, ["size", "a-b", "value"], "{problem}");
}

#[tokio::test]
async fn similar_media_types_are_told_apart() {
    let service = Service::start(Backend::Sqlite).await;
    for (media_type, body, expected) in [
        ("application/json", "\"a\"", json!({ "json": "a" })),
        ("application/vnd.json", "b", json!("vnd")),
        ("text/json", "c", json!({ "text json": "c" })),
        ("text/plain", "d", json!({ "text": "d" })),
    ] {
        let request = service.request(Method::POST, "/odd/a/b?value=v").header("Content-Type", media_type);
        let request = request.header("Accept", "text/plain").body(body);
        let text = request.send().await.unwrap().text().await.unwrap();
        let echo: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(echo[23], expected, "{media_type}");
    }
}

#[tokio::test]
async fn statuses_without_a_variant_of_their_own_are_returned() {
    let service = Service::start(Backend::Sqlite).await;
    for (name, status, header) in [("299", 299, ""), ("418", 418, "short"), ("default", 502, "")] {
        let request = service.request(Method::POST, &format!("/odd/a/{name}?value=v")).json(&json!(1));
        let response = request.send().await.unwrap();
        let given = response.headers().get("status").map_or("", |value| value.to_str().unwrap());
        assert_eq!((response.status().as_u16(), given), (status, header));
    }
}
