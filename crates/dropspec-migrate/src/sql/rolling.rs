//! Renames of columns of PostgreSQL while two releases are in use, of which each knows one of the names.
//!
//! The first migration adds a column with the new name, and a trigger that copies each value to the other column. The second one, when the
//! release that knows the old name has ended, drops the old column.

use super::column::type_of;
use crate::name::{self, quoted};
use crate::plan::{AlteredColumn, ColumnChange, Plan, Step, TableChange};
use crate::snapshot::{ColumnSnapshot, TableSnapshot};
use dropspec_db::Dialect;

const DIALECT: Dialect = Dialect::Postgres;

/// A column that has two names for a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RollingRename<'p> {
    /// The table.
    pub(crate) table: &'p TableSnapshot,
    /// The name that the release before knows.
    pub(crate) old: &'p str,
    /// The column by its new name.
    pub(crate) new: &'p ColumnSnapshot,
}

/// The renames of a plan.
pub(super) fn renames(plan: &Plan) -> Vec<RollingRename<'_>> {
    let mut renames = Vec::new();
    for step in &plan.steps {
        if let Step::Change(change) = step {
            let rolling = change.altered().filter(|altered| altered.is_rolling);
            renames.extend(rolling.map(|AlteredColumn { from, to, .. }| RollingRename {
                table: &change.to,
                old: &from.name,
                new: to,
            }));
        }
    }
    renames
}

/// The plan in which these columns are added, and their old ones are not known.
pub(super) fn expanded(plan: &Plan) -> Plan {
    with_rolling(plan, |change, altered| {
        forget(&mut change.from, &altered.from.name);
        change.foreign_keys.retain(|kept| kept.from.column != altered.from.name);
        // It has no values yet.
        let column = ColumnSnapshot { nullable: true, default: None, ..altered.to.clone() };
        ColumnChange::Add { column, fill: None }
    })
}

/// The plan that reverts it, from the reversed one: the columns are dropped, and their old ones are not known.
pub(super) fn reverted(plan: &Plan) -> Plan {
    with_rolling(plan, |change, altered| {
        forget(&mut change.to, &altered.to.name);
        change.foreign_keys.retain(|kept| kept.to.column != altered.to.name);
        ColumnChange::Drop(altered.from.clone())
    })
}

/// The plan in which columns with two names are changed by `replace` instead, which may change their table as well.
fn with_rolling(plan: &Plan, replace: impl Fn(&mut TableChange, &AlteredColumn) -> ColumnChange) -> Plan {
    let with_columns = |change: &TableChange| {
        let mut changed = change.clone();
        for (index, column) in change.columns.iter().enumerate() {
            if let ColumnChange::Alter(altered) = column
                && altered.is_rolling
            {
                changed.columns[index] = replace(&mut changed, altered);
            }
        }
        changed
    };
    let step = |step: &Step| match step {
        Step::Change(change) => Step::Change(with_columns(change)),
        other => other.clone(),
    };
    Plan { steps: plan.steps.iter().map(step).collect() }
}

/// Removes a column with its indexes and foreign keys.
fn forget(table: &mut TableSnapshot, column: &str) {
    table.columns.retain(|it| it.name != column);
    table.indexes.retain(|index| !index.columns.iter().any(|it| it == column));
    table.foreign_keys.retain(|key| key.column != column);
}

impl RollingRename<'_> {
    /// The statements that copy values from one column to the other from now on. Both columns may be required: the trigger runs before that is
    /// checked, and the default says that a row need not have them.
    pub(super) fn start(&self) -> Vec<String> {
        let mut statements = self.create_trigger();
        statements.extend([self.old, &self.new.name].map(|column| self.set_default(column, Some(&self.no_value()))));
        statements
    }

    /// The statements that end it, and keep the column with the new name.
    pub(super) fn finish(&self) -> Vec<String> {
        let mut statements = self.drop_trigger();
        statements.push(self.alter(&format!("DROP COLUMN {}", quoted(self.old))));
        statements.push(self.set_default(&self.new.name, self.default().as_deref()));
        statements
    }

    /// The statements that end it and keep the column with the old name, before the other one is dropped.
    fn revert(&self) -> Vec<String> {
        let mut statements = self.drop_trigger();
        statements.push(self.set_default(self.old, self.default().as_deref()));
        statements
    }

    /// The statements of `revert`, of a rename of the reversed plan, in which the names are exchanged.
    pub(super) fn reversed_revert(&self) -> Vec<String> {
        let new = ColumnSnapshot { name: self.old.to_owned(), ..self.new.clone() };
        RollingRename { table: self.table, old: &self.new.name, new: &new }.revert()
    }

    /// The statements that start it again after it was finished.
    pub(super) fn restart(&self) -> Vec<String> {
        let (old, new) = (quoted(self.old), quoted(&self.new.name));
        let mut statements = vec![self.alter(&format!("ADD COLUMN {old} {}", type_of(self.new, DIALECT)))];
        statements.extend(self.start());
        statements.push(format!("UPDATE {} SET {old} = {new};\n", quoted(&self.table.name)));
        if !self.new.nullable {
            statements.push(self.alter(&format!("ALTER COLUMN {old} SET NOT NULL")));
        }
        statements
    }

    fn create_trigger(&self) -> Vec<String> {
        let (table, trigger) = (quoted(&self.table.name), self.trigger());
        let (old, new) = (quoted(self.old), quoted(&self.new.name));
        // A value that the row must have, and that neither release has given.
        let default = self.default().filter(|_| !self.new.nullable).map_or(String::new(), |value| format!(", {value}"));
        vec![
            format!(
                "-- A release knows either {old} or {new}: the other one gets the same value.\n\
                 CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $rename$\n\
                 BEGIN\n    \
                     IF TG_OP = 'INSERT' THEN\n        \
                         NEW.{new} := coalesce(NEW.{new}, NEW.{old}{default});\n        \
                         NEW.{old} := NEW.{new};\n    \
                     ELSIF NEW.{new} IS DISTINCT FROM OLD.{new} THEN\n        \
                         NEW.{old} := NEW.{new};\n    \
                     ELSE\n        \
                         NEW.{new} := NEW.{old};\n    \
                     END IF;\n    \
                     RETURN NEW;\n\
                 END $rename$;\n"
            ),
            format!(
                "CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}();\n"
            ),
        ]
    }

    fn drop_trigger(&self) -> Vec<String> {
        let trigger = self.trigger();
        vec![
            format!("DROP TRIGGER {trigger} ON {};\n", quoted(&self.table.name)),
            format!("DROP FUNCTION {trigger}();\n"),
        ]
    }

    /// The name of the trigger and of its function.
    fn trigger(&self) -> String {
        quoted(&name::of_constraint(&self.table.name, &self.new.name, "rename")).into_owned()
    }

    /// The default of the column, as a literal.
    fn default(&self) -> Option<String> {
        self.new.default.as_ref().and_then(|default| self.new.column_type.0.literal(default, DIALECT))
    }

    /// NULL as a default that PostgreSQL keeps.
    fn no_value(&self) -> String {
        format!("CAST(nullif('', '') AS {})", self.new.column_type.0.sql_type(DIALECT))
    }

    fn set_default(&self, column: &str, default: Option<&str>) -> String {
        let action = default.map_or_else(|| "DROP DEFAULT".to_owned(), |default| format!("SET DEFAULT {default}"));
        self.alter(&format!("ALTER COLUMN {} {action}", quoted(column)))
    }

    fn alter(&self, action: &str) -> String {
        format!("ALTER TABLE {} {action};\n", quoted(&self.table.name))
    }
}
