//! Invalid CSV files are rejected as a whole, with the position of the error.

use super::{ELISABETH, HEADER, OWEN, import, stored};
use crate::support::{Backend, Database};

on_both_databases!(
    an_invalid_cell_is_reported,
    an_invalid_row_rolls_back_the_import,
    errors_have_the_line_number_of_the_file,
    a_row_has_as_many_cells_as_the_header,
    the_header_has_each_column_once,
    an_empty_file_is_rejected,
    a_file_must_be_utf_8,
    misplaced_quotes_are_rejected,
);

/// Imports an invalid file and returns the error message.
async fn import_error(database: &Database, csv: impl Into<Vec<u8>>) -> String {
    let error = import(database, csv).await.unwrap_err().to_string();
    assert!(stored(database).await.is_empty(), "{error}");
    error
}

async fn an_invalid_cell_is_reported(backend: Backend) {
    let database = Database::migrated(backend).await;
    let long = "x".repeat(101);
    for (good, bad, message) in [
        (",male,", ",men,", "`Sex`: 'men' is not one of ['male', 'female', 'other'] - 'sex'"),
        ("0,3,", "0,4,", "`Pclass`: 4 is greater than the maximum of 3 - 'passengerClass'"),
        ("0,3,", "0,third,", "`Pclass`: 'third' is not of type 'integer' - 'passengerClass'"),
        ("0,3,", "2,3,", "`Survived`: '2' is not of type 'boolean' - 'survived'"),
        ("0,3,", "yes,3,", "`Survived`: 'yes' is not of type 'boolean' - 'survived'"),
        (",22,", ",,", "`Age`: '' is not of type 'integer' - 'age'"),
        (",22,", ",-1,", "`Age`: -1 is less than the minimum of 0 - 'age'"),
        (",22,", ",-0.5,", "`Age`: -0.5 is not of type 'integer' - 'age'"),
        (",22,", ", 22,", "`Age`: ' 22' is not of type 'integer' - 'age'"),
        (",22,", ",2147483648,", "`Age`: 2147483648 is greater than the maximum of 2147483647 - 'age'"),
        (",1,0,", ",1.5,0,", "`Siblings/Spouses Aboard`: 1.5 is not of type 'integer' - 'siblingsOrSpousesAboard'"),
        (",1,0,", ",1,-2,", "`Parents/Children Aboard`: -2 is less than the minimum of 0 - 'parentsOrChildrenAboard'"),
        ("7.25", "£7", "`Fare`: '£7' is not of type 'number' - 'fare'"),
        ("7.25", "NaN", "`Fare`: 'NaN' is not of type 'number' - 'fare'"),
        ("7.25", "inf", "`Fare`: 'inf' is not of type 'number' - 'fare'"),
        ("7.25", "1e400", "`Fare`: '1e400' is not of type 'number' - 'fare'"),
        ("Mr. Owen Harris Braund", "", "`Name`: '' is too short (the least is 1) - 'name'"),
        ("Mr. Owen Harris Braund", &long, &format!("`Name`: '{long}' is too long (the most is 100) - 'name'")),
        ("Mr. Owen", "\0", r"`Name`: '\x00 Harris Braund' does not match '^[^\\u0000]*$' - 'name'"),
    ] {
        assert!(OWEN.contains(good));
        let csv = format!("{HEADER}\n{ELISABETH}\n{}\n{ELISABETH}\n", OWEN.replacen(good, bad, 1));
        assert_eq!(import_error(&database, csv).await, format!("line 3, column {message}"));
    }
}

async fn an_invalid_row_rolls_back_the_import(backend: Backend) {
    let database = Database::migrated(backend).await;
    let mut csv = Vec::new();
    people::sample::write_csv(2500, 1, &mut csv).unwrap();
    csv.extend_from_slice(OWEN.replace("male", "?").as_bytes());
    let error = import_error(&database, csv).await;
    assert_eq!(error, "line 2502, column `Sex`: '?' is not one of ['male', 'female', 'other'] - 'sex'");
}

async fn errors_have_the_line_number_of_the_file(backend: Backend) {
    let database = Database::migrated(backend).await;
    let bad = OWEN.replace("22", "?");
    let quoted = ELISABETH.replace("Miss. ", "\"Miss.\n").replace("Allen", "Allen\"");
    let cases: [(&[&str], u32); 5] =
        [(&[], 2), (&[OWEN, OWEN], 4), (&["", OWEN], 4), (&[OWEN, "", ""], 5), (&[&quoted], 4)];
    for (rows_before, line) in cases {
        for end in ["\n", "\r\n"] {
            let csv = [&[HEADER], rows_before, &[&bad, OWEN]].concat().join(end);
            let error = import_error(&database, csv).await;
            let expected = format!("line {line}, column `Age`: '?' is not of type 'integer' - 'age'");
            assert_eq!(error, expected, "{rows_before:?} with line ending {end:?}");
        }
    }
}

async fn a_row_has_as_many_cells_as_the_header(backend: Backend) {
    let database = Database::migrated(backend).await;
    for (row, cells) in [("1,2,3", 3), (&*format!("{OWEN},"), 9), ("x", 1)] {
        let error = import_error(&database, format!("{HEADER}\n{OWEN}\n{row}\n")).await;
        assert_eq!(error, format!("line 3: the row has {cells} cells, the header has 8"));
    }
}

async fn the_header_has_each_column_once(backend: Backend) {
    let database = Database::migrated(backend).await;
    let should_be = format!("expected the header `{HEADER}`, in any order");
    for (header, message) in [
        (HEADER.replace("Fare", "Price"), format!("unknown column `Price`; {should_be}")),
        (HEADER.replace("Fare", "fare"), format!("unknown column `fare`; {should_be}")),
        (format!("{HEADER},Cabin"), format!("unknown column `Cabin`; {should_be}")),
        (HEADER.replace(",Fare", ""), format!("missing column `Fare`; {should_be}")),
        (HEADER.replace("Survived,", ""), format!("missing column `Survived`; {should_be}")),
        (format!("{HEADER},Age"), "duplicate column `Age`".to_owned()),
        (OWEN.to_owned(), format!("unknown column `0`; {should_be}")),
    ] {
        assert_eq!(import_error(&database, format!("{header}\n{OWEN}\n")).await, message);
    }
}

async fn an_empty_file_is_rejected(backend: Backend) {
    let database = Database::migrated(backend).await;
    for nothing in ["", "\n\r\n", "\u{feff}"] {
        let error = import_error(&database, nothing).await;
        assert_eq!(error, format!("the file is empty; expected the header `{HEADER}`"), "{nothing:?}");
    }
}

async fn a_file_must_be_utf_8(backend: Backend) {
    let database = Database::migrated(backend).await;
    let latin_1 =
        |text: &str| text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect::<Vec<_>>();
    let csv = latin_1(&format!("{HEADER}\n{OWEN}\n{}\n", OWEN.replace("Owen", "Søren")));
    assert_eq!(import_error(&database, csv).await, "line 3: the file is not UTF-8");
    let csv = latin_1(&HEADER.replace("Fare", "Priß"));
    assert_eq!(import_error(&database, csv).await, "line 1: the file is not UTF-8");
}

async fn misplaced_quotes_are_rejected(backend: Backend) {
    let database = Database::migrated(backend).await;
    let quoted = OWEN.replace("Mr. Owen Harris Braund", "\"Mr. Owen Harris Braund\"");
    let list = |row: &str| format!("{HEADER}\n{ELISABETH}\n{row}");
    let end = quoted.find("rris").unwrap();
    let not_closed = "line 3, column 3: the quote is not closed; is the file complete?";
    assert_eq!(import_error(&database, list(&quoted[..end])).await, not_closed);
    let text_after = "line 3, column 3: text after the closing quote; write a quote within quotes twice";
    assert_eq!(import_error(&database, list(&quoted.replace("Owen", "\"Owen\""))).await, text_after);
}
