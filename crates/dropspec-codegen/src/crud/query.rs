//! Checks the parameters of lists.

use dropspec_openapi::document::{
    Column, ColumnKind, Comparison, Explode, Operation, Parameter, Serialization, Style, Table, column_kind, property,
};
use dropspec_openapi::node::{Checked, Node, collect};

/// Rejects a parameter of any other kind.
pub(super) fn check_kind(parameter: &Parameter<'_>, kinds: &[ColumnKind]) -> Checked<()> {
    let kind = column_kind(&parameter.schema)?;
    if kinds.contains(&kind) {
        return Ok(());
    }
    Err(parameter.schema.error(format!("`{}` of a list must be {}", parameter.name, kinds[0].word())))
}

/// Checks that a column supports a filter; returns whether its values are an enum.
pub(super) fn check_filter(column: &Column<'_>, comparison: Comparison, parameter: &Parameter<'_>) -> Checked<bool> {
    let (name, property) = (parameter.name, column.property);
    match comparison {
        Comparison::Null => return check_null_filter(column, parameter),
        Comparison::Near => return check_near_filter(column, parameter),
        _ => {}
    }
    let schema = if comparison.is_several() { items(parameter)? } else { parameter.schema.clone() };
    let kind = column_kind(&schema)?;
    let compared = match comparison {
        Comparison::Equal | Comparison::NotEqual | Comparison::In | Comparison::NotIn => column.kind.is_ordered(),
        Comparison::Contains | Comparison::ContainsCase | Comparison::Prefix => column.kind == ColumnKind::Text,
        Comparison::ContainsItem => matches!(column.kind, ColumnKind::Array(_)),
        _ => {
            column.kind.is_ordered()
                && !matches!(column.kind, ColumnKind::Boolean | ColumnKind::Enum(_) | ColumnKind::Uuid)
        }
    };
    if !compared {
        return Err(parameter.node.error(format!("the filter `{name}` is not supported for the type of `{property}`")));
    }
    let text = |kind: &ColumnKind| matches!(kind, ColumnKind::Text | ColumnKind::Enum(_));
    let whole = |kind: &ColumnKind| matches!(kind, ColumnKind::Integer | ColumnKind::Long);
    let expected = if let ColumnKind::Array(items) = &column.kind { items } else { &column.kind };
    let fits = kind == *expected || (text(&kind) && text(expected)) || (whole(&kind) && whole(expected));
    if !fits {
        let of = if comparison.is_several() { "an array of values, each " } else { "" };
        let message = format!("`{name}` must be {of}{}, like `{property}`", expected.word());
        return Err(schema.error(message));
    }
    Ok(matches!(kind, ColumnKind::Enum(_)))
}

fn check_null_filter(column: &Column<'_>, parameter: &Parameter<'_>) -> Checked<bool> {
    check_kind(parameter, &[ColumnKind::Boolean])?;
    if !column.nullable {
        let message = format!("`{}` has no effect: `{}` is never null", parameter.name, column.property);
        return Err(parameter.node.error(message));
    }
    Ok(false)
}

/// Checks a filter for points within a distance.
fn check_near_filter(column: &Column<'_>, parameter: &Parameter<'_>) -> Checked<bool> {
    let (name, property) = (parameter.name, column.property);
    if !matches!(column.kind, ColumnKind::Geography(_)) {
        let message = format!(
            "the filter `{name}` is only for points: mark the schema of `{property}` with `x-dropspec-geography`"
        );
        return Err(parameter.node.error(message));
    }
    let array = parameter.schema.resolve()?;
    let is_three = array.count("minItems")? == Some(3) && array.count("maxItems")? == Some(3);
    let is_list = parameter.serialization == Serialization::Array(Style::Form, Explode::No);
    if !is_list || !is_three || column_kind(&array.require("items")?)? != ColumnKind::Double {
        return Err(parameter.node.error(format!(
            "`{name}` must be an array of three numbers, the latitude, the longitude and the metres, with `style: form`, \
             `explode: false`, `minItems: 3` and `maxItems: 3`: `{name}=59.33,18.07,500`"
        )));
    }
    Ok(false)
}

/// Checks a parameter that searches several columns for a text.
pub(super) fn check_search(table: &Table<'_>, list: &Operation<'_>, parameter: &Parameter<'_>) -> Checked<()> {
    check_kind(parameter, &[ColumnKind::Text])?;
    table.searches(list).map(drop)
}

/// The items of a parameter with several values.
fn items<'s>(parameter: &Parameter<'s>) -> Checked<Node<'s>> {
    let name = parameter.name;
    if !matches!(parameter.serialization, Serialization::Array(Style::Form, _)) {
        return Err(parameter.node.error(format!("`{name}` must be an array with `style: form`")));
    }
    parameter.schema.resolve()?.require("items")
}

/// Checks that the sort keys are columns.
pub(super) fn check_sort(table: &Table<'_>, parameter: &Parameter<'_>) -> Checked<()> {
    collect(choices(parameter)?, |choice| {
        let name = choice.value().as_str().unwrap_or_default();
        match table.column(name.strip_prefix('-').unwrap_or(name)) {
            Some(column) if column.kind.is_ordered() => Ok(()),
            Some(column) => Err(choice.error(format!("a list cannot be sorted by {}", column.kind.word()))),
            None => Err(choice.error(format!("{} has no property `{name}`, with or without a `-`", table.schema))),
        }
    })
    .map(drop)
}

/// Checks that the fields are properties, and that the items of the list may lack them.
pub(super) fn check_fields(table: &Table<'_>, operation: &Operation<'_>, parameter: &Parameter<'_>) -> Checked<()> {
    let names = collect(choices(parameter)?, |choice| {
        let name = choice.value().as_str().unwrap_or_default();
        match table.column(name) {
            Some(column) => Ok(column.property),
            None => Err(choice.error(format!("{} has no property `{name}`", table.schema))),
        }
    })?;
    for content in operation.responses.iter().flat_map(|response| &response.contents) {
        let Some(items) =
            content.rows.and(content.schema.as_ref()).and_then(|schema| schema.resolve().ok()?.get("items"))
        else {
            continue;
        };
        let mut admitted = false;
        for choice in items.items_of("anyOf")? {
            let target = choice.resolve()?;
            let known = collect(&names, |name| property(&target, name))?;
            admitted |= target.items_of("required")?.is_empty() && known.iter().all(Option::is_some);
        }
        if !admitted {
            return Err(items.error(
                "with `fields` an item may lack properties: make it `anyOf` the schema and a second one with the same properties, none of \
                 them required",
            ));
        }
    }
    Ok(())
}

/// The `enum` of the items of a comma-separated parameter.
pub(super) fn choices<'s>(parameter: &Parameter<'s>) -> Checked<Vec<Node<'s>>> {
    let name = parameter.name;
    if parameter.serialization != Serialization::Array(Style::Form, Explode::No) {
        let message =
            format!("`{name}` of a list must be an array with `style: form` and `explode: false`: `{name}=a,b`");
        return Err(parameter.node.error(message));
    }
    let items = parameter.schema.resolve()?.require("items")?.resolve()?;
    let choices = items.items_of("enum")?;
    if choices.is_empty() {
        return Err(items.error(format!("the items of `{name}` must be an `enum` of properties")));
    }
    Ok(choices)
}
