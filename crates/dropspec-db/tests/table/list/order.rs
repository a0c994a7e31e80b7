//! Each row is on one page, in the order that is asked for, forwards and backwards.

use std::cmp::Ordering;

use dropspec_db::{Entity, ListQuery, Page, Value};

use super::{any_ship, fetch, ships, sorted, token};
use crate::support::{Backend, SHIPS, Ship, TestDatabase};

on_both_databases!(
    each_row_is_on_one_page_in_every_order,
    an_empty_list_has_one_page,
    the_last_page_leads_back_when_its_rows_have_gone,
);

/// By one column, by several, up and down, with and without columns that may hold nothing.
fn orders() -> Vec<Vec<String>> {
    let sortable: Vec<&str> = SHIPS.columns.iter().filter(|it| it.sortable).map(|it| it.property).collect();
    let mut orders: Vec<Vec<String>> = vec![Vec::new()];
    for (index, first) in sortable.iter().enumerate() {
        let second = sortable[(index + 1) % sortable.len()];
        let third = sortable[(index + 5) % sortable.len()];
        orders.extend([
            vec![(*first).to_owned()],
            vec![format!("-{first}")],
            vec![(*first).to_owned(), second.to_owned()],
            vec![format!("-{first}"), format!("-{second}")],
            vec![format!("-{first}"), third.to_owned()],
            vec![(*first).to_owned(), format!("-{second}"), third.to_owned()],
        ]);
    }
    orders
}

async fn each_row_is_on_one_page_in_every_order(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let all: Vec<Ship> = (0..60).map(any_ship).collect();
    test.insert(all.clone()).await;
    for sort in orders() {
        let names: Vec<&str> = sort.iter().map(String::as_str).collect();
        let mut expected = all.clone();
        expected.sort_by(|one, other| compare(one, other, &names));
        assert_eq!(ships(&test.database, sorted(&names, 100)).await, expected, "{names:?}");

        let ask = |token: Option<String>| sorted(&names, 7).page_token(token);
        let (mut forwards, mut found) = (Vec::new(), Vec::new());
        let mut page = fetch(&test.database, ask(None)).await;
        loop {
            found.extend_from_slice(rows(&page));
            forwards.push(rows(&page).to_vec());
            match token(page.links.next.as_ref()) {
                Some(next) => page = fetch(&test.database, ask(Some(next))).await,
                None => break,
            }
        }
        assert_eq!(found, expected, "{names:?}");
        assert_eq!(forwards.len(), 9, "the last page has 4 rows, and no next one");

        // The last page ends at the end of the list whichever way it is found; going back, pages are aligned with it.
        for page_before in forwards.iter().rev().skip(1) {
            page = fetch(&test.database, ask(token(page.links.prev.as_ref()))).await;
            assert_eq!(rows(&page), page_before, "{names:?}");
            assert!(page.links.next.is_some());
        }
        assert_eq!(page.links.prev, None, "{names:?}");
    }
}

/// The order of the model: NULL is greater than all values, and the key decides in the direction of the last column.
fn compare(one: &Ship, other: &Ship, sort: &[&str]) -> Ordering {
    let descending = sort.last().is_some_and(|last| last.starts_with('-'));
    let key = if descending { "-id" } else { "id" };
    let columns = sort.iter().copied().chain([key]).map(|name| {
        let column = SHIPS.position(name.trim_start_matches('-')).unwrap();
        let ordering = match (one.value(column), other.value(column)) {
            (Value::Null, Value::Null) => Ordering::Equal,
            (Value::Null, _) => Ordering::Greater,
            (_, Value::Null) => Ordering::Less,
            (Value::Boolean(one), Value::Boolean(other)) => one.cmp(&other),
            (Value::Integer(one), Value::Integer(other)) => one.cmp(&other),
            (Value::Double(one), Value::Double(other)) => one.partial_cmp(&other).unwrap(),
            (Value::Text(one), Value::Text(other)) if SHIPS.columns[column].property == "cost" => {
                one.parse::<f64>().unwrap().total_cmp(&other.parse().unwrap())
            }
            (Value::Text(one), Value::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
            (Value::Uuid(one), Value::Uuid(other)) => one.as_bytes().cmp(other.as_bytes()),
            (Value::Date(one), Value::Date(other)) => one.cmp(&other),
            (Value::Timestamp(one), Value::Timestamp(other)) => one.cmp(&other),
            other => panic!("these are not of one column: {other:?}"),
        };
        if name.starts_with('-') { ordering.reverse() } else { ordering }
    });
    columns.into_iter().find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
}

fn rows(page: &Page<Ship>) -> &[Ship] {
    page.listing.whole().unwrap()
}

async fn an_empty_list_has_one_page(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    for query in [ListQuery::new(&SHIPS), sorted(&["-name"], 7).page_token(None), sorted(&[], 5000).page_token(None)] {
        let page = fetch(&test.database, query).await;
        assert_eq!(page.listing.whole(), Some(&[][..]));
        assert_eq!(page.links.header(), None);
    }
}

async fn the_last_page_leads_back_when_its_rows_have_gone(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let all: Vec<Ship> = (0..4).map(any_ship).collect();
    test.insert(all.clone()).await;
    let ask = |token| sorted(&["name"], 2).page_token(token);
    let first = fetch(&test.database, ask(None)).await;
    for gone in all.iter().filter(|ship| !rows(&first).contains(ship)) {
        test.remove(gone).await;
    }
    let last = fetch(&test.database, ask(token(first.links.next.as_ref()))).await;
    assert_eq!(rows(&last), []);
    assert_eq!(last.links.next, None);
    let back = fetch(&test.database, ask(token(last.links.prev.as_ref()))).await;
    assert_eq!(rows(&back), rows(&first));
    assert_eq!(back.links.header(), None, "there are no other pages any more");
}
