//! Patches of the rows that filters select.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Shop, create, order, patch, pointers, send_patch, start};

on_both_databases!(
    patches_the_rows_that_filters_select,
    versions_and_times_of_the_update_are_set,
    patches_are_validated,
    more_rows_than_the_limit_are_not_patched,
    constraints_hold,
    read_only_properties_and_keys_are_rejected,
    deleted_rows_stay_as_they_are,
    many_rows_are_patched,
    concurrent_patches_are_all_applied,
);

async fn shop(backend: Backend) -> Shop {
    let shop = start(backend).await;
    shop.post("/customers", json!({ "id": "c", "name": "Ann" })).await;
    create(
        &shop,
        json!([
            order("1", "new", "1.5", 1, json!({ "labels": { "a": "1", "b": "2" }, "remark": "x" })),
            order("2", "new", "2", 5, json!({ "labels": { "c": "3" } })),
            order("3", "paid", "3", 9, json!({})),
        ]),
    )
    .await;
    shop
}

async fn get(shop: &Shop, number: &str) -> Value {
    let mut order = shop.get(&format!("/orders/{number}")).await;
    order.as_object_mut().unwrap().remove("updatedAt").unwrap();
    order
}

async fn patches_the_rows_that_filters_select(backend: Backend) {
    let shop = shop(backend).await;
    let change = json!({ "status": "shipped", "amount": "7.50", "remark": null, "labels": { "a": null, "d": "4" } });
    assert_eq!(patch(&shop, "status=new", change).await, (200, json!({ "updated": 2 })));
    assert_eq!(
        get(&shop, "1").await,
        order("1", "shipped", "7.5", 1, json!({ "labels": { "b": "2", "d": "4" }, "paidOn": null }))
    );
    assert_eq!(
        get(&shop, "2").await,
        order("2", "shipped", "7.5", 5, json!({ "labels": { "c": "3", "d": "4" }, "paidOn": null }))
    );
    assert_eq!(get(&shop, "3").await, order("3", "paid", "3", 9, json!({ "paidOn": null })));
    assert_eq!(patch(&shop, "status=new", json!({ "remark": "y" })).await, (200, json!({ "updated": 0 })));
    // The rows are those that met the filter before.
    assert_eq!(
        patch(&shop, "status=shipped&quantity_gte=5", json!({ "status": "paid" })).await.1,
        json!({ "updated": 1 })
    );
    for query in ["", "limit=5", "status=lost"] {
        assert_eq!(patch(&shop, query, json!({ "remark": "y" })).await.0, 400, "{query}");
    }
}

async fn versions_and_times_of_the_update_are_set(backend: Backend) {
    let shop = shop(backend).await;
    let version = async || {
        let response = shop.request(Method::GET, "/orders/1").send().await.unwrap();
        let etag = response.headers()["etag"].to_str().unwrap().to_owned();
        let order: Value = response.json().await.unwrap();
        (etag, order["updatedAt"].as_str().unwrap().to_owned())
    };
    let (first, created) = version().await;
    assert_eq!(patch(&shop, "status=new", json!({ "remark": "y" })).await.0, 200);
    let (second, updated) = version().await;
    assert_eq!((first.as_str(), second.as_str(), created < updated), ("\"1\"", "\"2\"", true));
}

async fn patches_are_validated(backend: Backend) {
    let shop = shop(backend).await;
    let before = shop.get("/orders").await;
    for (change, pointer) in [
        (json!({ "status": "lost" }), "/status"),
        (json!({ "status": null }), "/status"),
        (json!({ "amount": "much" }), "/amount"),
        (json!({ "units": -1 }), "/units"),
        (json!({ "ticket": "123456789012345678901" }), "/ticket"),
        (json!({ "remark": "a\u{0}b" }), "/remark"),
        (json!({ "labels": { "a": 1 } }), "/labels/a"),
        (json!({ "colour": "red" }), "/colour"),
    ] {
        let (status, problem) = patch(&shop, "status=new", change).await;
        assert_eq!((status, pointers(&problem)), (400, vec![pointer]), "{problem}");
    }
    assert_eq!(shop.get("/orders").await, before);
}

async fn more_rows_than_the_limit_are_not_patched(backend: Backend) {
    let shop = shop(backend).await;
    let (status, problem) = patch(&shop, "status=new&limit=1", json!({ "remark": "y" })).await;
    assert_eq!(status, 409, "{problem}");
    assert_eq!(get(&shop, "1").await["remark"], "x");
    assert_eq!(patch(&shop, "status=new&limit=2", json!({ "remark": "y" })).await.0, 200);
    assert_eq!(patch(&shop, "status=new&limit=1001", json!({ "remark": "z" })).await.0, 400);
}

async fn constraints_hold(backend: Backend) {
    let shop = shop(backend).await;
    let before = shop.get("/orders").await;
    let (status, problem) = patch(&shop, "status=new", json!({ "ticket": "t" })).await;
    assert_eq!((status, pointers(&problem)), (409, vec!["/ticket"]), "{problem}");
    let (status, problem) = patch(&shop, "status=new", json!({ "customer": "nobody" })).await;
    assert_eq!((status, pointers(&problem)), (422, vec!["/customer"]), "{problem}");
    assert_eq!(shop.get("/orders").await, before);
    assert_eq!(patch(&shop, "status=paid", json!({ "ticket": "t", "customer": "c" })).await.0, 200);
    assert_eq!(get(&shop, "3").await["customer"], "c");
}

async fn read_only_properties_and_keys_are_rejected(backend: Backend) {
    let shop = shop(backend).await;
    shop.post("/notes", json!({ "text": "a" })).await;
    for (path, change, pointer) in [
        ("/orders?status=new", json!({ "number": "1" }), "/number"),
        ("/notes?text=a", json!({ "updatedAt": "2024-01-01T00:00:00Z" }), "/updatedAt"),
        ("/notes?text=a", json!({ "id": 7 }), "/id"),
    ] {
        let (status, problem) = send_patch(&shop, path, change, &[]).await;
        assert_eq!((status, pointers(&problem)), (400, vec![pointer]), "{problem}");
    }
}

async fn deleted_rows_stay_as_they_are(backend: Backend) {
    let shop = shop(backend).await;
    for text in ["a", "b"] {
        shop.post("/notes", json!({ "text": text })).await;
    }
    shop.call(Method::DELETE, "/notes?text=a", None).await;
    let patched = send_patch(&shop, "/notes?text=a", json!({ "text": "c" }), &[]).await;
    assert_eq!(patched, (200, json!({ "updated": 0 })));
}

async fn many_rows_are_patched(backend: Backend) {
    let shop = start(backend).await;
    let orders: Vec<Value> =
        (0..1000).map(|number| order(&format!("{number:04}"), "new", "1", number, json!({}))).collect();
    create(&shop, json!(orders)).await;
    let patched = patch(&shop, "status=new&limit=1000", json!({ "status": "paid", "weight": 2.5 })).await;
    assert_eq!(patched, (200, json!({ "updated": 1000 })));
    let summary = shop.get("/orders/summary?status=paid").await;
    assert_eq!((&summary["count"], &summary["weight"]), (&json!(1000), &json!(2500.0)));
}

async fn concurrent_patches_are_all_applied(backend: Backend) {
    let shop = shop(backend).await;
    let patches = (0..12).map(|number| {
        let (query, change) = match number % 2 {
            0 => ("quantity_gte=0", json!({ "units": number })),
            _ => ("quantity_gte=5", json!({ "weight": number })),
        };
        let shop = &shop;
        async move { patch(shop, query, change).await.0 }
    });
    let statuses = futures_util::future::join_all(patches).await;
    assert_eq!(statuses, [200; 12]);
    let etag = async |path: &str| {
        let response = shop.request(Method::GET, path).send().await.unwrap();
        response.headers()["etag"].to_str().unwrap().to_owned()
    };
    assert_eq!((etag("/orders/1").await.as_str(), etag("/orders/2").await.as_str()), ("\"7\"", "\"13\""));
}
