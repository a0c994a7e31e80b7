//! `GET /people`: pages, which follow each other by links.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::support::{Answer, Backend, TestApp, person, person_with};

on_both_databases!(
    pages_lead_to_each_other_in_every_order,
    who_stays_is_told_once_in_every_order_while_others_come_and_go,
    links_keep_what_was_asked_for,
    filters_are_met,
    everybody_is_counted_if_that_is_asked_for,
);

const SORTS: [&str; 13] = [
    "uuid",
    "-uuid",
    "passengerClass",
    "-passengerClass",
    "name",
    "-name",
    "age",
    "-age",
    "fare",
    "-fare",
    "-passengerClass,fare,-name",
    "age,-fare",
    "age,-fare,-age",
];

/// The path and query of a link, if the answer has it.
fn link(answer: &Answer, relation: &str) -> Option<String> {
    let links = answer.headers.get("link")?.to_str().unwrap();
    let link = links.split(", ").find(|link| link.ends_with(&format!("rel=\"{relation}\"")))?;
    let (target, _) = link.strip_prefix('<').unwrap().split_once('>').unwrap();
    Some(format!("/people{target}"))
}

/// Somebody who is like others in most, and in some like nobody.
fn somebody(number: usize) -> Value {
    let mut somebody = person();
    somebody["passengerClass"] = json!(number % 3 + 1);
    somebody["name"] = json!(["Ångström", "Zed", "abel", "Abel"][number % 4]);
    somebody["age"] = json!(number / 2 % 5);
    somebody["fare"] = json!([0.0, 0.1, 7.25, 1e300][number / 3 % 4]);
    somebody
}

fn keys(page: &Answer) -> Vec<String> {
    let page = page.json(200);
    page.as_array().unwrap().iter().map(|person| person["uuid"].as_str().unwrap().to_owned()).collect()
}

async fn pages_lead_to_each_other_in_every_order(backend: Backend) {
    let app = TestApp::start(backend).await;
    for number in 0..11 {
        app.register(&somebody(number)).await;
    }
    for sort in SORTS {
        let whole = keys(&app.get(&format!("/people?sort={sort}")).await);
        assert_eq!(whole.len(), 11);
        let mut pages = vec![app.get(&format!("/people?sort={sort}&limit=4")).await];
        while let Some(next) = link(pages.last().unwrap(), "next") {
            pages.push(app.get(&next).await);
        }
        assert_eq!(pages.iter().flat_map(keys).collect::<Vec<_>>(), whole, "{sort}");
        assert_eq!(pages.len(), 3, "there is no empty page at the end");
        assert_eq!(link(&pages[0], "prev"), None);
        for number in [1, 0] {
            let before = app.get(&link(&pages[number + 1], "prev").unwrap()).await;
            assert_eq!(before.body, pages[number].body, "{sort}");
            assert_eq!(link(&before, "next"), link(&pages[number], "next"), "{sort}");
        }
    }
}

async fn who_stays_is_told_once_in_every_order_while_others_come_and_go(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (round, sort) in SORTS.into_iter().enumerate() {
        let mut stays = HashSet::new();
        let mut leaving = Vec::new();
        for number in 0..12 {
            let location = app.register(&somebody(number + round)).await;
            if number % 3 == 0 {
                leaving.push(location);
            } else {
                stays.insert(location);
            }
        }
        let mut told = Vec::new();
        let mut next = Some(format!("/people?sort={sort}&limit=3"));
        while let Some(place) = next {
            let page = app.get(&place).await;
            told.extend(keys(&page).into_iter().map(|key| format!("/people/{key}")).filter(|it| stays.contains(it)));
            if let Some(gone) = leaving.pop() {
                app.delete(&gone).await;
                app.register(&somebody(told.len())).await;
            }
            next = link(&page, "next");
        }
        assert_eq!(told.len(), stays.len(), "{sort}");
        assert_eq!(told.into_iter().collect::<HashSet<_>>(), stays, "{sort}");
        for key in keys(&app.get("/people").await) {
            app.delete(&format!("/people/{key}")).await;
        }
    }
}

async fn links_keep_what_was_asked_for(backend: Backend) {
    let app = TestApp::start(backend).await;
    for _ in 0..2 {
        app.register(&person_with("name", "Q & A <>=+%2C")).await;
    }
    let path = "/people?name_contains=%26+A+%3C%3E%3D%2B%252C&survived=false&passengerClass=3&sex=male&age_gte=22&age_lte=22\
                &fare_gte=7.25&fare_lte=1e300&sort=-fare%2Cname&fields=name,uuid&count=true&limit=1";
    let page = app.get(path).await;
    assert_eq!(page.header("x-total-count"), "2");
    let next = link(&page, "next").unwrap();
    let expected = "/people?survived=false&passengerClass=3&sex=male&name_contains=%26%20A%20%3C%3E%3D%2B%252C&age_gte=22&age_lte=22\
                    &fare_gte=7.25&fare_lte=1e%2B300&sort=-fare,name&fields=uuid,name&count=true&limit=1&page_token=";
    assert!(next.starts_with(expected), "{next}");
    let next = app.get(&next).await;
    assert_eq!(next.header("x-total-count"), "2");
    let page = next.json(200);
    assert_eq!(page.as_array().unwrap().len(), 1);
    assert_eq!(page[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["uuid", "name"]);
    assert_eq!(link(&next, "next"), None);
}

async fn filters_are_met(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (name, sex, age, fare, class, survived) in [
        ("Anna", "female", 0, 0.1, 1, true),
        ("Bert", "male", 30, 7.25, 2, false),
        ("Hannah", "female", 30, 7.3, 3, true),
        ("Kim_%", "other", i32::MAX, 1e300, 3, false),
    ] {
        let somebody = json!({
            "name": name, "sex": sex, "age": age, "fare": fare, "passengerClass": class, "survived": survived,
            "siblingsOrSpousesAboard": 0, "parentsOrChildrenAboard": 0,
        });
        app.register(&somebody).await;
    }
    for (query, expected) in [
        ("", &["Anna", "Bert", "Hannah", "Kim_%"][..]),
        ("survived=true", &["Anna", "Hannah"]),
        ("survived=false", &["Bert", "Kim_%"]),
        ("passengerClass=3", &["Hannah", "Kim_%"]),
        ("sex=other", &["Kim_%"]),
        ("sex=female&passengerClass=2", &[]),
        ("age_gte=30", &["Bert", "Hannah", "Kim_%"]),
        ("age_lte=30", &["Anna", "Bert", "Hannah"]),
        ("age_gte=1&age_lte=30&fare_gte=7.26", &["Hannah"]),
        ("age_gte=2147483647", &["Kim_%"]),
        ("fare_lte=0.1", &["Anna"]),
        ("fare_gte=1e300", &["Kim_%"]),
        ("name_contains=ann", &["Hannah"]),
        ("name_contains=nna", &["Anna", "Hannah"]),
        ("name_contains=_%25", &["Kim_%"]),
        ("name_contains=%25", &["Kim_%"]),
    ] {
        let list = app.get(&format!("/people?{query}")).await.json(200);
        let names: Vec<&str> = list.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{query}");
    }
}

async fn everybody_is_counted_if_that_is_asked_for(backend: Backend) {
    let app = TestApp::start(backend).await;
    for age in 0..5 {
        app.register(&person_with("age", age)).await;
    }
    for (query, expected) in [
        ("count=true", Some("5")),
        ("count=true&limit=2&sort=-age", Some("5")),
        ("count=true&age_gte=3", Some("2")),
        ("count=true&age_gte=9", Some("0")),
        ("count=false", None),
        ("", None),
    ] {
        let answer = app.get(&format!("/people?{query}")).await;
        let count = answer.headers.get("x-total-count").map(|count| count.to_str().unwrap());
        assert_eq!(count, expected, "{query}");
    }
}
