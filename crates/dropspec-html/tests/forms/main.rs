//! The form on the page of a record, on both databases.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
#[allow(dead_code, unused_imports, reason = "other tests use more of it")]
#[path = "../../../dropspec-db/tests/table/support/mod.rs"]
mod support;

use dropspec_db::{Entity, Versioned};
use dropspec_html::{Submission, SubmissionResult, submit};

use crate::support::{Backend, Ship, TestDatabase, ship};

on_both_databases!(
    a_form_saves_a_record,
    a_form_deletes_a_record,
    a_conflict_shows_the_current_values,
    another_key_is_rejected
);

async fn stored(test: &TestDatabase, ship: &Ship) -> Option<Versioned<Ship>> {
    test.database.read(Ship::find(ship.id)).await.unwrap().into_iter().next().map(Into::into)
}

async fn a_form_saves_a_record(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    test.insert([first.clone()]).await;
    let renamed = Ship { name: "Renamed".to_owned(), nickname: Some("Red".to_owned()), ..first.clone() };
    let saved = submit(&test.database, first.id, 1, Submission::Save(Some(renamed.clone()))).await.unwrap();
    assert_eq!(saved, SubmissionResult::Done(first.id.to_string()));
    let bare = Ship { nickname: None, ..renamed };
    submit(&test.database, first.id, 2, Submission::Save(Some(bare.clone()))).await.unwrap();
    assert_eq!(stored(&test, &first).await, Some(Versioned { record: bare, version: 3 }), "a cleared field is null");
    let saved = submit::<Ship>(&test.database, first.id, 3, Submission::Save(None)).await.unwrap();
    assert_eq!(saved, SubmissionResult::Done(first.id.to_string()));
    assert_eq!(stored(&test, &first).await.unwrap().version, 3, "no record was sent");
}

async fn a_form_deletes_a_record(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    test.insert([first.clone()]).await;
    let SubmissionResult::Conflict(problem) =
        submit::<Ship>(&test.database, first.id, 2, Submission::Delete).await.unwrap()
    else {
        panic!("the record has another version");
    };
    assert_eq!(problem.detail.as_deref(), Some("this ship was changed after you opened it"));
    let deleted = submit::<Ship>(&test.database, first.id, 1, Submission::Delete).await.unwrap();
    assert_eq!(deleted, SubmissionResult::Done("../ships".to_owned()));
    assert_eq!(stored(&test, &first).await, None);
    for submission in [Submission::Delete, Submission::Save(None), Submission::Save(Some(first.clone()))] {
        let SubmissionResult::NotFound(problem) = submit(&test.database, first.id, 1, submission).await.unwrap() else {
            panic!("the record does not exist");
        };
        assert!(problem.detail.is_some_and(|detail| detail.contains(&first.id.to_string())));
    }
}

async fn a_conflict_shows_the_current_values(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    test.insert([first.clone()]).await;
    let theirs = Ship { berths: 40, crew: Some(7), ..first.clone() };
    submit(&test.database, first.id, 1, Submission::Save(Some(theirs.clone()))).await.unwrap();
    let mine = Ship { berths: 13, ..first.clone() };
    let SubmissionResult::Conflict(problem) =
        submit(&test.database, first.id, 1, Submission::Save(Some(mine.clone()))).await.unwrap()
    else {
        panic!("the record has another version");
    };
    let details: Vec<&str> = problem.errors.iter().map(|violation| violation.detail.as_str()).collect();
    assert_eq!(details[0], "this ship was changed after you opened it");
    assert_eq!(details[1..], ["current value: 40 - 'record.berths'", "current value: 7 - 'record.crew'"]);
    let page = problem.alternate.unwrap();
    assert_eq!(page.media_type, "text/html; charset=utf-8");
    assert!(String::from_utf8_lossy(&page.body).contains("<p>current value: 40</p>"));
    assert_eq!(stored(&test, &first).await, Some(Versioned { record: theirs, version: 2 }));
    let saved = submit(&test.database, first.id, 2, Submission::Save(Some(mine.clone()))).await.unwrap();
    assert_eq!(saved, SubmissionResult::Done(first.id.to_string()));
    assert_eq!(stored(&test, &first).await, Some(Versioned { record: mine, version: 3 }));
}

async fn another_key_is_rejected(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let (first, second) = (ship("First"), ship("Second"));
    test.insert([first.clone(), second.clone()]).await;
    let result = submit(&test.database, first.id, 1, Submission::Save(Some(second.clone()))).await.unwrap();
    assert!(matches!(result, SubmissionResult::Conflict(problem) if problem.errors.len() == 1));
    assert_eq!(stored(&test, &first).await.unwrap().version, 1);
}
