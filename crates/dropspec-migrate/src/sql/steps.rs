//! Changes of tables of PostgreSQL that are in use: each statement is a transaction of its own, and none holds a lock for long that reads or
//! writes wait for, except where the comment before it says so.
//!
//! Constraints are added `NOT VALID`, which looks at no row, and validated after existing rows have got their values. Indexes are built
//! concurrently.

use super::column::type_of;
use super::convert::{fits, for_misfits, new_value};
use super::misfits::{reject_inconvertible, reject_misfits};
use super::postgres::{add_column, default_statement, identity, renamed_kept, renames};
use super::rolling::{self, RollingRename};
use super::rule::{Constraint, constraints};
use super::{condition, create_index, create_table, drop_index, drop_table, foreign_key, index, spatial};
use crate::name::{self, quoted};
use crate::plan::{AlteredColumn, ColumnChange, Plan, Step, TableChange};
use crate::snapshot::{ColumnSnapshot, Rule, TableSnapshot};
use dropspec_db::Dialect;

const DIALECT: Dialect = Dialect::Postgres;

/// The number of pages of a table whose rows are changed in a transaction.
const PAGES: u32 = 20;

/// The statements of a plan, in groups that follow each other.
#[derive(Default)]
struct Steps {
    /// They only read rows, and fail if values do not fit, before anything is changed.
    checks: Vec<String>,
    /// They look at no row.
    first: Vec<String>,
    /// They change existing rows, in batches.
    backfills: Vec<String>,
    /// They read tables, or need what the others have done.
    last: Vec<String>,
}

/// The statements of a plan for tables that are in use; `None` if it reads no table, so that it can as well be one transaction.
#[must_use]
pub fn change_in_steps(plan: &Plan) -> Option<String> {
    let expanded = rolling::expanded(plan);
    let (renames, plan) = (rolling::renames(plan), &expanded);
    let prerequisites = index::prerequisites(plan.new_indexes(), DIALECT);
    let extension = spatial::extension(spatial::new_columns(plan));
    let first = extension.into_iter().chain(prerequisites).chain(foreign_key::dropped(plan)).collect();
    let mut steps = Steps { first, ..Steps::default() };
    for step in &plan.steps {
        match step {
            Step::Create(table) => steps.first.extend(create_table(table, DIALECT)),
            Step::Drop(table) => steps.first.push(drop_table(table)),
            Step::Change(change) => steps.change_table(change),
        }
    }
    for rename in renames {
        steps.start_rename(&rename);
    }
    steps.add_foreign_keys(plan);
    let Steps { checks, first, backfills, last } = steps;
    if [&checks, &backfills, &last].into_iter().all(Vec::is_empty) {
        return None;
    }
    Some([checks, first, backfills, last].concat().join("\n"))
}

impl Steps {
    fn change_table(&mut self, change: &TableChange) {
        let TableChange { to: table, columns, .. } = change;
        // What tables have besides these has to be changed here, too: the compiler says so.
        let TableSnapshot { name: _, key: _, columns: _, indexes: _, foreign_keys: _ } = table;
        self.checks.extend(change.altered().filter_map(|altered| reject_inconvertible(&change.from, altered, DIALECT)));
        let lost = change.lost_indexes().filter_map(|index| drop_index(&change.from, index, DIALECT));
        self.first.extend(lost.map(|drop| drop.replacen("INDEX ", "INDEX CONCURRENTLY IF EXISTS ", 1)));
        self.first.extend(renames(change));
        for column in columns {
            match column {
                ColumnChange::Drop(column) => {
                    self.first.push(alter(table, &format!("DROP COLUMN {}", quoted(&column.name))));
                }
                ColumnChange::Add { column, fill } => {
                    // The constraints of a new column are checked for all rows, although these have the same value.
                    let plain = ColumnSnapshot { rules: Vec::new(), ..column.clone() };
                    self.first.extend(add_column(table, &plain, fill.as_ref()));
                    for constraint in constraints(table, column, DIALECT) {
                        self.add_constraint(table, &constraint, None);
                    }
                }
                ColumnChange::Alter(altered) => self.change_column(table, &renamed_kept(altered)),
            }
        }
        let built = change.new_indexes().filter_map(|index| create_index(table, index, DIALECT));
        self.last.extend(built.map(|create| create.replacen("INDEX ", "INDEX CONCURRENTLY ", 1)));
    }

    /// Copies the values of a column to the one that has its new name, from now on and for existing rows.
    fn start_rename(&mut self, rename: &RollingRename<'_>) {
        let RollingRename { table, old, new } = rename;
        self.first.extend(rename.start());
        let [old, name] = [old, new.name.as_str()].map(quoted);
        self.backfills.push(backfill(table, &name, &old, &format!("{name} IS DISTINCT FROM {old}")));
        if !new.nullable {
            self.require(table, new);
        }
    }

    /// Adds the new foreign keys, once all tables exist.
    fn add_foreign_keys(&mut self, plan: &Plan) {
        for step in &plan.steps {
            match step {
                Step::Create(table) => self.first.extend(foreign_key::add_all(table)),
                Step::Change(change) => {
                    for key in change.new_foreign_keys() {
                        self.first.push(foreign_key::add_not_valid(&change.to, key));
                        self.last.push(foreign_key::validate(&change.to, key));
                    }
                }
                Step::Drop(_) => {}
            }
        }
    }

    /// Changes a column, which has its new name already.
    fn change_column(&mut self, table: &TableSnapshot, altered: &AlteredColumn) {
        let AlteredColumn { from, to, .. } = altered;
        let alter_column = |action: &str| alter(table, &format!("ALTER COLUMN {} {action}", quoted(&to.name)));
        let changes_type = altered.changes_type();
        let old = constraints(table, from, DIALECT);
        let new = constraints(table, to, DIALECT);
        // Constraints on one type do not apply to another one.
        let stays = |constraint: &Constraint| !changes_type && old.contains(constraint) && new.contains(constraint);
        let replaces = |constraint: &&Constraint| {
            let has_name = |other: &&Constraint| other.name == constraint.name && !stays(other);
            if changes_type { None } else { old.iter().find(has_name) }
        };
        for constraint in old.iter().filter(|constraint| !stays(constraint)) {
            if !new.iter().any(|other| replaces(&other).is_some_and(|replaced| replaced == constraint)) {
                self.first.push(alter(table, &format!("DROP CONSTRAINT {}", quoted(&constraint.name))));
            }
        }
        if changes_type && from.default.is_some() {
            self.first.push(alter_column("DROP DEFAULT"));
        }
        if changes_type {
            let action = format!("TYPE {} USING {}", type_of(to, DIALECT), new_value(altered, DIALECT));
            self.first.push(format!("{REWRITES}{}", alter_column(&action)));
        } else if from.bytewise != to.bytewise {
            self.first.push(format!("{REBUILDS}{}", alter_column(&format!("TYPE {}", type_of(to, DIALECT)))));
        }
        self.first.extend(identity(table, altered));
        if from.default != to.default || (changes_type && to.default.is_some()) {
            self.first.push(default_statement(table, to));
        }
        if !from.nullable && to.nullable {
            self.first.push(alter_column("DROP NOT NULL"));
        }
        for constraint in new.iter().filter(|constraint| !stays(constraint)) {
            self.add_constraint(table, constraint, replaces(&constraint));
            let is_it = |rule: &&Rule| !changes_type && condition(&to.name, rule, DIALECT) == constraint.condition;
            if let Some(rule) = altered.tightened().find(is_it) {
                // The validation that follows does not name the row.
                self.last.insert(self.last.len() - 1, reject_misfits(table, to, rule, DIALECT));
            }
        }
        if from.nullable && !to.nullable {
            self.require(table, to);
        }
        if !changes_type {
            self.backfills.extend(backfills(table, altered));
        }
    }

    /// Adds a constraint, instead of another one of that name, for new rows at once.
    fn add_constraint(&mut self, table: &TableSnapshot, constraint: &Constraint, replaced: Option<&Constraint>) {
        let name = quoted(&constraint.name);
        let drop = replaced.map_or(String::new(), |_| format!("DROP CONSTRAINT {name}, "));
        self.first.push(alter(table, &format!("{drop}ADD {constraint} NOT VALID")));
        self.last.push(alter(table, &format!("VALIDATE CONSTRAINT {name}")));
    }

    /// Makes a column required. With a valid constraint `SET NOT NULL` reads no rows.
    fn require(&mut self, table: &TableSnapshot, column: &ColumnSnapshot) {
        let name = quoted(&column.name);
        let constraint = Constraint {
            name: name::of_constraint(&table.name, &column.name, "not_null"),
            condition: format!("{name} IS NOT NULL"),
        };
        self.add_constraint(table, &constraint, None);
        self.last.push(alter(table, &format!("ALTER COLUMN {name} SET NOT NULL")));
        self.last.push(alter(table, &format!("DROP CONSTRAINT {}", quoted(&constraint.name))));
    }
}

/// Comes before a change of a type.
const REWRITES: &str = "-- Rewrites the table: reads and writes of it wait until this is done.\n";

/// Comes before a change of a collation.
const REBUILDS: &str =
    "-- Rebuilds the indexes with this column: reads and writes of the table wait until this is done.\n";

fn alter(table: &TableSnapshot, action: &str) -> String {
    format!("ALTER TABLE {} {action};\n", quoted(&table.name))
}

/// The statements that replace values that do not fit.
fn backfills(table: &TableSnapshot, altered: &AlteredColumn) -> Vec<String> {
    let column = quoted(&altered.to.name);
    let for_null = altered.for_null.as_ref().and_then(|value| altered.to.column_type.0.literal(value, DIALECT));
    let nothing = for_null.map(|value| backfill(table, &column, &value, &format!("{column} IS NULL")));
    let misfits = for_misfits(altered, DIALECT).zip(fits(altered, DIALECT));
    let misfits = misfits.map(|(value, fits)| backfill(table, &column, &value, &format!("NOT ({fits})")));
    nothing.into_iter().chain(misfits).collect()
}

/// The statement that sets a column to a value in some rows, page by page. No other rows meet the condition by then: it contradicts a
/// constraint or a trigger, which is there already. So it can be interrupted and repeated.
fn backfill(table: &TableSnapshot, column: &str, value: &str, which: &str) -> String {
    let (name, table_text) = (quoted(&table.name), name::text(&quoted(&table.name)));
    format!(
        "-- In batches, each of which is a transaction: no row is locked for long.\n\
         DO $backfill$\n\
         BEGIN\n    \
             FOR page IN 0 .. pg_relation_size({table_text}) / current_setting('block_size')::bigint BY {PAGES} LOOP\n        \
                 UPDATE {name} SET {column} = {value}\n        \
                 WHERE ctid >= format('(%s,0)', page)::tid AND ctid < format('(%s,0)', page + {PAGES})::tid AND ({which});\n        \
                 COMMIT;\n    \
             END LOOP;\n\
         END $backfill$;\n"
    )
}
