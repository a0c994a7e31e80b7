//! `list_imports`.

use dropspec::db::Database;
use dropspec::transfer::{ImportRecord, list_imports};

use super::StoredApp;
use super::check::require_migrated;
use super::columns::columns;
use crate::Error;

pub(super) async fn run<A: StoredApp>(database: &Database) -> Result<(), Error> {
    require_migrated::<A>(database).await?;
    let imports = list_imports(database).await?;
    if imports.is_empty() {
        println!("there are no imports");
        return Ok(());
    }
    let row = |import: &ImportRecord| {
        let ImportRecord { file, sha256, stored, rejected, who, started, took, .. } = import;
        let seconds = format!("{}.{:03}", took / 1000, took % 1000);
        [
            started.format("%Y-%m-%d %H:%M:%S").to_string(),
            who.clone().unwrap_or_else(|| "-".to_owned()),
            format!("{stored:>9}"),
            format!("{rejected:>8}"),
            format!("{seconds:>9}"),
            sha256.get(..12).unwrap_or(sha256).to_owned(),
            file.clone(),
        ]
    };
    let head = ["WHEN (UTC)", "WHO", " IMPORTED", "REJECTED", "  SECONDS", "SHA-256", "FILE"];
    print!("{}", columns(head, imports.iter().map(row)));
    Ok(())
}
