//! Registers somebody, changes one thing, and removes the person again; shows what a refusal looks like.
//!
//! `cargo run` serves the register; then `cargo run -p people-client --example register [URL]`.

use std::error::Error;

use people_client::types::{NewPerson, PersonUpdate, Sex};
use people_client::{Client, Error as ClientError};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:5000".to_owned());
    let client = Client::new(&url);

    let ada = NewPerson {
        uuid: None,
        survived: false,
        passenger_class: 1,
        name: "Miss. Ada Quill".to_owned(),
        sex: Sex::Female,
        age: 29,
        siblings_or_spouses_aboard: 0,
        parents_or_children_aboard: 0,
        fare: 7.25,
    };
    let created = client.create_person(&ada).await?;
    let etag = created.headers().get("etag").and_then(|etag| etag.to_str().ok()).unwrap_or_default().to_owned();
    let person = created.into_inner();
    println!("registered {} as {}, version {etag}", person.name, person.uuid);

    let older = PersonUpdate { age: Some(30), ..PersonUpdate::default() };
    println!("is {} now", client.update_person(&person.uuid, &older).await?.into_inner().age);

    // What the document does not allow is refused with every violation, as a type.
    let impossible = NewPerson { age: -1, fare: -1.0, ..ada };
    if let Err(ClientError::ErrorResponse(refusal)) = client.create_person(&impossible).await {
        for violation in &refusal.errors {
            println!("refused: {}", violation.detail);
        }
    }

    client.delete_person(&person.uuid).await?;
    println!("{} people are left", client.list_people(None).await?.into_inner().len());
    Ok(())
}
