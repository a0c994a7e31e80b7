//! `app import_data`.

use std::io::Write;
use std::path::PathBuf;

use super::{HEADER, OWEN, names, stored};
use crate::support::{Backend, Database, Program, pending_migrations};

on_both_databases!(
    a_file_is_imported,
    the_sample_of_the_repository_is_imported,
    if_empty_skips_a_database_with_people,
    a_compressed_file_is_imported,
    a_file_can_be_read_from_standard_input,
    a_dry_run_needs_no_database,
    an_invalid_file_is_rejected_as_a_whole,
    a_missing_file_is_reported,
    an_unmigrated_database_is_rejected,
    invalid_rows_are_skipped_and_written_to_a_rejects_file,
    a_duplicate_import_is_rejected_unless_forced,
    people_are_updated_by_a_key_column,
    imports_are_listed,
    a_killed_import_stores_nothing,
    a_rejects_file_replaces_no_file,
    a_register_is_moved_to_a_new_embedded_database,
);

/// `app import_data`.
fn import_data(database: &Database, arguments: &[&str]) -> Program {
    Program::new(&[&["import_data"], arguments].concat()).database(database.url())
}

/// Writes a CSV file.
fn file(csv: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my list.csv");
    std::fs::write(&path, csv).unwrap();
    let path = path.display().to_string();
    (folder, path)
}

/// Returns the summary up to the elapsed time.
fn beginning(summary: &str) -> &str {
    summary.split_once(" in ").unwrap().0
}

/// Returns the summary after the elapsed time.
fn ending(summary: &str) -> &str {
    summary.split_once("; ").unwrap().1
}

async fn a_file_is_imported(backend: Backend) {
    let database = Database::unmigrated(backend);
    Program::new(&["migrate"]).database(database.url()).succeeds();
    let (_folder, path) = file(&format!("{HEADER}\n{OWEN}\n{}\n", OWEN.replace(",22,", ",0.42,")));
    let summary = import_data(&database, &[&path]).succeeds();
    assert_eq!(beginning(&summary), format!("imported 2 people from {path}"));
    assert_eq!(ending(&summary), "1 fraction dropped in the column Age\n");
    assert_eq!(names(&database).await, ["Mr. Owen Harris Braund"; 2]);
}

async fn a_compressed_file_is_imported(backend: Backend) {
    let database = Database::migrated(backend).await;
    let folder = tempfile::tempdir().unwrap();
    let csv = format!("{HEADER}\n{OWEN}\n");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(csv.as_bytes()).unwrap();
    let zst = zstd::encode_all(csv.as_bytes(), 0).unwrap();
    for (name, bytes) in [("list.csv.gz", gz.finish().unwrap()), ("list.csv.zst", zst)] {
        let path = folder.path().join(name).display().to_string();
        std::fs::write(&path, &bytes).unwrap();
        import_data(&database, &["--force", &path]).succeeds();
        // One that ends too early is refused as a whole.
        std::fs::write(&path, &bytes[..bytes.len() - 5]).unwrap();
        let error = import_data(&database, &[&path]).fails();
        assert!(error.starts_with(&format!("{path}: cannot read the file: ")), "{error}");
        // So is a file that is not compressed.
        std::fs::write(&path, &csv).unwrap();
        import_data(&database, &[&path]).fails();
    }
    assert_eq!(names(&database).await, ["Mr. Owen Harris Braund"; 2]);
}

async fn a_file_can_be_read_from_standard_input(backend: Backend) {
    let database = Database::migrated(backend).await;
    let (_folder, path) = file(&format!("{HEADER}\n{OWEN}\n"));
    let summary = import_data(&database, &["-"]).input(&path).succeeds();
    assert_eq!(beginning(&summary), "imported 1 people from standard input");
    assert_eq!(stored(&database).await.len(), 1);
}

async fn a_dry_run_needs_no_database(backend: Backend) {
    let database = Database::unmigrated(backend);
    let (_folder, path) = file(&format!("{HEADER}\n{OWEN}\n{OWEN}\n"));
    let summary = import_data(&database, &["--dry-run", &path]).succeeds();
    assert_eq!(beginning(&summary), format!("would import 2 people from {path}"));
    let (_folder, path) = file(&format!("{HEADER}\n{}\n", OWEN.replace("male", "mail")));
    let error = import_data(&database, &["--dry-run", &path]).fails();
    assert!(error.contains("line 2, column `Sex`: "), "{error}");
    if let Some(file) = database.url().strip_prefix("sqlite://") {
        assert!(!std::path::Path::new(file).exists(), "the file {file} was created");
    }
}

async fn the_sample_of_the_repository_is_imported(backend: Backend) {
    let database = Database::migrated(backend).await;
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/passengers.csv").display().to_string();
    let summary = import_data(&database, &[&path]).succeeds();
    assert_eq!(beginning(&summary), format!("imported 887 people from {path}"));
    assert_eq!(ending(&summary), "22 fractions dropped in the column Age\n");
    let people = stored(&database).await;
    assert_eq!(people.len(), 887);
    assert_eq!(people.iter().filter(|person| person["survived"] == true).count(), 364);
}

async fn if_empty_skips_a_database_with_people(backend: Backend) {
    let database = Database::migrated(backend).await;
    // Without a file, the embedded sample data is imported.
    let summary = import_data(&database, &["--if-empty"]).succeeds();
    assert_eq!(beginning(&summary), "imported 887 people from the sample");
    let (_folder, path) = file(&format!("{HEADER}\n{OWEN}\n"));
    let summary = import_data(&database, &["--if-empty", &path]).succeeds();
    assert_eq!(summary, "nothing to do: the table people has rows\n");
    assert_eq!(stored(&database).await.len(), 887);
}

async fn an_invalid_file_is_rejected_as_a_whole(backend: Backend) {
    let database = Database::migrated(backend).await;
    let (_folder, path) = file(&format!("{HEADER}\n{OWEN}\n{}\n", OWEN.replace(",22,", ",old,")));
    let line = import_data(&database, &[&path]).fails();
    assert_eq!(line, format!("{path}: line 3, column `Age`: 'old' is not of type 'integer' - 'age'"));
    assert!(stored(&database).await.is_empty());
}

async fn a_missing_file_is_reported(backend: Backend) {
    let database = Database::migrated(backend).await;
    let line = import_data(&database, &["/no/such.csv"]).fails();
    assert_eq!(line, "/no/such.csv: cannot read the file: No such file or directory (os error 2)");
    let folder = env!("CARGO_MANIFEST_DIR");
    let line = import_data(&database, &[folder]).fails();
    assert_eq!(line, format!("{folder}: cannot read the file: Is a directory (os error 21)"));
}

async fn an_unmigrated_database_is_rejected(backend: Backend) {
    let database = Database::unmigrated(backend);
    let (_folder, path) = file(HEADER);
    let line = import_data(&database, &[&path]).fails();
    assert_eq!(line, format!("the database is not ready: {}", pending_migrations()));
}

async fn invalid_rows_are_skipped_and_written_to_a_rejects_file(backend: Backend) {
    let database = Database::migrated(backend).await;
    let (_folder, path) =
        file(&format!("{HEADER}\n{OWEN}\n{}\n", OWEN.replace(",male,", ",men,").replace("Owen", "Ola")));
    let rejects = format!("{path}.rejects.csv");
    let output = import_data(&database, &["--skip-bad-rows", &path]).output();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(beginning(&String::from_utf8(output.stdout).unwrap()), format!("imported 1 people from {path}"));
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(message, format!("app: 1 row rejected; fix and import {rejects}\n"));
    let list = std::fs::read_to_string(&rejects).unwrap();
    assert!(list.starts_with(&format!("line,column,reason,{HEADER}\n3,Sex,\"'men' is not one of [")), "{list}");
    std::fs::write(&rejects, list.replace(",men,", ",male,")).unwrap();
    import_data(&database, &["--skip-bad-rows=/no/such/file", &rejects]).succeeds();
    assert_eq!(names(&database).await, ["Mr. Owen Harris Braund", "Mr. Ola Harris Braund"]);
}

async fn a_duplicate_import_is_rejected_unless_forced(backend: Backend) {
    let database = Database::migrated(backend).await;
    let (_folder, path) = file(&format!("{HEADER}\n{OWEN}\n"));
    import_data(&database, &[&path]).succeeds();
    let error = import_data(&database, &["-"]).input(&path).fails();
    assert!(error.starts_with("standard input: already imported on "), "{error}");
    assert!(error.ends_with(&format!("({path}); use --force to import it again")), "{error}");
    assert_eq!(stored(&database).await.len(), 1);
    // The second is the name that the option once had.
    for force in ["--force", "--again"] {
        import_data(&database, &[force, &path]).succeeds();
    }
    assert_eq!(stored(&database).await.len(), 3);
}

async fn people_are_updated_by_a_key_column(backend: Backend) {
    let database = Database::migrated(backend).await;
    let (_folder, path) = file(&format!("{HEADER}\n{OWEN}\n"));
    import_data(&database, &[&path]).succeeds();
    let (_folder, path) =
        file(&format!("{HEADER}\n{}\n{}\n", OWEN.replace(",22,", ",23,"), OWEN.replace("Owen", "Ola")));
    let summary = import_data(&database, &["--key", "name", &path]).succeeds();
    assert_eq!(ending(&summary), "1 of them updated\n");
    let people = stored(&database).await;
    let found: Vec<_> = people.iter().map(|person| (&person["name"], &person["age"])).collect();
    assert_eq!(found, [(&"Mr. Owen Harris Braund".into(), &23.into()), (&"Mr. Ola Harris Braund".into(), &22.into())]);
}

async fn imports_are_listed(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let list = || Program::new(&["list_imports"]).database(database.url()).succeeds();
    assert_eq!(list(), "there are no imports\n");
    let (_folder, path) = file(&format!("{HEADER}\n{OWEN}\n"));
    import_data(&database, &[&path]).succeeds();
    let imports = list();
    let line = imports.lines().nth(1).unwrap();
    assert!(imports.lines().count() == 2 && line.ends_with(&path) && line.contains("  1         0  "), "{imports}");
}

async fn a_killed_import_stores_nothing(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let folder = tempfile::tempdir().unwrap();
    // The import waits for more rows, with most of the file already sent to the database.
    let pipe = folder.path().join("list.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut import = import_data(&database, &[&pipe.display().to_string()]).spawn();
    let mut csv = Vec::new();
    people::sample::write_csv(20_000, 1, &mut csv).unwrap();
    let mut writer = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    writer.write_all(&csv).unwrap();
    // Readers do not see uncommitted rows.
    assert_eq!(stored(&database).await.len(), 0);
    import.kill().unwrap();
    import.wait().unwrap();
    drop(writer);
    assert_eq!(stored(&database).await.len(), 0);
    let imports = Program::new(&["list_imports"]).database(database.url()).succeeds();
    assert_eq!(imports, "there are no imports\n");
    // The next one is not held up.
    let (_folder, path) = file(&format!("{HEADER}\n{OWEN}\n"));
    import_data(&database, &[&path]).succeeds();
}

async fn a_rejects_file_replaces_no_file(backend: Backend) {
    let database = Database::migrated(backend).await;
    let (folder, path) = file(&format!("{HEADER}\n{OWEN}\n{}\n", OWEN.replace(",male,", ",men,")));
    let other = folder.path().join("other.csv").display().to_string();
    let rejects = format!("{path}.rejects.csv");
    for taken in [&other, &rejects] {
        std::fs::write(taken, "precious").unwrap();
    }
    let into = format!("--skip-bad-rows={other}");
    let link = folder.path().join("link.csv");
    std::os::unix::fs::symlink("nowhere", &link).unwrap();
    let into_link = format!("--skip-bad-rows={}", link.display());
    for (option, taken) in
        [(into.as_str(), &other), ("--skip-bad-rows", &rejects), (&into_link, &link.display().to_string())]
    {
        let error = import_data(&database, &[option, &path]).fails();
        let expected = format!(
            "rejected rows cannot be written to {taken}, which exists: move it, or name another file with --skip-bad-rows=FILE"
        );
        assert_eq!(error, expected);
    }
    // Nor is the input replaced.
    import_data(&database, &[&format!("--skip-bad-rows={path}"), &path]).fails();
    assert!(stored(&database).await.is_empty());
    for taken in [&other, &rejects] {
        assert_eq!(std::fs::read_to_string(taken).unwrap(), "precious");
    }
    // A device is not replaced.
    assert_eq!(import_data(&database, &["--skip-bad-rows=/dev/null", &path]).output().status.code(), Some(3));
    // An import that fails leaves no file that would be in the way of the next one.
    let (_folder, path) = file(&format!("{HEADER}\n{}\n\"", OWEN.replace(",male,", ",men,")));
    import_data(&database, &["--skip-bad-rows", &path]).fails();
    assert!(!std::path::Path::new(&format!("{path}.rejects.csv")).exists());
}

/// The commands of README.md.
async fn a_register_is_moved_to_a_new_embedded_database(backend: Backend) {
    let (folder, path) = file(&format!("{HEADER}\n{OWEN}\n"));
    let embedded = |arguments: &[&str]| Program::new(arguments).in_folder(folder.path());
    let error = embedded(&["export_data"]).fails();
    assert_eq!(error, "no such file: people.db: create it with `migrate`");
    embedded(&["import_data", "nothing.csv"]).fails();
    assert!(
        !folder.path().join("people.db").exists(),
        "created by a command that reads, or by one that had nothing to import"
    );

    let summary = embedded(&["import_data", &path]).succeeds();
    assert_eq!(beginning(&summary), format!("imported 1 people from {path}"));
    let summary = embedded(&["export_data", "people.csv.zst"]).succeeds();
    assert_eq!(beginning(&summary), "exported 1 people to people.csv.zst");
    // Nothing is added to what was imported.
    let banner = embedded(&["serve"]).serves().banner.clone();
    assert!(banner.contains("people.db") && !banner.contains("sample"), "{banner}");

    let database = Database::unmigrated(backend);
    let target = |arguments: &[&str]| Program::new(arguments).in_folder(folder.path()).database(database.url());
    target(&["migrate"]).succeeds();
    let export = |program: Program| {
        let csv = folder.path().join("pipe.csv").display().to_string();
        std::fs::write(&csv, program.succeeds()).unwrap();
        csv
    };
    let csv = export(embedded(&["export_data"]).database("sqlite://people.db"));
    target(&["import_data", "-"]).input(&csv).succeeds();
    assert_eq!(names(&database).await, ["Mr. Owen Harris Braund"]);

    // And back, into a new one.
    let csv = export(target(&["export_data"]));
    let other = tempfile::tempdir().unwrap();
    let embedded = |arguments: &[&str]| Program::new(arguments).in_folder(other.path());
    let summary = embedded(&["import_data", "-"]).input(&csv).succeeds();
    assert_eq!(beginning(&summary), "imported 1 people from standard input");
    assert_eq!(embedded(&["export_data"]).succeeds(), std::fs::read_to_string(&csv).unwrap());
}

/// A failed import into a new embedded database leaves none, so that the service starts as it would have before.
#[test]
fn a_failed_import_leaves_no_new_embedded_database() {
    let (folder, path) = file(&format!("{HEADER}\n{OWEN}\n{}\n", OWEN.replace("male", "mail")));
    let embedded = |arguments: &[&str]| Program::new(arguments).in_folder(folder.path());
    let files = || {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
        let mut files: Vec<String> = files.map(|name| name.into_string().unwrap()).collect();
        files.sort();
        files
    };
    let error = embedded(&["import_data", &path]).fails();
    assert!(error.contains("line 3, column `Sex`: "), "{error}");
    assert_eq!(files(), ["my list.csv"]);
    let banner = embedded(&["serve"]).serves().banner.clone();
    assert!(banner.contains("created, 887 sample people loaded"), "{banner}");

    // Rows that are stored are kept, also if others were rejected.
    for file in files().iter().filter(|name| name.starts_with("people.db")) {
        std::fs::remove_file(folder.path().join(file)).unwrap();
    }
    assert_eq!(embedded(&["import_data", "--skip-bad-rows", &path]).output().status.code(), Some(3));
    assert_eq!(files(), ["my list.csv", "my list.csv.rejects.csv", "people.db"]);
    let export = embedded(&["export_data"]).succeeds();
    assert_eq!(export.lines().count(), 2, "{export}");
    // The next one goes into the same file.
    let (_folder, more) = file(&format!("{HEADER}\n{OWEN}\n"));
    embedded(&["import_data", &more]).succeeds();
    assert_eq!(embedded(&["export_data"]).succeeds().lines().count(), 3);
}
