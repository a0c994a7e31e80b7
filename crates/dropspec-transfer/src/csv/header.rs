//! Headers of CSV files.

use super::rows::Row;
use dropspec_db::{Column, Table};

/// The columns of a file of rejected rows before those of the table; they are ignored when it is imported.
pub(crate) fn rejected(table: &Table) -> [&'static str; 3] {
    let names = ["line", "column", "reason"];
    let is_taken = table.columns.iter().any(|column| names.contains(&column.csv.header));
    if is_taken { ["rejected_line", "rejected_column", "rejected_reason"] } else { names }
}

/// Why a header does not match a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The file is empty.
    #[error("the file is empty; expected the header `{header}`")]
    Empty {
        /// The expected header.
        header: String,
    },
    /// A column is missing.
    #[error("missing column `{column}`; expected the header `{header}`, in any order")]
    Missing {
        /// Its name.
        column: &'static str,
        /// The expected header.
        header: String,
    },
    /// A column is unknown.
    #[error("unknown column `{column}`; expected the header `{header}`, in any order")]
    Unknown {
        /// The unknown column.
        column: String,
        /// The expected header.
        header: String,
    },
    /// A column is repeated.
    #[error("duplicate column `{0}`")]
    Repeated(String),
    /// It is not UTF-8.
    #[error("line {0}: the file is not UTF-8")]
    NotUtf8(u64),
}

/// The header of a CSV file.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    table: &'static Table,
    /// The column of each cell; `None` is not stored.
    cells: Vec<Option<usize>>,
    /// The position of the cell of each column.
    places: Vec<Option<usize>>,
}

impl Header {
    /// Reads the header from the first row of a file.
    pub(crate) fn read(table: &'static Table, row: &Row) -> Result<Self, HeaderError> {
        let mut places = vec![None; table.columns.len()];
        let (mut cells, mut seen) = (Vec::new(), [false; 3]);
        for index in 0..row.len() {
            let name = row.cell(index).ok_or(HeaderError::NotUtf8(row.line))?.text;
            let column = table.columns.iter().position(|column| column.csv.header == name);
            let is_repeated = match (column, rejected(table).iter().position(|known| *known == name)) {
                (Some(column), _) => places[column].replace(index).is_some(),
                (None, Some(known)) => std::mem::replace(&mut seen[known], true),
                (None, None) => {
                    return Err(HeaderError::Unknown { column: name.to_owned(), header: expected(table) });
                }
            };
            if is_repeated {
                return Err(HeaderError::Repeated(name.to_owned()));
            }
            cells.push(column);
        }
        let mut columns = table.columns.iter().enumerate().zip(&places);
        match columns.find(|((index, column), place)| place.is_none() && is_required(table, *index, column)) {
            Some(((_, column), _)) => Err(HeaderError::Missing { column: column.csv.header, header: expected(table) }),
            None => Ok(Self { table, cells, places }),
        }
    }

    /// The error of an empty file.
    pub(crate) fn missing(table: &'static Table) -> HeaderError {
        HeaderError::Empty { header: expected(table) }
    }

    /// The number of cells of a row.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The position of the cell of a column.
    pub(crate) fn place(&self, column: usize) -> Option<usize> {
        self.places[column]
    }

    /// The columns of the stored cells.
    pub(crate) fn columns(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().filter_map(|column| *column)
    }

    /// Whether a cell is stored.
    pub(crate) fn is_stored(&self, cell: usize) -> bool {
        // A row may have more cells than the header; they are kept.
        self.cells.get(cell).is_none_or(Option::is_some)
    }

    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }
}

/// Whether a column must be present: not a key, which is generated, and not a nullable column, or one that the server sets.
fn is_required(table: &Table, index: usize, column: &Column) -> bool {
    !is_only_key(table, index) && !column.nullable && !column.read_only
}

/// Whether a column is the key. Those of a key of several columns are not generated.
fn is_only_key(table: &Table, index: usize) -> bool {
    table.key == [index]
}

/// All columns but a key that is generated and those that the server sets.
fn expected(table: &Table) -> String {
    let columns = table.columns.iter().enumerate().filter(|(index, it)| !is_only_key(table, *index) && !it.read_only);
    columns.map(|(_, column)| column.csv.header).collect::<Vec<_>>().join(",")
}
