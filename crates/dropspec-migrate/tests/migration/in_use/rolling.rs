//! Renames of columns while two releases are in use.

use dropspec_migrate::{MakeError, Rename, Severity, finish};

use super::*;

/// The ships whose `masts` are `spars`, with an index, a constraint and a unique index.
fn renamed(name: &str) -> SchemaSnapshot {
    let mut schema = SchemaSnapshot::of(&[&SHIPS]);
    let table = ships(&mut schema);
    table.columns.iter_mut().find(|column| column.name == "masts").unwrap().name = name.to_owned();
    table.indexes.push(Index::new(&[name, "id"]));
    schema
}

fn rename() -> Rename {
    Rename { old: "ships.masts".to_owned(), new: "spars".to_owned() }
}

impl Project {
    /// Generates the first migration of the rename.
    fn start_rename(&self) -> String {
        let options = Options { renames: vec![rename()], rolling: true, ..Options::default() };
        let made = make(self.folder.path(), "rename", &renamed("spars"), &options, SystemTime::now()).unwrap().unwrap();
        fs::read_to_string(made.folders[0].join("down.sql")).unwrap()
    }

    /// Generates the second one.
    fn finish_rename(&self) -> String {
        let made = finish(self.folder.path(), "finish", &renamed("spars"), &rename(), SystemTime::now()).unwrap();
        assert_eq!(made.summary, ["drops ships.masts"]);
        assert!(fs::read_to_string(made.folders[1].join("up.sql")).unwrap().starts_with("-- No change"));
        fs::read_to_string(made.folders[0].join("down.sql")).unwrap()
    }

    /// Differences that a release cannot work with.
    async fn errors(&self, schema: &SchemaSnapshot) -> Vec<String> {
        let drift = schema_drift(&Database::Postgres(self.postgres.clone()), schema).await.unwrap();
        drift.into_iter().filter(|drift| drift.severity == Severity::Error).map(|drift| drift.what).collect()
    }
}

/// A table with rows, whose `masts` have an index.
async fn with_rows(rows: u32) -> (Project, Client) {
    let project = Project::new().await;
    project.make("index", &renamed("masts"), &[]);
    project.migrate().await.unwrap();
    let client = project.connect("test").await;
    load::fill(&client, rows).await;
    (project, client)
}

async fn count(client: &Client, condition: &str) -> i64 {
    client.query_one(&format!("SELECT count(*) FROM ships WHERE {condition}"), &[]).await.unwrap().get(0)
}

const KEY: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

/// Inserts a row as a release does, with `masts` or `spars`.
fn insert(column: &str, key: &str, value: i32) -> String {
    format!("INSERT INTO ships (id, name, draught, sunk, {column}) VALUES ('{key}', 'Vasa', 4.8, true, {value})")
}

#[tokio::test(flavor = "multi_thread")]
async fn both_releases_read_and_write_a_renamed_column() {
    let (project, client) = with_rows(20_000).await;
    // It inserts and updates by the old name all the time.
    let load = Load::start(&project).await;
    project.start_rename();
    project.migrate().await.unwrap();
    assert_eq!(count(&client, "spars IS DISTINCT FROM masts").await, 0);
    for column in ["masts", "spars"] {
        client.batch_execute(&insert(column, KEY, 3)).await.unwrap();
        assert_eq!(count(&client, &format!("id = '{KEY}' AND masts = 3 AND spars = 3")).await, 1);
        client
            .batch_execute(&format!("UPDATE ships SET {column} = 4, name = 'Wasa' WHERE id = '{KEY}'"))
            .await
            .unwrap();
        assert_eq!(count(&client, &format!("id = '{KEY}' AND masts = 4 AND spars = 4")).await, 1);
        let invalid = format!("UPDATE ships SET {column} = 0 WHERE id = '{KEY}'");
        assert!(client.batch_execute(&invalid).await.is_err(), "the constraint holds");
        assert!(client.batch_execute(&format!("UPDATE ships SET {column} = NULL")).await.is_err(), "it is required");
        client.batch_execute(&format!("DELETE FROM ships WHERE id = '{KEY}'")).await.unwrap();
    }
    // Both releases are ready.
    assert_eq!(project.errors(&renamed("masts")).await, [""; 0]);
    assert_eq!(project.errors(&renamed("spars")).await, [""; 0]);
    load.stop().await;
    assert_eq!(count(&client, "spars IS DISTINCT FROM masts").await, 0);

    let down = project.finish_rename();
    project.migrate().await.unwrap();
    project.assert_matches(&renamed("spars")).await;
    client.batch_execute(&insert("spars", KEY, 3)).await.unwrap();
    assert!(client.batch_execute("SELECT masts FROM ships").await.is_err());
    client.batch_execute(&down).await.unwrap();
    assert_eq!(project.errors(&renamed("masts")).await, ["ships lacks the index ships_masts_id_idx on (masts, id)"; 0]);
    client.batch_execute("UPDATE ships SET masts = 5").await.unwrap();
    assert_eq!(count(&client, "spars <> 5").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rename_of_two_releases_is_undone() {
    let (project, client) = with_rows(100).await;
    let down = project.start_rename();
    project.migrate().await.unwrap();
    client.batch_execute("UPDATE ships SET spars = 7 WHERE masts = 1").await.unwrap();
    client.batch_execute(&down).await.unwrap();
    project.assert_matches(&renamed("masts")).await;
    assert_eq!(count(&client, "masts = 7").await, 20);
    client.batch_execute(&insert("masts", KEY, 3)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rename_of_two_releases_changes_nothing_else() {
    let (project, _) = with_rows(0).await;
    let errors = |options: Options, schema: SchemaSnapshot| {
        make(project.folder.path(), "rename", &schema, &options, SystemTime::now()).unwrap_err().to_string()
    };
    let rolling = || Options { renames: vec![rename()], rolling: true, ..Options::default() };
    let mut other = renamed("spars");
    let spars = ships(&mut other).columns.iter_mut().find(|column| column.name == "spars").unwrap();
    spars.nullable = true;
    let message =
        "ships.spars cannot be renamed with `--rolling`: it is a key, or its table, type or constraints change";
    assert!(errors(rolling(), other).starts_with(message));
    let useless = Options { rolling: true, ..Options::default() };
    assert_eq!(errors(useless, renamed("masts")), "`--rolling`: no column is renamed");

    let finish = |schema: &SchemaSnapshot, old: &str| {
        let rename = Rename { old: old.to_owned(), ..rename() };
        finish(project.folder.path(), "finish", schema, &rename, SystemTime::now()).unwrap_err()
    };
    assert!(matches!(finish(&renamed("spars"), "masts"), MakeError::OtherChanges));
    let message = "`--finish-rename masts=spars`: no table, or several, have a column spars and none with the old name";
    assert_eq!(finish(&renamed("masts"), "masts").to_string(), message);
}
