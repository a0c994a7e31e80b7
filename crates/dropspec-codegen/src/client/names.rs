//! Names of the client: distinct whatever the document calls things.

use std::collections::HashSet;

use proc_macro2::{Ident, Span};

use crate::rust::names::type_name;

/// The names that are taken in a scope.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A scope in which some names have a meaning.
    pub(super) fn reserving(names: &[&str]) -> Self {
        Self(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// A type: `Foo`, or `Foo2` if that is taken.
    pub(super) fn type_name(&mut self, text: &str) -> Ident {
        let name = type_name(text).to_string();
        self.take((2..).map(|number| format!("{name}{number}")), &name)
    }

    /// A name as it is, or with a number if it is taken: `foo_2`.
    pub(super) fn numbered(&mut self, name: &Ident) -> Ident {
        let name = name.to_string();
        let base = name.trim_end_matches('_');
        self.take((2..).map(|number| format!("{base}_{number}")), &name)
    }

    fn take(&mut self, others: impl Iterator<Item = String>, name: &str) -> Ident {
        let mut candidates = std::iter::once(name.to_owned()).chain(others);
        let free = candidates.find(|candidate| self.0.insert(candidate.clone()));
        Ident::new(free.as_deref().unwrap_or(name), Span::call_site())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proc_macro2::Ident;
    use proptest::prelude::*;

    use super::Names;
    use crate::rust::names::field_name;

    #[test]
    fn names_are_distinct_identifiers() {
        let mut names = Names::reserving(&["Client"]);
        let texts = ["a/b", "a-b", "client", "123", "Self", "", "🦀", "🦀🦀", "US", "us"];
        let found: Vec<String> = texts.iter().map(|text| names.type_name(text).to_string()).collect();
        assert_eq!(found, ["AB", "AB2", "Client2", "_123", "Self_", "__", "__2", "__3", "Us", "Us2"]);
    }

    proptest! {
        #[test]
        fn any_names_are_distinct_identifiers(texts in prop::collection::vec(".{0,6}", 0..8)) {
            let (mut types, mut fields) = (Names::reserving(&["Client"]), Names::reserving(&["body"]));
            let mut seen = HashSet::new();
            for text in &texts {
                let named = [("type", types.type_name(text)), ("field", fields.numbered(&field_name(text)))];
                for (scope, name) in named {
                    let name = name.to_string();
                    prop_assert!(syn::parse_str::<Ident>(&name).is_ok(), "{name}");
                    prop_assert!(seen.insert((scope, name.clone())), "{name}");
                }
            }
        }
    }

    #[test]
    fn fields_are_numbered() {
        let mut names = Names::reserving(&["body"]);
        let found: Vec<String> =
            ["a_b", "a-b", "type", "Type", "body"].map(|text| names.numbered(&field_name(text)).to_string()).into();
        assert_eq!(found, ["a_b", "a_b_2", "type_", "type_2", "body_2"]);
    }
}
