//! Lists that meet rows that are there already.

use super::*;

on_both_databases!(
    rows_are_changed_by_a_column,
    rows_are_changed_by_the_key,
    a_column_has_to_be_unique_to_find_rows_by,
    a_list_lacks_nothing_that_rows_are_found_by,
    the_same_list_is_noticed,
    a_check_stores_nothing,
);

fn by(key: &str) -> Options {
    Options { key: Some(key.to_owned()), ..Options::default() }
}

async fn rows_are_changed_by_a_column(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let (old, other) = (Ship { crew: Some(7), ..ship("Old") }, ship("Other"));
    test.insert([old.clone(), other.clone()]).await;
    let report = imports(&test.database, list(&["New", "Old"]), by("name")).await.unwrap();
    assert_eq!((report.stored, report.updated), (2, 1));
    let ships = stored(&test.database).await;
    let changed = Ship { launched: NaiveDate::from_ymd_opt(1912, 4, 15).unwrap(), ..old };
    assert_eq!(ships[0], Versioned { record: changed, version: 2 }, "what the list does not have is as it was");
    assert_eq!(ships[1], Versioned { record: other, version: 1 });
    assert_eq!((ships[2].record.name.as_str(), ships[2].version, ships.len()), ("New", 1, 3));
}

async fn rows_are_changed_by_the_key(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    test.insert([ship("A"), ship("B")]).await;
    let list = exported(&test.database).await.replace(",B,", ",C,");
    let refused = imports(&test.database, list.clone(), Options::default()).await.unwrap_err().to_string();
    assert!(
        refused.starts_with("line 2, column `id`: '") && refused.contains("' is taken - 'id' (and 1 more)"),
        "{refused}"
    );
    let report = imports(&test.database, list, by("id")).await.unwrap();
    assert_eq!((report.stored, report.updated), (2, 2));
    assert_eq!(names(&test.database).await, ["A", "C"]);
    assert!(stored(&test.database).await.iter().all(|stored| stored.version == 2));
}

async fn a_column_has_to_be_unique_to_find_rows_by(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let twice = imports(&test.database, list(&["A", "B", "A"]), by("Name")).await.unwrap_err().to_string();
    assert_eq!(twice, "line 4, column `Name`: duplicate of an earlier row - 'name'");
    test.insert([ship("A"), ship("A")]).await;
    let there = imports(&test.database, list(&["B"]), by("name")).await.unwrap_err().to_string();
    assert_eq!(there, "rows cannot be matched by Name: several rows in the database have 'A'");
    assert_eq!(names(&test.database).await, ["A", "A"]);
}

async fn a_list_lacks_nothing_that_rows_are_found_by(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let with_nickname = || list(&["A"]).replace("launched\n", "launched,nickname\n").replace("15\n", "15,\n");
    for (key, list, words) in [
        ("wings", list(&["A"]), "no such column: wings; rows cannot be matched by it"),
        ("nickname", list(&["A"]), "rows are matched by nickname, but the file has no such column"),
        (
            "nickname",
            with_nickname(),
            "line 2, column `nickname`: rows are matched by this column; it must not be empty",
        ),
        ("name", list(&[]).replace("Name", "id,Name"), "rows are matched by Name; remove the column id from the file"),
    ] {
        assert_eq!(imports(&test.database, list, by(key)).await.unwrap_err().to_string(), words);
    }
    assert!(stored(&test.database).await.is_empty());
}

async fn the_same_list_is_noticed(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let options = || Options { file: "ships.csv".to_owned(), who: Some("me".to_owned()), ..Options::default() };
    let report = imports(&test.database, list(&["A"]), options()).await.unwrap();
    let again = imports(&test.database, list(&["A"]), options()).await.unwrap_err().to_string();
    assert!(again.starts_with("already imported on 20") && again.contains("(ships.csv); "), "{again}");
    assert_eq!(names(&test.database).await, ["A"]);
    imports(&test.database, list(&["A"]), Options { force: true, ..options() }).await.unwrap();
    assert_eq!(names(&test.database).await, ["A", "A"]);
    let list_imports = list_imports(&test.database).await.unwrap();
    assert_eq!(list_imports.len(), 2);
    let last = &list_imports[0];
    assert_eq!((last.target.as_str(), last.file.as_str(), last.stored, last.rejected), ("ships", "ships.csv", 1, 0));
    assert_eq!((last.who.as_deref(), &last.sha256), (Some("me"), &report.sha256));
}

async fn a_check_stores_nothing(_: Backend) {
    let list = |names: &[&str]| io::Cursor::new(list(names).into_bytes());
    let report = check::<Ship>(list(&["A", "B"]), Options::default()).await.unwrap();
    assert_eq!((report.stored, report.dry_run), (2, true));
    let error = check::<Ship>(list(&["A", ""]), Options::default()).await.unwrap_err().to_string();
    assert_eq!(error, "line 3, column `Name`: '' is too short (the least is 1) - 'name'");
}
