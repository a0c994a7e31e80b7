//! Registers somebody, changes one thing, and removes the person again; shows what a refusal looks like, and how a list is read.
//!
//! `cargo run` serves the register; then `cargo run -p people-client --example register [URL]`.

use std::error::Error;
use std::pin::pin;

use futures_util::TryStreamExt;
use people_client::types::{NewPerson, PersonUpdate, Sex};
use people_client::{Client, Error as ClientError, ListPeople};

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
    let created = client.create_person(None, &ada).await?;
    let etag = created.headers().get("etag").and_then(|etag| etag.to_str().ok()).unwrap_or_default().to_owned();
    let person = created.into_inner();
    println!("registered {} as {}, version {etag}", person.name, person.uuid);

    let older = PersonUpdate { age: Some(30), ..PersonUpdate::default() };
    println!("is {} now", client.update_person(&person.uuid, None, &older).await?.into_inner().age);

    // What the document does not allow is refused with every violation, as a type.
    let impossible = NewPerson { age: -1, fare: -1.0, ..ada };
    if let Err(ClientError::ErrorResponse(refusal)) = client.create_person(None, &impossible).await {
        for violation in &refusal.errors {
            println!("refused: {}", violation.detail);
        }
    }

    client.delete_person(&person.uuid, None).await?;
    let by_age = ListPeople { sort: Some("-age".to_owned()), limit: Some(1), ..ListPeople::default() };
    let mut oldest = pin!(by_age.items(&client));
    if let Some(person) = oldest.try_next().await? {
        println!("the oldest is {}, who is {}", person.name, person.age);
    }
    Ok(())
}
