//! The typed client of the copied project.

use std::fs;

use crate::project::Project;

/// An example that uses the client.
const EXAMPLE: &str = r#"//! Moves a person to another cabin.

use people_client::types::PersonUpdate;
use people_client::{Client, UpdatePerson, UpdatePersonResponse};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(&std::env::args().nth(1).ok_or("where is the service?")?);
    let uuid = std::env::args().nth(2).ok_or("who update_cabin?")?.parse()?;
    let update = PersonUpdate { cabin: Some("C85".to_owned()), ..PersonUpdate::default() };
    if let UpdatePersonResponse::Ok { body: moved, .. } = client.update_person(&UpdatePerson::new(uuid), update).await? {
        println!("{}", moved.cabin.unwrap_or_default());
    }
    Ok(())
}
"#;

/// Updates the cabin of a person with the client.
pub(crate) fn update_cabin(project: &Project, url: &str, uuid: &str) {
    let folder = project.path().join("crates/cabin-client/examples");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("cabin.rs"), EXAMPLE).unwrap();
    let arguments = ["run", "--quiet", "-p", "people-client", "--example", "cabin", "--", url, uuid];
    assert_eq!(project.cargo(&arguments), "C85\n");
}
