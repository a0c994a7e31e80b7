//! A property that is added to the document is stored, filtered, exported, imported, displayed and available in the client without
//! any Rust code. The test adds one to a copy of this project and builds it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod client;
mod document;
#[path = "../service/support/postgres.rs"]
mod postgres;
mod project;
mod service;

use std::fs;

use serde_json::json;

use postgres::server;
use project::Project;
use service::Service;

/// Returns a person with a cabin.
fn elisabeth() -> serde_json::Value {
    json!({
        "survived": true, "passengerClass": 1, "name": "Miss. Elisabeth Walton Allen", "sex": "female", "age": 29,
        "siblingsOrSpousesAboard": 0, "parentsOrChildrenAboard": 0, "fare": 211.3375, "cabin": "B5"
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_property_needs_no_rust_code() {
    let project = Project::copy();
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (server().create_database(None), server().create_database(None));
    let postgres = (server().url(&one), server().url(&other));
    let file = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    let databases = [(file("one.db"), file("other.db")), postgres];
    for (url, _) in &databases {
        // A database of the original service, with people.
        project::original(&["migrate"], url);
        project::original(&["import_data"], url);
    }

    document::edit(&project.path().join("openapi.yaml"));
    let made = project.cargo(&["run", "--quiet", "--", "make_migration", "add_cabin"]);
    assert!(made.contains("\n  adds people.cabin\n"), "{made}");
    assert_migration_sql(&project);
    project.cargo(&["build"]);

    for (url, other) in &databases {
        project.app(&["migrate"], url);
        project.app(&["check_migration"], url);
        handles_cabins(&project, url).await;
        exports_and_imports_cabins(&project, url, other);
    }
    server().drop_database(&one);
    server().drop_database(&other);
}

fn assert_migration_sql(project: &Project) {
    for (kind, up) in [
        ("postgres", "ALTER TABLE people ADD COLUMN cabin text COLLATE \"C\";\n"),
        ("sqlite", "ALTER TABLE people ADD COLUMN cabin TEXT\n"),
    ] {
        let migrations = fs::read_dir(project.path().join("migrations").join(kind)).unwrap();
        let mut paths = migrations.map(|entry| entry.unwrap().path());
        let added = paths.find(|path| path.to_str().unwrap().ends_with("_add_cabin")).unwrap();
        let read = |name: &str| fs::read_to_string(added.join(name)).unwrap();
        assert!(read("up.sql").starts_with(up), "{}", read("up.sql"));
        assert!(read("down.sql").ends_with("ALTER TABLE people DROP COLUMN cabin;\n"), "{}", read("down.sql"));
    }
}

async fn handles_cabins(project: &Project, url: &str) {
    let service = Service::start(project, url);
    // Existing people have no cabin, and the property is omitted.
    let person = &service.get("/people?limit=1").await[0];
    assert_eq!(person.get("cabin"), None, "{person}");

    let created = service.post("/people", &elisabeth()).await;
    assert_eq!(created["cabin"], "B5");
    let path = format!("/people/{}", created["uuid"].as_str().unwrap());
    assert_eq!(service.get(&path).await["cabin"], "B5");

    let error = service.rejection(&json!({ "cabin": "C".repeat(21) }), &path).await;
    assert_eq!(error, format!("'{}' is too long (the most is 20) - 'cabin'", "C".repeat(21)));

    let found = service.get("/people?cabin=B5").await;
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found[0]["name"], elisabeth()["name"]);

    client::update_cabin(project, &service.url, created["uuid"].as_str().unwrap());
    assert_eq!(service.get(&path).await["cabin"], "C85");

    // The pages display it, and the forms have a field for it.
    let (list, person) = (service.page("/people?cabin=C85").await, service.page(&path).await);
    for page in [&list, &person] {
        assert!(page.contains("Cabin") && page.contains("C85"), "{page}");
    }
}

/// Exports the people of one database and imports them into another.
fn exports_and_imports_cabins(project: &Project, url: &str, other: &str) {
    let list = project.app(&["export_data"], url);
    let (header, rows) = list.split_once('\n').unwrap();
    assert!(header.trim_end().split(',').any(|column| column == "cabin"), "{header}");
    assert!(rows.contains(",C85,"), "{rows}");
    let file = project.path().join("list.csv");
    fs::write(&file, &list).unwrap();
    project.app(&["migrate"], other);
    project.app(&["import_data", file.to_str().unwrap()], other);
    assert_eq!(project.app(&["export_data"], other).lines().count(), list.lines().count());
}
