//! `make_migration`.

use std::path::PathBuf;
use std::time::SystemTime;

use dropspec::migration::{GivenDefault, Options, Rename, make};

use super::CommandError;
use crate::service::layout;

/// What the command line says of a migration.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What it is called, such as add_cabin
    name: String,
    /// The folder of the migrations
    #[arg(long, default_value = "migrations")]
    folder: PathBuf,
    /// What rows that are there hold in a column, such as fare=0
    #[arg(long = "default", value_name = "COLUMN=VALUE", value_parser = pair)]
    defaults: Vec<(String, String)>,
    /// What has another name now
    #[arg(long = "rename", value_name = "OLD=NEW", value_parser = pair)]
    renames: Vec<(String, String)>,
    /// Go on although rows lose data
    #[arg(long)]
    allow_data_loss: bool,
}

pub(super) fn run(arguments: Arguments) -> Result<(), CommandError> {
    let Arguments { name, folder, defaults, renames, allow_data_loss } = arguments;
    let options = Options {
        renames: renames.into_iter().map(|(old, new)| Rename { old, new }).collect(),
        defaults: defaults.into_iter().map(|(column, value)| GivenDefault { column, value }).collect(),
        allow_data_loss,
    };
    let Some(made) = make(&folder, &name, &layout(), &options, SystemTime::now())? else {
        println!("nothing to do: the newest migration makes what the document says");
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
    let (name, value) = text.split_once('=').ok_or("there is no `=` in it")?;
    Ok((name.to_owned(), value.to_owned()))
}
