//! Starts the service on a new database.

use serde_json::{Value, json};

#[macro_use]
#[path = "../support/mod.rs"]
pub(crate) mod common;
#[macro_use]
#[path = "../support/service.rs"]
mod service;

pub(crate) use common::{Backend, Running};

service!(places);

/// A place as it is created.
pub(crate) fn place(name: &str, latitude: f64, longitude: f64) -> Value {
    json!({ "name": name, "location": { "latitude": latitude, "longitude": longitude } })
}

/// The names of the rows of a list.
pub(crate) fn names(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}
