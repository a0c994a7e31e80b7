//! The page of a list.

mod templates;

use dropspec_db::{
    CountValues, Entity, Fields, Filters, Links, ListQuery, Listing, Representation, Sort, Table, Total, Value,
};
use dropspec_http::Content;

use self::templates::{Bottom, Cell, Head, Header, Row, Top, append};
use crate::display::display;
use crate::field::Field;
use crate::form::{Form, FormContent, default_text};
use crate::href::{self, ListHref};
use crate::labels::{inline_label, label};
use crate::page::{STYLE, streamed};
use crate::sorting::{limit_field, sort_field};
use crate::title::{title, title_column};

/// The page of a list: its rows, the links to the pages beside it, the total number of rows if it was counted, and links to other
/// formats, by their values of the parameter `format`.
#[must_use]
pub fn list_page<R: Entity>(
    listing: Listing<R>,
    query: &ListQuery,
    links: &Links,
    total: Option<Total>,
    formats: &[&str],
) -> Content {
    let query = query.parameters();
    let view = ListView {
        table: query.table,
        columns: query.fields.map(Fields::columns),
        filters: query.filters,
        sort: query.sort,
        limit: query.limit,
        total,
        count: query.count,
        count_values: query.count_values,
        previous: links.prev.as_deref(),
        next: links.next.as_deref(),
        page_token: query.page_token,
        formats,
    };
    streamed(listing.content(ListPage::new(&view)))
}

/// Everything that the page of a list shows but its rows.
#[derive(Clone, Debug)]
pub(crate) struct ListView<'l> {
    pub(crate) table: &'static Table,
    /// The requested columns, unless all are.
    pub(crate) columns: Option<&'l [usize]>,
    pub(crate) filters: &'l Filters,
    /// The requested order.
    pub(crate) sort: &'l [Sort],
    /// The maximum number of rows.
    pub(crate) limit: Option<i64>,
    /// The number of rows on all pages, if they were counted.
    pub(crate) total: Option<Total>,
    /// The value of `count` in the request, if they were counted.
    pub(crate) count: Option<&'static str>,
    /// The values with which they can be counted.
    pub(crate) count_values: CountValues,
    /// The link to the previous page.
    pub(crate) previous: Option<&'l str>,
    /// The link to the next page.
    pub(crate) next: Option<&'l str>,
    /// The token of this page.
    pub(crate) page_token: Option<&'l str>,
    /// The other formats, by their values of the parameter `format`.
    pub(crate) formats: &'l [&'l str],
}

/// The page of a list, written while its rows are fetched.
#[derive(Debug)]
pub(crate) struct ListPage {
    table: &'static Table,
    columns: Vec<usize>,
    /// The labels of the columns, which cells repeat for narrow screens.
    labels: Vec<String>,
    top: Top,
    head: Head,
    bottom: Bottom,
}

impl ListPage {
    pub(crate) fn new(view: &ListView<'_>) -> Self {
        let table = view.table;
        let ListView { filters, sort, limit, count, .. } = *view;
        let href = ListHref { table, filters, sort, limit, count };
        let columns = shown_columns(table, view.columns);
        let is_filtered = !view.filters.is_empty();
        let name = inline_label(table.name);
        let formats = view.formats.iter().map(|format| (format.to_uppercase(), href.format(view.page_token, format)));
        let bottom = Bottom {
            is_empty: true,
            is_filtered,
            name,
            unfiltered: href.unfiltered(),
            previous: view.previous.map(str::to_owned),
            next: view.next.map(str::to_owned),
            formats: formats.collect(),
        };
        let head = Head {
            caption: caption(view),
            count: view.count_values.quickest().filter(|_| view.count.is_none()).map(|value| href.counted(value)),
            headers: columns.iter().map(|column| header(&href, *column)).collect(),
        };
        let labels = columns.iter().map(|column| label(table.columns[*column].property)).collect();
        Self { table, labels, columns, top: top(view, &href), head, bottom }
    }

    pub(crate) fn write_top(&self, out: &mut Vec<u8>) {
        append(&self.top, out);
    }

    /// Writes a row, by the values of its columns.
    pub(crate) fn write_row<'v>(&mut self, value: impl Fn(usize) -> Value<'v>, out: &mut Vec<u8>) {
        if self.bottom.is_empty {
            self.bottom.is_empty = false;
            append(&self.head, out);
        }
        let key = value(self.table.key[0]);
        let cells = self.columns.iter().zip(&self.labels).skip(1).map(|(index, label)| {
            let column = &self.table.columns[*index];
            Cell { label, text: display(column, &value(*index)), numeric: column.column_type.is_number() }
        });
        let row = Row {
            link: href::record_from_list(self.table, &key),
            title: title(self.table, &value(self.columns[0]), &key),
            cells: cells.collect(),
        };
        append(&row, out);
    }

    pub(crate) fn write_bottom(&self, out: &mut Vec<u8>) {
        append(&self.bottom, out);
    }
}

impl<R: Entity> Representation<R> for ListPage {
    fn begin(&mut self, out: &mut Vec<u8>) {
        self.write_top(out);
    }

    fn row(&mut self, record: &R, out: &mut Vec<u8>) {
        self.write_row(|column| record.value(column), out);
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        self.write_bottom(out);
    }
}

fn top(view: &ListView<'_>, href: &ListHref<'_>) -> Top {
    let table = view.table;
    let content = FormContent { text: |column: usize| default_text(&table.columns[column]), violations: &[] };
    Top {
        title: label(table.name),
        style: STYLE,
        noun: inline_label(table.schema),
        filters: Field::filters(table, view.filters),
        sort: sort_field(table, view.sort),
        limit: view.limit.map(limit_field),
        is_filtered: !view.filters.is_empty(),
        count: href.count,
        list: href::list(table),
        unfiltered: href.unfiltered(),
        create: Form::create(table, href::list(table).to_owned(), &content),
    }
}

/// The columns of a list: first the title, then the requested ones. The key is shown only as the title.
fn shown_columns(table: &Table, requested: Option<&[usize]>) -> Vec<usize> {
    let title = title_column(table);
    let others = (0..table.columns.len()).filter(|column| *column != title && !table.is_key(*column));
    let others = others.filter(|column| requested.is_none_or(|requested| requested.contains(column)));
    [title].into_iter().chain(others).collect()
}

fn header(href: &ListHref<'_>, index: usize) -> Header {
    let column = &href.table.columns[index];
    let current = href.sort.first().filter(|sort| sort.column == index);
    let descending = current.is_some_and(|sort| !sort.descending);
    Header {
        label: label(column.property),
        numeric: column.column_type.is_number(),
        direction: current.map(|sort| if sort.descending { "descending" } else { "ascending" }),
        link: column.sortable.then(|| href.sorted(&[Sort { column: index, descending }])),
    }
}

fn caption(view: &ListView<'_>) -> String {
    let rows = view.total.map_or_else(
        || label(view.table.name),
        |Total { rows, is_estimate }| match is_estimate {
            true => format!("About {rows} in total"),
            false => format!("{rows} in total"),
        },
    );
    let sorts = view.sort.iter().map(|sort| {
        let label = inline_label(view.table.columns[sort.column].property);
        if sort.descending { format!("{label}, descending") } else { label }
    });
    let sorts: Vec<String> = sorts.collect();
    if sorts.is_empty() {
        format!("{rows}, in creation order")
    } else {
        format!("{rows}, sorted by {}", sorts.join(", then by "))
    }
}
