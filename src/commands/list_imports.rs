//! `list_imports`.

use dropspec::import::{Logged, logged};
use dropspec::store::Database;

use super::CommandError;
use super::check::require_migrated;

pub(super) async fn run(store: &Database) -> Result<(), CommandError> {
    require_migrated(store).await?;
    let imports = logged(store).await?;
    if imports.is_empty() {
        println!("nothing was imported yet");
        return Ok(());
    }
    let who = |import: &Logged| import.who.clone().unwrap_or_else(|| "-".to_owned());
    let width = imports.iter().map(|import| who(import).chars().count()).max().unwrap_or(0).max(3);
    println!(
        "{:20}  {:width$}  {:>9}  {:>8}  {:>9}  {:12}  FILE",
        "WHEN (UTC)", "WHO", "STORED", "REJECTED", "SECONDS", "SHA-256"
    );
    for import in &imports {
        let Logged { file, sha256, stored, rejected, started, took, .. } = import;
        let when = started.format("%Y-%m-%d %H:%M:%S");
        let seconds = format!("{}.{:03}", took / 1000, took % 1000);
        let start = sha256.get(..12).unwrap_or(sha256);
        println!("{when:20}  {:width$}  {stored:>9}  {rejected:>8}  {seconds:>9}  {start}  {file}", who(import));
    }
    Ok(())
}
