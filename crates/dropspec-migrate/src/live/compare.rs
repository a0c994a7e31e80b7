//! Layouts against the tables of a database.

use std::collections::BTreeMap;

use super::expression::Expression;
use super::table::{LiveColumn, LiveTable};
use super::{Difference, Severity};
use crate::dialect::Dialect;
use crate::layout::{ColumnKind, ColumnLayout, Layout, Rule, TableLayout};
use crate::literal::literal;
use crate::name;
use crate::sql::{Constraint, constraints, type_name};

/// All that is not as the layout says, table by table.
pub(super) fn layouts(layout: &Layout, live: &BTreeMap<String, LiveTable>, dialect: Dialect) -> Vec<Difference> {
    let mut found = Vec::new();
    for table in &layout.tables {
        match live.get(&table.name) {
            Some(live) => Comparison { table, live, dialect, found: &mut found }.all(),
            None => found
                .push(Difference { severity: Severity::Fatal, what: format!("the table {} is missing", table.name) }),
        }
    }
    found
}

struct Comparison<'c> {
    table: &'c TableLayout,
    live: &'c LiveTable,
    dialect: Dialect,
    found: &'c mut Vec<Difference>,
}

impl Comparison<'_> {
    fn all(mut self) {
        let (table, live) = (self.table, self.live);
        if live.key != [table.key.as_str()] {
            let key = if live.key.is_empty() { "nothing".to_owned() } else { live.key.join(", ") };
            self.find(Severity::Fatal, format!("the key of {} is {key}, not {}", table.name, table.key));
        }
        for column in &table.columns {
            match live.columns.iter().find(|live| live.name == column.name) {
                Some(live) => self.column(column, live),
                None => self.find(Severity::Fatal, format!("the column {} is missing", self.name(&column.name))),
            }
        }
        self.more_columns();
        self.more_constraints();
        self.indexes();
    }

    fn column(&mut self, column: &ColumnLayout, live: &LiveColumn) {
        let name = self.name(&column.name);
        let type_name = type_name(column.kind, self.dialect);
        if live.type_name != type_name {
            self.find(Severity::Fatal, format!("{name} is of type {}, not {type_name}", live.type_name));
        }
        match (live.nullable, column.nullable) {
            (true, false) => self.find(Severity::Fatal, format!("{name} may be null, which the document excludes")),
            (false, true) => self.find(Severity::Fatal, format!("{name} may not be null, which the document allows")),
            _ => {}
        }
        if column.bytewise && !live.bytewise {
            self.find(Severity::Unfit, format!("{name} does not have the collation \"C\""));
        }
        if !self.has_default(column, live) {
            let (should, is) = (self.default(column), live.default_value.clone());
            let text = |default: Option<String>| default.unwrap_or_else(|| "nothing".to_owned());
            self.find(Severity::Unfit, format!("{name} is {} by default, not {}", text(is), text(should)));
        }
        if live.type_name == type_name {
            for constraint in constraints(self.table, column, self.dialect) {
                self.constraint(&name, &constraint);
            }
        }
    }

    fn default(&self, column: &ColumnLayout) -> Option<String> {
        column.default.as_ref().and_then(|default| literal(column.kind, default, self.dialect))
    }

    fn has_default(&self, column: &ColumnLayout, live: &LiveColumn) -> bool {
        match (self.default(column), &live.default_value) {
            (None, None) => true,
            // PostgreSQL writes these as it is set up to.
            (Some(_), Some(_)) if matches!(column.kind, ColumnKind::Moment | ColumnKind::Json) => true,
            (Some(should), Some(is)) => Expression::read(&should) == Expression::read(is),
            _ => false,
        }
    }

    fn constraint(&mut self, name: &str, Constraint { name: constraint, condition }: &Constraint) {
        match self.live.constraints.get(constraint) {
            None => {
                let what = format!("{name} is not held to `{condition}`: the constraint {constraint} is missing");
                self.find(Severity::Unfit, what);
            }
            Some(live) if *live != Expression::read(condition) => {
                let what = format!("the constraint {constraint} does not say `{condition}`, as the document does");
                self.find(Severity::Unfit, what);
            }
            Some(_) => {}
        }
    }

    fn more_columns(&mut self) {
        for column in &self.live.columns {
            if self.table.column(&column.name).is_none() {
                let name = self.name(&column.name);
                if column.nullable || column.default_value.is_some() {
                    self.find(Severity::Harmless, format!("the document does not know the column {name}"));
                } else {
                    let what = format!("the document does not know the column {name}, which may not be null");
                    self.find(Severity::Fatal, what);
                }
            }
        }
    }

    /// Constraints that are called as those of a rule are, but of a rule that the document does not have.
    fn more_constraints(&mut self) {
        let known = |column: &ColumnLayout| constraints(self.table, column, self.dialect);
        let known: Vec<String> = self.table.columns.iter().flat_map(known).map(|known| known.name).collect();
        let could_be = |column: &ColumnLayout| {
            let name = |suffix: &&str| name::of_constraint(&self.table.name, &column.name, suffix);
            Rule::SUFFIXES.iter().map(name).collect::<Vec<_>>()
        };
        let could_be: Vec<String> = self.table.columns.iter().flat_map(could_be).collect();
        for constraint in self.live.constraints.keys().filter(|constraint| !known.contains(constraint)) {
            let severity = if could_be.contains(constraint) { Severity::Unfit } else { Severity::Harmless };
            self.find(severity, format!("the document does not ask for the constraint {constraint}"));
        }
    }

    fn indexes(&mut self) {
        for index in &self.table.indexes {
            // Whoever has made one by hand may have called it otherwise.
            if !self.live.indexes.values().any(|columns| columns.starts_with(&index.columns)) {
                let (name, columns) = (name::of_index(&self.table.name, index), index.columns.join(", "));
                let what = format!("{} has no index of ({columns}): {name} is missing", self.table.name);
                self.find(Severity::Unfit, what);
            }
        }
    }

    fn name(&self, column: &str) -> String {
        format!("{}.{column}", self.table.name)
    }

    fn find(&mut self, severity: Severity, what: String) {
        self.found.push(Difference { severity, what });
    }
}
