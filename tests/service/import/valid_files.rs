//! Variants of valid CSV files.

use serde_json::json;

use super::{ELISABETH, HEADER, OWEN, import, names, stored};
use crate::support::{Backend, Database};

on_both_databases!(
    every_row_becomes_a_person,
    all_line_endings_are_accepted,
    a_byte_order_mark_and_blank_lines_are_ignored,
    cells_may_be_quoted,
    columns_can_be_in_any_order,
    fractional_ages_are_truncated_and_counted,
    a_header_without_rows_is_accepted,
    a_file_of_any_length_is_stored,
    imported_people_are_added_to_existing_people,
);

async fn every_row_becomes_a_person(backend: Backend) {
    let database = Database::migrated(backend).await;
    let report = import(&database, format!("{HEADER}\n{OWEN}\n{ELISABETH}\n")).await.unwrap();
    assert_eq!((report.stored, report.truncated.len()), (2, 0));
    let expected = [
        json!({
            "survived": false,
            "passengerClass": 3,
            "name": "Mr. Owen Harris Braund",
            "sex": "male",
            "age": 22,
            "siblingsOrSpousesAboard": 1,
            "parentsOrChildrenAboard": 0,
            "fare": 7.25,
        }),
        json!({
            "survived": true,
            "passengerClass": 1,
            "name": "Miss. Elisabeth Walton Allen",
            "sex": "female",
            "age": 29,
            "siblingsOrSpousesAboard": 0,
            "parentsOrChildrenAboard": 0,
            "fare": 211.3375,
        }),
    ];
    assert_eq!(stored(&database).await, expected);
}

async fn all_line_endings_are_accepted(backend: Backend) {
    let database = Database::migrated(backend).await;
    for (end, last) in [("\r\n", ""), ("\r\n", "\r\n"), ("\n", ""), ("\n", "\n"), ("\r", "")] {
        let csv = format!("{HEADER}{end}{OWEN}{end}{ELISABETH}{last}");
        assert_eq!(import(&database, csv).await.unwrap().stored, 2, "{end:?} {last:?}");
    }
    assert!(stored(&database).await.iter().all(|person| person["fare"] == 7.25 || person["fare"] == 211.3375));
}

async fn a_byte_order_mark_and_blank_lines_are_ignored(backend: Backend) {
    let database = Database::migrated(backend).await;
    let csv = format!("\u{feff}{HEADER}\r\n\r\n{OWEN}\r\n\n\n{ELISABETH}\r\n\r\n");
    assert_eq!(import(&database, csv).await.unwrap().stored, 2);
}

async fn cells_may_be_quoted(backend: Backend) {
    let database = Database::migrated(backend).await;
    let csv = format!(
        "{HEADER}\n0,\"3\",\"Braund, Mr. \"\"Owen\"\"\",male,22,1,0,7.25\n1,1,\"Allen,\nElisabeth\",\"female\",29,0,0,8\n"
    );
    assert_eq!(import(&database, csv).await.unwrap().stored, 2);
    assert_eq!(names(&database).await, ["Braund, Mr. \"Owen\"", "Allen,\nElisabeth"]);
}

async fn columns_can_be_in_any_order(backend: Backend) {
    let database = Database::migrated(backend).await;
    let reversed = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",");
    let csv = format!("{}\n{}\n", reversed(HEADER), reversed(OWEN));
    import(&database, csv).await.unwrap();
    import(&database, format!("{HEADER}\n{OWEN}\n")).await.unwrap();
    let people = stored(&database).await;
    assert_eq!(people[0], people[1]);
}

async fn fractional_ages_are_truncated_and_counted(backend: Backend) {
    let database = Database::migrated(backend).await;
    let ages = ["0.42", "70.5", "22.0", "22", "2.2e1", "0.999"];
    let rows: String = ages.iter().map(|age| format!("{}\n", OWEN.replace(",22,", &format!(",{age},")))).collect();
    let report = import(&database, format!("{HEADER}\n{rows}")).await.unwrap();
    assert_eq!((report.stored, report.truncated.get("Age")), (6, Some(&3)));
    let ages: Vec<_> = stored(&database).await.iter().map(|person| person["age"].as_i64().unwrap()).collect();
    assert_eq!(ages, [0, 70, 22, 22, 22, 0]);
}

async fn a_header_without_rows_is_accepted(backend: Backend) {
    let database = Database::migrated(backend).await;
    for end in ["", "\n", "\r\n", "\n\n"] {
        let report = import(&database, format!("{HEADER}{end}")).await.unwrap();
        assert_eq!(report.stored, 0, "{end:?}");
    }
    assert!(stored(&database).await.is_empty());
}

async fn a_file_of_any_length_is_stored(backend: Backend) {
    let database = Database::migrated(backend).await;
    let mut expected = Vec::new();
    // Lengths around the batch size.
    for length in [1, 999, 1000, 1001, 2000] {
        let mut csv = Vec::new();
        people::sample::write_csv(length, length, &mut csv).unwrap();
        assert_eq!(import(&database, csv.clone()).await.unwrap().stored, length);
        let mut rows = csv::Reader::from_reader(csv.as_slice());
        expected.extend(rows.records().map(|row| row.unwrap()[2].to_owned()));
    }
    assert_eq!(names(&database).await, expected, "all people, in the order of the files");
}

async fn imported_people_are_added_to_existing_people(backend: Backend) {
    let database = Database::migrated(backend).await;
    for _ in 0..2 {
        import(&database, format!("{HEADER}\n{OWEN}\n")).await.unwrap();
    }
    assert_eq!(stored(&database).await.len(), 2);
}
