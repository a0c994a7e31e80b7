//! `migrate`.

use dropspec::store;

use super::CommandError;
use crate::service::MIGRATIONS;

pub(super) async fn run(store: &store::Database) -> Result<(), CommandError> {
    let applied = store.migrate(MIGRATIONS).await?;
    if applied.is_empty() {
        println!("nothing to do: all migrations are applied");
    }
    for name in applied {
        println!("applied {name}");
    }
    Ok(())
}
