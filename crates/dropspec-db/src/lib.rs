//! Tables that the document describes: what is kept of them, found in them, and done to them.
//!
//! Generated code implements [`Record`] for the type of a schema that is marked with `x-dropspec-table`: a [`Table`], which says what
//! the document says, and statements in diesel's words, which run on both databases. All else stands on these two.

pub(crate) mod binary;
mod bulk;
mod change;
mod checked;
mod choice;
mod condition;
mod conditions;
mod create;
mod description;
mod dialect;
mod etag;
pub mod html;
mod idempotency;
mod json;
mod key;
mod list;
mod moment;
mod operations;
mod patch;
mod preferences;
mod record;
mod selection;
mod sql;
mod statement;
mod times;
mod undone;
mod value;

pub use bulk::{Bulk, Outcome, create_all};
pub use change::{Reading, get, patch, read, remove, update};
pub use checked::{checked_json, checked_texts};
pub use choice::Choice;
pub use condition::{Condition, Ordering};
pub use conditions::Conditions;
pub use create::{create, create_once};
pub use description::{Check, Column, Csv, Kind, Operator, Table};
pub use etag::{NotTags, Tag, Tags, etag};
pub use idempotency::Once;
pub use json::{Json, SqlJson};
pub use key::{Key, SqlUuid};
pub(crate) use list::Encoded;
pub use list::{
    Fields, JsonArray, JsonLines, Links, ListOutcome, ListQuery, Listing, Page, PageToken, Representation, TokenError,
    list,
};
pub use moment::{Moment, SqlMoment};
pub use operations::{HasDatabase, is_empty};
pub use patch::Patch;
pub use preferences::{Handling, Preferences, Return};
pub use record::{Record, Stored, Versions, most_rows};
pub use selection::{Filter, Selection, Sort};
pub(crate) use sql::{quoted, quoted_columns};
pub use statement::{Action, Rows};
pub use times::{DateText, MomentText, settled_moment};
pub use undone::{Refused, Undone};
pub use value::Value;
