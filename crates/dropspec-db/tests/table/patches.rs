//! Rows are patched.

use dropspec_db::{Error, Patch, Preconditions, Rejection, Versioned, patch};
use dropspec_schema::ErrorSource;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Backend, Ship, TestDatabase, rejection, ship};

on_both_databases!(
    a_merge_patch_changes_what_it_has,
    operations_change_all_or_nothing,
    what_a_patch_makes_must_be_as_the_schema_says,
    the_key_stays,
    a_patch_is_made_to_what_was_seen_only,
    no_patch_is_lost_among_others,
);

async fn stored(backend: Backend) -> (TestDatabase, Ship) {
    let test = TestDatabase::new(backend).await;
    let first = Ship { nickname: Some("Nick".to_owned()), notes: Some(json!({ "a": { "b": 1 } })), ..ship("First") };
    test.insert([first.clone()]).await;
    (test, first)
}

async fn merge(test: &TestDatabase, id: Uuid, body: Value) -> Result<Versioned<Ship>, (u16, Vec<ErrorSource>)> {
    outcome(patch::<Ship>(&test.database, id, &Patch::merge(&body).unwrap(), Preconditions::default()).await)
}

async fn operate(test: &TestDatabase, id: Uuid, body: Value) -> Result<Versioned<Ship>, (u16, Vec<ErrorSource>)> {
    outcome(patch::<Ship>(&test.database, id, &Patch::operations(&body).unwrap(), Preconditions::default()).await)
}

/// The status and the places of what is wrong.
fn outcome(outcome: Result<Versioned<Ship>, Error>) -> Result<Versioned<Ship>, (u16, Vec<ErrorSource>)> {
    outcome.map_err(|error| {
        let Rejection { status, problem, .. } = rejection(error);
        (status.as_u16(), problem.errors.into_iter().map(|violation| violation.source).collect())
    })
}

fn at(pointer: &str) -> Vec<ErrorSource> {
    vec![ErrorSource::Pointer(pointer.to_owned())]
}

async fn a_merge_patch_changes_what_it_has(backend: Backend) {
    let (test, first) = stored(backend).await;
    let body = json!({ "name": "Second", "nickname": null, "draught": 4, "notes": { "a": { "c": [null] } } });
    let record = Ship {
        name: "Second".to_owned(),
        nickname: None,
        draught: Some(4.0),
        notes: Some(json!({ "a": { "b": 1, "c": [null] } })),
        ..first.clone()
    };
    assert_eq!(merge(&test, first.id, body).await, Ok(Versioned { record: record.clone(), version: 2 }));
    assert_eq!(merge(&test, first.id, json!({})).await, Ok(Versioned { record, version: 3 }));
    assert_eq!(merge(&test, Uuid::nil(), json!({})).await, Err((404, vec![])));
}

async fn operations_change_all_or_nothing(backend: Backend) {
    let (test, first) = stored(backend).await;
    let rename = json!({ "op": "replace", "path": "/name", "value": "Second" });
    let wrong = json!({ "op": "test", "path": "/notes/a/b", "value": 2 });
    assert_eq!(operate(&test, first.id, json!([rename, wrong])).await, Err((409, at("/1/value"))));
    let right = json!({ "op": "test", "path": "/notes/a/b", "value": 1 });
    let nothing = json!({ "op": "remove", "path": "/nickname" });
    let record = Ship { name: "Second".to_owned(), nickname: None, ..first.clone() };
    let patched = operate(&test, first.id, json!([right, rename, nothing])).await;
    assert_eq!(patched, Ok(Versioned { record, version: 2 }));
    assert_eq!(operate(&test, first.id, json!([nothing])).await, Err((409, at("/0/path"))));
}

async fn what_a_patch_makes_must_be_as_the_schema_says(backend: Backend) {
    let (test, first) = stored(backend).await;
    for (body, place) in [
        (json!({ "name": null }), "/name"),
        (json!({ "berths": -1 }), "/berths"),
        (json!({ "berths": "many" }), "/berths"),
        (json!({ "brths": 1 }), "/brths"),
    ] {
        assert_eq!(merge(&test, first.id, body.clone()).await, Err((400, at(place))), "{body}");
    }
    let gone = json!([{ "op": "replace", "path": "", "value": null }]);
    assert_eq!(operate(&test, first.id, gone).await, Err((400, at(""))));
    assert_eq!(merge(&test, first.id, json!({})).await.unwrap().version, 2, "a rejected change has no effect");
}

async fn the_key_stays(backend: Backend) {
    let (test, first) = stored(backend).await;
    assert_eq!(merge(&test, first.id, json!({ "id": Uuid::nil() })).await, Err((409, at("/id"))));
    let same = json!({ "id": first.id.to_string().to_uppercase(), "berths": 13 });
    assert_eq!(merge(&test, first.id, same).await.unwrap().record, Ship { berths: 13, ..first });
}

async fn a_patch_is_made_to_what_was_seen_only(backend: Backend) {
    let (test, first) = stored(backend).await;
    let tried = async |tags| {
        let conditions = Preconditions { if_match: Some(tags), ..Preconditions::default() };
        let empty = Patch::merge(&json!({})).unwrap();
        outcome(patch::<Ship>(&test.database, first.id, &empty, conditions).await).map(|stored| stored.version)
    };
    assert_eq!(tried("\"1\"").await, Ok(2));
    assert_eq!(tried("\"1\"").await, Err((412, vec![])));
    assert_eq!(tried("\"1\", \"2\"").await, Ok(3));
}

async fn no_patch_is_lost_among_others(backend: Backend) {
    let (test, first) = stored(backend).await;
    let note = |number: usize| {
        let (database, id) = (test.database.clone(), first.id);
        let body = Patch::merge(&json!({ "notes": { number.to_string(): true } })).unwrap();
        tokio::spawn(async move { patch::<Ship>(&database, id, &body, Preconditions::default()).await.unwrap() })
    };
    for task in (0..50).map(note).collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let now = merge(&test, first.id, json!({})).await.unwrap();
    assert_eq!(now.record.notes.unwrap().as_object().unwrap().len(), 51);
    assert_eq!(now.version, 52);
}
