//! Lists that are longer than what one statement fetches.

use dropspec_db::{JsonArray, JsonLines, ListQuery, Page};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{any_ship, fetch, ships, sorted, token};
use crate::support::{Backend, SHIPS, Ship, TestDatabase, ship};

on_both_databases!(
    long_pages_follow_each_other_forwards_and_backwards,
    rows_that_come_while_a_page_is_sent_do_not_move_its_end,
    all_rows_of_a_list_without_pages_are_sent,
    a_list_is_an_array_or_lines_whole_or_in_part,
    an_error_ends_the_stream_as_an_error,
);

async fn keys(page: Page<Ship>) -> Vec<Uuid> {
    let body = page.listing.content(JsonArray::default()).collect().await.unwrap();
    let ships: Vec<Ship> = serde_json::from_slice(&body).unwrap();
    ships.iter().map(|ship| ship.id).collect()
}

async fn long_pages_follow_each_other_forwards_and_backwards(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    test.insert((0..4321).map(any_ship)).await;
    for sort in [&["-crew"][..], &["length", "-name"]] {
        let all = ships(&test.database, sorted(sort, 1000)).await;
        let expected = keys(fetch(&test.database, sorted(sort, 10_000)).await).await;
        assert_eq!(expected.len(), 4321);
        assert!(all.iter().map(|ship| ship.id).eq(expected[..1000].iter().copied()));

        let ask = |token| sorted(sort, 2000).page_token(token);
        let first = fetch(&test.database, ask(None)).await;
        assert_eq!(first.links.prev, None);
        let second = fetch(&test.database, ask(token(first.links.next.as_ref()))).await;
        let third = fetch(&test.database, ask(token(second.links.next.as_ref()))).await;
        assert_eq!(third.links.next, None);
        let back = fetch(&test.database, ask(token(third.links.prev.as_ref()))).await;
        assert_eq!(back.links.next, second.links.next, "the page behind is the same");
        let front = fetch(&test.database, ask(token(back.links.prev.as_ref()))).await;
        assert_eq!(front.links.prev, None);
        for (page, place) in
            [(first, 0..2000), (second, 2000..4000), (third, 4000..4321), (back, 2000..4000), (front, 0..2000)]
        {
            assert!(page.listing.whole().is_none() || place.len() < 1000);
            assert_eq!(keys(page).await, expected[place]);
        }
    }
}

async fn rows_that_come_while_a_page_is_sent_do_not_move_its_end(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let numbered = |number: i32| Ship { berths: number, ..ship("Numbered") };
    test.insert((0..4000).map(|number| numbered(number * 2))).await;
    let ask = |token| sorted(&["berths"], 3000).page_token(token);
    let first = fetch(&test.database, ask(None)).await;
    // Within the page: one in the chunk that has been fetched, the others where none has been.
    test.insert([1, 2001, 5997].map(numbered)).await;
    let second = fetch(&test.database, ask(token(first.links.next.as_ref()))).await;
    let (first, second) = (keys(first).await, keys(second).await);
    assert_eq!((first.len(), second.len()), (3002, 1000), "those that came are on the page that they belong to");
    assert!(second.iter().all(|key| !first.contains(key)));
}

async fn all_rows_of_a_list_without_pages_are_sent(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    test.insert((0..2500).map(any_ship)).await;
    let page = fetch(&test.database, ListQuery::new(&SHIPS).tagged()).await;
    assert_eq!((page.links.header(), &page.etag), (None, &None));
    assert_eq!(keys(page).await.len(), 2500);
}

async fn a_list_is_an_array_or_lines_whole_or_in_part(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let all: Vec<Ship> =
        (0..1500).map(|number| Ship { notes: Some(json!({ "name": "{\"" })), ..any_ship(number) }).collect();
    test.insert(all.clone()).await;
    for limit in [900, 1500] {
        let mut expected: Vec<Value> = all.iter().map(|ship| serde_json::to_value(ship).unwrap()).collect();
        expected.sort_by_key(|ship| ship["id"].to_string());
        expected.truncate(usize::try_from(limit).unwrap());

        let page = fetch(&test.database, sorted(&[], limit)).await;
        let lines = page.listing.content(JsonLines::default()).collect().await.unwrap();
        let lines: Vec<Value> =
            String::from_utf8(lines).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines == expected, "{limit}");

        let page =
            fetch(&test.database, sorted(&[], limit).fields(Some(["draught", "name", "nickname", "name"]))).await;
        let fields = page.listing.fields().cloned();
        let array = page.listing.content(JsonArray::new(fields)).collect().await.unwrap();
        let array: Vec<Value> = serde_json::from_slice(&array).unwrap();
        // In the order of the document; what a record leaves out is left out.
        let some = expected.iter().map(|ship| {
            let asked = ["name", "nickname", "draught"].into_iter().filter(|name| ship.get(name).is_some());
            asked.map(|name| (name.to_owned(), ship[name].clone())).collect::<Value>()
        });
        assert!(array.iter().map(Value::to_string).eq(some.map(|ship| ship.to_string())), "{limit}");
    }
}

async fn an_error_ends_the_stream_as_an_error(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    test.insert((0..1500).map(any_ship)).await;
    let page = fetch(&test.database, sorted(&[], 5000)).await;
    test.execute("DROP TABLE ships").await;
    let outcome = page.listing.content(JsonArray::default()).collect().await;
    assert!(outcome.is_err(), "{outcome:?}");
}
