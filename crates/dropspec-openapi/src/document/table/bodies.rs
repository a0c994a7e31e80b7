//! Marks the bodies of operations on tables.

use http::StatusCode;

use super::model::Table;
use super::usage::Action;
use crate::document::content::Bulk;
use crate::document::operation::Operation;
use crate::document::response::Status;
use crate::document::schema::reference_name;
use crate::node::{Checked, Node};

/// Marks the bodies that are lists of a table.
pub(crate) fn mark_lists<'s>(tables: &[Table<'s>], operations: &mut [Operation<'s>]) {
    for table in tables {
        for list in table.lists() {
            let responses = operations.get_mut(list).map(|list| &mut list.responses);
            let ok = responses.into_iter().flatten().filter(|response| response.status == Status::Code(StatusCode::OK));
            ok.flat_map(|response| &mut response.contents).for_each(|content| content.rows = Some(table.schema));
        }
    }
}

/// Marks the bodies of bulk requests: arrays of a named schema.
pub(crate) fn mark_bulks<'s>(tables: &[Table<'s>], operations: &mut [Operation<'s>]) -> Checked<()> {
    let usages = tables.iter().flat_map(|table| &table.usages).filter(|usage| usage.action == Action::Bulk);
    for usage in usages {
        let body = operations.get_mut(usage.operation).and_then(|operation| operation.body.as_mut());
        for content in body.into_iter().flat_map(|body| &mut body.contents) {
            content.bulk = content.schema.as_ref().map(bulk).transpose()?.flatten();
        }
    }
    Ok(())
}

fn bulk<'s>(schema: &Node<'s>) -> Checked<Option<Bulk<'s>>> {
    let array = schema.resolve()?;
    let Some(items) = array.get("items") else { return Ok(None) };
    if reference_name(&items)?.is_none() {
        return Ok(None);
    }
    let size = |count: Option<u64>| count.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
    let min_items = size(array.count("minItems")?).unwrap_or_default();
    Ok(Some(Bulk { items, min_items, max_items: size(array.count("maxItems")?) }))
}
