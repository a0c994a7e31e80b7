//! Query parameters.

use serde_json::json;

use crate::support::TestServer;

#[tokio::test]
async fn fills_in_defaults() {
    let shop = TestServer::start().await;
    let response = shop.get("/items?in-stock=true").await;
    assert_eq!(response.body, json!(["true None newest 20 0.5 any label"]));
}

#[tokio::test]
async fn decodes_given_values() {
    let shop = TestServer::start().await;
    let query = "in-stock=false&kind=dry-goods&sort=price-asc&limit=5&least-price=1e1&label=a+b%20c";
    let response = shop.get(&format!("/items?{query}")).await;
    assert_eq!(response.body, json!([r#"false Some("dry-goods") price-asc 5 10 a b c"#]));
}

#[tokio::test]
async fn reports_every_violation() {
    let shop = TestServer::start().await;
    let response = shop.get("/items?kind=toy&sort=&limit=7&least-price=0&label=&colour=red").await;
    let expected = [
        ("colour", "unknown query parameter - 'colour'"),
        ("in-stock", "the parameter is required - 'in-stock'"),
        ("kind", "'toy' is not one of ['fruit', 'dry-goods', '3d'] - 'kind'"),
        ("sort", "'' is not one of ['newest', 'price-asc'] - 'sort'"),
        ("limit", "7 is not a multiple of 5 - 'limit'"),
        ("least-price", "0 is less than or equal to the minimum of 0 - 'least-price'"),
        ("label", "'' is too short (the least is 1) - 'label'"),
    ];
    assert_eq!(response.violations(), expected);
}

#[tokio::test]
async fn validates_types() {
    let shop = TestServer::start().await;
    let response = shop.get("/items?in-stock=1&limit=ten&least-price=%201").await;
    let expected = [
        ("in-stock", "'1' is not of type 'boolean' - 'in-stock'"),
        ("limit", "'ten' is not of type 'integer' - 'limit'"),
        ("least-price", "' 1' is not of type 'number' - 'least-price'"),
    ];
    assert_eq!(response.violations(), expected);
}

#[tokio::test]
async fn rejects_duplicate_parameters() {
    let shop = TestServer::start().await;
    let response = shop.get("/items?in-stock=true&in-stock=true").await;
    assert_eq!(response.violations(), [("in-stock", "duplicate parameter - 'in-stock'")]);
}

#[tokio::test]
async fn resolves_shared_parameters() {
    let shop = TestServer::start().await;
    assert_eq!(shop.get("/items/count?sort=price-asc").await.body, json!(9));
    assert_eq!(shop.get("/items/count?sort=size").await.violations()[0].0, "sort");
}

#[tokio::test]
async fn accepts_names_that_are_reserved_in_rust() {
    let shop = TestServer::start().await;
    let response = shop.get("/echo/words?api=a&call=b&known=c&body=d&request=e&type=f&self=g").await;
    assert_eq!(response.body, "a b c d e f g");
}
