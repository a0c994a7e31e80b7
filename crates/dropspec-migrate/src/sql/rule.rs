//! Rules in SQL.

use std::fmt::{self, Display};

use crate::name;
use crate::snapshot::{ColumnSnapshot, Rule, TableSnapshot};
use dropspec_db::Dialect;

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constraint {
    /// Its name.
    pub(crate) name: String,
    /// The condition.
    pub(crate) condition: String,
}

impl Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CONSTRAINT {} CHECK ({})", name::quoted(&self.name), self.condition)
    }
}

/// The constraints of a column: that of its type, then those of its rules.
pub(crate) fn constraints(table: &TableSnapshot, column: &ColumnSnapshot, dialect: Dialect) -> Vec<Constraint> {
    let of_type = match dialect {
        Dialect::Postgres => None,
        Dialect::Sqlite => column.column_type.0.sqlite_check(&name::quoted(&column.name)).map(|(suffix, condition)| {
            Constraint { name: name::of_constraint(&table.name, &column.name, suffix), condition }
        }),
    };
    let of_rules = column.rules.iter().map(|rule| Constraint {
        name: name::of_constraint(&table.name, &column.name, rule.suffix()),
        condition: condition(&column.name, rule, dialect),
    });
    of_type.into_iter().chain(of_rules).collect()
}

/// The condition of a rule on a column; NULL meets it.
pub(crate) fn condition(column: &str, rule: &Rule, dialect: Dialect) -> String {
    condition_on(&name::quoted(column), rule, dialect)
}

/// The condition of a rule on an expression.
pub(super) fn condition_on(name: &str, rule: &Rule, dialect: Dialect) -> String {
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
            // NaN is greater than infinity.
            Dialect::Postgres => format!("{name} > '-Infinity' AND {name} < 'Infinity'"),
            // NaN cannot be stored; 9e999 is infinity.
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
