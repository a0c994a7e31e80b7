//! The table of ships, with a column of each kind.

use dropspec_db::{Check, Column, Csv, Kind, Operator, Table};

const fn plain(name: &'static str, kind: Kind) -> Column {
    Column { sortable: true, filters: &[Operator::Equal], ..Column::new(name, kind) }
}

const fn nullable(name: &'static str, kind: Kind) -> Column {
    Column { nullable: true, ..plain(name, kind) }
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
        plain("id", Kind::Uuid),
        Column {
            filters: &[Operator::Equal, Operator::Contains],
            checks: &[Check::MinLength(1), Check::MaxLength(100)],
            csv: Csv { header: "Name", words: ["false", "true"], truncate: false },
            ..plain("name", Kind::Text)
        },
        plain("class", Kind::Choice(&["barque", "brig", "cutter"])),
        Column {
            default: Some("false"),
            initial: Some("false"),
            csv: Csv { header: "Afloat", words: ["0", "1"], truncate: false },
            ..plain("afloat", Kind::Boolean)
        },
        Column {
            filters: RANGE,
            checks: &[Check::AtLeast("0")],
            csv: Csv { header: "berths", words: ["false", "true"], truncate: true },
            ..plain("berths", Kind::Integer)
        },
        Column { filters: RANGE, ..plain("tonnage", Kind::Long) },
        Column { filters: RANGE, ..plain("length", Kind::Double) },
        Column { filters: RANGE, ..plain("launched", Kind::Date) },
        Column { filters: &[Operator::Equal, Operator::Contains], ..nullable("nickname", Kind::Text) },
        Column { filters: RANGE, ..nullable("crew", Kind::Integer) },
        Column { filters: RANGE, ..nullable("draught", Kind::Double) },
        nullable("owner", Kind::Uuid),
        Column { filters: RANGE, ..nullable("seen", Kind::Moment) },
        Column { sortable: false, filters: &[], ..nullable("notes", Kind::Json) },
    ],
    key: 0,
};
