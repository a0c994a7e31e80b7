//! Enums of strings that progenitor cannot name: they differ in characters that no identifier has.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::names::{Names, pascal};
use crate::rust::docs::docs;

/// The enum of strings that would share variants; `None` if progenitor can name them.
pub(super) fn string_enum(name: &str, lowered: &Value) -> Option<TokenStream> {
    let values: Vec<&str> = lowered["enum"].as_array()?.iter().filter_map(Value::as_str).collect();
    let variants = variants(&values)?;
    let name = format_ident!("{name}");
    let docs = docs(lowered["description"].as_str().unwrap_or("One of several strings."));
    let texts = values.iter().map(|value| format!(" `{value}`"));
    Some(quote! {
        #(#[doc = #docs])*
        #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum #name { #(#[doc = #texts] #[serde(rename = #values)] #variants,)* }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(match self { #(Self::#variants => #values,)* })
            }
        }

        impl ::std::str::FromStr for #name {
            type Err = self::error::ConversionError;

            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                match value { #(#values => Ok(Self::#variants),)* _ => Err("invalid value".into()) }
            }
        }
    })
}

/// The variants of values that would share some: `MinusAge` for `-age` beside `age`, and numbers where no sign tells them apart.
fn variants(values: &[&str]) -> Option<Vec<Ident>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    values.iter().for_each(|value| *counts.entry(pascal(value)).or_default() += 1);
    if counts.values().all(|count| *count == 1) {
        return None;
    }
    let mut names = Names::default();
    let name = |value: &&str| if counts[&pascal(value)] > 1 { with_signs(value) } else { (*value).to_owned() };
    Some(values.iter().map(|value| names.type_name(&name(value))).collect())
}

/// The value with its signs as words.
fn with_signs(value: &str) -> String {
    let word = |sign| if sign == '+' { "plus" } else { "minus" };
    let inner = value.trim_matches(['+', '-']);
    let before = value.chars().take_while(|character| matches!(character, '+' | '-')).map(word);
    let after = value.chars().rev().take_while(|character| matches!(character, '+' | '-')).map(word);
    if inner.is_empty() {
        return before.collect::<Vec<_>>().join(" ");
    }
    before.chain([inner]).chain(after).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::variants;

    #[test]
    fn signs_tell_variants_apart() {
        let named =
            |values: &[&str]| variants(values).map(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(named(&["age", "-age", "e+", "e-"]).unwrap(), ["Age", "MinusAge", "EPlus", "EMinus"]);
        assert_eq!(named(&["US", "us", "+", "-"]).unwrap(), ["Us", "Us2", "Plus", "Minus"]);
        assert_eq!(named(&["free", "paid"]), None);
    }
}
