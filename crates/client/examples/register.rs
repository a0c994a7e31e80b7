//! Creates, updates and deletes a person, prints the violations of an invalid request, and reads a list.
//!
//! Start the service with `cargo run`, then run `cargo run -p people-client --example register [URL]`.

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
    println!("created {} with ID {} and ETag {etag}", person.name, person.uuid);

    let older = PersonUpdate { age: Some(30), ..PersonUpdate::default() };
    println!("new age: {}", client.update_person(&person.uuid, None, &older).await?.into_inner().age);

    // The error response for an invalid request lists every violation.
    let invalid = NewPerson { age: -1, fare: -1.0, ..ada };
    if let Err(ClientError::ErrorResponse(problem)) = client.create_person(None, &invalid).await {
        for violation in &problem.errors {
            println!("violation: {}", violation.detail);
        }
    }

    client.delete_person(&person.uuid, None).await?;
    let by_age = ListPeople { sort: Some("-age".to_owned()), limit: Some(1), ..ListPeople::default() };
    let mut oldest = pin!(by_age.items(&client));
    if let Some(person) = oldest.try_next().await? {
        println!("oldest: {}, aged {}", person.name, person.age);
    }
    Ok(())
}
