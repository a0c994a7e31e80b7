//! The database that the writes of a run go to.

use std::time::{Duration, Instant};

use tokio::time::sleep;
use tokio_postgres::NoTls;

use crate::support::{Backend, Cluster, Database, migrate};

/// How long requests to cancel statements may take, beside all other tests.
const CANCEL_TIME: Duration = Duration::from_secs(1);

/// A database that no other test is disturbed by.
pub(super) enum Target {
    Sqlite(Database),
    Postgres(Cluster),
}

impl Target {
    /// Returns `None` if there is no PostgreSQL server that can be frozen.
    pub(super) async fn start(backend: Backend) -> Option<Self> {
        match backend {
            Backend::Sqlite => Some(Self::Sqlite(Database::exclusive(backend).await)),
            Backend::Postgres => {
                let cluster = Cluster::durable()?;
                migrate(cluster.url()).await;
                Some(Self::Postgres(cluster))
            }
        }
    }

    pub(super) fn url(&self) -> &str {
        match self {
            Self::Sqlite(database) => database.url(),
            Self::Postgres(cluster) => cluster.url(),
        }
    }

    pub(super) fn cluster(&self) -> &Cluster {
        match self {
            Self::Sqlite(_) => panic!("there is no server"),
            Self::Postgres(cluster) => cluster,
        }
    }

    /// Waits until no statement waits for a lock. SQLite does not tell, so there it waits for a while.
    pub(super) async fn wait_until_cancelled(&self) {
        sleep(CANCEL_TIME).await;
        let Self::Postgres(cluster) = self else { return };
        let (client, connection) = tokio_postgres::connect(cluster.url(), NoTls).await.unwrap();
        tokio::spawn(connection);
        let begin = Instant::now();
        while !client.query("SELECT FROM pg_locks WHERE NOT granted", &[]).await.unwrap().is_empty() {
            assert!(begin.elapsed() < Duration::from_secs(20), "statements are not cancelled");
            sleep(Duration::from_millis(50)).await;
        }
    }
}
