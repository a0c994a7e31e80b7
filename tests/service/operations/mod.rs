//! The operations of the document.

mod bulk;
mod concurrent;
mod create;
mod delete;
mod forms;
mod get;
mod idempotency;
mod list;
mod list_errors;
mod list_etags;
mod list_representations;
mod methods;
mod numbers;
mod pagination;
mod patch;
mod preconditions;
mod prefer;
mod update;
