//! Layouts against the tables of a database.

use std::collections::BTreeMap;

use super::expression::Expression;
use super::table::{DatabaseColumn, DatabaseForeignKey, DatabaseIndex, DatabaseSearchIndex, DatabaseTable};
use super::{SchemaDrift, Severity};
use crate::foreign_key::ForeignKey;
use crate::index::{Index, IndexKind};
use crate::name;
use crate::snapshot::{ColumnSnapshot, Rule, SchemaSnapshot, TableSnapshot};
use crate::sql::{Constraint, constraints, search_triggers, searched};
use dropspec_db::Dialect;

/// All differences, table by table.
pub(super) fn snapshots(
    schema: &SchemaSnapshot,
    existing: &BTreeMap<String, DatabaseTable>,
    dialect: Dialect,
) -> Vec<SchemaDrift> {
    let mut found = Vec::new();
    for table in &schema.tables {
        match existing.get(&table.name) {
            Some(existing) => Comparison { table, existing, dialect, found: &mut found }.all(),
            None => {
                found.push(SchemaDrift { severity: Severity::Error, what: format!("missing table {}", table.name) });
            }
        }
    }
    found
}

struct Comparison<'c> {
    table: &'c TableSnapshot,
    existing: &'c DatabaseTable,
    dialect: Dialect,
    found: &'c mut Vec<SchemaDrift>,
}

impl Comparison<'_> {
    fn all(mut self) {
        let (table, existing) = (self.table, self.existing);
        if existing.key != table.key {
            let key = if existing.key.is_empty() { "nothing".to_owned() } else { existing.key.join(", ") };
            self.find(
                Severity::Error,
                format!("the key of {} is {key}, expected {}", table.name, table.key.join(", ")),
            );
        }
        for column in &table.columns {
            match existing.columns.iter().find(|existing| existing.name == column.name) {
                Some(existing) => self.column(column, existing),
                None => self.find(Severity::Error, format!("missing column {}", self.name(&column.name))),
            }
        }
        self.more_columns();
        self.more_constraints();
        self.indexes();
        self.foreign_keys();
    }

    fn column(&mut self, column: &ColumnSnapshot, existing: &DatabaseColumn) {
        let name = self.name(&column.name);
        let type_name = column.column_type.0.sql_type(self.dialect);
        if existing.type_name != type_name {
            self.find(Severity::Error, format!("{name} has type {}, expected {type_name}", existing.type_name));
        }
        match (existing.nullable, column.nullable) {
            (true, false) => self.find(Severity::Error, format!("{name} is nullable, but required in the document")),
            (false, true) => self.find(Severity::Error, format!("{name} is NOT NULL, but nullable in the document")),
            _ => {}
        }
        if column.identity && !existing.identity {
            self.find(Severity::Error, format!("the database does not number new rows in {name}"));
        }
        if column.bytewise && !existing.bytewise {
            self.find(Severity::Warning, format!("{name} lacks the collation \"C\""));
        }
        if !self.has_default(column, existing) {
            let (should, is) = (self.default(column), existing.default_value.clone());
            let text = |default: Option<String>| default.unwrap_or_else(|| "none".to_owned());
            self.find(Severity::Warning, format!("{name} has default {}, expected {}", text(is), text(should)));
        }
        if existing.type_name == type_name {
            for constraint in constraints(self.table, column, self.dialect) {
                self.constraint(&name, &constraint);
            }
        }
    }

    fn default(&self, column: &ColumnSnapshot) -> Option<String> {
        column.default.as_ref().and_then(|default| column.column_type.0.literal(default, self.dialect))
    }

    fn has_default(&self, column: &ColumnSnapshot, existing: &DatabaseColumn) -> bool {
        match (self.default(column), &existing.default_value) {
            (None, None) => true,
            (Some(_), Some(_)) if !column.column_type.0.has_stable_literals() => true,
            (Some(should), Some(is)) => Expression::read(&should) == Expression::read(is),
            _ => false,
        }
    }

    fn constraint(&mut self, name: &str, Constraint { name: constraint, condition }: &Constraint) {
        match self.existing.constraints.get(constraint) {
            None => {
                let what = format!("{name} lacks the constraint {constraint}: `{condition}`");
                self.find(Severity::Warning, what);
            }
            Some(existing) if *existing != Expression::read(condition) => {
                let what = format!("constraint {constraint} differs from the document: expected `{condition}`");
                self.find(Severity::Warning, what);
            }
            Some(_) => {}
        }
    }

    fn more_columns(&mut self) {
        for column in &self.existing.columns {
            if self.table.column(&column.name).is_none() {
                let name = self.name(&column.name);
                if column.nullable || column.default_value.is_some() {
                    self.find(Severity::Info, format!("unknown column {name}"));
                } else {
                    let what = format!("unknown column {name}, which is NOT NULL without a default");
                    self.find(Severity::Error, what);
                }
            }
        }
    }

    /// Constraints with names of rules that the document does not have.
    fn more_constraints(&mut self) {
        let known = |column: &ColumnSnapshot| constraints(self.table, column, self.dialect);
        let known: Vec<String> = self.table.columns.iter().flat_map(known).map(|known| known.name).collect();
        let could_be = |column: &ColumnSnapshot| {
            let name = |suffix: &&str| name::of_constraint(&self.table.name, &column.name, suffix);
            Rule::SUFFIXES.iter().map(name).collect::<Vec<_>>()
        };
        let could_be: Vec<String> = self.table.columns.iter().flat_map(could_be).collect();
        for constraint in self.existing.constraints.keys().filter(|constraint| !known.contains(constraint)) {
            let severity = if could_be.contains(constraint) { Severity::Warning } else { Severity::Info };
            self.find(severity, format!("unknown constraint {constraint}"));
        }
    }

    fn indexes(&mut self) {
        for index in &self.table.indexes {
            if !self.has_index(index) {
                let (name, columns) = (index.name(&self.table.name), index.columns.join(", "));
                let what = format!("{} lacks the {} {name} on ({columns})", self.table.name, index.kind.words());
                self.find(Severity::Warning, what);
            }
        }
    }

    /// Whether the database has an index, if it can. One that was created by hand may have another name.
    fn has_index(&self, index: &Index) -> bool {
        let sorted = |is_it: &dyn Fn(&DatabaseIndex) -> bool| self.existing.indexes.values().any(is_it);
        match (searched(index), self.dialect) {
            (Some(_), Dialect::Sqlite) if index.kind == IndexKind::Search => {
                search_triggers(self.table, index).iter().all(|trigger| self.existing.triggers.contains(trigger))
            }
            (Some(_), Dialect::Sqlite) => true,
            (Some((expression, operators)), Dialect::Postgres) => {
                let expected =
                    DatabaseSearchIndex { expression: Expression::read(&expression), operators: operators.to_owned() };
                self.existing.search_indexes.contains(&expected)
            }
            (None, _) if index.kind == IndexKind::Unique => {
                sorted(&|existing| existing.is_unique && existing.columns == index.columns)
            }
            (None, _) if index.kind == IndexKind::Spatial => self.has_spatial_index(index),
            (None, _) => sorted(&|existing| !existing.is_spatial && existing.columns.starts_with(&index.columns)),
        }
    }

    /// The columns of a spatial index of SQLite are not known: its name is.
    fn has_spatial_index(&self, index: &Index) -> bool {
        let name = index.name(&self.table.name);
        self.existing.indexes.iter().any(|(existing_name, existing)| {
            let is_it =
                if existing.columns.is_empty() { *existing_name == name } else { existing.columns == index.columns };
            existing.is_spatial && is_it
        })
    }

    fn foreign_keys(&mut self) {
        for foreign_key in &self.table.foreign_keys {
            let name = self.name(&foreign_key.column);
            let is_target = |existing: &&DatabaseForeignKey| {
                existing.column == foreign_key.column
                    && (&existing.table, &existing.key) == (&foreign_key.table, &foreign_key.key)
            };
            let expected = foreign_key.on_delete.word();
            match self.existing.foreign_keys.iter().find(is_target) {
                None => self.find(Severity::Warning, format!("{name} lacks the foreign key to {}", foreign_key.table)),
                Some(existing) if existing.on_delete != expected => {
                    let (table, action) = (&foreign_key.table, &existing.on_delete);
                    let what =
                        format!("the foreign key from {name} to {table} has onDelete {action}, expected {expected}");
                    self.find(Severity::Warning, what);
                }
                Some(_) => {}
            }
        }
        for existing in &self.existing.foreign_keys {
            let is_it = |known: &ForeignKey| (&known.column, &known.table) == (&existing.column, &existing.table);
            if !self.table.foreign_keys.iter().any(is_it) {
                let what = format!("unknown foreign key from {} to {}", self.name(&existing.column), existing.table);
                self.find(Severity::Warning, what);
            }
        }
    }

    fn name(&self, column: &str) -> String {
        format!("{}.{column}", self.table.name)
    }

    fn find(&mut self, severity: Severity, what: String) {
        self.found.push(SchemaDrift { severity, what });
    }
}
