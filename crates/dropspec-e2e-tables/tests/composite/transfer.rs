//! CSV files of rows with keys of several properties.

use dropspec::migrate::SchemaSnapshot;
use dropspec::transfer::export;
use dropspec_e2e_tables::composite::{tables, types::Line};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Shop, line, order, start, start_with_database};

on_both_databases!(
    an_export_can_be_imported,
    an_import_rejects_taken_combinations,
    an_import_updates_the_rows_with_the_same_keys,
);

async fn import(shop: &Shop, query: &str, csv: String) -> (u16, Value) {
    let request = shop.request(Method::POST, &format!("/lines/import{query}")).header("content-type", "text/csv");
    let response = request.body(csv).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn an_export_can_be_imported(backend: Backend) {
    let (shop, database) = start_with_database(backend).await;
    let order = order(&shop, "One").await;
    for number in (1..=600).rev() {
        line(&shop, &order, number, 5).await;
    }
    let (count, csv) = export::<Line, _>(&database, Vec::new()).await.unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(count, 600);
    assert_eq!(csv.lines().nth(1), Some(format!("5,1,{order},").as_str()));
    let before = shop.get("/lines?limit=1000").await;
    for number in 1..=600 {
        shop.call(Method::DELETE, &format!("/orders/{order}/lines/{number}"), None).await;
    }
    assert_eq!(import(&shop, "", csv).await, (200, json!({ "stored": 600, "updated": 0, "rejected": 0 })));
    assert_eq!(shop.get("/lines?limit=1000").await, before);
}

async fn an_import_rejects_taken_combinations(backend: Backend) {
    let shop = start(backend).await;
    let order = order(&shop, "One").await;
    line(&shop, &order, 1, 5).await;
    let csv = format!("orderId,number,amount\n{order},2,1\n{order},1,1\n{order},2,1\n");
    let (status, problem) = import(&shop, "", csv.clone()).await;
    assert_eq!(status, 400, "{problem}");
    let text = problem.to_string();
    assert!(text.contains("this combination is taken - 'orderId'"), "{text}");
    assert!(text.contains("this combination is taken - 'number'"), "{text}");
    assert_eq!(import(&shop, "?skip_bad_rows=true", csv).await.1["rejected"], 2);
    let (status, problem) = import(&shop, "", format!("orderId,amount\n{order},1\n")).await;
    assert_eq!(status, 400, "{problem}");
    assert!(problem.to_string().contains("missing column `number`"), "{problem}");
}

async fn an_import_updates_the_rows_with_the_same_keys(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (order(&shop, "One").await, order(&shop, "Other").await);
    line(&shop, &one, 1, 5).await;
    line(&shop, &other, 1, 5).await;
    let key = "?key=orderId,number";
    let csv = format!("number,orderId,amount\n1,{one},7\n2,{one},8\n");
    assert_eq!(import(&shop, key, csv).await, (200, json!({ "stored": 2, "updated": 1, "rejected": 0 })));
    let amount =
        async |order: &str, number| shop.get(&format!("/orders/{order}/lines/{number}")).await["amount"].clone();
    assert_eq!((amount(&one, 1).await, amount(&one, 2).await), (json!(7), json!(8)));
    assert_eq!(amount(&other, 1).await, json!(5));
    let twice = format!("number,orderId,amount\n3,{one},7\n3,{one},8\n");
    let (status, problem) = import(&shop, key, twice).await;
    assert_eq!(status, 400, "{problem}");
    assert!(problem.to_string().contains("duplicate of an earlier row - 'number'"), "{problem}");
    assert_eq!(import(&shop, "?key=number", String::new()).await.0, 400);
}

#[test]
fn the_index_of_the_key_serves_its_first_column() {
    let schema = SchemaSnapshot::of(tables::ALL);
    let indexes = |table: &str| {
        let table = schema.table(table).unwrap();
        table.indexes.iter().map(|index| index.columns.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(indexes("lines"), ["amount order_id number", "number order_id"]);
    assert_eq!(indexes("authorships"), ["author_id book_id"]);
    let json = serde_json::to_value(schema.table("lines").unwrap()).unwrap();
    assert_eq!(json["key"], json!(["order_id", "number"]));
    assert_eq!(serde_json::to_value(schema.table("orders").unwrap()).unwrap()["key"], json!("id"));
}
