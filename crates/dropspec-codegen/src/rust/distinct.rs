//! Identifiers that are distinct within a scope.

use std::collections::HashSet;

use proc_macro2::Ident;

use super::names::numbered;

/// The identifiers that a scope already has.
#[derive(Debug, Default)]
pub(crate) struct Scope(HashSet<String>);

impl Scope {
    /// A scope with names that generated code uses itself.
    pub(crate) fn with(reserved: &[&str]) -> Self {
        Self(reserved.iter().map(ToString::to_string).collect())
    }

    /// The scope with another such name.
    pub(crate) fn and(mut self, reserved: &str) -> Self {
        self.0.insert(reserved.to_owned());
        self
    }

    /// Whether none of the names is taken.
    pub(crate) fn are_free(&self, names: &[Ident]) -> bool {
        names.iter().all(|name| !self.0.contains(&name.to_string()))
    }

    /// Adds names.
    pub(crate) fn extend(&mut self, names: &[Ident]) {
        self.0.extend(names.iter().map(ToString::to_string));
    }

    /// Adds a name, with a number if it is taken.
    pub(crate) fn add(&mut self, name: &Ident) -> Ident {
        let free = candidates(name).find(|name| self.0.insert(name.to_string()));
        free.unwrap_or_else(|| name.clone())
    }

    /// Adds the identifiers of names of the document, and returns them in that order. A name that is an identifier as it is
    /// written keeps it, whichever comes first, so that it does not change when similar names are added.
    pub(crate) fn add_all<'n>(&mut self, names: impl IntoIterator<Item = (&'n str, Ident)>) -> Vec<Ident> {
        let names: Vec<(&str, Ident)> = names.into_iter().collect();
        let exact: Vec<bool> =
            names.iter().map(|(written, name)| name == written && self.0.insert(name.to_string())).collect();
        let pick = |((_, name), exact): (&(&str, Ident), bool)| if exact { name.clone() } else { self.add(name) };
        names.iter().zip(exact).map(pick).collect()
    }
}

/// The name itself, then with numbers.
pub(crate) fn candidates(name: &Ident) -> impl Iterator<Item = Ident> + '_ {
    std::iter::once(name.clone()).chain((2..).map(|number| numbered(name, number)))
}
