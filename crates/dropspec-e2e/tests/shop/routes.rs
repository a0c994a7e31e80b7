//! From paths to operations.

use reqwest::Method;
use serde_json::json;

use crate::support::OpenShop;

#[tokio::test]
async fn a_literal_path_stands_beside_a_parameter() {
    let shop = OpenShop::open().await;
    assert_eq!(shop.get("/items/count").await.body, json!(6));
    assert_eq!(shop.get("/items/AB-12").await.body["sku"], "AB-12");
}

#[tokio::test]
async fn parameters_of_the_path_are_told_apart_and_may_have_a_suffix() {
    let shop = OpenShop::open().await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    let answer = shop.get(&format!("/shelves/-2/places/{key}.json")).await;
    assert_eq!(answer.body, json!([-2, key]));
}

#[tokio::test]
async fn parameters_of_the_path_are_checked() {
    let shop = OpenShop::open().await;
    let answer = shop.get("/shelves/-4/places/7.json").await;
    let expected =
        [("shelf", "-4 is less than the minimum of -3 - 'shelf'"), ("place", "'7' is not a 'uuid' - 'place'")];
    assert_eq!(answer.violations(), expected);
}

#[tokio::test]
async fn a_parameter_of_the_path_may_be_percent_encoded() {
    let shop = OpenShop::open().await;
    assert_eq!(shop.get("/items/A%42-1%32").await.body["sku"], "AB-12");
    assert_eq!(shop.get("/items/a%2Fb").await.violations()[0].0, "sku");
}

#[tokio::test]
async fn other_paths_and_methods_are_refused() {
    let shop = OpenShop::open().await;
    assert_eq!(shop.get("/items/AB-12/parts").await.status, 404);
    let answer = shop.ask(Method::PUT, "/items/AB-12").await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("DELETE, GET, HEAD, OPTIONS")));
}
