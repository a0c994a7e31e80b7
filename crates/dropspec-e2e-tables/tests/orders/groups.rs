//! Figures about groups.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Shop, create, order, start};

on_both_databases!(
    computes_figures_of_each_group,
    sorts_and_limits_groups,
    filters_the_rows,
    no_rows_make_no_groups,
    groups_are_limited,
);

/// A shop with orders of two statuses.
async fn shop(backend: Backend) -> Shop {
    let shop = start(backend).await;
    shop.post("/customers", json!({ "id": "c1", "name": "Ann" })).await;
    shop.post("/customers", json!({ "id": "c2", "name": "Bob" })).await;
    let at = |time: &str| format!("2024-03-{time}Z");
    create(
        &shop,
        json!([
            order("1", "new", "0.1", 2, json!({ "customer": "c1", "weight": 1.5, "placedAt": at("02T10:00:00") })),
            order("2", "new", "0.2", 3, json!({ "customer": "c1", "weight": 0.5, "placedAt": at("01T10:00:00.25") })),
            order("3", "paid", "-12345678901234567890.05", 5, json!({ "customer": "c2" })),
            order("4", "paid", "0.05", 7, json!({ "customer": "c1", "remark": "Fragile" })),
            order("5", "paid", "10", 0, json!({})),
        ]),
    )
    .await;
    shop
}

async fn computes_figures_of_each_group(backend: Backend) {
    let shop = shop(backend).await;
    let first = json!({
        "status": "new", "count": 2, "amount": "0.3", "quantity": 5, "meanAmount": 0.15, "heaviest": 1.5,
        "first": "2024-03-01T10:00:00.250Z", "customers": 1,
    });
    // Nullable properties are null, others that have no value are absent.
    let second = json!({
        "status": "paid", "count": 3, "amount": "-12345678901234567880", "quantity": 12,
        "meanAmount": -4_115_226_300_411_522_600.0, "heaviest": null, "customers": 2,
    });
    let totals = shop.get("/orders/totals").await;
    assert_eq!(totals[0], first);
    assert_eq!(totals[1]["meanAmount"].as_f64().unwrap().round(), second["meanAmount"].as_f64().unwrap().round());
    let mut rest = totals[1].clone();
    rest["meanAmount"] = second["meanAmount"].clone();
    assert_eq!((rest, totals.as_array().unwrap().len()), (second, 2));
}

/// The statuses of groups, in their order.
async fn statuses(shop: &Shop, query: &str) -> Vec<String> {
    let totals = shop.get(&format!("/orders/totals?{query}")).await;
    totals.as_array().unwrap().iter().map(|total| total["status"].as_str().unwrap().to_owned()).collect()
}

async fn sorts_and_limits_groups(backend: Backend) {
    let shop = shop(backend).await;
    create(&shop, json!([order("6", "shipped", "100", 1, json!({ "weight": 3.0 }))])).await;
    for (query, expected) in [
        ("", vec!["new", "paid", "shipped"]),
        ("sort=-status", vec!["shipped", "paid", "new"]),
        ("sort=amount", vec!["paid", "new", "shipped"]),
        ("sort=meanAmount", vec!["paid", "new", "shipped"]),
        ("sort=-count,status", vec!["paid", "new", "shipped"]),
        // NULL is after all values.
        ("sort=heaviest", vec!["new", "shipped", "paid"]),
        ("sort=-heaviest", vec!["paid", "shipped", "new"]),
        ("sort=-amount&limit=1", vec!["shipped"]),
        ("limit=2", vec!["new", "paid"]),
    ] {
        assert_eq!(statuses(&shop, query).await, expected, "{query}");
    }
    for query in ["sort=first", "limit=0", "limit=1001", "page_token=x"] {
        let (status, problem) = shop.call(Method::GET, &format!("/orders/totals?{query}"), None).await;
        assert_eq!(status, 400, "{query}: {problem}");
    }
}

async fn filters_the_rows(backend: Backend) {
    let shop = shop(backend).await;
    let count = async |query: &str| -> Vec<(String, u64)> {
        let totals = shop.get(&format!("/orders/totals?{query}")).await;
        let of = |total: &Value| (total["status"].as_str().unwrap().to_owned(), total["count"].as_u64().unwrap());
        totals.as_array().unwrap().iter().map(of).collect()
    };
    let counts = |counts: &[(&str, u64)]| -> Vec<(String, u64)> {
        counts.iter().map(|(status, count)| ((*status).to_owned(), *count)).collect()
    };
    assert_eq!(count("status=paid").await, counts(&[("paid", 3)]));
    assert_eq!(count("status_in=new,shipped").await, counts(&[("new", 2)]));
    assert_eq!(count("placedAt_gte=2024-03-02T00:00:00Z").await, counts(&[("new", 1)]));
    assert_eq!(count("q=fragile").await, counts(&[("paid", 1)]));
    assert_eq!(count("q=1").await, counts(&[("new", 1)]));
    for query in ["status=lost", "q=%00", "placedAt_gte=2024-03-02T00:00:00Z&placedAt_lt=2024-03-01T00:00:00Z"] {
        let (status, problem) = shop.call(Method::GET, &format!("/orders/totals?{query}"), None).await;
        assert_eq!((status, problem["errors"].as_array().map(Vec::len)), (400, Some(1)), "{query}: {problem}");
    }
}

async fn no_rows_make_no_groups(backend: Backend) {
    let shop = start(backend).await;
    assert_eq!(shop.get("/orders/totals").await, json!([]));
    assert_eq!(shop.get("/orders/months").await, json!([]));
}

async fn groups_are_limited(backend: Backend) {
    let shop = start(backend).await;
    let orders = |from: usize, to: usize| -> Value {
        (from..to).map(|number| order(&format!("{number:05}"), "new", "1", 1, json!({}))).collect()
    };
    create(&shop, orders(0, 10_000)).await;
    let groups = shop.get("/orders/by-number").await;
    assert_eq!(groups.as_array().unwrap().len(), 10_000);
    assert_eq!(groups[9_999], json!({ "number": "09999", "count": 1 }));
    create(&shop, orders(10_000, 10_001)).await;
    let (status, problem) = shop.call(Method::GET, "/orders/by-number", None).await;
    assert_eq!(status, 400);
    assert!(problem.to_string().contains("more than 10000 groups"), "{problem}");
}
