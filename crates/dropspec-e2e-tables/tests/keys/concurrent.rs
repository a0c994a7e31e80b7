//! Rows that are created while others bring keys of their own.

use std::collections::HashSet;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use super::support::{Backend, start};

on_both_databases!(concurrent_rows_have_keys_of_their_own, no_row_is_lost_to_keys_that_an_import_brings);

async fn concurrent_rows_have_keys_of_their_own(backend: Backend) {
    let service = &start(backend).await;
    let created = join_all((0..200).map(|number| async move {
        let ticket = service.post("/tickets", json!({ "title": format!("{number}") })).await;
        assert_eq!(ticket["title"], format!("{number}"));
        assert_eq!(service.get(&format!("/tickets/{}", ticket["id"])).await, ticket);
        ticket["id"].as_i64().unwrap()
    }));
    let keys: HashSet<i64> = created.await.into_iter().collect();
    assert_eq!(keys.len(), 200);
}

async fn no_row_is_lost_to_keys_that_an_import_brings(backend: Backend) {
    let service = &start(backend).await;
    let rows: String = (50..150).map(|number| format!("{number},imported\n")).collect();
    let import = async {
        let request = service.request(Method::POST, "/tickets/import").header("content-type", "text/csv");
        request.body(format!("id,title\n{rows}")).send().await.unwrap().status().as_u16()
    };
    let create = join_all((0..100).map(|_| service.call(Method::POST, "/tickets", Some(json!({ "title": "new" })))));
    let (imported, created) = tokio::join!(import, create);
    assert!(created.iter().all(|(status, _)| *status == 201), "{created:?}");
    // Rows may have taken its keys before it was stored.
    assert!([200, 400, 503].contains(&imported), "{imported}");
    let count = service.get("/tickets").await.as_array().unwrap().len();
    assert_eq!(count, if imported == 200 { 200 } else { 100 });
}
