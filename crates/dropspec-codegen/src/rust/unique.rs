//! Items without duplicates.

use std::collections::HashSet;

use proc_macro2::TokenStream;

/// Removes duplicates: schemas that share a named string share its pattern.
pub(crate) fn unique(statics: Vec<TokenStream>) -> Vec<TokenStream> {
    let mut seen = HashSet::new();
    statics.into_iter().filter(|item| seen.insert(item.to_string())).collect()
}
