//! `import_data`.

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use super::CommandError;
use super::check::require_migrated;
use crate::import::{ImportError, Summary, import};
use crate::store::Store;

/// The sample that is inside the program.
pub(super) const SAMPLE: &[u8] = include_bytes!("../../data/passengers.csv");

pub(super) async fn run(store: &impl Store, file: Option<&Path>, if_empty: bool) -> Result<(), CommandError> {
    require_migrated(store).await?;
    if if_empty && !store.is_empty().await? {
        println!("nothing to do: there are people already");
        return Ok(());
    }
    let started = Instant::now();
    let name = file.map_or_else(|| "the sample".to_owned(), |file| file.display().to_string());
    let outcome = match file {
        Some(file) => import_file(store, file).await,
        None => import(store, SAMPLE).await,
    };
    let summary = outcome.map_err(|error| CommandError::Import { file: name.clone(), error })?;
    println!("{}", report(&name, summary, started.elapsed().as_secs_f64()));
    Ok(())
}

async fn import_file(store: &impl Store, file: &Path) -> Result<Summary, ImportError> {
    let list = File::open(file)?;
    let bar = progress_bar(list.metadata()?.len());
    let outcome = import(store, bar.wrap_read(list)).await;
    bar.finish_and_clear();
    outcome
}

/// A bar over the bytes of the file; it is drawn only on a terminal.
fn progress_bar(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::new(bytes);
    let template = "{bar:40} {percent:>3} %  {bytes} of {total_bytes}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

fn report(name: &str, summary: Summary, seconds: f64) -> String {
    let Summary { people, shortened_ages } = summary;
    let ages = match shortened_ages {
        0 => "no age had a fraction".to_owned(),
        1 => "1 age had a fraction, which was dropped".to_owned(),
        many => format!("{many} ages had a fraction, which was dropped"),
    };
    format!("imported {people} people from {name} in {seconds:.2} s; {ages}")
}
