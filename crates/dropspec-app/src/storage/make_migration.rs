//! `make_migration`.

use std::path::PathBuf;
use std::time::SystemTime;

use dropspec::migrate::{GivenDefault, Options, Rename, make};

use super::{StorageError, StoredApp, snapshot};
use crate::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The name of the migration, such as add_cabin
    name: String,
    /// The folder of the migrations
    #[arg(long, default_value = "migrations")]
    folder: PathBuf,
    /// The value of a new column in existing rows, such as fare=0
    #[arg(long = "default", value_name = "COLUMN=VALUE", value_parser = pair)]
    defaults: Vec<(String, String)>,
    /// A table or column that was renamed in the document
    #[arg(long = "rename", value_name = "OLD=NEW", value_parser = pair)]
    renames: Vec<(String, String)>,
    /// Generate the migration even if rows lose data
    #[arg(long)]
    allow_data_loss: bool,
}

pub(super) fn run<A: StoredApp>(arguments: Arguments) -> Result<(), Error> {
    let Arguments { name, folder, defaults, renames, allow_data_loss } = arguments;
    let options = Options {
        renames: renames.into_iter().map(|(old, new)| Rename { old, new }).collect(),
        defaults: defaults.into_iter().map(|(column, value)| GivenDefault { column, value }).collect(),
        allow_data_loss,
    };
    let made = make(&folder, &name, &snapshot::<A>(), &options, SystemTime::now()).map_err(StorageError::from)?;
    let Some(made) = made else {
        println!("nothing to do: the newest migration matches the document");
        return Ok(());
    };
    for folder in made.folders {
        println!("wrote {}", folder.display());
    }
    for line in made.summary {
        println!("  {line}");
    }
    println!("Read it, build again, and run `migrate`.");
    Ok(())
}

/// What is on both sides of the first `=`.
fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("missing `=`")?;
    Ok((name.to_owned(), value.to_owned()))
}
