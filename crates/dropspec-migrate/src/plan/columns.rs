//! What changes of the columns of a table.

use serde_json::Value;

use super::conversion::Conversion;
use super::options::{Names, Options};
use super::refusal::Refusal;
use super::{ColumnChange, Fill, Kept, value};
use crate::layout::{ColumnLayout, Rule, TableLayout};

/// Two layouts of a table.
pub(super) struct Columns<'p> {
    pub(super) from: &'p TableLayout,
    pub(super) to: &'p TableLayout,
    pub(super) names: &'p Names,
    pub(super) options: &'p Options,
    pub(super) refusals: &'p mut Vec<Refusal>,
}

impl<'p> Columns<'p> {
    /// What becomes of each column: first those that go, then those of the new table in its order.
    pub(super) fn changes(mut self) -> Vec<ColumnChange> {
        let (from, to) = (self.from, self.to);
        let gone: Vec<_> =
            from.columns.iter().filter(|old| !to.columns.iter().any(|new| self.was(new) == Some(*old))).collect();
        let mut dropped: Vec<ColumnChange> = gone.iter().map(|column| self.drop(column)).collect();
        let mut rest = Vec::new();
        for new in &to.columns {
            match self.was(new) {
                None => rest.push(self.add(new)),
                Some(old) => match Conversion::between(old.kind, new.kind) {
                    Some(conversion) => rest.push(self.keep(old, new, conversion)),
                    None => {
                        self.lose(old, new, "what it holds");
                        dropped.push(ColumnChange::Drop(old.clone()));
                        rest.push(self.add(new));
                    }
                },
            }
        }
        dropped.extend(rest);
        dropped
    }

    /// The column that the new one was.
    fn was(&self, new: &ColumnLayout) -> Option<&'p ColumnLayout> {
        self.from.column(self.names.old_column(&self.from.name, &new.name))
    }

    fn drop(&mut self, column: &ColumnLayout) -> ColumnChange {
        if !self.options.allow_data_loss {
            let is_new = |new: &&ColumnLayout| self.was(new).is_none() && new.kind == column.kind;
            let hint = self.to.columns.iter().find(is_new).map_or(String::new(), |new| {
                format!("`--rename {}={}` if it has another name now, or ", self.name(column), new.name)
            });
            self.refusals.push(Refusal::ColumnDropped { column: self.name(column), hint });
        }
        ColumnChange::Drop(column.clone())
    }

    fn add(&mut self, column: &ColumnLayout) -> ColumnChange {
        let said = self.said(column);
        if said.is_none() && column.default.is_none() && !column.nullable {
            self.need_default(column, "have nothing there");
        }
        let fill = said.filter(|said| Some(said) != column.default.as_ref());
        let fill = fill.map(|value| Fill { value, is_placeholder: false });
        ColumnChange::Add { column: column.clone(), fill }
    }

    fn keep(&mut self, from: &ColumnLayout, to: &ColumnLayout, conversion: Conversion) -> ColumnChange {
        let said = self.said(to);
        let default = said.clone().or_else(|| to.default.clone());
        let for_nothing = default.clone().filter(|_| from.nullable && !to.nullable);
        if from.nullable && !to.nullable && default.is_none() {
            self.need_default(to, "may have nothing there");
        }
        let lost = lost_choices(from, to);
        if let Some(lost) = &lost
            && !self.options.allow_data_loss
        {
            self.refusals.push(Refusal::ChoicesLost { column: self.name(to), lost: lost.clone() });
        }
        if conversion == Conversion::Lossy {
            self.lose(from, to, "values that have no like there");
        }
        let loses = lost.is_some() || conversion == Conversion::Lossy;
        if loses && self.options.allow_data_loss && default.is_none() && !to.nullable {
            self.need_default(to, "may have what does not fit any longer");
        }
        // A value that breaks a rule is replaced only if somebody says so: it may be what has to be mended, not the rule.
        let for_misfits = if loses { default.or(Some(Value::Null)) } else { said };
        ColumnChange::Keep(Box::new(Kept { from: from.clone(), to: to.clone(), conversion, for_nothing, for_misfits }))
    }

    /// What was said for a column, if it may hold that.
    fn said(&mut self, column: &ColumnLayout) -> Option<Value> {
        let text = self.options.default(&self.to.name, &column.name)?;
        let value = value::read(column, text);
        if value.is_none() {
            self.refusals.push(Refusal::BadDefault { column: self.name(column), value: text.to_owned() });
        }
        // Whatever else there is to say of it, it does not lack a default.
        value.or_else(|| Some(value::placeholder(column)))
    }

    fn lose(&mut self, from: &ColumnLayout, to: &ColumnLayout, what: &'static str) {
        if !self.options.allow_data_loss {
            let kind = |column: &ColumnLayout| column.kind.to_string();
            let refusal = Refusal::KindChanged { column: self.name(to), from: kind(from), to: kind(to), what };
            self.refusals.push(refusal);
        }
    }

    fn need_default(&mut self, column: &ColumnLayout, why: &'static str) {
        self.refusals.push(Refusal::NeedsDefault { column: self.name(column), why });
    }

    fn name(&self, column: &ColumnLayout) -> String {
        format!("{}.{}", self.to.name, column.name)
    }
}

/// The texts that a column may no longer be. Where it could be any, nobody has chosen them: those that do not fit are to be mended.
fn lost_choices(from: &ColumnLayout, to: &ColumnLayout) -> Option<String> {
    let (old, new) = (choices(from)?, choices(to)?);
    let lost: Vec<String> =
        old.iter().filter(|choice| !new.contains(choice)).map(|choice| format!("`{choice}`")).collect();
    (!lost.is_empty()).then(|| lost.join(", "))
}

fn choices(column: &ColumnLayout) -> Option<&Vec<String>> {
    column.rules.iter().find_map(|rule| match rule {
        Rule::Enum(choices) => Some(choices),
        _ => None,
    })
}
