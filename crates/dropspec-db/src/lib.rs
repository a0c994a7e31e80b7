#![doc = include_str!("../README.md")]

mod api_keys;
pub mod binary;
mod bulk;
mod change;
mod checked;
pub mod column_type;
mod condition;
mod conditions;
mod create;
pub mod csv;
mod dialect;
mod etag;
mod idempotency;
pub mod internal_tables;
mod list;
mod operations;
mod patch;
mod preferences;
mod record;
mod selection;
pub mod sql;
mod store;
mod table;
mod undone;

pub use api_keys::{ListedKey, TableStore};
pub use bulk::{Bulk, Outcome, create_all};
pub use change::{Reading, get, patch, read, remove, update};
pub use checked::{checked_json, checked_texts};
pub use column_type::{Check, ColumnType, Csv, Dialect, Value};
pub use conditions::Conditions;
pub use create::{create, create_once};
pub use etag::{NotTags, Tag, Tags, etag};
pub use idempotency::Once;
pub use list::{
    CsvRows, Fields, JsonArray, JsonLines, Links, ListOutcome, ListParameters, ListQuery, Listing, Page, PageToken,
    Representation, TokenError, list,
};
pub use operations::{HasDatabase, is_empty};
pub use patch::Patch;
pub use preferences::{Handling, Preferences, Return};
pub use record::{Record, Stored, Versions, most_rows};
pub use selection::{Condition, Filter, Ordering, Selection, Sort};
pub use store::{
    Action, Address, AddressError, Connection, CopiedRows, Database, Driven, MigrationState, Migrations, Parts,
    PoolConfig, Postgres, Rows, Sqlite, StoreError, Use, database_address, driver_error, versions,
};
pub use table::{Column, Operator, Table};
pub use undone::{Refused, Undone};
