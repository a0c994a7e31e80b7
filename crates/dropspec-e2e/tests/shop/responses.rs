//! Answers.

use reqwest::Method;
use serde_json::json;

use crate::samples::fast;
use crate::support::OpenShop;

#[tokio::test]
async fn required_headers_are_there_and_optional_ones_may_be() {
    let shop = OpenShop::open().await;
    let answer = shop.get("/items?in-stock=true").await;
    assert_eq!((answer.header("x-total"), answer.header("link")), (Some("20"), None));
    let answer = shop.get("/items?in-stock=true&label=next").await;
    assert_eq!(answer.header("link"), Some("</items>; rel=\"next\""));
    let answer = shop.get("/items/AB-1").await;
    assert_eq!((answer.header("etag"), answer.header("x-age")), (Some("\"1\""), None));
}

#[tokio::test]
async fn an_answer_without_a_body_may_have_headers() {
    let shop = OpenShop::open().await;
    let answer = shop.ask(Method::DELETE, "/items/UN-1").await;
    assert_eq!((answer.status, answer.header("x-undo")), (204, Some("yes")));
    let answer = shop.ask(Method::DELETE, "/items/AB-1").await;
    assert_eq!((answer.status, answer.header("x-undo")), (204, None));
}

#[tokio::test]
async fn problems_are_answers_too() {
    let shop = OpenShop::open().await;
    let answer = shop.get("/items/NO-1").await;
    assert_eq!((answer.status, &answer.body["detail"]), (404, &json!("there is no such item")));
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let answer = shop.ask(Method::DELETE, "/items/TE-1").await;
    assert_eq!((answer.status, &answer.body["title"]), (418, &json!("I'm a teapot")));
}

#[tokio::test]
async fn an_answer_that_its_schema_does_not_allow_is_an_error_of_the_server() {
    let shop = OpenShop::open().await;
    let mut body = fast();
    body["name"] = json!("grow");
    let answer = shop.post_json("/echo/fast", body).await;
    assert_eq!((answer.status, &answer.body["detail"]), (500, &json!(null)));
}
