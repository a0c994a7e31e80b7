//! `api_key`.

use std::time::{Duration, SystemTime};

use clap::Subcommand;
use dropspec::auth::{ApiKeys, KeyPrefix, NewKey, Subject};
use dropspec::config::FromEnv as _;
use dropspec::db::{Database, ListedKey, TableStore};

use super::check::require_migrated;
use super::columns::columns;
use super::{StorageError, StoredApp};
use crate::Error;

#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Create a key and print it; only its hash is stored, so this is the only time that it is shown
    Create {
        /// The owner of the key, as the log names them; printable characters
        subject: Subject,
        /// The lifetime of the key, such as 12h or 90d [default: until it is revoked]
        #[arg(long, value_name = "DURATION", value_parser = duration)]
        expires_in: Option<Duration>,
    },
    /// Print the owners of all keys, without the keys
    List,
    /// Delete a key, by the id that `list` prints
    Revoke {
        /// The part of the key between its first and second underscore
        id: String,
    },
}

pub(super) async fn run<A: StoredApp>(database: &Database, prefix: KeyPrefix, action: Action) -> Result<(), Error> {
    require_migrated::<A>(database).await?;
    let keys = ApiKeys::new(prefix, TableStore::new(database.clone()));
    let outcome = match action {
        Action::Create { subject, expires_in } => create(&keys, subject, expires_in).await,
        Action::List => list(&keys).await,
        Action::Revoke { id } => revoke(&keys, id).await,
    };
    Ok(outcome?)
}

async fn create(
    keys: &ApiKeys<TableStore>,
    subject: Subject,
    expires_in: Option<Duration>,
) -> Result<(), StorageError> {
    let expires = expires_in.and_then(|duration| SystemTime::now().checked_add(duration));
    let issued = keys.issue(NewKey { expires, ..NewKey::new(subject) }).await?;
    // Only the key, so that the output can be stored as a secret.
    println!("{}", issued.key.expose());
    Ok(())
}

async fn list(keys: &ApiKeys<TableStore>) -> Result<(), StorageError> {
    let all = keys.store().all().await?;
    if all.is_empty() {
        println!("there are no keys");
        return Ok(());
    }
    let minutes = "%Y-%m-%d %H:%M";
    let row = |key: &ListedKey| {
        let expires = key.expires.map_or_else(|| "-".to_owned(), |end| end.format(minutes).to_string());
        [key.id.clone(), key.created.format(minutes).to_string(), expires, key.subject.clone()]
    };
    print!("{}", columns(["ID", "CREATED (UTC)", "EXPIRES (UTC)", "SUBJECT"], all.iter().map(row)));
    Ok(())
}

async fn revoke(keys: &ApiKeys<TableStore>, id: String) -> Result<(), StorageError> {
    if keys.revoke(&id).await? {
        println!("revoked {id}");
        return Ok(());
    }
    Err(StorageError::NoKey(id))
}

fn duration(text: &str) -> Result<Duration, String> {
    Duration::from_env(text).ok_or_else(|| format!("must be {}", Duration::EXPECTED))
}
