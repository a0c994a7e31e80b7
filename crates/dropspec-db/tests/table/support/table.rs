//! The table of ships, with a column of each type.

use dropspec_db::Operator::{
    AtLeast, AtMost, Contains, ContainsCase, Equal, In, LessThan, MoreThan, NotEqual, NotIn, Null, Prefix,
};
use dropspec_db::{Check, Column, ColumnType, Csv, Operator, Search, Table, column_type};

const fn plain(name: &'static str, column_type: &'static dyn ColumnType) -> Column {
    Column { sortable: true, filters: &[Equal, NotEqual, In, NotIn], ..Column::new(name, column_type) }
}

const fn nullable(name: &'static str, column_type: &'static dyn ColumnType) -> Column {
    let filters = &[Equal, NotEqual, In, NotIn, Null];
    Column { nullable: true, filters, ..plain(name, column_type) }
}

const RANGE: &[Operator] = &[Equal, NotEqual, In, NotIn, AtLeast, AtMost, MoreThan, LessThan];

const NULLABLE_RANGE: &[Operator] = &[Equal, NotEqual, In, NotIn, AtLeast, AtMost, MoreThan, LessThan, Null];

/// The table of ships.
pub(crate) static SHIPS: Table = Table {
    name: "ships",
    schema: "Ship",
    description: "A ship that is registered.",
    path: "/ships",
    columns: &[
        plain("id", &column_type::Uuid),
        Column {
            filters: &[Equal, NotEqual, In, NotIn, Prefix, Contains, ContainsCase],
            checks: &[Check::MinLength(1), Check::MaxLength(100)],
            csv: Csv { header: "Name", words: ["false", "true"], truncate: false },
            ..plain("name", &column_type::Text)
        },
        plain("class", &column_type::Enum(&["barque", "brig", "cutter"])),
        Column {
            default: Some("false"),
            initial: Some("false"),
            csv: Csv { header: "Afloat", words: ["0", "1"], truncate: false },
            ..plain("afloat", &column_type::Boolean)
        },
        Column {
            filters: RANGE,
            checks: &[Check::AtLeast("0")],
            csv: Csv { header: "berths", words: ["false", "true"], truncate: true },
            ..plain("berths", &column_type::Integer)
        },
        Column { filters: RANGE, ..plain("tonnage", &column_type::Long) },
        Column { filters: RANGE, ..plain("length", &column_type::Double) },
        Column { filters: RANGE, ..plain("launched", &column_type::Date) },
        Column { filters: &[Equal, NotIn, Null, Prefix, Contains], ..nullable("nickname", &column_type::Text) },
        Column { filters: NULLABLE_RANGE, ..nullable("crew", &column_type::Integer) },
        Column { filters: NULLABLE_RANGE, ..nullable("draught", &column_type::Double) },
        nullable("owner", &column_type::Uuid),
        Column { filters: NULLABLE_RANGE, ..nullable("seen", &column_type::TimestampType) },
        Column { sortable: false, filters: &[], ..nullable("notes", &column_type::JsonType) },
        Column { filters: NULLABLE_RANGE, ..nullable("cost", &column_type::Decimal) },
    ],
    key: &[0],
    row_path: &[("/ships/", 0)],
    relations: dropspec_db::Relations::NONE,
    searches: &[Search { name: "q", filters: &[(1, Contains), (8, Prefix)] }],
    search: &[],
};
