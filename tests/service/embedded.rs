//! The SQLite file, which several threads and processes open at a time.

use std::thread;

use dropspec::store::Database;
use dropspec::store::sqlite::Sqlite;
use people::service::MIGRATIONS;

use crate::support::versions;

/// As when a service and a command are started together. The first to come makes it a file that readers and a writer
/// can share, which nobody else may do meanwhile.
#[test]
fn a_new_file_may_be_opened_by_many_at_once() {
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
async fn a_file_is_migrated_once_by_many_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..10 {
        let stores = [(); 4].map(|()| Sqlite::open(&folder.path().join(format!("{round}.db"))).unwrap());
        let migrations =
            stores.map(|store| tokio::spawn(async move { Database::Sqlite(store).migrate(MIGRATIONS).await }));
        let mut applied = 0;
        for migration in migrations {
            applied += migration.await.unwrap().unwrap().len();
        }
        assert_eq!(applied, versions().len());
    }
}
