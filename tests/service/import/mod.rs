//! CSV imports and exports through the program, the library and HTTP.

mod concurrent;
mod export;
mod invalid_files;
mod program;
mod upload;
mod valid_files;

use dropspec::transfer::{self, ImportError, ImportReport, Options};
use people::api::types::Person;
use serde_json::Value;

use crate::support::{Database, TestApp};

const HEADER: &str = "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare";
const OWEN: &str = "0,3,Mr. Owen Harris Braund,male,22,1,0,7.25";
const ELISABETH: &str = "1,1,Miss. Elisabeth Walton Allen,female,29,0,0,211.3375";

/// Imports a CSV file with the library.
async fn import(database: &Database, csv: impl Into<Vec<u8>>) -> Result<ImportReport, ImportError> {
    let csv = std::io::Cursor::new(csv.into());
    // Tests import the same file more than once.
    let options = Options { force: true, ..Options::default() };
    transfer::import::<Person>(&database.connect(), csv, options).await
}

/// Returns the stored people in list order, without their keys.
async fn stored(database: &Database) -> Vec<Value> {
    let app = TestApp::with_database(database);
    let mut people = app.get("/people?limit=10000").await.json(200);
    let people = people.as_array_mut().unwrap();
    for person in &mut *people {
        person.as_object_mut().unwrap().remove("uuid").unwrap();
    }
    std::mem::take(people)
}

async fn names(database: &Database) -> Vec<String> {
    stored(database).await.iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect()
}
