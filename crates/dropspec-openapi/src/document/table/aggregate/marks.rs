//! Marks that have no effect.

use super::read::result;
use crate::document::operation::Operation;
use crate::document::schema::reference_name;
use crate::grammar::extensions::{AGGREGATE, GROUP};
use crate::node::{Checked, Node, collect};

/// The action of aggregate operations.
const ACTION: &str = "aggregate";

/// Rejects marks in schemas that are not the result of an aggregate operation, where they would have no effect.
pub(in crate::document::table) fn reject_marks<'s>(
    schemas: &[(&'s str, Node<'s>)],
    operations: &[Operation<'s>],
) -> Checked<()> {
    let aggregates = operations.iter().filter(|operation| operation.declared_action == Some(ACTION));
    let results: Option<Vec<&str>> =
        aggregates.map(|operation| reference_name(&result(operation)?.0).ok().flatten()).collect();
    // A result that cannot be found is reported with its operation.
    let Some(results) = results else { return Ok(()) };
    let others = schemas.iter().filter(|(name, _)| !results.contains(name));
    collect(others, |(_, schema)| {
        collect(schema.entries_of("properties")?, |(_, property)| {
            match [AGGREGATE, GROUP].iter().find_map(|mark| Some((mark, property.get(mark)?))) {
                None => Ok(()),
                Some((mark, node)) => Err(node.error(format!(
                    "`{mark}` has an effect only in the result of an operation with `x-dropspec-operation: {ACTION}`; remove it"
                ))),
            }
        })
    })
    .map(drop)
}
