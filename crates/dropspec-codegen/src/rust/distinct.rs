//! Names that are distinct within a scope.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};

use super::names::type_name;

/// The names that a scope already has.
#[derive(Debug, Default)]
pub(crate) struct DistinctNames {
    taken: HashSet<String>,
    /// The numbers to try next, by the name before the number: thousands of similar names take no longer than others.
    next: HashMap<String, usize>,
}

impl DistinctNames {
    /// A scope with names that generated code uses itself.
    pub(crate) fn with(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(ToString::to_string).collect(), next: HashMap::new() }
    }

    /// The scope with another such name.
    pub(crate) fn and(mut self, reserved: &str) -> Self {
        self.taken.insert(reserved.to_owned());
        self
    }

    /// Adds an identifier, with a number if it is taken.
    pub(crate) fn add(&mut self, name: &Ident) -> Ident {
        Ident::new(&self.add_text(&name.to_string(), "_"), Span::call_site())
    }

    /// Adds the type of a name of the document, with a number if it is taken: `Foo2`.
    pub(crate) fn add_type(&mut self, text: &str) -> Ident {
        Ident::new(&self.add_text(&type_name(text).to_string(), ""), Span::call_site())
    }

    /// Adds the identifiers of names of the document, and returns them in that order. A name that is an identifier as it is
    /// written keeps it, whichever comes first, so that it does not change when similar names are added.
    pub(crate) fn add_all<'n>(&mut self, names: impl IntoIterator<Item = (&'n str, Ident)>) -> Vec<Ident> {
        let names: Vec<(&str, Ident)> = names.into_iter().collect();
        let exact: Vec<bool> =
            names.iter().map(|(written, name)| name == written && self.taken.insert(name.to_string())).collect();
        let pick = |((_, name), exact): (&(&str, Ident), bool)| if exact { name.clone() } else { self.add(name) };
        names.iter().zip(exact).map(pick).collect()
    }

    /// Adds a name, with a separator and a number if it is taken.
    pub(crate) fn add_text(&mut self, name: &str, separator: &str) -> String {
        if self.taken.insert(name.to_owned()) {
            return name.to_owned();
        }
        self.number(name, separator, |candidate, taken| {
            let is_free = taken.insert(candidate.to_owned());
            is_free.then(|| candidate.to_owned())
        })
    }

    /// Finds a name, with a number if needed, whose items are all free, and adds these items.
    pub(crate) fn add_items(&mut self, name: &Ident, mut items: impl FnMut(&str) -> Vec<Ident>) {
        let mut add = |candidate: &str, taken: &mut HashSet<String>| {
            let items: Vec<String> = items(candidate).iter().map(Ident::to_string).collect();
            let is_free = items.iter().all(|item| !taken.contains(item));
            is_free.then(|| taken.extend(items))
        };
        let name = name.to_string();
        if add(&name, &mut self.taken).is_none() {
            self.number(&name, "_", add);
        }
    }

    /// Tries the name with numbers until one is accepted. The underscore after a keyword is not needed before a number.
    fn number<T>(
        &mut self,
        name: &str,
        separator: &str,
        mut accept: impl FnMut(&str, &mut HashSet<String>) -> Option<T>,
    ) -> T {
        let base = Some(name.trim_end_matches('_')).filter(|base| !base.is_empty()).unwrap_or(name);
        let base = format!("{base}{separator}");
        let next = self.next.entry(base.clone()).or_insert(2);
        loop {
            let candidate = format!("{base}{next}");
            *next += 1;
            if let Some(accepted) = accept(&candidate, &mut self.taken) {
                return accepted;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quote::format_ident;

    use super::*;
    use crate::rust::names::field_name;

    #[test]
    fn names_get_the_first_free_number() {
        let mut scope = DistinctNames::with(&["a", "a_3"]);
        let found: Vec<String> = (0..3).map(|_| scope.add_text("a", "_")).collect();
        assert_eq!(found, ["a_2", "a_4", "a_5"]);
        assert_eq!(
            ["type_", "type_", "__", "__"].map(|name| scope.add_text(name, "")),
            ["type_", "type2", "__", "__2"]
        );
    }

    #[test]
    fn types_and_fields_are_distinct_identifiers() {
        let mut scope = DistinctNames::with(&["Client"]);
        let texts = ["a/b", "a-b", "client", "123", "Self", "self", "", "🦀", "🦀🦀", "US", "us"];
        let found: Vec<String> = texts.iter().map(|text| scope.add_type(text).to_string()).collect();
        assert_eq!(found, ["AB", "AB2", "Client2", "_123", "Self_", "Self2", "__", "__2", "__3", "Us", "Us2"]);
        let mut scope = DistinctNames::with(&["body"]);
        let fields = ["a_b", "a-b", "type", "Type", "body"].map(|text| scope.add(&field_name(text)).to_string());
        assert_eq!(fields, ["a_b", "a_b_2", "type_", "type_2", "body_2"]);
    }

    proptest! {
        #[test]
        fn any_names_are_distinct_identifiers(texts in prop::collection::vec(".{0,6}", 0..8)) {
            let (mut types, mut fields) = (DistinctNames::with(&["Client"]), DistinctNames::with(&["body"]));
            let mut seen = HashSet::new();
            for text in &texts {
                for (scope, name) in [("type", types.add_type(text)), ("field", fields.add(&field_name(text)))] {
                    let name = name.to_string();
                    prop_assert!(syn::parse_str::<Ident>(&name).is_ok(), "{name}");
                    prop_assert!(seen.insert((scope, name.clone())), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_name_is_free_if_all_its_items_are() {
        let mut scope = DistinctNames::with(&["a_2_b"]);
        let mut names = Vec::new();
        for _ in 0..3 {
            scope.add_items(&format_ident!("a"), |name| {
                names.push(name.to_owned());
                vec![format_ident!("{name}"), format_ident!("{name}_b")]
            });
        }
        assert_eq!(names, ["a", "a", "a_2", "a_3", "a", "a_4"]);
    }

    #[test]
    fn thousands_of_similar_names_are_numbered_in_bounded_time() {
        let mut scope = DistinctNames::default();
        let last = (0..100_000).map(|_| scope.add_text("a", "_")).last();
        assert_eq!(last.as_deref(), Some("a_100000"));
    }
}
