//! Values that are stored and read again.

use serde_json::json;

use super::support::{Backend, start};

on_both_databases!(returns_samples_as_they_were_created);

async fn returns_samples_as_they_were_created(backend: Backend) {
    let kinds = start(backend).await;
    let sample = json!({ "name": "first", "count": 9_007_199_254_740_993_i64 });
    assert_eq!(kinds.post("/samples", sample.clone()).await, sample);
    assert_eq!(kinds.get("/samples/first").await, sample);
}
