//! `api_key`.

use std::time::{Duration, SystemTime};

use clap::Subcommand;
use dropspec::config::FromVariable as _;
use dropspec::security::{ApiKeys, ListedKey, NewKey, TableStore};
use dropspec::store::Database;

use super::CommandError;
use super::check::require_migrated;
use super::columns::columns;
use crate::service::api_keys;

/// What is to become of API keys.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Make a key and print it; it is not kept, so this is the only time that it can be seen
    Create {
        /// Whose key it is, as the log will name them
        subject: String,
        /// How long it is good for, such as 12h or 90d; without it, until it is revoked
        #[arg(long, value_name = "DURATION", value_parser = duration)]
        expires_in: Option<Duration>,
    },
    /// Print whose keys there are, without the keys
    List,
    /// Forget a key, by the id that `list` shows
    Revoke {
        /// The part of the key between the first underscore and the second
        id: String,
    },
}

pub(super) async fn run(store: &Database, action: Action) -> Result<(), CommandError> {
    require_migrated(store).await?;
    let keys = api_keys(store.clone());
    match action {
        Action::Create { subject, expires_in } => create(&keys, subject, expires_in).await,
        Action::List => list(&keys).await,
        Action::Revoke { id } => revoke(&keys, id).await,
    }
}

async fn create(keys: &ApiKeys<TableStore>, subject: String, expires_in: Option<Duration>) -> Result<(), CommandError> {
    let expires = expires_in.and_then(|duration| SystemTime::now().checked_add(duration));
    let issued = keys.issue(NewKey { subject, expires, ..NewKey::default() }).await?;
    // Nothing but the key: it may go into a file or a secret store.
    println!("{}", issued.key.expose());
    Ok(())
}

async fn list(keys: &ApiKeys<TableStore>) -> Result<(), CommandError> {
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
    print!("{}", columns(["ID", "MADE (UTC)", "EXPIRES (UTC)", "SUBJECT"], all.iter().map(row)));
    Ok(())
}

async fn revoke(keys: &ApiKeys<TableStore>, id: String) -> Result<(), CommandError> {
    if keys.revoke(&id).await? {
        println!("revoked {id}");
        return Ok(());
    }
    Err(CommandError::NoKey(id))
}

fn duration(text: &str) -> Result<Duration, String> {
    Duration::from_variable(text).ok_or_else(|| format!("must be {}", Duration::EXPECTED))
}
