//! The templates of a list. They are written one after the other, while the rows are fetched.

use askama::Template;

use crate::field::Field;
use crate::form::Form;

/// The page up to the table.
#[derive(Debug, Template)]
#[template(path = "list_top.html")]
pub(super) struct Top {
    pub(super) title: String,
    pub(super) style: &'static str,
    pub(super) noun: String,
    pub(super) filters: Vec<Field>,
    pub(super) sort: Option<Field>,
    pub(super) limit: Option<Field>,
    pub(super) is_filtered: bool,
    pub(super) count: Option<&'static str>,
    pub(super) list: &'static str,
    pub(super) unfiltered: String,
    pub(super) create: Form,
}

/// The table up to its first row; written only if there is one.
#[derive(Debug, Template)]
#[template(path = "list_table.html")]
pub(super) struct Head {
    pub(super) caption: String,
    pub(super) count: Option<String>,
    pub(super) headers: Vec<Header>,
}

/// The header of a column.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) label: String,
    pub(super) numeric: bool,
    /// `aria-sort`
    pub(super) direction: Option<&'static str>,
    /// The list sorted by the column; in the opposite direction if it already is.
    pub(super) link: Option<String>,
}

/// A row.
#[derive(Template)]
#[template(path = "list_row.html")]
pub(super) struct Row<'r> {
    pub(super) link: String,
    pub(super) title: String,
    pub(super) cells: Vec<Cell<'r>>,
}

/// A cell of a row.
pub(super) struct Cell<'r> {
    pub(super) label: &'r str,
    pub(super) text: String,
    pub(super) numeric: bool,
}

/// The page after the last row.
#[derive(Debug, Template)]
#[template(path = "list_bottom.html")]
pub(super) struct Bottom {
    pub(super) is_empty: bool,
    pub(super) is_filtered: bool,
    pub(super) name: String,
    pub(super) unfiltered: String,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
    pub(super) formats: Vec<(String, String)>,
}

/// Appends a template to the page.
pub(super) fn append(template: &impl Template, out: &mut Vec<u8>) {
    // Writing to a vector cannot fail, and neither can the templates.
    let _ = Template::write_into(template, out);
}
