//! Rows are read, changed and removed under the conditions of a request.

use dropspec_db::{Error, Preconditions, Reading, Rejection, Versioned, read, remove, update};
use uuid::Uuid;

use crate::support::{Backend, Changes, Ship, TestDatabase, rejection, ship};

on_both_databases!(
    a_row_is_read_unless_the_client_has_it,
    a_change_is_made_to_what_was_seen_only,
    a_change_with_several_tags_looks_first,
    a_change_can_be_ruled_out_by_tags,
    a_row_is_removed_if_it_was_seen,
    what_is_gone_is_not_found_whatever_the_tags,
    a_tag_can_be_required,
    of_two_changes_to_what_both_have_seen_one_is_made,
);

const JSON: &str = "application/json";

#[track_caller]
fn rejected<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Rejection {
    rejection(outcome.unwrap_err())
}

fn matching(tags: &str) -> Preconditions<'_> {
    Preconditions { if_match: Some(tags), ..Preconditions::default() }
}

fn renamed(name: &str) -> Changes {
    Changes { name: Some(name.to_owned()), ..Changes::default() }
}

async fn stored(backend: Backend) -> (TestDatabase, Ship) {
    let (test, first) = (TestDatabase::new(backend).await, ship("First"));
    test.insert([first.clone()]).await;
    (test, first)
}

async fn a_row_is_read_unless_the_client_has_it(backend: Backend) {
    let (test, first) = stored(backend).await;
    let row = |tag: &str| Ok(Reading::Row(Versioned { record: first.clone(), version: 1 }, tag.to_owned()));
    let unchanged = |tag: &str| Ok(Reading::NotModified(tag.to_owned()));
    for (header, media_type, expected) in [
        (None, JSON, row("\"1\"")),
        (Some("\"1\""), JSON, unchanged("\"1\"")),
        (Some("\"4\", W/\"1\""), JSON, unchanged("\"1\"")),
        (Some("*"), JSON, unchanged("\"1\"")),
        (Some("\"2\""), JSON, row("\"1\"")),
        (Some("\"1\""), "text/csv", row("\"1-csv\"")),
        (Some("\"1-csv\""), "text/csv", unchanged("\"1-csv\"")),
    ] {
        let found = read::<Ship>(&test.database, first.id, header, media_type).await;
        assert_eq!(found.map_err(|_| ()), expected, "{header:?} {media_type}");
    }
    let rejected = rejected(read::<Ship>(&test.database, first.id, Some("1"), JSON).await);
    assert_eq!(rejected.status, 400);
    assert!(rejected.problem.detail.unwrap().contains("in double quotes - 'If-None-Match'"));
}

async fn a_change_is_made_to_what_was_seen_only(backend: Backend) {
    let (test, first) = stored(backend).await;
    let change = async |name: &str, tags| update::<Ship>(&test.database, first.id, renamed(name), matching(tags)).await;
    assert_eq!(change("Second", "\"1\"").await.unwrap().version, 2);
    assert_eq!(change("Third", "\"2-html\"").await.unwrap().version, 3);
    assert_eq!(change("Fourth", "*").await.unwrap().version, 4);
    for stale in ["\"1\"", "W/\"4\"", "\"x\"", "\"04\""] {
        let rejected = rejected(change("Fifth", stale).await);
        assert_eq!((rejected.status.as_u16(), rejected.etag.as_deref()), (412, Some("\"4\"")), "{stale}");
        let detail = rejected.problem.detail.unwrap();
        assert_eq!(detail, "If-Match failed: the current ETag is \"4\"");
    }
    let Ok(Reading::Row(now, _)) = read::<Ship>(&test.database, first.id, None, JSON).await else {
        panic!("it is there")
    };
    assert_eq!(now.record.name, "Fourth");
}

async fn a_change_with_several_tags_looks_first(backend: Backend) {
    let (test, first) = stored(backend).await;
    let change = async |tags| update::<Ship>(&test.database, first.id, renamed("Second"), matching(tags)).await;
    assert_eq!(change("\"7\", \"1\"").await.unwrap().version, 2);
    assert_eq!(rejected(change("\"1\", \"3\"").await).status, 412);
    assert_eq!(change("\"3\",W/\"2\",\"2\"").await.unwrap().version, 3);
}

async fn a_change_can_be_ruled_out_by_tags(backend: Backend) {
    let (test, first) = stored(backend).await;
    for (tags, status) in [("\"1\"", 412), ("*", 412), ("W/\"1\"", 412), ("\"2\"", 0)] {
        let conditions = Preconditions { if_none_match: Some(tags), ..Preconditions::default() };
        let outcome = update::<Ship>(&test.database, first.id, renamed("Second"), conditions).await;
        let found = if outcome.is_ok() { 0 } else { rejected(outcome).status.as_u16() };
        assert_eq!(found, status, "{tags}");
    }
}

async fn a_row_is_removed_if_it_was_seen(backend: Backend) {
    let (test, first) = stored(backend).await;
    assert_eq!(rejected(remove::<Ship>(&test.database, first.id, matching("\"2\"")).await).status, 412);
    remove::<Ship>(&test.database, first.id, matching("\"2\", \"1\"")).await.unwrap();
    let gone = rejected(remove::<Ship>(&test.database, first.id, Preconditions::default()).await);
    assert_eq!(gone.problem.detail, Some(format!("there is no ship {}", first.id)));
}

async fn what_is_gone_is_not_found_whatever_the_tags(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    for tags in ["*", "\"1\"", "\"1\", \"2\"", "W/\"1\""] {
        let change = update::<Ship>(&test.database, Uuid::nil(), renamed("Nothing"), matching(tags)).await;
        assert_eq!(rejected(change).status, 404, "{tags}");
        assert_eq!(rejected(remove::<Ship>(&test.database, Uuid::nil(), matching(tags)).await).status, 404, "{tags}");
    }
}

async fn a_tag_can_be_required(backend: Backend) {
    let (test, first) = stored(backend).await;
    let required = |if_match| Preconditions { if_match, if_none_match: None, required: true };
    let rejected = rejected(update::<Ship>(&test.database, first.id, renamed("Second"), required(None)).await);
    assert_eq!(rejected.status, 428);
    assert!(rejected.problem.detail.unwrap().contains("send the ETag of the ship"));
    update::<Ship>(&test.database, first.id, renamed("Second"), required(Some("\"1\""))).await.unwrap();
}

async fn of_two_changes_to_what_both_have_seen_one_is_made(backend: Backend) {
    let (test, first) = stored(backend).await;
    let change = |number: usize| {
        let (database, id) = (test.database.clone(), first.id);
        tokio::spawn(async move {
            update::<Ship>(&database, id, renamed(&number.to_string()), matching("\"1\"")).await.is_ok()
        })
    };
    let changes: Vec<_> = (0..20).map(change).collect();
    let mut made = 0;
    for change in changes {
        made += usize::from(change.await.unwrap());
    }
    assert_eq!(made, 1);
}
