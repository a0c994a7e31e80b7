//! Invalid list requests are rejected with a reason.

use dropspec_db::{CountValues, ListOutcome, ListQuery, Operator, list};
use proptest::prelude::*;

use super::{JSON, any_ship, fetch, sorted, token};
use crate::support::{Backend, SHIPS, Ship, TestDatabase};

/// The violations of a query, as parameters and details.
async fn violations(test: &TestDatabase, query: ListQuery) -> Vec<String> {
    let ListOutcome::Invalid(problem) = list::<Ship>(&test.database, query, JSON).await.unwrap() else {
        panic!("this is a list");
    };
    problem.errors.iter().map(|violation| format!("{:?}: {}", violation.source, violation.detail)).collect()
}

#[tokio::test]
async fn invalid_sort_orders_are_rejected() {
    let test = TestDatabase::new(Backend::Sqlite).await;
    let query = sorted(&["name", "-name", "flag", "notes"], 1);
    let expected =
        ["Parameter(\"sort\"): cannot sort by 'flag' - 'sort'", "Parameter(\"sort\"): cannot sort by 'notes' - 'sort'"];
    assert_eq!(violations(&test, query).await, expected);
}

#[tokio::test]
async fn filters_that_exclude_each_other_are_rejected() {
    let test = TestDatabase::new(Backend::Sqlite).await;
    let berths = SHIPS.position("berths").unwrap();
    let query = ListQuery::new(&SHIPS)
        .filter(berths, Operator::AtMost, Some(3))
        .filter(berths, Operator::AtLeast, Some(4))
        .filter(1, Operator::Equal, Some("a\0b".to_owned()));
    let expected = [
        "Parameter(\"name\"): text cannot contain NUL characters - 'name'",
        "Parameter(\"berths_gte\"): berths_gte=4 and berths_lte=3 exclude each other - 'berths_gte'",
    ];
    assert_eq!(violations(&test, query).await, expected);
}

#[tokio::test]
async fn page_tokens_of_other_lists_are_rejected() {
    let test = TestDatabase::new(Backend::Sqlite).await;
    test.insert((0..3).map(any_ship)).await;
    let filtered = |value: bool| sorted(&["name"], 1).filter(3, Operator::Equal, Some(value));
    let page = fetch(&test.database, filtered(true).page_token(None)).await;
    let next = token(page.links.next.as_ref());
    assert!(next.is_some());
    for other in [
        filtered(false),
        sorted(&["name"], 1),
        sorted(&["-name"], 1).filter(3, Operator::Equal, Some(true)),
        filtered(true).filter(1, Operator::Contains, Some("a".to_owned())),
        sorted(&["name", "-id"], 1).filter(3, Operator::Equal, Some(true)),
    ] {
        let found = violations(&test, other.page_token(next.clone())).await;
        assert_eq!(
            found,
            [
                "Parameter(\"page_token\"): page_token belongs to other filters or another sort order; send those of its link, or omit it to start at the first page - 'page_token'"
            ]
        );
    }
    // Neither how long a page is, nor what is shown of it, has a part in where it begins.
    let others =
        filtered(true).limit(Some(2)).count(Some(true), CountValues::BOOLEAN).fields(Some(["name"])).page_token(next);
    fetch(&test.database, others).await;
}

#[test]
fn no_text_but_a_token_is_one() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let test = runtime.block_on(TestDatabase::new(Backend::Sqlite));
    runtime.block_on(test.insert((0..4).map(any_ship)));
    let query = || sorted(&["nickname", "-seen"], 2);
    let page = runtime.block_on(fetch(&test.database, query().page_token(None)));
    let next = token(page.links.next.as_ref()).unwrap();
    let rejected = |token: String| {
        let found = runtime.block_on(violations(&test, query().page_token(Some(token))));
        assert_eq!(
            found,
            ["Parameter(\"page_token\"): invalid page_token; omit it to start at the first page - 'page_token'"]
        );
    };
    // Each bit of each letter, and each length.
    for (at, bit) in (0..next.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut bytes = next.clone().into_bytes();
        bytes[at] ^= 1 << bit;
        rejected(String::from_utf8_lossy(&bytes).into_owned());
    }
    (0..next.len()).for_each(|length| rejected(next[..length].to_owned()));
    rejected(format!("{next}A"));
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(text: String, bytes: Vec<u8>)| {
        use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
        rejected(text);
        rejected(BASE64_URL_SAFE_NO_PAD.encode([&[1], bytes.as_slice()].concat()));
    });
}
