//! A table without columns besides its key.

use reqwest::Method;
use serde_json::json;

use super::support::{Backend, Fleet};

on_both_databases!(a_table_may_have_no_columns_besides_its_key);

async fn a_table_may_have_no_columns_besides_its_key(backend: Backend) {
    let fleet = Fleet::start(backend).await;
    let flag = json!({ "code": "B" });
    for expected in [201, 409] {
        let (status, body, _) = fleet.call(Method::POST, "/flags", Some(flag.clone())).await;
        assert_eq!(status, expected, "{body}");
    }
    fleet.call(Method::POST, "/flags", Some(json!({ "code": "A" }))).await;
    assert_eq!(fleet.get("/flags").await, json!([{ "code": "A" }, { "code": "B" }]));

    let response = fleet.request(Method::PUT, "/flags/B").json(&flag).send().await.unwrap();
    assert_eq!((response.status().as_u16(), &response.headers()["etag"]), (200, &"\"2\"".parse().unwrap()));
    let missing = fleet.request(Method::PUT, "/flags/C").json(&json!({ "code": "C" })).send().await.unwrap();
    assert_eq!(missing.status(), 404);
}
