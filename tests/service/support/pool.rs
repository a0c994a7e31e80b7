//! A pool of migrated PostgreSQL databases, because creating one takes longer than most tests.

use std::sync::{Arc, Mutex, Weak};

use tokio_postgres::NoTls;

use super::database::migrate;
use super::postgres::server;

/// A database on the server, deleted on drop.
pub(super) struct PostgresDatabase(String);

impl PostgresDatabase {
    pub(super) fn create() -> Self {
        Self(server().create_database(None))
    }

    pub(super) fn url(&self) -> String {
        server().url(&self.0)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        server().drop_database(&self.0);
    }
}

/// The idle databases.
type Pool = Mutex<Vec<PostgresDatabase>>;

/// A migrated database that returns to the pool on drop.
pub(super) struct PooledDatabase {
    database: Option<PostgresDatabase>,
    pool: Arc<Pool>,
}

impl PooledDatabase {
    pub(super) fn url(&self) -> String {
        self.database.as_ref().expect("it has not been returned").url()
    }
}

impl Drop for PooledDatabase {
    fn drop(&mut self) {
        self.pool.lock().unwrap().extend(self.database.take());
    }
}

/// Takes an empty database from the pool, or creates one.
///
/// The pool is deleted with the last database in use, because no code runs when a test process ends. Later tests create a new
/// pool.
pub(super) async fn acquire() -> PooledDatabase {
    let pool = pool();
    let idle = pool.lock().unwrap().pop();
    let database = match idle {
        Some(database) => {
            execute(&database.url(), "TRUNCATE people, dropspec_api_keys, dropspec_imports, dropspec_idempotency_keys")
                .await;
            database
        }
        None => {
            let database = PostgresDatabase::create();
            migrate(&database.url()).await;
            database
        }
    };
    PooledDatabase { database: Some(database), pool }
}

fn pool() -> Arc<Pool> {
    static POOL: Mutex<Weak<Pool>> = Mutex::new(Weak::new());
    let mut shared = POOL.lock().unwrap();
    shared.upgrade().unwrap_or_else(|| {
        let pool = Arc::default();
        *shared = Arc::downgrade(&pool);
        pool
    })
}

/// Executes a statement directly on the database.
pub(crate) async fn execute(url: &str, statement: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(statement).await.unwrap();
}
