//! The columns that migrations create.

use dropspec::migrate::{SchemaSnapshot, Severity, drift_message, schema_drift};
use dropspec_e2e_tables::kinds::tables;

use super::support::{Backend, Kinds};

on_both_databases!(columns_of_every_kind_are_recognized_in_the_database);

async fn columns_of_every_kind_are_recognized_in_the_database(backend: Backend) {
    let service = Kinds::start(backend).await;
    let drift = schema_drift(&service.1, &SchemaSnapshot::of(tables::ALL)).await.unwrap();
    assert_eq!(drift_message(&drift, Severity::Info), None);
}
