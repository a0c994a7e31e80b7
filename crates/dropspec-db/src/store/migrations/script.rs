//! Migrations as SQL.

use std::any::Any;

use diesel::QueryResult;
use diesel::connection::{BoxableConnection, SimpleConnection};
use diesel::migration::MigrationSource;
use diesel::pg::Pg;

use crate::store::error::StoreError;

/// A migration for PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct MigrationScript {
    pub(super) name: String,
    pub(in crate::store) version: String,
    pub(super) sql: String,
    /// Whether it is one transaction; otherwise each statement is one.
    pub(super) is_transaction: bool,
}

/// Takes the statements of a migration instead of a database.
#[derive(Default)]
struct Recorder(String);

impl SimpleConnection for Recorder {
    fn batch_execute(&mut self, statements: &str) -> QueryResult<()> {
        self.0.push_str(statements);
        Ok(())
    }
}

impl BoxableConnection<Pg> for Recorder {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// The migrations of a source, oldest first.
pub(in crate::store) fn scripts(source: &impl MigrationSource<Pg>) -> Result<Vec<MigrationScript>, StoreError> {
    let script = |migration: &dyn diesel::migration::Migration<Pg>| {
        let mut recorder = Recorder::default();
        migration.run(&mut recorder)?;
        Ok(MigrationScript {
            name: migration.name().to_string(),
            version: migration.name().version().to_string(),
            sql: recorder.0,
            is_transaction: migration.metadata().run_in_transaction(),
        })
    };
    let migrations = source.migrations().map_err(StoreError::Migration)?;
    let scripts: Result<Vec<_>, _> = migrations.iter().map(|migration| script(&**migration)).collect();
    let mut scripts = scripts.map_err(StoreError::Migration)?;
    scripts.sort_by(|one, other| one.version.cmp(&other.version));
    Ok(scripts)
}
