//! Column types in generated code: one arm per kind of column.

use dropspec_openapi::document::{ColumnKind, PointProperties};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::TypeRef;

/// How generated code treats the columns of a type.
pub(super) struct ColumnType {
    /// The type in [`dropspec_db::column_type`](https://docs.rs/dropspec-db).
    pub(super) runtime: TokenStream,
    /// The only type of a property that the column can store; `None` if it can store several.
    pub(super) property: Option<TypeRef>,
    /// The wrapper of the value in the struct of a row.
    pub(super) wrapper: Wrapper,
    /// The SQL type, in diesel's words.
    pub(super) sql: TokenStream,
    /// How the value of a property becomes the value of a column.
    pub(super) value: ValueOf,
    /// The method of `Unstorable` that checks a value, if there are values that no database can hold.
    pub(super) unstorable: Option<&'static str>,
    /// The function that returns a value as it will be read back, if that may differ.
    pub(super) normalize: Option<TokenStream>,
}

/// The wrapper of a value in the struct of a row.
pub(super) enum Wrapper {
    /// The value itself.
    None,
    /// A wrapper of one type.
    Plain(TokenStream),
    /// A wrapper of any type, its parameter.
    Generic(TokenStream),
}

/// How the value of a property becomes the value of a column.
pub(super) enum ValueOf {
    /// `Value::from`, by value.
    Copy,
    /// The constructor of this name, by reference.
    Constructor(&'static str),
    /// The text that it is displayed as.
    Display,
    /// The point of its two numbers.
    Point,
}

impl ColumnType {
    /// The type of a kind of column. `is_string` says whether the property is a `String`.
    pub(super) fn new(kind: &ColumnKind, is_string: bool) -> Self {
        let plain = |runtime, property, sql| Self {
            runtime,
            property: Some(property),
            wrapper: Wrapper::None,
            sql,
            value: ValueOf::Copy,
            unstorable: None,
            normalize: None,
        };
        let text = |runtime, wrapper, sql, constructor| Self {
            wrapper: Wrapper::Plain(path(wrapper)),
            value: ValueOf::Constructor(constructor),
            ..plain(runtime, TypeRef::Text, sql)
        };
        let string = Self {
            property: None,
            value: ValueOf::Constructor("text"),
            unstorable: Some("text"),
            ..plain(quote!(Text), TypeRef::Text, quote!(Text))
        };
        let enumeration = |runtime| Self {
            property: None,
            wrapper: Wrapper::Generic(path("TextEnum")),
            value: ValueOf::Display,
            ..plain(runtime, TypeRef::Text, quote!(Text))
        };
        let json = |runtime| Self {
            property: None,
            wrapper: Wrapper::Generic(path("JsonValue")),
            value: ValueOf::Constructor("json"),
            unstorable: Some("json"),
            ..plain(runtime, TypeRef::Json, sql("SqlJson"))
        };
        match kind {
            ColumnKind::Boolean => plain(quote!(Boolean), TypeRef::Boolean, quote!(Bool)),
            ColumnKind::Integer => plain(quote!(Integer), TypeRef::Int32, quote!(Integer)),
            ColumnKind::Long => plain(quote!(Long), TypeRef::Int64, quote!(BigInt)),
            ColumnKind::Double => plain(quote!(Double), TypeRef::Number, quote!(Double)),
            ColumnKind::Text if is_string => string,
            ColumnKind::Text => enumeration(quote!(Text)),
            ColumnKind::Enum(values) => enumeration(quote!(Enum(&[#(#values),*]))),
            ColumnKind::Uuid => Self {
                wrapper: Wrapper::Plain(path("UuidValue")),
                ..plain(quote!(Uuid), TypeRef::Uuid, sql("SqlUuid"))
            },
            ColumnKind::Date => text(quote!(Date), "DateText", quote!(Date), "date"),
            ColumnKind::Timestamp => Self {
                unstorable: Some("timestamp"),
                normalize: Some(path("truncate_to_micros")),
                ..text(quote!(TimestampType), "TimestampText", sql("SqlTimestamp"), "timestamp")
            },
            ColumnKind::Decimal => Self {
                normalize: Some(path("canonical_decimal")),
                ..text(quote!(Decimal), "DecimalText", sql("SqlDecimal"), "decimal")
            },
            ColumnKind::Time => Self {
                unstorable: Some("time"),
                normalize: Some(path("canonical_time")),
                ..text(quote!(Time), "TimeText", sql("SqlTime"), "time")
            },
            ColumnKind::Duration => Self {
                unstorable: Some("duration"),
                normalize: Some(path("canonical_duration")),
                ..text(quote!(Duration), "DurationText", sql("SqlDuration"), "duration")
            },
            ColumnKind::Binary => text(quote!(Binary), "BinaryText", sql("SqlBinary"), "text"),
            ColumnKind::Geography(PointProperties { latitude, longitude }) => Self {
                property: None,
                wrapper: Wrapper::Plain(path("Point")),
                value: ValueOf::Point,
                ..plain(
                    quote!(Geography { latitude: #latitude, longitude: #longitude }),
                    TypeRef::Json,
                    sql("SqlGeography"),
                )
            },
            ColumnKind::Json => json(quote!(JsonType)),
            ColumnKind::Array(items) => {
                let items = Self::new(items, false).runtime;
                json(quote!(Array(&::dropspec::db::column_type::#items)))
            }
        }
    }
}

impl Wrapper {
    /// The constructor of a wrapper that is a tuple struct.
    pub(super) fn constructor(&self) -> Option<&TokenStream> {
        match self {
            Self::None => None,
            Self::Plain(path) | Self::Generic(path) => Some(path),
        }
    }
}

/// The path of an item. It is absolute because the document may have types of the same names.
fn path(name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote!(::dropspec::db::column_type::#name)
}

/// The path of an SQL type, as diesel's `table!` takes it.
fn sql(name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote!(dropspec::db::column_type::#name)
}
