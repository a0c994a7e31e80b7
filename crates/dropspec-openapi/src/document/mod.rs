//! The checked model of a document: its operations, named schemas, tables and security.

mod collector;
mod components;
mod content;
mod described_header;
mod format_parameter;
mod hints;
mod links;
mod model;
mod operation;
mod page_forms;
mod parameter;
mod path_template;
mod response;
mod schema;
mod security;
mod servers;
mod structure;
mod style;
mod table;
mod value_kind;
mod version;

pub use content::{Bulk, Content, Field, MediaKind};
pub(crate) use content::{essence, is_unchecked};
pub(crate) use described_header::described_header;
pub use dropspec_wire::{Explode, Style};
pub use format_parameter::{format_parameter, formats};
pub use model::Document;
pub use operation::{Operation, RequestBody};
pub use parameter::{Location, Parameter};
pub(crate) use path_template::{METHODS, unnamed};
pub(crate) use response::has_body;
pub use response::{Header, HeaderKind, PROBLEM_JSON, Response, Status};
pub use schema::{
    COMPONENT_SCHEMAS, Discriminator, Shape, admits_null, check_schema, discriminator, ineffective_format, is_alias,
    is_plain_object, is_required, properties, property, reference_name, shape,
};
pub(crate) use schema::{allows_default, is_of_type, pattern, service_format};
pub use security::{RequiredScheme, Scheme, SchemeKind, Security};
pub use style::Serialization;
pub use table::{
    Action, Aggregate, AggregateProperty, AggregateValue, Column, ColumnKind, Comparison, Constraint, CsvColumn,
    DatePart, EmbeddedRows, Embedding, ListParameter, OnDelete, PointProperties, Reference, Search, Table, TableScope,
    Usage, ValueSource, column_kind,
};
pub(crate) use value_kind::{can_be_deep, is_mixed, is_nested};
