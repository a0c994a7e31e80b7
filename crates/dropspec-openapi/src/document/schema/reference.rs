//! References to named schemas.

use crate::node::{Checked, Node};

/// The prefix of references to named schemas.
pub const COMPONENT_SCHEMAS: &str = "#/components/schemas/";

/// The name of the schema that a reference refers to.
pub fn reference_name<'s>(node: &Node<'s>) -> Checked<Option<&'s str>> {
    let reference = node.text("$ref")?;
    Ok(reference.and_then(|reference| reference.strip_prefix(COMPONENT_SCHEMAS)))
}
