//! `migrate`.

use super::CommandError;
use crate::store::Store;

pub(super) async fn run(store: &impl Store) -> Result<(), CommandError> {
    let applied = store.migrate().await?;
    if applied.is_empty() {
        println!("nothing to do: all migrations are applied");
    }
    for name in applied {
        println!("applied {name}");
    }
    Ok(())
}
