//! Names that differ in the document and would be the same in Rust.

use std::collections::HashMap;

use dropspec_openapi::node::{Checked, Node, collect};
use proc_macro2::Ident;

pub(crate) fn distinct<'d, 's: 'd>(names: impl Iterator<Item = (Ident, &'d Node<'s>)>) -> Checked<()> {
    let mut seen = HashMap::new();
    let check =
        |(name, node): (Ident, &'d Node<'s>)| match seen.insert(name.to_string(), node) {
            Some(first) => Err(node
                .error(format!("the Rust name `{name}` is already used by #{}; rename one of them", first.pointer()))),
            None => Ok(()),
        };
    collect(names, check).map(drop)
}
