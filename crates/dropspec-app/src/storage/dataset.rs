//! Tables whose rows can be imported and exported, whatever the type of their rows.

use std::fmt;
use std::io::Read;
use std::marker::PhantomData;
use std::pin::Pin;

use dropspec::db::{Database, StoreError};
use dropspec::db::{Entity, Table, is_empty};
use dropspec::transfer::{ExportError, export};
use dropspec::transfer::{ImportError, ImportReport, Options, check, import};

use super::StorageError;
use super::StoredApp;
use super::csv_output::CsvOutput;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A CSV file that is read.
pub(super) type CsvInput = Box<dyn Read + Send>;

/// A table whose rows can be imported and exported.
pub struct Dataset(&'static dyn Operations);

impl Dataset {
    /// The table of these rows.
    #[must_use]
    pub fn of<R: Entity>() -> Self {
        Self(&RowsOf::<R>(PhantomData))
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &'static Table {
        self.0.table()
    }

    pub(super) async fn is_empty(&self, database: &Database) -> Result<bool, StoreError> {
        self.0.is_empty(database).await
    }

    /// Stores the rows of a CSV file.
    pub(super) async fn import(
        &self,
        database: &Database,
        input: CsvInput,
        options: Options,
    ) -> Result<ImportReport, ImportError> {
        self.0.import(database, input, options).await
    }

    /// Validates the rows of a CSV file.
    pub(super) async fn check(&self, input: CsvInput, options: Options) -> Result<ImportReport, ImportError> {
        self.0.check(input, options).await
    }

    /// Writes all rows as CSV.
    pub(super) async fn export(&self, database: &Database, output: CsvOutput) -> Result<(u64, CsvOutput), ExportError> {
        self.0.export(database, output).await
    }
}

impl fmt::Debug for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dataset").field(&self.table().name).finish()
    }
}

/// The dataset of a table, or the only one.
pub(super) fn select<A: StoredApp>(table: Option<&str>) -> Result<Dataset, StorageError> {
    let is_selected = |dataset: &Dataset| table.is_none_or(|name| name == dataset.table().name);
    // The command line allows only the names of tables.
    A::datasets().into_iter().find(is_selected).ok_or(StorageError::NoTable)
}

/// Rows for a table that is empty.
#[derive(Debug)]
pub struct Sample {
    pub(super) dataset: Dataset,
    pub(super) csv: &'static [u8],
}

impl Sample {
    /// Its name in messages and in the list of imports.
    pub(super) const NAME: &'static str = "the sample";

    /// Rows as a CSV file.
    #[must_use]
    pub fn of<R: Entity>(csv: &'static [u8]) -> Self {
        Self { dataset: Dataset::of::<R>(), csv }
    }
}

/// What can be done with the rows of a table, without their type.
trait Operations: Sync {
    fn table(&self) -> &'static Table;
    fn is_empty<'a>(&self, database: &'a Database) -> BoxFuture<'a, Result<bool, StoreError>>;
    fn import<'a>(
        &self,
        database: &'a Database,
        input: CsvInput,
        options: Options,
    ) -> BoxFuture<'a, Result<ImportReport, ImportError>>;
    fn check(&self, input: CsvInput, options: Options) -> BoxFuture<'static, Result<ImportReport, ImportError>>;
    fn export<'a>(
        &self,
        database: &'a Database,
        output: CsvOutput,
    ) -> BoxFuture<'a, Result<(u64, CsvOutput), ExportError>>;
}

struct RowsOf<R>(PhantomData<R>);

impl<R: Entity> Operations for RowsOf<R> {
    fn table(&self) -> &'static Table {
        R::TABLE
    }

    fn is_empty<'a>(&self, database: &'a Database) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(is_empty::<R>(database))
    }

    fn import<'a>(
        &self,
        database: &'a Database,
        input: CsvInput,
        options: Options,
    ) -> BoxFuture<'a, Result<ImportReport, ImportError>> {
        Box::pin(import::<R>(database, input, options))
    }

    fn check(&self, input: CsvInput, options: Options) -> BoxFuture<'static, Result<ImportReport, ImportError>> {
        Box::pin(check::<R>(input, options))
    }

    fn export<'a>(
        &self,
        database: &'a Database,
        output: CsvOutput,
    ) -> BoxFuture<'a, Result<(u64, CsvOutput), ExportError>> {
        Box::pin(export::<R, CsvOutput>(database, output))
    }
}
