//! Figures about all rows.

use reqwest::Method;
use serde_json::json;

use super::support::{Backend, create, delete, order, start};

on_both_databases!(
    computes_figures_of_all_rows,
    without_rows_there_is_only_a_count,
    sums_of_integers_have_no_limit_as_decimals,
    sums_of_integers_that_fit_are_exact_in_any_order,
    sums_that_do_not_fit_are_rejected,
    deleted_rows_do_not_count,
);

async fn computes_figures_of_all_rows(backend: Backend) {
    let shop = start(backend).await;
    let paid = json!({ "units": 3, "weight": 0.25, "paidOn": "2024-02-29" });
    create(
        &shop,
        json!([
            order("1", "new", "0.10", 1, json!({})),
            order("2", "paid", "-7.25", 2, paid),
            order("3", "new", "99999999999999999999999999999.99", 4, json!({ "units": 4, "weight": 0.5 })),
        ]),
    )
    .await;
    let expected = json!({
        "count": 3, "amount": "99999999999999999999999999992.84", "quantity": "7", "units": 7, "weight": 0.75,
        "meanQuantity": 7.0 / 3.0, "meanWeight": 0.375, "least": "-7.25", "lastPaid": "2024-02-29",
    });
    assert_eq!(shop.get("/orders/summary").await, expected);
    let of_new = shop.get("/orders/summary?status=new").await;
    assert_eq!((&of_new["count"], &of_new["units"], of_new.get("lastPaid")), (&json!(2), &json!(4), None));
}

async fn without_rows_there_is_only_a_count(backend: Backend) {
    let shop = start(backend).await;
    let expected = json!({ "count": 0, "amount": null, "quantity": null });
    assert_eq!(shop.get("/orders/summary").await, expected);
    create(&shop, json!([order("1", "new", "1", 1, json!({}))])).await;
    assert_eq!(shop.get("/orders/summary?status=shipped").await, expected);
}

async fn sums_of_integers_have_no_limit_as_decimals(backend: Backend) {
    let shop = start(backend).await;
    let largest = |number: &str| order(number, "new", "1", i64::MAX, json!({}));
    create(&shop, json!([largest("1"), largest("2"), largest("3")])).await;
    let summary = shop.get("/orders/summary").await;
    assert_eq!(summary["quantity"], json!((3 * i128::from(i64::MAX)).to_string()));
    assert_eq!(summary["meanQuantity"], json!(i64::MAX as f64));
}

async fn sums_of_integers_that_fit_are_exact_in_any_order(backend: Backend) {
    let shop = start(backend).await;
    create(
        &shop,
        json!([
            order("1", "new", "1", i64::MAX, json!({})),
            order("2", "new", "1", i64::MAX, json!({})),
            order("3", "new", "1", -i64::MAX, json!({})),
            order("4", "paid", "1", -7, json!({})),
        ]),
    )
    .await;
    let totals = shop.get("/orders/totals?sort=amount").await;
    assert_eq!((&totals[0]["quantity"], &totals[1]["quantity"]), (&json!(-7), &json!(i64::MAX)));
}

async fn sums_that_do_not_fit_are_rejected(backend: Backend) {
    let shop = start(backend).await;
    let nines = "9".repeat(255);
    create(
        &shop,
        json!([
            order("1", "new", &nines, i64::MAX, json!({ "weight": 1.7e308 })),
            order("2", "new", &nines, 1, json!({ "weight": 1.7e308 })),
            order("3", "paid", "1", 1, json!({ "weight": -1.7e308 })),
            order("4", "shipped", &nines, 1, json!({})),
            order("5", "shipped", &nines, 1, json!({})),
        ]),
    )
    .await;
    for path in ["/orders/totals", "/orders/summary?status=new", "/orders/summary?status=shipped"] {
        let (status, problem) = shop.call(Method::GET, path, None).await;
        assert_eq!(status, 400, "{path}: {problem}");
        assert!(problem.to_string().contains("too large for its type"), "{problem}");
    }
    assert_eq!(shop.get("/orders/summary?status=paid").await["weight"], json!(-1.7e308));
}

async fn deleted_rows_do_not_count(backend: Backend) {
    let shop = start(backend).await;
    for text in ["a", "b", "a"] {
        shop.post("/notes", json!({ "text": text })).await;
    }
    assert_eq!(delete(&shop, "/notes?text=a").await, (200, json!({ "deleted": 2 })));
    assert_eq!(shop.get("/notes/total").await, json!({ "notes": 1 }));
}
