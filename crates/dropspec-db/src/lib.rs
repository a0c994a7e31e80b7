#![doc = include_str!("../README.md")]

mod aggregate;
mod api_keys;
mod bulk;
mod checked;
mod children;
pub mod column_type;
mod constraint_name;
pub mod copy_format;
mod create;
pub mod csv;
mod delete;
mod embed;
mod entity;
mod error;
mod etag;
mod expansion;
mod filter;
mod full_text;
pub mod geodesy;
mod idempotency;
mod identity;
mod insert_rows;
pub mod internal_tables;
mod key;
mod list;
mod made_values;
mod many;
mod near;
mod patch;
mod preconditions;
mod predicate;
mod preferences;
mod query_backend;
mod raw_row;
mod referrer_exists;
mod relations;
mod resource;
mod row;
mod row_exists;
mod select_query;
mod soft_delete;
pub mod sql;
mod storable;
mod store;
mod table;
mod transaction_end;
mod unstorable;
mod violated;
mod wide;
mod write_rejection;

pub use aggregate::{Aggregate, AggregateProperty, AggregateQuery, AggregateValue, DatePart, aggregate};
pub use api_keys::{ListedKey, TableStore};
pub use bulk::{Bulk, BulkMode, ItemResult, create_all, store_all};
pub use checked::{checked_json, checked_texts, decoded_json};
pub use children::{insert_children_on_postgres, insert_children_on_sqlite};
pub use column_type::{Check, ColumnType, Csv, Dialect, Value};
pub use constraint_name::{UNIQUE, constraint_name, spatial_index_name};
pub use create::{create, create_once, create_within};
pub use delete::delete;
pub use embed::{MAX_EMBEDDED, embed_children, embed_parents};
pub use entity::{BoxFuture, Entity, ExpectedVersion, Versioned, max_rows};
pub use error::{Error, Rejection};
pub use etag::etag;
pub use expansion::Expansion;
pub use filter::{Filter, Filters, SearchFilter};
pub use full_text::FullText;
pub use idempotency::IdempotencyKey;
pub use identity::advance_identity;
pub use key::write_key;
pub use list::{
    CountValues, CsvRows, Fields, JsonArray, JsonLines, Links, ListOutcome, ListParameters, ListQuery, Listing, Page,
    PageToken, QueryString, Representation, TokenError, Total, list, list_within,
};
pub use made_values::{caller, now};
pub use many::{ManyRows, count_report, delete_many, update_many};
pub use patch::Patch;
pub use preconditions::Preconditions;
pub use preferences::{Handling, Preferences, Return, TransactionPreference};
pub use relations::{OnDelete, Reference, Referrer, Relations};
pub use resource::{HasDatabase, is_empty};
pub use row::{Reading, get, patch, read, read_expanded, remove, replace, update};
pub use select_query::{OrderBy, Predicate, SelectQuery, Sort};
pub use soft_delete::{SoftDelete, purge_deleted, restore};
pub use storable::{reject_unstorable, reject_unstorable_key, reject_unstorable_within, unstorable};
pub use store::{
    Blocker, Condition, ConflictRetries, ConnectionLimit, ConnectionParameters, CopiedRows, Database, DatabaseUrl,
    DatabaseUrlError, EncodingError, MigrationNotice, MigrationState, Migrations, PoolConfig, Postgres, Prepared,
    Query, Sqlite, SqliteSync, Statement, StoreError, TlsError, WriteError, database_url, driver_error, versions,
};
pub use table::{Column, Generated, Operator, Search, Table};
pub use unstorable::{Unstorable, UnstorableReason, UnstorableValue};
pub use violated::{broken_rule, violated_constraint};
