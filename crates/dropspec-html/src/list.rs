//! The page of a list.

use askama::Template;

use super::super::description::{Column, Table};
use super::super::list::{Fields, Links, ListQuery, Listing, Representation};
use super::super::record::Record;
use super::super::selection::{Filter, Sort};
use super::super::value::Value;
use super::address::{self, Query};
use super::field::Field;
use super::form::{Contents, Form, default_text};
use super::order::{limits, sorts};
use super::page::sent;
use super::text::{is_numeric, shown};
use super::words::{inside, readable};
use super::{STYLE, title, title_column};
use crate::content::Content;

/// The rows of a list as a page: what was asked for, the pages beside it, how many rows there are in all, and what else the list can be
/// answered as, by the names that the parameter `format` has for it.
#[must_use]
pub fn rows<R: Record>(
    listing: Listing<R>,
    query: &ListQuery,
    links: &Links,
    total: Option<i64>,
    formats: &[&str],
) -> Content {
    sent(listing.content(ListPage::new(query, links, total, formats)))
}

/// What a list shows, apart from its rows.
#[derive(Clone, Debug)]
pub(super) struct List<'l> {
    pub(super) table: &'static Table,
    /// The columns that are asked for, unless all are.
    pub(super) columns: Option<&'l [usize]>,
    /// What the rows meet.
    pub(super) filters: &'l [Filter],
    /// What they are sorted by, as it was asked for.
    pub(super) sort: &'l [Sort],
    /// How many there are at the most.
    pub(super) limit: Option<i64>,
    /// How many there are in all, if they were counted.
    pub(super) total: Option<i64>,
    /// Whether they can be counted.
    pub(super) is_countable: bool,
    /// The reference of the page before.
    pub(super) previous: Option<&'l str>,
    /// The reference of the page behind.
    pub(super) next: Option<&'l str>,
    /// The token of this page.
    pub(super) token: Option<&'l str>,
    /// The other representations, by their names in the parameter `format`.
    pub(super) formats: &'l [&'l str],
}

/// The page of a list, to be written from its top to its bottom.
#[derive(Debug)]
pub(super) struct ListPage {
    table: &'static Table,
    columns: Vec<usize>,
    /// The names of the columns, as each cell has them for where there is no room for a head.
    labels: Vec<String>,
    top: Top,
    head: Head,
    bottom: Bottom,
}

#[derive(Debug, Template)]
#[template(path = "list_top.html")]
struct Top {
    title: String,
    style: &'static str,
    one: String,
    filters: Vec<Field>,
    sorts: Option<Field>,
    limits: Option<Field>,
    is_filtered: bool,
    is_counted: bool,
    list: &'static str,
    unfiltered: String,
    new: Form,
}

#[derive(Debug, Template)]
#[template(path = "list_table.html")]
struct Head {
    caption: String,
    count: Option<String>,
    headers: Vec<Header>,
}

/// The head of a column.
#[derive(Debug)]
struct Header {
    label: String,
    numeric: bool,
    /// `aria-sort`
    direction: Option<&'static str>,
    /// The list, sorted by the column; the other way round when it already is.
    link: Option<String>,
}

#[derive(Template)]
#[template(path = "list_row.html")]
struct Row<'r> {
    link: String,
    title: String,
    cells: Vec<Cell<'r>>,
}

struct Cell<'r> {
    label: &'r str,
    text: String,
    numeric: bool,
}

#[derive(Debug, Template)]
#[template(path = "list_bottom.html")]
struct Bottom {
    is_empty: bool,
    is_filtered: bool,
    unfiltered: String,
    previous: Option<String>,
    next: Option<String>,
    formats: Vec<(String, String)>,
}

impl ListPage {
    fn new(query: &ListQuery, links: &Links, total: Option<i64>, formats: &[&str]) -> Self {
        Self::of(&List {
            table: query.table,
            columns: query.fields.as_ref().map(Fields::columns),
            filters: &query.filters,
            sort: &query.sort,
            limit: query.limit,
            total,
            is_countable: query.is_countable,
            previous: links.prev.as_deref(),
            next: links.next.as_deref(),
            token: query.token.as_deref(),
            formats,
        })
    }

    pub(super) fn of(list: &List<'_>) -> Self {
        let table = list.table;
        let is_counted = list.total.is_some();
        let query = Query { table, filters: list.filters, sort: list.sort, limit: list.limit, is_counted };
        let columns = shown_columns(table, list.columns);
        let label = |column: &usize| readable(table.columns[*column].property);
        let contents = Contents { text: |column: usize| default_text(&table.columns[column]), violations: &[] };
        let is_filtered = !list.filters.is_empty();
        Self {
            table,
            labels: columns.iter().map(label).collect(),
            top: Top {
                title: readable(table.name),
                style: STYLE,
                one: inside(table.schema),
                filters: Field::filters(table, list.filters),
                sorts: sorts(table, list.sort),
                limits: list.limit.map(limits),
                is_filtered,
                is_counted,
                list: address::list(table),
                unfiltered: query.unfiltered(),
                new: Form::of_new(table, address::list(table).to_owned(), &contents),
            },
            head: Head {
                caption: caption(list),
                count: (list.is_countable && !is_counted).then(|| query.counted()),
                headers: columns.iter().map(|column| header(&query, *column)).collect(),
            },
            bottom: Bottom {
                is_empty: true,
                is_filtered,
                unfiltered: query.unfiltered(),
                previous: list.previous.map(str::to_owned),
                next: list.next.map(str::to_owned),
                formats: list.formats.iter().map(|name| (name.to_uppercase(), query.page(list.token, name))).collect(),
            },
            columns,
        }
    }

    pub(super) fn start(&self, out: &mut Vec<u8>) {
        append(&self.top, out);
    }

    pub(super) fn finish(&self, out: &mut Vec<u8>) {
        append(&self.bottom, out);
    }

    /// Appends a row, by the value of each column.
    pub(super) fn values<'v>(&mut self, value: impl Fn(usize) -> Value<'v>, out: &mut Vec<u8>) {
        if self.bottom.is_empty {
            self.bottom.is_empty = false;
            append(&self.head, out);
        }
        let key = value(self.table.key);
        let cells = self.columns.iter().zip(&self.labels).skip(1).map(|(index, label)| {
            let column: &Column = &self.table.columns[*index];
            Cell { label, text: shown(&value(*index)), numeric: is_numeric(column.kind) }
        });
        let row = Row {
            link: address::record_in_list(self.table, &key),
            title: title(self.table, &value(self.columns[0]), &key),
            cells: cells.collect(),
        };
        append(&row, out);
    }
}

impl<R: Record> Representation<R> for ListPage {
    fn begin(&mut self, out: &mut Vec<u8>) {
        self.start(out);
    }

    fn row(&mut self, record: &R, out: &mut Vec<u8>) {
        self.values(|column| record.value(column), out);
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        self.finish(out);
    }
}

fn append(template: &impl Template, out: &mut Vec<u8>) {
    // Neither the templates nor a vector have anything to fail on.
    let _ = Template::write_into(template, out);
}

/// The columns that a list shows: the one that names a record before all others, and the key only if it is that one.
fn shown_columns(table: &Table, asked: Option<&[usize]>) -> Vec<usize> {
    let title = title_column(table);
    let others = (0..table.columns.len()).filter(|column| *column != title && *column != table.key);
    let asked = others.filter(|column| asked.is_none_or(|asked| asked.contains(column)));
    [title].into_iter().chain(asked).collect()
}

fn header(query: &Query<'_>, index: usize) -> Header {
    let column = &query.table.columns[index];
    let current = query.sort.first().filter(|sort| sort.column == index);
    let descending = current.is_some_and(|sort| !sort.descending);
    Header {
        label: readable(column.property),
        numeric: is_numeric(column.kind),
        direction: current.map(|sort| if sort.descending { "descending" } else { "ascending" }),
        link: column.sortable.then(|| query.sorted(&[Sort { column: index, descending }])),
    }
}

fn caption(list: &List<'_>) -> String {
    let total = list.total.map(|total| format!("{total} in all"));
    let sorts = list.sort.iter().map(|sort| {
        let label = inside(list.table.columns[sort.column].property);
        if sort.descending { format!("{label}, descending") } else { label }
    });
    let sorts: Vec<String> = sorts.collect();
    let order = if sorts.is_empty() { "in the order of creation".to_owned() } else { sorts.join(", then by ") };
    let order = if sorts.is_empty() { order } else { format!("sorted by {order}") };
    [total.unwrap_or_else(|| readable(list.table.name)), order].join(", ")
}
