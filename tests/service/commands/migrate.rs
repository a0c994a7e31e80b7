//! `app migrate`.

use crate::support::{Backend, Database, Program, TestApp, versions};

on_both_databases!(
    applied_migrations_are_printed,
    a_second_run_has_nothing_to_do,
    concurrent_migrations_wait_for_each_other,
);

/// Returns the output after applying all migrations.
fn applied() -> String {
    versions().iter().map(|version| format!("applied {version}\n")).collect()
}

const NOTHING: &str = "nothing to do: all migrations are applied\n";

fn migrate(database: &Database) -> Program {
    Program::new(&["migrate"]).database(database.url())
}

async fn applied_migrations_are_printed(backend: Backend) {
    let database = Database::unmigrated(backend);
    assert_eq!(migrate(&database).succeeds(), applied());
    assert_eq!(TestApp::on(database).get("/people").await.text(), "[]");
}

async fn a_second_run_has_nothing_to_do(backend: Backend) {
    let database = Database::unmigrated(backend);
    migrate(&database).succeeds();
    assert_eq!(migrate(&database).succeeds(), NOTHING);
}

async fn concurrent_migrations_wait_for_each_other(backend: Backend) {
    let database = Database::unmigrated(backend);
    let processes: Vec<_> = (0..4).map(|_| migrate(&database).spawn()).collect();
    let mut outputs: Vec<_> = processes
        .into_iter()
        .map(|process| {
            let output = process.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        })
        .collect();
    outputs.sort();
    assert_eq!(outputs, [&applied(), NOTHING, NOTHING, NOTHING], "only one process applied them");
}
