//! The meaning of query parameters of lists, by their names.

use super::column::ColumnKind;
use super::model::Table;
use crate::document::operation::Operation;
use crate::document::parameter::{Location, Parameter};
use crate::grammar::extensions::{CASE_SENSITIVE, SEARCH};
use crate::node::{Checked, Node, collect};

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
    /// `expand`: the rows of other tables to embed.
    Expand,
    /// A filter: the index of the column, and the comparison.
    Filter(usize, Comparison),
    /// `x-dropspec-search`: several filters, one of which has to be met.
    Search,
    /// `q`: words that the texts of the table have. A property of this name is a filter instead.
    FullText,
}

/// A parameter whose value is compared with several columns.
#[derive(Debug)]
pub struct Search<'s> {
    /// The name of the parameter.
    pub name: &'s str,
    /// The filters, by the indexes of their columns.
    pub filters: Vec<(usize, Comparison)>,
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
    /// `_ne`
    NotEqual,
    /// `_in`
    In,
    /// `_not_in`
    NotIn,
    /// `_null`
    Null,
    /// `_prefix`
    Prefix,
    /// `_contains`
    Contains,
    /// `_contains` with `x-dropspec-case-sensitive`
    ContainsCase,
    /// `_contains` of an array
    ContainsItem,
    /// `_near`
    Near,
}

impl Comparison {
    const SUFFIXES: [(&'static str, Self); 12] = [
        ("", Self::Equal),
        ("_gte", Self::AtLeast),
        ("_lte", Self::AtMost),
        ("_gt", Self::MoreThan),
        ("_lt", Self::LessThan),
        ("_ne", Self::NotEqual),
        ("_in", Self::In),
        ("_not_in", Self::NotIn),
        ("_null", Self::Null),
        ("_prefix", Self::Prefix),
        ("_contains", Self::Contains),
        ("_near", Self::Near),
    ];

    /// Whether the parameter has several values.
    pub fn is_several(self) -> bool {
        matches!(self, Self::In | Self::NotIn)
    }
}

impl<'s> Table<'s> {
    /// The meaning of a query parameter of a list (or of `format` for a row); `None` if the name is unknown.
    pub fn list_parameter(&self, parameter: &Parameter<'s>) -> Option<ListParameter> {
        if parameter.location != Location::Query {
            return None;
        }
        if parameter.node.get(SEARCH).is_some() {
            return Some(ListParameter::Search);
        }
        match parameter.name {
            "limit" => Some(ListParameter::Limit),
            "page_token" => Some(ListParameter::PageToken),
            "sort" => Some(ListParameter::Sort),
            "count" => Some(ListParameter::Count),
            "fields" => Some(ListParameter::Fields),
            "expand" if self.column("expand").is_none() => Some(ListParameter::Expand),
            "q" if self.column("q").is_none() && !self.search.is_empty() => Some(ListParameter::FullText),
            "format" if self.column("format").is_none() => Some(ListParameter::Format),
            name => self.filter(name).map(|(column, comparison)| match comparison {
                Comparison::Contains if matches!(self.columns[column].kind, ColumnKind::Array(_)) => {
                    ListParameter::Filter(column, Comparison::ContainsItem)
                }
                Comparison::Contains if parameter.node.flag(CASE_SENSITIVE) == Ok(true) => {
                    ListParameter::Filter(column, Comparison::ContainsCase)
                }
                comparison => ListParameter::Filter(column, comparison),
            }),
        }
    }

    /// The filter of a name: that of the longest property with which it begins.
    fn filter(&self, name: &str) -> Option<(usize, Comparison)> {
        let filters = self.columns.iter().enumerate().filter_map(|(index, column)| {
            let suffix = name.strip_prefix(column.property)?;
            let (_, comparison) = Comparison::SUFFIXES.iter().find(|(known, _)| *known == suffix)?;
            Some((index, *comparison))
        });
        filters.max_by_key(|(index, _)| self.columns[*index].property.len())
    }

    /// The searches of the list, in the order of its parameters.
    ///
    /// # Errors
    /// When a search names no filter, or one that does not compare text.
    pub fn searches(&self, list: &Operation<'s>) -> Checked<Vec<Search<'s>>> {
        let searches = list.parameters.iter().filter(|it| self.list_parameter(it) == Some(ListParameter::Search));
        collect(searches, |parameter| {
            let named = parameter.node.items_of(SEARCH)?;
            if named.is_empty() {
                return Err(parameter.node.error(format!("`{SEARCH}` needs the names of filters")));
            }
            Ok(Search { name: parameter.name, filters: collect(named, |name| self.search_filter(&name))? })
        })
    }

    fn search_filter(&self, node: &Node<'s>) -> Checked<(usize, Comparison)> {
        let filter = node.value().as_str().and_then(|name| self.filter(name));
        let is_text = |column: usize| matches!(self.columns[column].kind, ColumnKind::Text | ColumnKind::Enum(_));
        let is_found = |(column, comparison): &(usize, Comparison)| match comparison {
            Comparison::Equal => is_text(*column),
            Comparison::Prefix | Comparison::Contains => self.columns[*column].kind == ColumnKind::Text,
            _ => false,
        };
        filter.filter(is_found).ok_or_else(|| {
            node.error("not a filter that compares text: use the name of a property, or a name that ends in `_prefix` or `_contains`")
        })
    }

    /// Whether a list finds words in the texts of the table.
    pub fn is_searched(&self, list: &Operation<'s>) -> bool {
        list.parameters.iter().any(|parameter| self.list_parameter(parameter) == Some(ListParameter::FullText))
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
