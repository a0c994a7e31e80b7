//! The table of ships, with a column of each type.

use dropspec_db::{Check, Column, ColumnType, Csv, Operator, Table, column_type};

const fn plain(name: &'static str, column_type: &'static dyn ColumnType) -> Column {
    Column { sortable: true, filters: &[Operator::Equal], ..Column::new(name, column_type) }
}

const fn nullable(name: &'static str, column_type: &'static dyn ColumnType) -> Column {
    Column { nullable: true, ..plain(name, column_type) }
}

const RANGE: &[Operator] =
    &[Operator::Equal, Operator::AtLeast, Operator::AtMost, Operator::MoreThan, Operator::LessThan];

/// The table of ships.
pub(crate) static SHIPS: Table = Table {
    name: "ships",
    schema: "Ship",
    description: "A ship that is registered.",
    path: "/ships",
    columns: &[
        plain("id", &column_type::Uuid),
        Column {
            filters: &[Operator::Equal, Operator::Contains],
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
        Column { filters: &[Operator::Equal, Operator::Contains], ..nullable("nickname", &column_type::Text) },
        Column { filters: RANGE, ..nullable("crew", &column_type::Integer) },
        Column { filters: RANGE, ..nullable("draught", &column_type::Double) },
        nullable("owner", &column_type::Uuid),
        Column { filters: RANGE, ..nullable("seen", &column_type::TimestampType) },
        Column { sortable: false, filters: &[], ..nullable("notes", &column_type::JsonType) },
        Column { filters: RANGE, ..nullable("cost", &column_type::Decimal) },
    ],
    key: 0,
    relations: dropspec_db::Relations::NONE,
};
