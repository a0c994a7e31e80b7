//! Changes of columns.

use dropspec_db::Dialect;
use dropspec_db::column_type::Conversion;
use serde_json::Value;

use super::error::PlanError;
use super::options::{Names, Options};
use super::{AlteredColumn, Backfill, ColumnChange, value};
use crate::snapshot::{ColumnSnapshot, Rule, TableSnapshot};

/// Two layouts of a table.
pub(super) struct Columns<'p> {
    pub(super) from: &'p TableSnapshot,
    pub(super) to: &'p TableSnapshot,
    pub(super) names: &'p Names,
    pub(super) options: &'p Options,
    pub(super) errors: &'p mut Vec<PlanError>,
}

impl<'p> Columns<'p> {
    /// The changes: first the dropped columns, then the columns of the new table in their order.
    pub(super) fn changes(mut self) -> Vec<ColumnChange> {
        let (from, to) = (self.from, self.to);
        let gone: Vec<_> =
            from.columns.iter().filter(|old| !to.columns.iter().any(|new| self.was(new) == Some(*old))).collect();
        let mut dropped: Vec<ColumnChange> = gone.iter().map(|column| self.drop(column)).collect();
        let mut rest = Vec::new();
        for new in &to.columns {
            match self.was(new) {
                None => rest.push(self.add(new)),
                Some(old) if old.column_type == new.column_type => rest.push(self.alter(old, new, None)),
                Some(old) => match conversion(old, new) {
                    Some(conversion) => rest.push(self.alter(old, new, Some(&conversion))),
                    None => {
                        self.lose(old, new);
                        dropped.push(ColumnChange::Drop(old.clone()));
                        rest.push(self.add(new));
                    }
                },
            }
        }
        dropped.extend(rest);
        dropped
    }

    /// The old column of a new one.
    fn was(&self, new: &ColumnSnapshot) -> Option<&'p ColumnSnapshot> {
        self.from.column(self.names.old_column(&self.from.name, &new.name))
    }

    fn drop(&mut self, column: &ColumnSnapshot) -> ColumnChange {
        if !self.options.allow_data_loss {
            let is_new = |new: &&ColumnSnapshot| self.was(new).is_none() && new.column_type == column.column_type;
            let hint = self.to.columns.iter().find(is_new).map_or(String::new(), |new| {
                format!("`--rename {}={}` if it was renamed, or ", self.name(column), new.name)
            });
            self.errors.push(PlanError::ColumnDropped { column: self.name(column), hint });
        }
        ColumnChange::Drop(column.clone())
    }

    fn add(&mut self, column: &ColumnSnapshot) -> ColumnChange {
        let given = self.given(column);
        if given.is_none() && column.default.is_none() && !column.nullable {
            self.need_default(column, "have no value");
        }
        let fill = given.filter(|given| Some(given) != column.default.as_ref());
        let fill = fill.map(|value| Backfill { value, is_placeholder: false });
        ColumnChange::Add { column: column.clone(), fill }
    }

    fn alter(&mut self, from: &ColumnSnapshot, to: &ColumnSnapshot, conversion: Option<&Conversion>) -> ColumnChange {
        let may_lose = self.options.allow_data_loss;
        let given = self.given(to);
        let default = given.clone().or_else(|| to.default.clone());
        let for_null = default.clone().filter(|_| from.nullable && !to.nullable);
        if from.nullable && !to.nullable && default.is_none() {
            self.need_default(to, "may be null");
        }
        let lost = lost_choices(from, to);
        if let Some(lost) = &lost
            && !may_lose
        {
            self.errors.push(PlanError::EnumValuesLost { column: self.name(to), lost: lost.clone() });
        }
        // Otherwise the migration fails on values that do not fit.
        let loses = lost.is_some() || (may_lose && conversion.is_some_and(|conversion| conversion.fits.is_some()));
        if loses && may_lose && default.is_none() && !to.nullable {
            self.need_default(to, "may have values that no longer fit");
        }
        // A value that violates a rule is replaced only on request: the rule may be wrong, not the value.
        let for_misfits = if loses { default.or(Some(Value::Null)) } else { given };
        let (from, to) = (from.clone(), to.clone());
        let is_rolling = self.options.rolling && from.name != to.name;
        let altered = AlteredColumn { from, to, for_null, for_misfits, may_round: may_lose, is_rolling };
        if is_rolling
            && (self.from.name != self.to.name || self.to.key.contains(&altered.to.name) || !altered.only_renames())
        {
            self.errors.push(PlanError::NotRolling { column: self.name(&altered.to) });
        }
        ColumnChange::Alter(Box::new(altered))
    }

    /// The value of the options for a column, if it is valid.
    fn given(&mut self, column: &ColumnSnapshot) -> Option<Value> {
        let text = self.options.default(&self.to.name, &column.name)?;
        let value = value::read(column, text);
        if value.is_none() {
            self.errors.push(PlanError::BadDefault { column: self.name(column), value: text.to_owned() });
        }
        // An invalid default is one error, a missing one would be another.
        value.or_else(|| Some(value::placeholder(column)))
    }

    fn lose(&mut self, from: &ColumnSnapshot, to: &ColumnSnapshot) {
        if !self.options.allow_data_loss {
            let type_of = |column: &ColumnSnapshot| column.column_type.to_string();
            self.errors.push(PlanError::TypeChanged { column: self.name(to), from: type_of(from), to: type_of(to) });
        }
    }

    fn need_default(&mut self, column: &ColumnSnapshot, why: &'static str) {
        self.errors.push(PlanError::NeedsDefault { column: self.name(column), why });
    }

    fn name(&self, column: &ColumnSnapshot) -> String {
        format!("{}.{}", self.to.name, column.name)
    }
}

/// How the values of a column become those of another type; whether there is a way is the same for all databases.
pub(super) fn conversion(from: &ColumnSnapshot, to: &ColumnSnapshot) -> Option<Conversion> {
    to.column_type.0.convert_from(from.column_type.0, &from.name, Dialect::Postgres)
}

/// The values of an enum that are no longer allowed. If the column had no enum, values that do not fit have to be fixed by hand.
fn lost_choices(from: &ColumnSnapshot, to: &ColumnSnapshot) -> Option<String> {
    let (old, new) = (choices(from)?, choices(to)?);
    let lost: Vec<String> =
        old.iter().filter(|choice| !new.contains(choice)).map(|choice| format!("`{choice}`")).collect();
    (!lost.is_empty()).then(|| lost.join(", "))
}

fn choices(column: &ColumnSnapshot) -> Option<&Vec<String>> {
    column.rules.iter().find_map(|rule| match rule {
        Rule::Enum(choices) => Some(choices),
        _ => None,
    })
}
