//! Rules in SQL.

use std::fmt::{self, Display};

use crate::dialect::Dialect;
use crate::layout::{ColumnKind, ColumnLayout, Rule, TableLayout};
use crate::name;

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constraint {
    /// Its name.
    pub(crate) name: String,
    /// What has to hold.
    pub(crate) condition: String,
}

impl Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CONSTRAINT {} CHECK ({})", name::quoted(&self.name), self.condition)
    }
}

/// The constraints that have a column meet its rules, after those that have it hold nothing but values of its kind.
pub(crate) fn constraints(table: &TableLayout, column: &ColumnLayout, dialect: Dialect) -> Vec<Constraint> {
    let of_kind = match dialect {
        Dialect::Postgres => None,
        Dialect::Sqlite => of_kind(column).map(|(suffix, condition)| Constraint {
            name: name::of_constraint(&table.name, &column.name, suffix),
            condition,
        }),
    };
    let of_rules = column.rules.iter().map(|rule| Constraint {
        name: name::of_constraint(&table.name, &column.name, rule.suffix()),
        condition: condition(&column.name, rule, dialect),
    });
    of_kind.into_iter().chain(of_rules).collect()
}

/// How to find the rows that keep a rule from being made, as a comment.
pub(super) fn how_to_find_misfits(table: &str, column: &str, rule: &Rule, dialect: Dialect) -> String {
    let condition = condition(column, rule, dialect);
    format!("-- This fails if there is any: SELECT * FROM {} WHERE NOT ({condition})\n", name::quoted(table))
}

/// What has to hold in a table of SQLite, whose types are few.
fn of_kind(column: &ColumnLayout) -> Option<(&'static str, String)> {
    let name = name::quoted(&column.name);
    match column.kind {
        ColumnKind::Boolean => Some(("boolean", format!("{name} IN (0, 1)"))),
        ColumnKind::Integer => Some(("integer", format!("{name} BETWEEN {} AND {}", i32::MIN, i32::MAX))),
        ColumnKind::Uuid => Some(("uuid", format!("length({name}) = 16"))),
        ColumnKind::Date => Some(("date", format!("{name} IS date({name})"))),
        ColumnKind::Json => Some(("json", format!("json_valid({name})"))),
        ColumnKind::Long | ColumnKind::Double | ColumnKind::Text | ColumnKind::Moment | ColumnKind::Bytes => None,
    }
}

/// What has to hold for a rule; it does for what holds nothing.
pub(crate) fn condition(column: &str, rule: &Rule, dialect: Dialect) -> String {
    let name = name::quoted(column);
    // Both count characters, not bytes.
    let length = match dialect {
        Dialect::Postgres => "char_length",
        Dialect::Sqlite => "length",
    };
    match rule {
        Rule::Enum(choices) => {
            let choices: Vec<String> = choices.iter().map(|choice| name::text(choice)).collect();
            format!("{name} IN ({})", choices.join(", "))
        }
        Rule::Finite => match dialect {
            // What is not a number is greater than infinity.
            Dialect::Postgres => format!("{name} > '-Infinity' AND {name} < 'Infinity'"),
            // What is not a number cannot be stored; 9e999 is how SQLite spells infinity.
            Dialect::Sqlite => format!("abs({name}) < 9e999"),
        },
        Rule::Minimum(number) => format!("{name} >= {number}"),
        Rule::ExclusiveMinimum(number) => format!("{name} > {number}"),
        Rule::Maximum(number) => format!("{name} <= {number}"),
        Rule::ExclusiveMaximum(number) => format!("{name} < {number}"),
        Rule::MinLength(characters) => format!("{length}({name}) >= {characters}"),
        Rule::MaxLength(characters) => format!("{length}({name}) <= {characters}"),
    }
}
