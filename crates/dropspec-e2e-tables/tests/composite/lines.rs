//! Rows that are identified by their parent and a number.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, line, order, sent, start};

on_both_databases!(
    a_row_is_at_the_path_of_all_its_key_properties,
    a_row_is_changed_under_conditions,
    the_key_of_a_row_stays,
    the_same_number_is_taken_only_within_a_parent,
    rows_are_created_with_their_parent,
);

async fn a_row_is_at_the_path_of_all_its_key_properties(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (order(&shop, "One").await, order(&shop, "Other").await);
    let request =
        shop.request(Method::POST, &format!("/orders/{one}/lines")).json(&json!({ "number": 7, "amount": 2 }));
    let (status, location, created) = sent(request, "location").await;
    let expected = json!({ "orderId": one, "number": 7, "amount": 2 });
    assert_eq!((status, &created), (201, &expected));
    assert_eq!(location, format!("/orders/{one}/lines/7"));
    assert_eq!(shop.get(&location).await, expected);
    for missing in [format!("/orders/{one}/lines/8"), format!("/orders/{other}/lines/7")] {
        let (status, problem) = shop.call(Method::GET, &missing, None).await;
        let key = missing.trim_start_matches("/orders/").replace("/lines/", "/");
        assert_eq!((status, &problem["detail"]), (404, &json!(format!("there is no line {key}"))));
    }
    assert_eq!(shop.call(Method::GET, &format!("/orders/{one}/lines/x"), None).await.0, 400);
    assert_eq!(shop.call(Method::DELETE, &location, None).await.0, 204);
    assert_eq!(shop.call(Method::DELETE, &location, None).await.0, 404);
}

async fn a_row_is_changed_under_conditions(backend: Backend) {
    let shop = start(backend).await;
    let order = order(&shop, "One").await;
    let mut row = line(&shop, &order, 1, 5).await;
    let neighbour = line(&shop, &order, 2, 6).await;
    let path = format!("/orders/{order}/lines/1");
    row["note"] = json!("urgent");
    let put = |tag: &str| shop.request(Method::PUT, &path).header("if-match", tag).json(&row);
    assert_eq!(sent(put("\"2\""), "etag").await.0, 412);
    let (status, tag, found) = sent(put("\"1\""), "etag").await;
    assert_eq!((status, tag.as_str(), &found), (200, "\"2\"", &row));
    let known = shop.request(Method::GET, &path).header("if-none-match", "\"2\"");
    assert_eq!(sent(known, "etag").await.0, 304);
    let patch = shop.request(Method::PATCH, &path).header("content-type", "application/merge-patch+json");
    let (status, tag, found) = sent(patch.body("{\"amount\":9,\"note\":null}"), "etag").await;
    assert_eq!((status, tag.as_str()), (200, "\"3\""));
    assert_eq!(found, json!({ "orderId": order, "number": 1, "amount": 9 }));
    assert_eq!(shop.get(&format!("/orders/{order}/lines/2")).await, neighbour);
}

async fn the_key_of_a_row_stays(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (order(&shop, "One").await, order(&shop, "Other").await);
    line(&shop, &one, 1, 5).await;
    let path = format!("/orders/{one}/lines/1");
    for (order, number, pointer) in [(&one, 2, "/number"), (&other, 1, "/orderId")] {
        let row = json!({ "orderId": order, "number": number, "amount": 5 });
        let (status, problem) = shop.call(Method::PUT, &path, Some(row.clone())).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (409, &json!(pointer)), "{problem}");
        let patch = shop.request(Method::PATCH, &path).header("content-type", "application/merge-patch+json");
        let (status, _, problem) = sent(patch.body(row.to_string()), "etag").await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (409, &json!(pointer)), "{problem}");
    }
}

async fn the_same_number_is_taken_only_within_a_parent(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (order(&shop, "One").await, order(&shop, "Other").await);
    line(&shop, &one, 1, 5).await;
    line(&shop, &other, 1, 5).await;
    let new = json!({ "number": 1, "amount": 6 });
    let (status, problem) = shop.call(Method::POST, &format!("/orders/{one}/lines"), Some(new.clone())).await;
    let detail = json!(format!("the combination of orderId and number is taken: {one}/1"));
    assert_eq!((status, &problem["detail"]), (409, &detail));
    let nobody = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    let (status, _) = shop.call(Method::POST, &format!("/orders/{nobody}/lines"), Some(new)).await;
    assert_eq!(status, 404);
    let (status, _) = shop.call(Method::POST, &format!("/orders/{one}/lines"), Some(json!({ "amount": 6 }))).await;
    assert_eq!(status, 400);
}

async fn rows_are_created_with_their_parent(backend: Backend) {
    let shop = start(backend).await;
    let lines = json!([{ "number": 2, "amount": 1 }, { "number": 1, "amount": 1 }]);
    let order = shop.post("/orders", json!({ "customer": "One", "lines": lines })).await;
    let id = order["id"].as_str().unwrap();
    let expanded = shop.get("/orders?expand=lines").await;
    let numbers: Vec<&Value> = expanded[0]["lines"].as_array().unwrap().iter().map(|line| &line["number"]).collect();
    assert_eq!(numbers, [&json!(1), &json!(2)]);
    let twice = json!({ "customer": "Two", "lines": [lines[0], lines[0]] });
    let (status, problem) = shop.call(Method::POST, "/orders", Some(twice)).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (409, &json!("/lines/1/orderId")), "{problem}");
    assert_eq!(shop.get("/orders").await.as_array().unwrap().len(), 1);
    assert_eq!(shop.call(Method::DELETE, &format!("/orders/{id}"), None).await.0, 204);
    assert_eq!(shop.get("/lines").await, json!([]));
}
