//! The service and the program on PostgreSQL behind a PgBouncer in transaction mode.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::support::{Backend, Database, PgBouncer, Program, TestApp, pending_migrations, person, person_with};

const HEADER: &str = "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare";

/// Starts a PgBouncer in front of a database, and returns the URL through it.
fn through_pgbouncer(database: &Database) -> Option<(PgBouncer, String)> {
    let pgbouncer = PgBouncer::start(database.url(), "")?;
    let name = database.url().rsplit('/').next().unwrap().split('?').next().unwrap();
    let url = format!("postgres://postgres@{}/{name}?pgbouncer=true", pgbouncer.address());
    Some((pgbouncer, url))
}

/// Creates, reads, changes and removes people.
async fn work(app: &TestApp, worker: usize) {
    for turn in 0..8 {
        let name = format!("Worker {worker} in turn {turn}");
        let location = app.create(&person_with("name", name.clone())).await;
        assert_eq!(app.get(&location).await.json(200)["name"], name);
        let filter = format!("/people?name_contains={}&sort=-fare,name&count=true", name.replace(' ', "%20"));
        assert_eq!(app.get(&filter).await.json(200).as_array().unwrap().len(), 1);
        app.put(&location, &person_with("name", "changed")).await.json(200);
        let patch = app.request(Method::PATCH, &location).header("content-type", "application/merge-patch+json");
        assert_eq!(app.send(patch.body(r#"{"age": 23}"#)).await.json(200)["age"], 23);
        let key = format!("{worker}-{turn}");
        for _ in 0..2 {
            let post = app.request(Method::POST, "/people").header("idempotency-key", &key);
            app.send(post.json(&person_with("name", "once"))).await.json(201);
        }
        let bulk = json!([person(), person(), person_with("age", worker)]);
        assert_eq!(app.post("/people/bulk", &bulk).await.json(201)["created"], 3);
        let csv = format!("{HEADER}\n0,3,{name} of a file,male,22,1,0,7.25\n");
        let import = app.request(Method::POST, "/imports").header("content-type", "text/csv").body(csv);
        assert_eq!(app.send(import).await.json(200)["stored"], 1);
        assert_eq!(app.delete(&location).await.status, 204);
        app.get(&location).await.problem(404);
        app.get("/health/ready").await.json(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_requests_are_served_through_pgbouncer() {
    let database = Database::migrated(Backend::Postgres).await;
    let Some((pgbouncer, url)) = through_pgbouncer(&database) else { return };
    let app = TestApp::serve_on(&url);
    join_all((0..16).map(|worker| work(&app, worker))).await;
    // In each turn one of the idempotency key, three of the bulk and one of the file remain.
    let count = app.get("/people?limit=1&count=true").await.header("x-total-count").to_owned();
    assert_eq!(count, (16 * 8 * 5).to_string(), "{}", pgbouncer.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_imports_and_exports_through_pgbouncer() {
    let database = Database::migrated(Backend::Postgres).await;
    let Some((_pgbouncer, url)) = through_pgbouncer(&database) else { return };
    Program::new(&["import_data", "--if-empty"]).database(&url).succeeds();
    let exported = Program::new(&["export_data"]).database(&url).succeeds();
    assert_eq!(exported, Program::new(&["export_data"]).database(database.url()).succeeds());
    // Its keys are taken.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv").display().to_string();
    std::fs::write(&file, exported).unwrap();
    Program::new(&["import_data", "--key", "uuid", &file]).database(&url).succeeds();
}

#[tokio::test(flavor = "multi_thread")]
async fn migrations_need_a_direct_connection() {
    let database = Database::unmigrated(Backend::Postgres);
    let Some((_pgbouncer, url)) = through_pgbouncer(&database) else { return };
    let line = Program::new(&["migrate"]).database(&url).fails();
    assert_eq!(
        line,
        "cannot migrate the database: migrations need a direct connection to PostgreSQL: run `migrate` with a URL that names the server \
         itself, without pgbouncer=true"
    );
    let pending = Program::new(&["check_migration"]).database(&url).fails();
    assert!(pending.ends_with(&pending_migrations()), "{pending}");
    Program::new(&["migrate"]).database(database.url()).succeeds();
    Program::new(&["check_migration"]).database(&url).succeeds();
    Program::new(&["migrate"]).database(&url).succeeds();
}
