#![doc = include_str!("../README.md")]

mod create;
mod document;
mod drift;
mod foreign_key;
mod index;
mod internal_tables;
mod make;
mod name;
mod plan;
mod snapshot;
mod sql;

pub use create::create_tables_if_missing;
pub use drift::{SchemaDrift, Severity, drift_message, schema_drift};
pub use dropspec_db::Dialect;
pub use foreign_key::{DeleteAction, ForeignKey};
pub use index::{Index, IndexKind};
pub use make::{GeneratedMigration, MakeError, finish, make};
pub use plan::{GivenDefault, Options, Plan, PlanError, PlanErrors, Rename};
pub use snapshot::{ColumnSnapshot, Rule, SchemaSnapshot, TableSnapshot, TypeName};
pub use sql::{change, change_in_steps, create};
