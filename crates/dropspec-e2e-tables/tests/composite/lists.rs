//! Lists of rows in the order of keys of several properties.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Shop, line, order, sent, start};

on_both_databases!(
    pages_continue_after_all_properties_of_the_key,
    a_nested_collection_is_paged_within_its_parent,
    the_tag_of_a_page_depends_on_all_properties_of_the_key,
);

/// The rows of all pages of a list, forwards and then backwards.
async fn pages(shop: &Shop, list: &str) -> (Vec<Value>, Vec<Value>) {
    let path = list.split('?').next().unwrap();
    let follow = async |relation: &str, start: String| {
        let (mut rows, mut next, mut last) = (Vec::new(), start.clone(), start);
        while !next.is_empty() {
            last = next.clone();
            let (status, link, page) = sent(shop.request(Method::GET, &next), "link").await;
            assert_eq!(status, 200, "{next}: {page}");
            rows.push(page);
            let found = link.split(", ").find(|link| link.ends_with(&format!("rel=\"{relation}\"")));
            next = found.map(|link| link.split(['<', '>']).nth(1).unwrap().to_owned()).unwrap_or_default();
            assert!(next.is_empty() || next.starts_with(path), "{next}");
        }
        (rows, last)
    };
    let all = |pages: Vec<Value>| pages.iter().flat_map(|page| page.as_array().unwrap().clone()).collect();
    let (forwards, last) = follow("next", list.to_owned()).await;
    let (mut backwards, _) = follow("prev", last).await;
    backwards.reverse();
    (all(forwards), all(backwards))
}

async fn pages_continue_after_all_properties_of_the_key(backend: Backend) {
    let shop = start(backend).await;
    let mut orders = [order(&shop, "One").await, order(&shop, "Other").await];
    orders.sort();
    let mut expected = Vec::new();
    for order in &orders {
        for number in [3, 1, 2] {
            line(&shop, order, number, 10).await;
        }
        expected.extend([1, 2, 3].map(|number| json!({ "orderId": order, "number": number, "amount": 10 })));
    }
    for limit in 1..=7 {
        let both = pages(&shop, &format!("/lines?limit={limit}")).await;
        assert_eq!(both, (expected.clone(), expected.clone()), "{limit}");
        // The amount is the same in all rows.
        let both = pages(&shop, &format!("/lines?limit={limit}&sort=amount")).await;
        assert_eq!(both, (expected.clone(), expected.clone()), "{limit}");
        let (mut reversed, _) = pages(&shop, &format!("/lines?limit={limit}&sort=-amount")).await;
        reversed.reverse();
        assert_eq!(reversed, expected, "{limit}");
    }
    let (status, _, problem) = sent(shop.request(Method::GET, "/lines?page_token=AAAA"), "link").await;
    assert_eq!(status, 400, "{problem}");
}

async fn a_nested_collection_is_paged_within_its_parent(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (order(&shop, "One").await, order(&shop, "Other").await);
    for number in 1..=4 {
        line(&shop, &one, number, 10 - i64::from(number)).await;
        line(&shop, &other, number, 1).await;
    }
    let numbers = |rows: &[Value]| rows.iter().map(|row| row["number"].as_i64().unwrap()).collect::<Vec<_>>();
    for (sort, expected) in [("", [1, 2, 3, 4]), ("&sort=-number", [4, 3, 2, 1]), ("&sort=amount", [4, 3, 2, 1])] {
        let (forwards, backwards) = pages(&shop, &format!("/orders/{one}/lines?limit=3{sort}")).await;
        assert_eq!((numbers(&forwards), numbers(&backwards)), (expected.to_vec(), expected.to_vec()), "{sort}");
        assert!(forwards.iter().all(|row| row["orderId"] == json!(one)), "{forwards:?}");
    }
    let found = shop.get("/lines?number_gte=4").await;
    assert_eq!(found.as_array().unwrap().len(), 2);
}

async fn the_tag_of_a_page_depends_on_all_properties_of_the_key(backend: Backend) {
    let shop = start(backend).await;
    let order = order(&shop, "One").await;
    let mut tags = Vec::new();
    for number in [1, 2] {
        line(&shop, &order, number, 1).await;
        tags.push(sent(shop.request(Method::GET, "/lines"), "etag").await.1);
        shop.call(Method::DELETE, &format!("/orders/{order}/lines/{number}"), None).await;
    }
    assert_ne!(tags[0], tags[1]);
}
