//! The meaning of query parameters of lists, by their names.

use super::model::Table;
use crate::document::operation::Operation;
use crate::document::parameter::{Location, Parameter};

/// The meaning of a query parameter of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListParameter {
    /// `limit`: the maximum number of rows.
    Limit,
    /// `page_token`: the start of the page.
    PageToken,
    /// `sort`: the sort columns.
    Sort,
    /// `count`: whether to count the rows.
    Count,
    /// `fields`: the properties to return.
    Fields,
    /// `format`: the media type of the response. A property of this name is a filter instead.
    Format,
    /// A filter: the index of the column, and the comparison.
    Filter(usize, Comparison),
}

/// The comparison of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The name of the property without a suffix.
    Equal,
    /// `_gte`
    AtLeast,
    /// `_lte`
    AtMost,
    /// `_gt`
    MoreThan,
    /// `_lt`
    LessThan,
    /// `_contains`
    Contains,
}

impl Comparison {
    const SUFFIXES: [(&'static str, Self); 6] = [
        ("", Self::Equal),
        ("_gte", Self::AtLeast),
        ("_lte", Self::AtMost),
        ("_gt", Self::MoreThan),
        ("_lt", Self::LessThan),
        ("_contains", Self::Contains),
    ];
}

impl<'s> Table<'s> {
    /// The meaning of a query parameter of a list (or of `format` for a row); `None` if the name is unknown.
    pub fn list_parameter(&self, parameter: &Parameter<'s>) -> Option<ListParameter> {
        if parameter.location != Location::Query {
            return None;
        }
        let filter = |(index, property): (usize, &str)| {
            let suffix = parameter.name.strip_prefix(property)?;
            let known = Comparison::SUFFIXES.iter().find(|(known, _)| *known == suffix);
            known.map(|(_, comparison)| ListParameter::Filter(index, *comparison))
        };
        match parameter.name {
            "limit" => Some(ListParameter::Limit),
            "page_token" => Some(ListParameter::PageToken),
            "sort" => Some(ListParameter::Sort),
            "count" => Some(ListParameter::Count),
            "fields" => Some(ListParameter::Fields),
            "format" if self.column("format").is_none() => Some(ListParameter::Format),
            _ => self.columns.iter().map(|column| column.property).enumerate().find_map(filter),
        }
    }

    /// The comparisons by which the list can be filtered by a column.
    pub fn comparisons(&self, column: usize, list: &Operation<'s>) -> Vec<Comparison> {
        let filters = list.parameters.iter().filter_map(|parameter| match self.list_parameter(parameter) {
            Some(ListParameter::Filter(index, comparison)) if index == column => Some(comparison),
            _ => None,
        });
        filters.collect()
    }

    /// Whether the list can be sorted by a property: the `enum` of the items of `sort` contains it.
    pub fn is_sortable(&self, property: &str, list: &Operation<'s>) -> bool {
        let sort = list.parameters.iter().find(|parameter| self.list_parameter(parameter) == Some(ListParameter::Sort));
        let items = sort.and_then(|sort| sort.schema.resolve().ok()?.get("items")?.resolve().ok());
        let choices = items.and_then(|items| items.items_of("enum").ok()).unwrap_or_default();
        choices
            .iter()
            .filter_map(|choice| choice.value().as_str())
            .any(|choice| choice.trim_start_matches('-') == property)
    }
}
