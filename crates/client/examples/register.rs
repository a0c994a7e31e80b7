//! Creates, updates and deletes a person, prints the violations of an invalid request, and reads a list.
//!
//! Start the service with `cargo run`, then run `cargo run -p people-client --example register [URL]`.

use std::error::Error;
use std::pin::pin;

use futures_util::TryStreamExt;
use people_client::types::{NewPerson, PersonUpdate, Sex};
use people_client::{
    Client, CreatePerson, CreatePersonResponse, DeletePerson, Error as ClientError, ListPeople, UpdatePerson,
    UpdatePersonResponse,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:5000".to_owned());
    let client = Client::new(&url);

    let ada = NewPerson {
        uuid: None,
        survived: None,
        passenger_class: 1,
        name: "Miss. Ada Quill".to_owned(),
        sex: Sex::Female,
        age: 29,
        siblings_or_spouses_aboard: 0,
        parents_or_children_aboard: 0,
        fare: 7.25,
    };
    let created = client.create_person(&CreatePerson::default(), ada.clone()).await?;
    let CreatePersonResponse::Created { body: person, etag, .. } = created else {
        return Err("the person was not returned".into());
    };
    println!("created {} with ID {} and ETag {}", person.name, person.uuid, etag);

    let older = PersonUpdate { age: Some(30), ..PersonUpdate::default() };
    if let UpdatePersonResponse::Ok { body, .. } = client.update_person(&UpdatePerson::new(person.uuid), older).await? {
        println!("new age: {}", body.age);
    }

    // The error response for an invalid request lists every violation.
    let invalid = NewPerson { age: -1, fare: -1.0, ..ada };
    if let Err(ClientError::Response(response)) = client.create_person(&CreatePerson::default(), invalid).await {
        for violation in response.body.errors.iter().flatten() {
            println!("violation: {}", violation.detail);
        }
    }

    client.delete_person(&DeletePerson::new(person.uuid)).await?;
    let by_age = ListPeople { limit: Some(1), count: Some(true), ..ListPeople::default() };
    let mut oldest = pin!(by_age.items(&client));
    if let Some(person) = oldest.try_next().await? {
        println!("first: {}, aged {}", person.name, person.age);
    }
    Ok(())
}
