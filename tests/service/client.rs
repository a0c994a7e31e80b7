//! The typed client that is generated from the document.

use futures_util::TryStreamExt;
use people_client::types::{NewPeople, NewPerson, Person, PersonUpdate, Sex};
use people_client::{Client, Error, ListPeople};
use uuid::Uuid;

use crate::support::{Backend, TestApp};

on_both_databases!(
    the_client_supports_every_operation,
    pages_of_a_list_are_a_stream,
    violations_are_typed,
    not_found_is_typed
);

fn owen() -> NewPerson {
    NewPerson {
        uuid: None,
        survived: false,
        passenger_class: 3,
        name: "Mr. Owen Harris Braund".to_owned(),
        sex: Sex::Male,
        age: 22,
        siblings_or_spouses_aboard: 1,
        parents_or_children_aboard: 0,
        fare: 7.25,
    }
}

async fn the_client_supports_every_operation(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());

    let created = client.create_person(None, &owen()).await.unwrap();
    assert_eq!((created.status().as_u16(), created.headers()["etag"].to_str().unwrap()), (201, r#""1""#));
    let person = created.into_inner();
    assert_eq!((person.name.as_str(), person.fare), ("Mr. Owen Harris Braund", 7.25));

    assert_eq!(client.get_person(&person.uuid).await.unwrap().into_inner(), person);
    assert_eq!(list_all(&client).await, std::slice::from_ref(&person));

    let update = PersonUpdate { age: Some(23), ..PersonUpdate::default() };
    let updated = client.update_person(&person.uuid, None, &update).await.unwrap().into_inner();
    assert_eq!(updated.age, 23);
    assert_eq!(updated.name, person.name);

    client.delete_person(&person.uuid, None).await.unwrap();
    assert!(list_all(&client).await.is_empty());

    let many = client.create_people(&NewPeople(vec![owen(), owen()])).await.unwrap().into_inner();
    let keys: Vec<Uuid> = list_all(&client).await.iter().map(|person| person.uuid).collect();
    assert_eq!((many.created, many.keys), (2, keys));
}

async fn list_all(client: &Client) -> Vec<Person> {
    ListPeople::default().items(client).try_collect().await.unwrap()
}

async fn pages_of_a_list_are_a_stream(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    for age in 0..7 {
        client.create_person(None, &NewPerson { age, fare: f64::from(age % 2), ..owen() }).await.unwrap();
    }
    let list = ListPeople {
        sort: Some("-fare,age".to_owned()),
        age_gte: Some(1),
        sex: Some(Sex::Male),
        name_contains: Some("Owen & Harris".replace(" &", "")),
        limit: Some(2),
        ..ListPeople::default()
    };
    let pages: Vec<Vec<Person>> = list.pages(&client).try_collect().await.unwrap();
    let ages: Vec<Vec<i32>> = pages.iter().map(|page| page.iter().map(|person| person.age).collect()).collect();
    assert_eq!(ages, [vec![1, 3], vec![5, 2], vec![4, 6]]);
    let people: Vec<Person> = list.items(&client).try_collect().await.unwrap();
    assert_eq!(people, pages.concat());

    let bad = ListPeople { sort: Some("flag".to_owned()), ..ListPeople::default() };
    let Err(Error::ErrorResponse(response)) = bad.pages(&client).try_collect::<Vec<_>>().await else {
        panic!("no error")
    };
    assert_eq!(response.errors[0].parameter.as_deref(), Some("sort"));
}

async fn violations_are_typed(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    let bad = NewPerson { age: -1, fare: -7.25, ..owen() };
    let Err(Error::ErrorResponse(response)) = client.create_person(None, &bad).await else {
        panic!("expected an error")
    };
    assert_eq!(response.status().as_u16(), 400);
    let problem = response.into_inner();
    assert_eq!((problem.status, problem.title.as_str()), (400, "Bad Request"));
    assert_eq!(problem.detail.as_ref(), Some(&problem.errors[0].detail));
    let mut violations: Vec<_> =
        problem.errors.iter().map(|error| (error.pointer.as_deref(), error.detail.as_str())).collect();
    violations.sort_unstable();
    assert_eq!(
        violations,
        [
            (Some("/age"), "-1 is less than the minimum of 0 - 'age'"),
            (Some("/fare"), "-7.25 is less than the minimum of 0 - 'fare'"),
        ]
    );
}

async fn not_found_is_typed(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    let unknown = Uuid::now_v7();
    let Err(Error::ErrorResponse(response)) = client.get_person(&unknown).await else { panic!("expected an error") };
    assert_eq!(response.status().as_u16(), 404);
    let problem = response.into_inner();
    assert_eq!(problem.detail, Some(format!("there is no person {unknown}")));
    assert_eq!(problem.instance, format!("/people/{unknown}"));
    assert!(problem.errors.is_empty());
}
