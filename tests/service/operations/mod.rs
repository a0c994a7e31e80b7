//! What the document's operations do when all is well, and what becomes of other methods and paths.

mod bulk;
mod concurrent;
mod conditions;
mod create;
mod delete;
mod forms;
mod get;
mod list;
mod list_conditions;
mod list_pages;
mod list_refusals;
mod list_representations;
mod methods;
mod once;
mod patch;
mod prefer;
mod update;
