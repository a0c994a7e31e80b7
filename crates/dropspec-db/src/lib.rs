#![doc = include_str!("../README.md")]

pub mod binary;
mod bulk;
mod change;
mod checked;
mod choice;
mod condition;
mod conditions;
mod create;
pub mod csv;
mod description;
mod dialect;
mod etag;
mod idempotency;
pub mod internal_tables;
mod json;
mod key;
mod list;
mod moment;
mod operations;
mod patch;
mod preferences;
mod record;
mod selection;
pub mod sql;
mod store;
mod times;
mod undone;
mod value;

pub use bulk::{Bulk, Outcome, create_all};
pub use change::{Reading, get, patch, read, remove, update};
pub use checked::{checked_json, checked_texts};
pub use choice::Choice;
pub use conditions::Conditions;
pub use create::{create, create_once};
pub use description::{Check, Column, Csv, Kind, Operator, Table};
pub use etag::{NotTags, Tag, Tags, etag};
pub use idempotency::Once;
pub use json::{Json, SqlJson};
pub use key::{Key, SqlUuid};
pub use list::{
    CsvRows, Fields, JsonArray, JsonLines, Links, ListOutcome, ListParameters, ListQuery, Listing, Page, PageToken,
    Representation, TokenError, list,
};
pub use moment::{Moment, SqlMoment};
pub use operations::{HasDatabase, is_empty};
pub use patch::Patch;
pub use preferences::{Handling, Preferences, Return};
pub use record::{Record, Stored, Versions, most_rows};
pub use selection::{Condition, Filter, Ordering, Selection, Sort};
pub use store::{
    Action, Address, AddressError, Connection, CopiedRows, Database, Driven, MigrationState, Migrations, Parts,
    PoolConfig, Postgres, Rows, Sqlite, StoreError, Use, database_address, driver_error, versions,
};
pub use times::{DateText, MomentText, settled_moment};
pub use undone::{Refused, Undone};
pub use value::Value;
