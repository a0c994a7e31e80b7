//! Migrations of PostgreSQL while the tables are in use.

mod load;
mod rolling;

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use diesel_migrations::FileBasedMigrations;
use dropspec_db::column_type::Long;
use dropspec_db::{Database, MigrationNotice, Postgres, StoreError};
use dropspec_http::chain;
use dropspec_migrate::{
    ColumnSnapshot, DeleteAction, ForeignKey, GivenDefault, Index, Options, Rule, SchemaSnapshot, TableSnapshot, make,
    schema_drift,
};
use tempfile::TempDir;
use tokio::time::timeout;
use tokio_postgres::{Client, NoTls};

use self::load::Load;
use crate::postgres::server;
use crate::support::SHIPS;

/// A database with migrations, and the folder that they are in.
struct Project {
    folder: TempDir,
    name: String,
    postgres: Postgres,
}

impl Drop for Project {
    fn drop(&mut self) {
        server().drop_database(&self.name);
    }
}

impl Project {
    /// A database with the table of ships.
    async fn new() -> Self {
        let name = server().create_database(None);
        let postgres = Postgres::new(&server().url(&name)).unwrap();
        let project = Self { folder: tempfile::tempdir().unwrap(), name, postgres };
        project.make("create_ships", &SchemaSnapshot::of(&[&SHIPS]), &[]);
        project.migrate().await.unwrap();
        project
    }

    /// Generates a migration.
    fn make(&self, name: &str, schema: &SchemaSnapshot, defaults: &[(&str, &str)]) {
        let default =
            |(column, value): &(&str, &str)| GivenDefault { column: (*column).to_owned(), value: (*value).to_owned() };
        let options = Options { defaults: defaults.iter().map(default).collect(), ..Options::default() };
        make(self.folder.path(), name, schema, &options, SystemTime::now()).unwrap().unwrap();
    }

    /// Writes a migration whose statements are transactions of their own.
    fn write(&self, name: &str, up: &str) {
        let path = self.folder.path().join("postgres").join(name);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("up.sql"), up).unwrap();
        fs::write(path.join("metadata.toml"), "run_in_transaction = false").unwrap();
    }

    async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        self.migrate_with(&|_| {}).await
    }

    async fn migrate_with(&self, notify: &(dyn Fn(&MigrationNotice) + Send + Sync)) -> Result<Vec<String>, StoreError> {
        let migrations = FileBasedMigrations::from_path(self.folder.path().join("postgres")).unwrap();
        self.postgres.migrate(migrations, notify).await
    }

    async fn connect(&self, application: &str) -> Client {
        let url = format!("{}?application_name={application}", server().url(&self.name));
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    async fn assert_matches(&self, schema: &SchemaSnapshot) {
        let drift = schema_drift(&Database::Postgres(self.postgres.clone()), schema).await.unwrap();
        assert_eq!(drift, []);
    }
}

fn ships(schema: &mut SchemaSnapshot) -> &mut TableSnapshot {
    schema.tables.iter_mut().find(|table| table.name == "ships").unwrap()
}

/// The ships with an index, columns, constraints and a reference to a new table more.
fn changed() -> SchemaSnapshot {
    let mut schema = SchemaSnapshot::of(&[&SHIPS]);
    let table = ships(&mut schema);
    table.indexes.push(Index::new(&["masts", "id"]));
    let tonnage = table.columns.iter_mut().find(|column| column.name == "tonnage").unwrap();
    (tonnage.nullable, tonnage.rules) = (false, vec![Rule::Minimum("0".to_owned())]);
    let crew = tonnage.clone();
    // With a default, so that writers which do not know it can go on.
    table.columns.push(ColumnSnapshot { name: "crew".to_owned(), default: Some(12.into()), ..crew });
    table.columns.push(ColumnSnapshot::new("yard", &Long).or_null());
    table.foreign_keys.push(ForeignKey {
        column: "yard".to_owned(),
        table: "yards".to_owned(),
        key: "id".to_owned(),
        on_delete: DeleteAction::Restrict,
    });
    schema.tables.push(TableSnapshot {
        name: "yards".to_owned(),
        key: "id".to_owned(),
        columns: vec![ColumnSnapshot::new("id", &Long)],
        indexes: vec![],
        foreign_keys: vec![],
    });
    schema
}

/// The value for rows without a tonnage.
const DEFAULTS: [(&str, &str); 1] = [("tonnage", "7")];

/// The number of rows: 5,000,000 takes some minutes.
fn rows() -> u32 {
    std::env::var("TEST_MIGRATION_ROWS").map_or(200_000, |rows| rows.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_migrated_while_rows_are_written() {
    let project = Project::new().await;
    load::fill(&project.connect("fill").await, rows()).await;
    let load = Load::start(&project).await;
    let begin = Instant::now();
    let schema = changed();
    project.make("change_ships", &schema, &DEFAULTS);
    project.migrate().await.unwrap();
    let took = begin.elapsed();
    let latency = load.stop().await;
    println!("{} rows were migrated in {took:?}, during {latency}", rows());
    project.assert_matches(&schema).await;
    let client = project.connect("test").await;
    let count = "SELECT count(*) FROM ships WHERE crew = 12 AND tonnage >= 0";
    let count: i64 = client.query_one(count, &[]).await.unwrap().get(0);
    assert!(count >= i64::from(rows()), "{count}");
    assert!(client.batch_execute("UPDATE ships SET yard = 1").await.is_err(), "there is no yard");
    // On a busy machine much more than on a quiet one, and still less than the table would be locked.
    assert!(latency.p99 < Duration::from_secs(1), "{latency}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_blocks_a_migration_is_named_and_reads_go_on() {
    let project = Project::new().await;
    let reporter = project.connect("reporter").await;
    reporter.batch_execute("BEGIN; SELECT count(*) FROM ships").await.unwrap();
    project.make("change_ships", &changed(), &DEFAULTS);
    let notices = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&notices);
    let notify = move |notice: &MigrationNotice| heard.lock().unwrap().push(notice.to_string());
    let others = async {
        while notices.lock().unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // Reads do not wait for the migration, which waits.
        let reader = project.connect("reader").await;
        for _ in 0..5 {
            let read = timeout(Duration::from_secs(10), reader.batch_execute("SELECT count(*) FROM ships")).await;
            read.expect("it waits behind the migration").unwrap();
        }
        reporter.batch_execute("COMMIT").await.unwrap();
    };
    let (migrated, ()) = futures_util::future::join(project.migrate_with(&notify), others).await;
    assert_eq!(migrated.unwrap().len(), 1);
    let first = notices.lock().unwrap()[0].clone();
    assert!(first.starts_with("migration ") && first.contains("change_ships, statement 1 of "), "{first}");
    assert!(first.contains("(reporter, idle in transaction, transaction of "), "{first}");
    project.assert_matches(&changed()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_goes_on_where_it_has_failed() {
    let project = Project::new().await;
    let client = project.connect("test").await;
    load::fill(&client, 100).await;
    client.batch_execute("CREATE TABLE runs (run integer)").await.unwrap();
    project.write(
        "2100-01-01-000000_unique",
        "INSERT INTO runs VALUES (1); CREATE UNIQUE INDEX CONCURRENTLY ships_tonnage_key ON ships (tonnage); INSERT INTO runs VALUES (2)",
    );
    client.batch_execute("UPDATE ships SET tonnage = 4711 WHERE masts = 1").await.unwrap();
    let error = chain(&project.migrate().await.unwrap_err());
    assert!(error.contains("2100-01-01-000000_unique, statement 2 of 3 failed"), "{error}");
    assert!(error.contains("could not create unique index"), "{error}");

    client.batch_execute("UPDATE ships SET tonnage = NULL").await.unwrap();
    assert_eq!(project.migrate().await.unwrap(), ["21000101000000"]);
    let runs = client.query("SELECT run FROM runs ORDER BY 1", &[]).await.unwrap();
    assert_eq!(runs.iter().map(|row| row.get(0)).collect::<Vec<i32>>(), [1, 2], "each statement has run once");
    let valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ships_tonnage_key'::regclass";
    assert!(client.query_one(valid, &[]).await.unwrap().get::<_, bool>(0));
    assert_eq!(project.migrate().await.unwrap(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_violate_a_constraint_are_named_and_can_be_corrected() {
    let project = Project::new().await;
    let client = project.connect("test").await;
    load::fill(&client, 100).await;
    client.batch_execute("UPDATE ships SET tonnage = -1 WHERE masts = 2").await.unwrap();
    // Without a value for tonnages that do not fit.
    let mut schema = changed();
    ships(&mut schema).columns.iter_mut().find(|column| column.name == "tonnage").unwrap().nullable = true;
    project.make("change_ships", &schema, &[]);
    let error = chain(&project.migrate().await.unwrap_err());
    assert!(error.contains("ships_tonnage_minimum"), "{error}");
    // New rows meet it already.
    let insert = client.batch_execute("UPDATE ships SET tonnage = -2 WHERE masts = 1").await;
    assert!(insert.is_err(), "the constraint holds for changes");
    client.batch_execute("UPDATE ships SET tonnage = 1 WHERE masts = 2").await.unwrap();
    project.migrate().await.unwrap();
    project.assert_matches(&schema).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_migrate_at_the_same_time_wait_for_each_other() {
    let project = Project::new().await;
    load::fill(&project.connect("test").await, 10_000).await;
    project.make("change_ships", &changed(), &DEFAULTS);
    let all = futures_util::future::join_all((0..4).map(|_| project.migrate())).await;
    let mut applied: Vec<usize> = all.into_iter().map(|applied| applied.unwrap().len()).collect();
    applied.sort_unstable();
    assert_eq!(applied, [0, 0, 0, 1]);
}
