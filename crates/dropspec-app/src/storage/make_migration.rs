//! `make_migration`.

use std::path::PathBuf;
use std::time::SystemTime;

use dropspec::migrate::{GivenDefault, Options, Rename, finish, make};

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
    /// Keep renamed columns of PostgreSQL by their old names as well, so that the release before can be in use until --finish-rename
    #[arg(long, requires = "renames")]
    rolling: bool,
    /// Drop the old column of a --rolling rename, once the release before has ended
    #[arg(long, value_name = "OLD=NEW", value_parser = pair, conflicts_with_all = ["defaults", "renames", "allow_data_loss"])]
    finish_rename: Option<(String, String)>,
    /// Generate the migration even if rows lose data
    #[arg(long)]
    allow_data_loss: bool,
}

pub(super) fn run<A: StoredApp>(arguments: Arguments) -> Result<(), Error> {
    let Arguments { name, folder, defaults, renames, rolling, finish_rename, allow_data_loss } = arguments;
    let options = Options {
        renames: renames.into_iter().map(|(old, new)| Rename { old, new }).collect(),
        defaults: defaults.into_iter().map(|(column, value)| GivenDefault { column, value }).collect(),
        allow_data_loss,
        rolling,
    };
    let (schema, now) = (snapshot::<A>(), SystemTime::now());
    let made = match finish_rename {
        Some((old, new)) => finish(&folder, &name, &schema, &Rename { old, new }, now).map(Some),
        None => make(&folder, &name, &schema, &options, now),
    };
    let made = made.map_err(StorageError::from)?;
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
