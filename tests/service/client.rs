//! The typed client that is generated from the document.

use futures_util::TryStreamExt;
use people_client::types::{JsonPatchOperation, JsonPatchValue, NewPerson, Person, PersonUpdate, Problem, Sex};
use people_client::{
    Client, CreatePeople, CreatePeopleResponse, CreatePerson, CreatePersonResponse, DeletePerson, Error, ErrorResponse,
    GetPerson, GetPerson200Body, GetPersonAccept, GetPersonResponse, ImportPeople, ImportPeopleResponse, ListPeople,
    ListPeople200Body, ListPeopleAccept, ListPeopleResponse, PatchPerson, PatchPersonBody, PatchPersonResponse,
    UpdatePerson, UpdatePersonResponse, types,
};
use uuid::Uuid;

use crate::support::{Backend, Database, Program, TestApp};

on_both_databases!(
    a_person_is_created_read_updated_and_deleted,
    each_documented_success_is_a_variant,
    patches_have_their_media_types,
    lists_are_read_in_each_media_type,
    pages_of_a_list_are_a_stream,
    many_people_are_created_at_once,
    a_file_is_imported,
    violations_are_typed,
    documented_errors_are_typed,
    credentials_are_sent,
);

const CSV: &str = "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare\n\
                   0,3,Mr. Owen Harris Braund,male,22,1,0,7.25\n";

fn owen() -> NewPerson {
    NewPerson {
        uuid: None,
        survived: Some(false),
        passenger_class: 3,
        name: "Mr. Owen Harris Braund".to_owned(),
        sex: Sex::Male,
        age: 22,
        siblings_or_spouses_aboard: 1,
        parents_or_children_aboard: 0,
        fare: 7.25,
    }
}

async fn create(client: &Client, person: NewPerson) -> Person {
    match client.create_person(&CreatePerson::default(), person).await.unwrap() {
        CreatePersonResponse::Created { body, .. } => body,
        other => panic!("{other:?}"),
    }
}

async fn get(client: &Client, uuid: Uuid) -> Person {
    match client.get_person(&GetPerson::new(uuid)).await.unwrap() {
        GetPersonResponse::Ok { body: GetPerson200Body::Json(person), .. } => person,
        other => panic!("{other:?}"),
    }
}

async fn list_all(client: &Client) -> Vec<Person> {
    ListPeople::default().items(client).try_collect().await.unwrap()
}

/// The documented error of a failed operation.
fn error<T: std::fmt::Debug>(result: Result<T, Error<Problem>>) -> ErrorResponse<Problem> {
    match result {
        Err(Error::Response(response)) => *response,
        other => panic!("expected a documented error: {other:?}"),
    }
}

async fn a_person_is_created_read_updated_and_deleted(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());

    let created = client.create_person(&CreatePerson::default(), owen()).await.unwrap();
    let CreatePersonResponse::Created { body: person, etag, location, .. } = created else { panic!("{created:?}") };
    assert_eq!((etag.as_str(), person.name.as_str(), person.fare), ("\"1\"", "Mr. Owen Harris Braund", 7.25));
    assert!(location.ends_with(&person.uuid.to_string()), "{location}");

    assert_eq!(get(&client, person.uuid).await, person);
    assert_eq!(list_all(&client).await, std::slice::from_ref(&person));

    let update = PersonUpdate { age: Some(23), ..PersonUpdate::default() };
    let updated = client.update_person(&UpdatePerson::new(person.uuid), update).await.unwrap();
    let UpdatePersonResponse::Ok { body: updated, .. } = updated else { panic!("{updated:?}") };
    assert_eq!((updated.age, updated.name), (23, person.name));

    client.delete_person(&DeletePerson::new(person.uuid)).await.unwrap();
    assert!(list_all(&client).await.is_empty());
}

async fn each_documented_success_is_a_variant(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    let minimal = Some("return=minimal".to_owned());

    let key = Some(Uuid::now_v7().to_string());
    let created = CreatePerson { prefer: minimal.clone(), idempotency_key: key };
    let created = client.create_person(&created, owen()).await.unwrap();
    let CreatePersonResponse::NoContent { preference_applied, .. } = created else { panic!("{created:?}") };
    assert_eq!(preference_applied.as_deref(), Some("return=minimal"));

    let person = list_all(&client).await.remove(0);
    let known = GetPerson { if_none_match: Some("\"1\"".to_owned()), ..GetPerson::new(person.uuid) };
    let unchanged = client.get_person(&known).await.unwrap();
    assert!(matches!(unchanged, GetPersonResponse::NotModified { .. }), "{unchanged:?}");
    let page = GetPerson { accept: Some(GetPersonAccept::Html), ..GetPerson::new(person.uuid) };
    let page = client.get_person(&page).await.unwrap();
    let GetPersonResponse::Ok { body: GetPerson200Body::Html(page), .. } = page else { panic!("{page:?}") };
    assert!(page.text().await.unwrap().contains("Owen Harris"));

    let update = UpdatePerson { prefer: minimal, ..UpdatePerson::new(person.uuid) };
    let updated =
        client.update_person(&update, PersonUpdate { age: Some(1), ..PersonUpdate::default() }).await.unwrap();
    let UpdatePersonResponse::NoContent { etag, .. } = updated else { panic!("{updated:?}") };
    assert_eq!(etag, "\"2\"");
}

async fn patches_have_their_media_types(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    let uuid = create(&client, owen()).await.uuid;

    let merge = PatchPersonBody::MergePatchJson(PersonUpdate { age: Some(23), ..PersonUpdate::default() });
    let patched = client.patch_person(&PatchPerson::new(uuid), merge).await.unwrap();
    assert!(matches!(&patched, PatchPersonResponse::Ok { body, .. } if body.age == 23), "{patched:?}");

    let operation = |op: &str, value: i32| {
        let op = serde_json::from_value(serde_json::json!(op)).unwrap();
        JsonPatchOperation::JsonPatchValue(JsonPatchValue { op, path: "/age".to_owned(), value: value.into() })
    };
    let patch = vec![operation("test", 23), operation("replace", 24)];
    let patch = PatchPersonBody::JsonPatchJson(patch);
    let stale = PatchPerson { if_match: Some("\"1\"".to_owned()), ..PatchPerson::new(uuid) };
    let merge = PatchPersonBody::MergePatchJson(PersonUpdate::default());
    assert_eq!(error(client.patch_person(&stale, merge).await).status, 412);
    let current = PatchPerson { if_match: Some("\"2\"".to_owned()), ..PatchPerson::new(uuid) };
    let patched = client.patch_person(&current, patch).await.unwrap();
    assert!(matches!(&patched, PatchPersonResponse::Ok { body, .. } if body.age == 24), "{patched:?}");
}

async fn lists_are_read_in_each_media_type(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    let person = create(&client, owen()).await;
    let text = async |accept| {
        let response = client.list_people(&ListPeople { accept: Some(accept), ..ListPeople::default() }).await.unwrap();
        let ListPeopleResponse::Ok { body, .. } = response else { panic!("{response:?}") };
        match (accept, body) {
            (ListPeopleAccept::XNdjson, ListPeople200Body::XNdjson(content))
            | (ListPeopleAccept::Csv, ListPeople200Body::Csv(content))
            | (ListPeopleAccept::Html, ListPeople200Body::Html(content)) => content.text().await.unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let line: Person = serde_json::from_str(text(ListPeopleAccept::XNdjson).await.trim()).unwrap();
    assert_eq!(line, person);
    assert!(text(ListPeopleAccept::Csv).await.contains("Mr. Owen Harris Braund"));
    assert!(text(ListPeopleAccept::Html).await.contains("<html"));

    let some = ListPeople {
        fields: Some(vec![people_client::types::ListPeopleFieldsItem::Name]),
        count: Some(true),
        ..ListPeople::default()
    };
    let response = client.list_people(&some).await.unwrap();
    let ListPeopleResponse::Ok { body: ListPeople200Body::Json(rows), x_total_count, etag, .. } = response else {
        panic!("{response:?}")
    };
    let [types::ListPeople200BodyJsonItem::PersonFields(row)] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.name.as_ref(), row.age, x_total_count), (Some(&person.name), None, Some(1)));
    let known = ListPeople { if_none_match: etag, ..some };
    let unchanged = client.list_people(&known).await.unwrap();
    assert!(matches!(unchanged, ListPeopleResponse::NotModified { .. }), "{unchanged:?}");
}

async fn pages_of_a_list_are_a_stream(backend: Backend) {
    use people_client::types::ListPeopleSortItem;

    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    for age in 0..7 {
        create(&client, NewPerson { age, fare: f64::from(age % 2), ..owen() }).await;
    }
    let sort = ["-fare", "age"].map(str::parse::<ListPeopleSortItem>);
    let list = ListPeople {
        sort: sort.into_iter().collect::<Result<_, _>>().ok(),
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

    let bad = ListPeople { page_token: Some("%".to_owned()), ..ListPeople::default() };
    let response = error(bad.pages(&client).try_collect::<Vec<_>>().await);
    let errors = response.body.errors.unwrap_or_default();
    assert_eq!(errors[0].parameter.as_deref(), Some("page_token"));
}

async fn many_people_are_created_at_once(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    let many = client.create_people(&CreatePeople::default(), vec![owen(), owen()]).await.unwrap();
    let CreatePeopleResponse::Created { body: many, .. } = many else { panic!("{many:?}") };
    let keys: Vec<Uuid> = list_all(&client).await.iter().map(|person| person.uuid).collect();
    assert_eq!((many.created, many.keys), (2, keys));

    let lenient = CreatePeople { prefer: Some("handling=lenient".to_owned()) };
    let people = vec![owen(), NewPerson { age: -1, ..owen() }];
    let report = client.create_people(&lenient, people).await.unwrap();
    let CreatePeopleResponse::MultiStatus { body: report, .. } = report else { panic!("{report:?}") };
    let statuses: Vec<_> = report.items.iter().map(|item| item.status).collect();
    assert_eq!((report.created, statuses), (1, vec![201, 400]));
}

async fn a_file_is_imported(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    let dry = ImportPeople { dry_run: Some(true), ..ImportPeople::default() };
    for (parameters, count) in [(dry, 0), (ImportPeople::default(), 1)] {
        let ImportPeopleResponse::Ok(report) = client.import_people(&parameters, CSV).await.unwrap();
        assert_eq!((report.stored, list_all(&client).await.len()), (1, count));
    }
    let again = error(client.import_people(&ImportPeople::default(), CSV).await);
    assert_eq!(again.status, 409);
}

async fn violations_are_typed(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    let bad = NewPerson { age: -1, fare: -7.25, ..owen() };
    let response = error(client.create_person(&CreatePerson::default(), bad).await);
    assert_eq!(response.status, 400);
    assert!(response.to_string().starts_with("400 Bad Request\n"), "{response}");
    let problem = response.body;
    let errors = problem.errors.unwrap_or_default();
    assert_eq!((problem.status, problem.title.as_str()), (400, "Bad Request"));
    assert_eq!(problem.detail.as_ref(), Some(&errors[0].detail));
    let mut violations: Vec<_> = errors.iter().map(|error| (error.pointer.as_deref(), error.detail.as_str())).collect();
    violations.sort_unstable();
    assert_eq!(
        violations,
        [
            (Some("/age"), "-1 is less than the minimum of 0 - 'age'"),
            (Some("/fare"), "-7.25 is less than the minimum of 0 - 'fare'"),
        ]
    );
}

async fn documented_errors_are_typed(backend: Backend) {
    let app = TestApp::start(backend).await;
    let client = Client::new(&app.url());
    let unknown = Uuid::now_v7();
    let response = error(client.get_person(&GetPerson::new(unknown)).await);
    assert_eq!(response.status, 404);
    assert!(response.headers.contains_key("x-request-id"));
    let problem = response.body;
    assert_eq!(problem.detail, Some(format!("there is no person {unknown}")));
    assert_eq!(problem.instance, format!("/people/{unknown}"));
    assert!(problem.errors.is_none());

    let person = create(&client, owen()).await;
    let stale = DeletePerson { if_match: Some("\"7\"".to_owned()), ..DeletePerson::new(person.uuid) };
    assert_eq!(error(client.delete_person(&stale).await).status, 412);

    let nowhere = Client::new("http://127.0.0.1:1").get_person(&GetPerson::new(unknown)).await;
    assert!(matches!(nowhere, Err(Error::Transport(_))), "{nowhere:?}");
    let elsewhere =
        Client::new(&format!("{}/elsewhere", app.url())).create_person(&CreatePerson::default(), owen()).await;
    assert_eq!(elsewhere.unwrap_err().status().map(|status| status.as_u16()), Some(404));
}

async fn credentials_are_sent(backend: Backend) {
    let database = Database::migrated(backend).await;
    let key = Program::new(&["api_key", "create", "robot"]).database(database.url()).succeeds();
    let served = Program::new(&["serve"]).database(database.url()).env("APP_AUTH", "required").serves();
    let people = served.people();
    let url = people.trim_end_matches("/people");
    let anonymous = Client::new(url);
    assert_eq!(error(anonymous.list_people(&ListPeople::default()).await).status, 401);
    for client in [anonymous.clone().bearer(key.trim_end()), anonymous.key(key.trim_end())] {
        assert!(list_all(&client).await.is_empty());
        assert!(!format!("{client:?}").contains(key.trim_end()));
    }
}
