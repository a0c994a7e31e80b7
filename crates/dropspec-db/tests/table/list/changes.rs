//! Rows that exist throughout are neither repeated nor skipped while others are inserted and deleted.

use std::collections::HashSet;

use uuid::Uuid;

use super::{any_ship, fetch, sorted, token};
use crate::support::{Backend, SHIPS, TestDatabase};

on_both_databases!(what_stays_is_found_once_in_every_order_while_other_rows_come_and_go);

async fn what_stays_is_found_once_in_every_order_while_other_rows_come_and_go(backend: Backend) {
    for (round, column) in SHIPS.columns.iter().filter(|column| column.sortable).enumerate() {
        for sign in ["", "-"] {
            let sort = [format!("{sign}{}", column.property)];
            let sort: Vec<&str> = sort.iter().map(String::as_str).collect();
            pages_while_rows_change(backend, &sort, u32::try_from(round).unwrap() * 1000).await;
        }
    }
    pages_while_rows_change(backend, &["-crew", "nickname", "-length"], 50_000).await;
}

async fn pages_while_rows_change(backend: Backend, sort: &[&str], seed: u32) {
    let test = TestDatabase::new(backend).await;
    // Every other ship goes sooner or later.
    let all: Vec<_> = (seed..seed + 80).map(any_ship).collect();
    test.insert(all.clone()).await;
    let stays: HashSet<Uuid> = all.iter().step_by(2).map(|ship| ship.id).collect();
    let mut leaving = all.iter().skip(1).step_by(2);
    let mut coming = (seed + 500..).map(any_ship);

    let mut found: Vec<Uuid> = Vec::new();
    let mut next = None;
    for direction in [1, -1] {
        loop {
            let page = fetch(&test.database, sorted(sort, 5).page_token(next.take())).await;
            let rows = page.listing.whole().unwrap().iter().map(|ship| ship.id);
            found.extend(rows.filter(|id| stays.contains(id)));
            for gone in leaving.by_ref().take(2) {
                test.remove(gone).await;
            }
            test.insert(coming.by_ref().take(2)).await;
            let link = if direction > 0 { &page.links.next } else { &page.links.prev };
            next = token(link.as_ref());
            if next.is_none() {
                break;
            }
        }
        assert_eq!(found.len(), stays.len(), "{sort:?}: none is repeated or skipped");
        assert_eq!(found.drain(..).collect::<HashSet<_>>(), stays, "{sort:?}");
        // And back again from the end.
        let page = fetch(&test.database, sorted(sort, 1000).page_token(None)).await;
        let first_of_last = page.listing.whole().unwrap().len() as i64 - 1;
        let page = fetch(&test.database, sorted(sort, first_of_last).page_token(None)).await;
        let last = fetch(&test.database, sorted(sort, 1).page_token(token(page.links.next.as_ref()))).await;
        found.extend(last.listing.whole().unwrap().iter().map(|ship| ship.id).filter(|id| stays.contains(id)));
        next = token(last.links.prev.as_ref());
    }
}
