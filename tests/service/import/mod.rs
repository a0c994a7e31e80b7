//! Passenger lists, through the program and through the library.

mod bad_lists;
mod export;
mod lists;
mod program;
mod upload;

use dropspec::import::{self, ImportError, Options, Report};
use people::api::types::Person;
use serde_json::Value;

use crate::support::{Database, TestApp};

const HEADER: &str = "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare";
const OWEN: &str = "0,3,Mr. Owen Harris Braund,male,22,1,0,7.25";
const ELISABETH: &str = "1,1,Miss. Elisabeth Walton Allen,female,29,0,0,211.3375";

/// The import, as the library has it.
async fn import(database: &Database, list: impl Into<Vec<u8>>) -> Result<Report, ImportError> {
    let list = std::io::Cursor::new(list.into());
    // Tests import what others have imported.
    let options = Options { again: true, ..Options::default() };
    import::import::<Person>(&database.connect(), list, options).await
}

/// Whom the service answers then, in the order of the list.
async fn stored(database: &Database) -> Vec<Value> {
    let app = TestApp::beside(database);
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
