//! Changing and deleting the rows that filters select, all of them or none.

mod delete;
mod matching;
mod report;
mod update;

pub use delete::delete_many;
pub use report::count_report;
pub use update::update_many;

use http::StatusCode;

use crate::error::Rejection;
use crate::list::ListQuery;
use crate::select_query::SelectQuery;
use crate::table::Table;

/// How many rows are changed or deleted.
#[derive(Clone, Copy, Debug)]
pub struct ManyRows {
    /// The maximum number of rows.
    pub limit: i64,
    /// Whether the transaction is rolled back in the end: a dry run.
    pub is_dry_run: bool,
}

impl ManyRows {
    /// The rows to change, and one more, which shows that there are more.
    ///
    /// # Errors
    /// 400 when filters are invalid, or there are none.
    fn select(self, rows: ListQuery) -> Result<SelectQuery, Rejection> {
        let has_filter = rows.has_filter();
        let selected = rows.selected(self.limit.saturating_add(1))?;
        if has_filter {
            return Ok(selected);
        }
        Err(Rejection::new(StatusCode::BAD_REQUEST, "a filter is required: the request would select all rows"))
    }

    /// Rejects more rows than the limit.
    ///
    /// # Errors
    /// 409.
    fn check(self, table: &Table, count: usize) -> Result<(), Rejection> {
        if i64::try_from(count).is_ok_and(|count| count <= self.limit) {
            return Ok(());
        }
        let detail = format!(
            "more than {} rows of {} match, and nothing is changed: select fewer rows with filters, or raise `limit`",
            self.limit, table.name
        );
        Err(Rejection::new(StatusCode::CONFLICT, detail))
    }
}
