//! The table of all environment variables of a service, from which both `--help` and the documentation are made.

mod engine;

use std::fmt::Write as _;

use dropspec::config::Reference;

use crate::{App, AppConfig as _, Resources as _, Variable};

/// The width of the help text, in columns.
const WIDTH: usize = 110;

/// All variables that a service reads.
pub(crate) fn variables<A: App>() -> Vec<Variable> {
    let mut variables = A::Resources::variables();
    variables.extend(engine::variables::<A>());
    variables.extend(A::Config::variables());
    variables.into_iter().map(|variable| variable.with_prefix(A::ENV_PREFIX)).collect()
}

/// The names of all variables that a service reads, with which its environment is checked.
pub(crate) fn of<A: App>() -> Reference {
    let names = variables::<A>().into_iter().map(|variable| variable.name().to_owned());
    Reference::new(names).with_prefixes(A::Resources::PREFIXES, A::Resources::FOREIGN)
}

/// The part of `--help` about the environment.
#[must_use]
pub fn environment_help<A: App>() -> String {
    let mut text = "Environment variables:\n".to_owned();
    let variables = variables::<A>();
    let name_width = variables.iter().map(|variable| variable.name().len() + 2).max().unwrap_or_default();
    for variable in variables {
        let default = variable.default().map(|default| format!("[default: {default}]"));
        let lines = wrapped(variable.meaning().split(' ').chain(default.as_deref()), WIDTH - name_width);
        // To write to a string cannot fail.
        for (index, line) in lines.iter().enumerate() {
            let _ = writeln!(text, "  {:name_width$}{line}", if index == 0 { variable.name() } else { "" });
        }
    }
    text
}

/// The same as a table in Markdown, for the documentation of the service.
#[must_use]
pub fn environment_table<A: App>() -> String {
    let mut table = "| Variable | Meaning | Default |\n|---|---|---|\n".to_owned();
    for variable in variables::<A>() {
        let (name, meaning) = (variable.name(), variable.meaning());
        let default = match variable.default() {
            None => String::new(),
            // A sentence about defaults.
            Some(default) if default.contains(' ') => default.to_owned(),
            Some(default) => format!("`{default}`"),
        };
        let _ = writeln!(table, "| `{name}` | {meaning} | {default} |");
    }
    table
}

/// Lines of at most `width` characters, unless a word is longer.
fn wrapped<'t>(words: impl Iterator<Item = &'t str>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
