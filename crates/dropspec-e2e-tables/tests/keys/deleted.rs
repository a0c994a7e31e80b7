//! Rows whose deletion can be undone.

use std::time::{Duration, SystemTime};

use dropspec::db::purge_deleted;
use dropspec_e2e_tables::keys::tables;
use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Running, Service, start, start_with_database};

on_both_databases!(
    a_deleted_row_is_nowhere,
    the_key_of_a_deleted_row_stays_taken,
    a_deleted_row_can_be_restored,
    an_import_that_updates_rows_restores_them,
    rows_are_purged_by_age,
);

async fn page(service: &Running<Service>, slug: &str) -> Value {
    service.post("/pages", json!({ "slug": slug, "title": "Home" })).await
}

async fn status(service: &Running<Service>, method: Method, path: &str, body: Option<Value>) -> u16 {
    service.call(method, path, body).await.0
}

async fn a_deleted_row_is_nowhere(backend: Backend) {
    let service = &start(backend).await;
    page(service, "home").await;
    let other = page(service, "about").await;
    assert_eq!(status(service, Method::DELETE, "/pages/home", None).await, 204);
    let list = service.request(Method::GET, "/pages?count=true").send().await.unwrap();
    assert_eq!(list.headers()["x-total-count"], "1");
    assert_eq!(list.json::<Value>().await.unwrap(), json!([other]));
    let body = json!({ "slug": "home", "title": "New" });
    for (method, body) in [(Method::GET, None), (Method::DELETE, None), (Method::PUT, Some(body))] {
        assert_eq!(status(service, method.clone(), "/pages/home", body).await, 404, "{method}");
    }
    let patch = service.request(Method::PATCH, "/pages/home").header("content-type", "application/merge-patch+json");
    assert_eq!(patch.body("{\"title\":\"New\"}").send().await.unwrap().status(), 404);
}

async fn the_key_of_a_deleted_row_stays_taken(backend: Backend) {
    let service = &start(backend).await;
    let body = page(service, "home").await;
    service.call(Method::DELETE, "/pages/home", None).await;
    let (status, problem) = service.call(Method::POST, "/pages", Some(body.clone())).await;
    assert_eq!((status, &problem["detail"]), (409, &json!("the slug home is taken")));
    let (status, problem) = service.call(Method::POST, "/pages/bulk", Some(json!([body]))).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (409, &json!("/0/slug")));
}

async fn a_deleted_row_can_be_restored(backend: Backend) {
    let service = &start(backend).await;
    let page = page(service, "home").await;
    let etag = async || {
        let response = service.request(Method::GET, "/pages/home").send().await.unwrap();
        response.headers()["etag"].to_str().unwrap().to_owned()
    };
    let before = etag().await;
    service.call(Method::DELETE, "/pages/home", None).await;
    let (status, restored) = service.call(Method::POST, "/pages/home/restore", None).await;
    assert_eq!((status, &restored), (200, &page));
    assert_eq!(service.get("/pages/home").await, page);
    assert_ne!(etag().await, before);
    // Restoring it again changes nothing.
    let after = etag().await;
    assert_eq!(service.call(Method::POST, "/pages/home/restore", None).await, (200, page));
    assert_eq!(etag().await, after);
    assert_eq!(service.call(Method::POST, "/pages/none/restore", None).await.0, 404);
}

async fn an_import_that_updates_rows_restores_them(backend: Backend) {
    let service = &start(backend).await;
    page(service, "home").await;
    service.call(Method::DELETE, "/pages/home", None).await;
    let import = async |path: &str| {
        let request = service.request(Method::POST, path).header("content-type", "text/csv");
        request.body("slug,title\nhome,Back\n").send().await.unwrap().status().as_u16()
    };
    assert_eq!(import("/pages/import").await, 400);
    assert_eq!(import("/pages/import?key=slug").await, 200);
    assert_eq!(service.get("/pages/home").await, json!({ "slug": "home", "title": "Back" }));
}

async fn rows_are_purged_by_age(backend: Backend) {
    let (service, database) = &start_with_database(backend).await;
    for slug in ["old", "kept"] {
        page(service, slug).await;
    }
    service.call(Method::DELETE, "/pages/old", None).await;
    let now = SystemTime::now();
    let table = &tables::pages::TABLE;
    assert_eq!(purge_deleted(database, table, now - Duration::from_secs(3600)).await.unwrap(), 0);
    assert_eq!(service.call(Method::POST, "/pages/old/restore", None).await.0, 200);
    service.call(Method::DELETE, "/pages/old", None).await;
    assert_eq!(purge_deleted(database, table, now + Duration::from_secs(3600)).await.unwrap(), 1);
    assert_eq!(service.call(Method::POST, "/pages/old/restore", None).await.0, 404);
    assert_eq!(service.get("/pages").await.as_array().unwrap().len(), 1);
    // The key is free now.
    page(service, "old").await;
}
