//! The names of types, fields and variants. A name that is taken gets a number, so that no name is a reason to reject a document.

use super::drafts::Draft;
use crate::rust::distinct::DistinctNames;
use crate::rust::names::{field_name, type_name};

/// The names of values in the prelude, which a tuple struct would hide.
const VALUES: &[&str] = &["Err", "None", "Ok", "Some"];

/// The names of types. A named schema that is spelled like its type keeps the name, then come other named schemas, then those without a
/// name, each in the order of the document.
pub(super) fn types<'d, 's: 'd>(drafts: impl Iterator<Item = &'d Draft<'s>> + Clone) -> Vec<String> {
    let mut scope = DistinctNames::with(VALUES);
    let rank = |draft: &Draft<'_>| match draft.component {
        Some(name) if name == draft.name => 0,
        Some(_) => 1,
        None => 2,
    };
    let mut names: Vec<Option<String>> = drafts.clone().map(|_| None).collect();
    for turn in 0..=2 {
        for (draft, name) in drafts.clone().zip(&mut names) {
            if rank(draft) == turn {
                *name = Some(scope.add_text(&draft.name, ""));
            }
        }
    }
    names.into_iter().flatten().collect()
}

/// The names of fields. A property that is spelled like its field keeps the name.
pub(super) fn fields(properties: &[&str]) -> Vec<String> {
    distinct(properties, |property| field_name(property).to_string(), "_")
}

/// The names of variants. A text that is spelled like its variant keeps the name.
pub(super) fn variants(texts: &[&str]) -> Vec<String> {
    let signed = |text: &str| {
        // `+1` and `-1`, and the two directions of a sort order.
        let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
            (Some(rest), _) => ("plus ", rest),
            (_, Some(rest)) => ("minus ", rest),
            _ => ("", text),
        };
        type_name(&format!("{sign}{rest}")).to_string()
    };
    distinct(texts, signed, "")
}

fn distinct(texts: &[&str], name: impl Fn(&str) -> String, separator: &str) -> Vec<String> {
    let wanted: Vec<String> = texts.iter().map(|text| name(text)).collect();
    let mut scope = DistinctNames::default();
    let mut names: Vec<Option<String>> = vec![None; texts.len()];
    for is_exact in [true, false] {
        for ((text, wanted), name) in texts.iter().zip(&wanted).zip(&mut names) {
            if (text == wanted) == is_exact {
                *name = Some(scope.add_text(wanted, separator));
            }
        }
    }
    names.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn similar_names_are_numbered() {
        assert_eq!(fields(&["aB", "a_b", "a-b", "a/b"]), ["a_b_2", "a_b", "a_b_3", "a_b_4"]);
        // A ligature, and its letters.
        assert_eq!(fields(&["\u{fb01}x", "fix", "\u{2460}"]), ["fix_2", "fix", "_1"]);
        assert_eq!(fields(&["self", "Self", "type", ""]), ["self_", "self_2", "type_", "__"]);
        assert_eq!(
            variants(&["asc", "ASC", "+1", "-1", "1", "-price"]),
            ["Asc", "Asc2", "Plus1", "Minus1", "_1", "MinusPrice"]
        );
        assert_eq!(variants(&["*", "?", ""]), ["__", "__2", "__3"]);
    }

    fn name() -> impl Strategy<Value = String> {
        prop_oneof!["[a-zA-Z]?[aA_. -]{0,2}[0-9b]?", "\\PC{0,3}", Just("Self".to_owned()), Just("type".to_owned())]
    }

    proptest! {
        #[test]
        fn names_are_distinct_identifiers(texts in proptest::collection::hash_set(name(), 0..12)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            for names in [fields(&texts), variants(&texts)] {
                prop_assert_eq!(names.len(), texts.len());
                prop_assert_eq!(names.iter().collect::<HashSet<_>>().len(), texts.len());
                for name in &names {
                    prop_assert!(syn::parse_str::<proc_macro2::Ident>(name).is_ok(), "{}", name);
                }
            }
        }

        #[test]
        fn names_stay_when_others_are_appended(texts in proptest::collection::hash_set(name(), 1..12)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let (all, fewer) = (fields(&texts), fields(&texts[..texts.len() - 1]));
            let appended = texts[texts.len() - 1];
            // Only a property that is spelled like a field takes its name.
            if field_name(appended) != appended {
                prop_assert_eq!(&all[..fewer.len()], fewer.as_slice());
            }
        }
    }
}
