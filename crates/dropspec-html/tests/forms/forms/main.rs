//! What the form on the page of a record does.

use dropspec::table::html::{Submission, Submitted, submit};
use dropspec::table::{Record, Stored};

use crate::support::{Backend, Ship, TestDatabase, ship};

on_both_databases!(a_form_saves, a_form_deletes, what_was_changed_in_between_is_told, another_key_is_refused);

async fn stored(test: &TestDatabase, ship: &Ship) -> Option<Stored<Ship>> {
    test.database.read(Ship::find(ship.id)).await.unwrap().into_iter().next().map(Into::into)
}

async fn a_form_saves(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    test.insert([first.clone()]).await;
    let renamed = Ship { name: "Renamed".to_owned(), nickname: Some("Red".to_owned()), ..first.clone() };
    let saved = submit(&test.database, first.id, 1, Submission::Save(Some(renamed.clone()))).await.unwrap();
    assert_eq!(saved, Submitted::Done(first.id.to_string()));
    let bare = Ship { nickname: None, ..renamed };
    submit(&test.database, first.id, 2, Submission::Save(Some(bare.clone()))).await.unwrap();
    assert_eq!(stored(&test, &first).await, Some(Stored { record: bare, version: 3 }), "what is emptied is gone");
    let saved = submit::<Ship>(&test.database, first.id, 3, Submission::Save(None)).await.unwrap();
    assert_eq!(saved, Submitted::Done(first.id.to_string()));
    assert_eq!(stored(&test, &first).await.unwrap().version, 3, "nothing was sent");
}

async fn a_form_deletes(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    test.insert([first.clone()]).await;
    let Submitted::Conflict(problem) = submit::<Ship>(&test.database, first.id, 2, Submission::Delete).await.unwrap()
    else {
        panic!("the version is another one");
    };
    assert_eq!(problem.detail.as_deref(), Some("somebody else has changed this ship since you have opened it"));
    let deleted = submit::<Ship>(&test.database, first.id, 1, Submission::Delete).await.unwrap();
    assert_eq!(deleted, Submitted::Done("../ships".to_owned()));
    assert_eq!(stored(&test, &first).await, None);
    for submission in [Submission::Delete, Submission::Save(None), Submission::Save(Some(first.clone()))] {
        let Submitted::Missing(problem) = submit(&test.database, first.id, 1, submission).await.unwrap() else {
            panic!("it is not there");
        };
        assert_eq!(problem.detail, Some(format!("there is no ship {}", first.id)));
    }
}

async fn what_was_changed_in_between_is_told(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    test.insert([first.clone()]).await;
    let theirs = Ship { berths: 40, crew: Some(7), ..first.clone() };
    submit(&test.database, first.id, 1, Submission::Save(Some(theirs.clone()))).await.unwrap();
    let mine = Ship { berths: 13, ..first.clone() };
    let Submitted::Conflict(problem) =
        submit(&test.database, first.id, 1, Submission::Save(Some(mine.clone()))).await.unwrap()
    else {
        panic!("the version is another one");
    };
    let details: Vec<&str> = problem.errors.iter().map(|violation| violation.detail.as_str()).collect();
    assert_eq!(details[0], "somebody else has changed this ship since you have opened it");
    assert_eq!(details[1..], ["stored is now 40 - 'record.berths'", "stored is now 7 - 'record.crew'"]);
    assert_eq!(stored(&test, &first).await, Some(Stored { record: theirs, version: 2 }));
    let saved = submit(&test.database, first.id, 2, Submission::Save(Some(mine.clone()))).await.unwrap();
    assert_eq!(saved, Submitted::Done(first.id.to_string()));
    assert_eq!(stored(&test, &first).await, Some(Stored { record: mine, version: 3 }));
}

async fn another_key_is_refused(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let (first, second) = (ship("First"), ship("Second"));
    test.insert([first.clone(), second.clone()]).await;
    let submitted = submit(&test.database, first.id, 1, Submission::Save(Some(second.clone()))).await.unwrap();
    assert!(matches!(submitted, Submitted::Conflict(problem) if problem.errors.len() == 1));
    assert_eq!(stored(&test, &first).await.unwrap().version, 1);
}
