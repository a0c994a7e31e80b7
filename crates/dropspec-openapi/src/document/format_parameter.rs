//! The query parameter `format` of lists and rows of tables: it overrides `Accept`, for links, which cannot set headers.

use super::model::Document;
use super::operation::Operation;
use super::parameter::Parameter;
use super::table::{Action, ListParameter};
use crate::node::{Checked, collect};

/// The `format` parameter of an operation on a table.
pub fn format_parameter<'p, 's>(document: &Document<'s>, operation: &'p Operation<'s>) -> Option<&'p Parameter<'s>> {
    let is_used_by = |place: usize| document.operations.get(place).is_some_and(|other| other.id == operation.id);
    let table = document.tables.iter().find(|table| {
        let mut usages =
            table.usages.iter().filter(|usage| matches!(usage.action, Action::List | Action::NestedList | Action::Get));
        usages.any(|usage| is_used_by(usage.operation))
    })?;
    operation.parameters.iter().find(|parameter| table.list_parameter(parameter) == Some(ListParameter::Format))
}

/// The values of the `format` parameter, each with the index of its media type among those of the success: `csv` is
/// `text/csv`. Empty without such a parameter.
pub fn formats<'s>(document: &Document<'s>, operation: &Operation<'s>) -> Checked<Vec<(&'s str, usize)>> {
    let Some(parameter) = format_parameter(document, operation) else { return Ok(Vec::new()) };
    let known: Vec<&str> = operation.produces().into_iter().map(name).collect();
    let choices = parameter.schema.resolve()?.items_of("enum")?;
    if choices.is_empty() {
        return Err(parameter.schema.error(format!("`format` must be an `enum` of {}", known.join(", "))));
    }
    collect(choices, |choice| {
        let format = choice.value().as_str().unwrap_or_default();
        match known.iter().position(|name| *name == format) {
            Some(place) => Ok((format, place)),
            None => Err(choice.error(format!("the operation does not produce `{format}`; use {}", known.join(", ")))),
        }
    })
}

/// The name of a media type: `ndjson` is `application/x-ndjson`.
fn name(media_type: &str) -> &str {
    let name = media_type.rsplit('/').next().unwrap_or(media_type);
    name.strip_prefix("x-").unwrap_or(name)
}
