//! Databases of PostgreSQL, each lent to one test after the other: to make one takes longer than most tests do.

use std::sync::{Arc, Mutex, Weak};

use tokio_postgres::NoTls;

use super::database::migrate;
use super::postgres::server;

/// A database of the server, which is dropped with its owner.
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

/// The migrated databases that no test has at the moment.
type Pool = Mutex<Vec<PostgresDatabase>>;

/// A migrated database, until it is given back.
pub(super) struct Loan {
    database: Option<PostgresDatabase>,
    pool: Arc<Pool>,
}

impl Loan {
    pub(super) fn url(&self) -> String {
        self.database.as_ref().expect("it is not given back yet").url()
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.pool.lock().unwrap().extend(self.database.take());
    }
}

/// Lends an empty database.
///
/// The databases go with the last loan, because nothing runs when a test process ends; a test that comes later makes
/// others.
pub(super) async fn lend() -> Loan {
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
    Loan { database: Some(database), pool }
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

/// Executes a statement behind the back of the service.
pub(crate) async fn execute(url: &str, statement: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(statement).await.unwrap();
}
