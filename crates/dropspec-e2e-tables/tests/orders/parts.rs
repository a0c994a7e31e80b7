//! Groups by parts of dates.

use serde_json::json;

use super::support::{Backend, create, order, start};

on_both_databases!(groups_by_months_in_utc, groups_by_days_and_years, parts_before_1970_are_rounded_down);

async fn groups_by_months_in_utc(backend: Backend) {
    let shop = start(backend).await;
    let at = |number: &str, time: &str| order(number, "new", "1", 1, json!({ "placedAt": time }));
    create(
        &shop,
        json!([
            at("1", "2024-01-31T23:59:59.999999Z"),
            at("2", "2024-01-31T23:30:00-01:00"),
            at("3", "2024-02-29T00:00:00Z"),
            order("4", "new", "1", 1, json!({})),
        ]),
    )
    .await;
    let expected = json!([
        { "month": "2024-01-01", "count": 1 },
        { "month": "2024-02-01", "count": 2 },
        { "month": null, "count": 1 },
    ]);
    assert_eq!(shop.get("/orders/months").await, expected);
}

async fn groups_by_days_and_years(backend: Backend) {
    let shop = start(backend).await;
    let paid =
        |number: &str, time: &str, day: &str| order(number, "paid", "1", 1, json!({ "placedAt": time, "paidOn": day }));
    create(
        &shop,
        json!([
            paid("1", "2024-05-05T01:00:00Z", "2024-12-31"),
            paid("2", "2024-05-05T23:00:00Z", "2024-01-01"),
            paid("3", "2024-05-05T23:00:00Z", "2025-01-01"),
            order("4", "new", "1", 1, json!({ "placedAt": "2024-05-06T00:00:00Z" })),
        ]),
    )
    .await;
    let expected = json!([
        { "day": "2024-05-05", "year": "2024-01-01", "count": 2 },
        { "day": "2024-05-05", "year": "2025-01-01", "count": 1 },
        { "day": "2024-05-06", "count": 1 },
    ]);
    assert_eq!(shop.get("/orders/days").await, expected);
}

async fn parts_before_1970_are_rounded_down(backend: Backend) {
    let shop = start(backend).await;
    let at = |number: &str, time: &str| order(number, "new", "1", 1, json!({ "placedAt": time }));
    create(
        &shop,
        json!([
            at("1", "1969-12-31T23:59:59.999999Z"),
            at("2", "0001-01-01T00:00:00Z"),
            at("3", "9999-12-31T23:59:59Z"),
            at("4", "1970-01-01T00:00:00Z"),
        ]),
    )
    .await;
    let months = shop.get("/orders/months").await;
    let months: Vec<&str> = months.as_array().unwrap().iter().map(|it| it["month"].as_str().unwrap()).collect();
    assert_eq!(months, ["0001-01-01", "1969-12-01", "1970-01-01", "9999-12-01"]);
}
