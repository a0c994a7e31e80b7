//! Concurrent use of the SQLite file.

use std::thread;

use dropspec::db::Database;
use dropspec::db::Sqlite;
use dropspec_app::storage::StoredApp as _;
use people::service::People;

use crate::support::versions;

/// As when a service and a command start at the same time. The first connection switches the file to WAL mode, which needs an
/// exclusive lock.
#[test]
fn a_new_file_can_be_opened_concurrently() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..60 {
        let file = folder.path().join(format!("{round}.db"));
        thread::scope(|scope| {
            let openings: Vec<_> = (0..8).map(|_| scope.spawn(|| Sqlite::open(&file).map(drop))).collect();
            for opening in openings {
                opening.join().unwrap().unwrap();
            }
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_migrations_are_applied_once() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..10 {
        let stores = [(); 4].map(|()| Sqlite::open(&folder.path().join(format!("{round}.db"))).unwrap());
        let migrations =
            stores.map(|store| tokio::spawn(async move { Database::Sqlite(store).migrate(People::MIGRATIONS).await }));
        let mut applied = 0;
        for migration in migrations {
            applied += migration.await.unwrap().unwrap().len();
        }
        assert_eq!(applied, versions().len());
    }
}
