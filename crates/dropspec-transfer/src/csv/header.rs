//! The columns of a list, and the columns of the table that they stand for.

use super::rows::Row;
use dropspec_db::{Column, Table};

/// What a list of rejected rows has before the columns of the table; it is imported without them.
pub(crate) fn rejected(table: &Table) -> [&'static str; 3] {
    let names = ["line", "column", "reason"];
    let is_taken = table.columns.iter().any(|column| names.contains(&column.csv.header));
    if is_taken { ["rejected_line", "rejected_column", "rejected_reason"] } else { names }
}

/// Why a header is not one of a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// There is none.
    #[error("the file is empty: a header is expected, `{header}`")]
    Empty {
        /// What it should be.
        header: String,
    },
    /// A column is missing.
    #[error("the column `{column}` is missing; the header must be `{header}`, in any order")]
    Missing {
        /// Its name.
        column: &'static str,
        /// What the header should be.
        header: String,
    },
    /// A column is not known.
    #[error("there is no column `{column}`; the header must be `{header}`, in any order")]
    Unknown {
        /// What the header has.
        column: String,
        /// What it should be.
        header: String,
    },
    /// A column is there twice.
    #[error("the column `{0}` is there twice")]
    Repeated(String),
    /// It is not UTF-8.
    #[error("line {0}: the file is not UTF-8")]
    NotUtf8(u64),
}

/// The header of a list.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    table: &'static Table,
    /// What each cell of a row stands for: a column of the table, or nothing that is stored.
    cells: Vec<Option<usize>>,
    /// The cell of each column of the table.
    places: Vec<Option<usize>>,
}

impl Header {
    /// Reads it from the first row of a list.
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

    /// Why a list without any row is refused.
    pub(crate) fn missing(table: &'static Table) -> HeaderError {
        HeaderError::Empty { header: expected(table) }
    }

    /// How many cells a row has.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cell of a column of the table.
    pub(crate) fn place(&self, column: usize) -> Option<usize> {
        self.places[column]
    }

    /// What each cell of a row stands for, of those that stand for something.
    pub(crate) fn columns(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().filter_map(|column| *column)
    }

    /// Whether a cell stands for a column of the table.
    pub(crate) fn is_stored(&self, cell: usize) -> bool {
        // A row may have more cells than the header; they are its own.
        self.cells.get(cell).is_none_or(Option::is_some)
    }

    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }
}

/// The key is made when it is missing, and nothing is stored of a column that may hold nothing.
fn is_required(table: &Table, index: usize, column: &Column) -> bool {
    index != table.key && !column.nullable
}

/// All columns but the key.
fn expected(table: &Table) -> String {
    let columns = table.columns.iter().enumerate().filter(|(index, _)| *index != table.key);
    columns.map(|(_, column)| column.csv.header).collect::<Vec<_>>().join(",")
}
