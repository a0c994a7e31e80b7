//! Tables that the document describes: what is kept of them, found in them, and done to them.
//!
//! Generated code implements [`Record`] for the type of a schema that is marked with `x-dropspec-table`: a [`Table`], which says what
//! the document says, and statements in diesel's words, which run on both databases. All else stands on these two.

pub(crate) mod binary;
mod checked;
mod choice;
mod condition;
mod description;
mod dialect;
mod etag;
pub mod html;
mod json;
mod key;
mod list;
mod moment;
mod operations;
mod record;
mod selection;
mod sql;
mod statement;
mod times;
mod value;

pub use checked::{checked_json, checked_texts};
pub use choice::Choice;
pub use condition::{Condition, Ordering};
pub use description::{Check, Column, Csv, Kind, Operator, Table};
pub use etag::{NotTags, Tag, Tags, etag};
pub use json::{Json, SqlJson};
pub use key::{Key, SqlUuid};
pub(crate) use list::Encoded;
pub use list::{
    Fields, JsonArray, JsonLines, Links, ListOutcome, ListQuery, Listing, Page, PageToken, Representation, TokenError,
    list,
};
pub use moment::{Moment, SqlMoment};
pub use operations::{HasDatabase, create, get, is_empty, missing, other_key, remove, update};
pub use record::{Record, Stored, Versions, most_rows};
pub use selection::{Filter, Selection, Sort};
pub(crate) use sql::{quoted, quoted_columns};
pub use statement::{Action, Rows};
pub use times::{DateText, MomentText, settled_moment};
pub use value::Value;
