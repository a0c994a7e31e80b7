//! Reasons why writes wait until their time is over.

use std::time::Duration;

use tokio::time::sleep;

use super::target::Target;
use crate::support::{Backend, Lock, Write, WriteKind};

/// What writes have to wait for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Obstacle {
    /// The table, or the whole file of SQLite, is locked.
    LockedTable,
    LockedRows,
    /// Another transaction has created rows with the same unique keys.
    HeldKeys,
    /// No process of the server runs.
    FrozenServer,
}

impl Obstacle {
    pub(super) fn of(backend: Backend) -> &'static [Self] {
        match backend {
            Backend::Sqlite => &[Self::LockedTable],
            Backend::Postgres => &[Self::LockedTable, Self::LockedRows, Self::HeldKeys, Self::FrozenServer],
        }
    }

    /// Returns whether writes of a kind have to wait.
    pub(super) fn stops(self, kind: WriteKind) -> bool {
        match self {
            Self::LockedTable | Self::FrozenServer => true,
            Self::LockedRows => kind.changes_a_row(),
            Self::HeldKeys => matches!(kind, WriteKind::CreateWithUuid | WriteKind::CreateOnce | WriteKind::Bulk),
        }
    }

    /// Puts itself in the way of writes that are sent meanwhile, for some time.
    pub(super) async fn hold<T>(
        self,
        target: &Target,
        writes: &[Write],
        time: Duration,
        sending: impl Future<Output = T>,
    ) -> T {
        let statement = match self {
            Self::FrozenServer => {
                let frozen = target.cluster().freeze();
                let thaw = async {
                    sleep(time).await;
                    drop(frozen);
                };
                return tokio::join!(sending, thaw).0;
            }
            Self::LockedTable => Lock::TABLE.to_owned(),
            Self::LockedRows => Lock::ROWS.to_owned(),
            Self::HeldKeys => writes.iter().map(insert_same_key).collect(),
        };
        let lock = Lock::acquire(target.url(), &statement).await;
        let release = async {
            sleep(time).await;
            lock.release().await;
        };
        tokio::join!(sending, release).0
    }
}

/// A statement that uses the unique key of a write.
fn insert_same_key(write: &Write) -> String {
    let name = write.name;
    match write.kind {
        WriteKind::CreateOnce => format!(
            r#"INSERT INTO dropspec_idempotency_keys (key, fingerprint, answer, created)
               VALUES ('["create_person","","{name}"]', '', '', now());"#
        ),
        _ => format!(
            "INSERT INTO people (uuid, passenger_class, name, sex, age, siblings_or_spouses_aboard, \
             parents_or_children_aboard, fare, survived) VALUES ('{name}', 3, 'other', 'male', 1, 0, 0, 1, false);"
        ),
    }
}
