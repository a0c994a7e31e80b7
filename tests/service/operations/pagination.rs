//! `GET /people`: pagination, filters and counts.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::support::{Backend, Response, TestApp, person, person_with};

on_both_databases!(
    pages_link_to_each_other_in_every_sort_order,
    pages_stay_consistent_during_concurrent_changes,
    links_keep_the_query_parameters,
    filters_select_matching_people,
    count_returns_the_total_number,
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

/// Returns the target of a link, a path with a query, if the response has it.
fn link(response: &Response, relation: &str) -> Option<String> {
    let links = response.headers.get("link")?.to_str().unwrap();
    let link = links.split(", ").find(|link| link.ends_with(&format!("rel=\"{relation}\"")))?;
    let (target, _) = link.strip_prefix('<').unwrap().split_once('>').unwrap();
    Some(target.to_owned())
}

/// Returns a person with many ties and some unique values.
fn varied_person(number: usize) -> Value {
    let mut varied_person = person();
    varied_person["passengerClass"] = json!(number % 3 + 1);
    varied_person["name"] = json!(["Ångström", "Zed", "abel", "Abel"][number % 4]);
    varied_person["age"] = json!(number / 2 % 5);
    varied_person["fare"] = json!([0.0, 0.1, 7.25, 1e300][number / 3 % 4]);
    varied_person
}

fn keys(page: &Response) -> Vec<String> {
    let page = page.json(200);
    page.as_array().unwrap().iter().map(|person| person["uuid"].as_str().unwrap().to_owned()).collect()
}

async fn pages_link_to_each_other_in_every_sort_order(backend: Backend) {
    let app = TestApp::start(backend).await;
    for number in 0..11 {
        app.create(&varied_person(number)).await;
    }
    for sort in SORTS {
        let whole = keys(&app.get(&format!("/people?sort={sort}")).await);
        assert_eq!(whole.len(), 11);
        let mut pages = vec![app.get(&format!("/people?sort={sort}&limit=4")).await];
        while let Some(next) = link(pages.last().unwrap(), "next") {
            pages.push(app.get(&next).await);
        }
        assert_eq!(pages.iter().flat_map(keys).collect::<Vec<_>>(), whole, "{sort}");
        assert_eq!(pages.len(), 3, "no empty page at the end");
        assert_eq!(link(&pages[0], "prev"), None);
        for number in [1, 0] {
            let before = app.get(&link(&pages[number + 1], "prev").unwrap()).await;
            assert_eq!(before.body, pages[number].body, "{sort}");
            assert_eq!(link(&before, "next"), link(&pages[number], "next"), "{sort}");
        }
    }
}

async fn pages_stay_consistent_during_concurrent_changes(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (round, sort) in SORTS.into_iter().enumerate() {
        let mut kept = HashSet::new();
        let mut to_delete = Vec::new();
        for number in 0..12 {
            let location = app.create(&varied_person(number + round)).await;
            if number % 3 == 0 {
                to_delete.push(location);
            } else {
                kept.insert(location);
            }
        }
        let mut seen = Vec::new();
        let mut next = Some(format!("/people?sort={sort}&limit=3"));
        while let Some(path) = next {
            let page = app.get(&path).await;
            seen.extend(keys(&page).into_iter().map(|key| format!("/people/{key}")).filter(|it| kept.contains(it)));
            if let Some(deleted) = to_delete.pop() {
                app.delete(&deleted).await;
                app.create(&varied_person(seen.len())).await;
            }
            next = link(&page, "next");
        }
        assert_eq!(seen.len(), kept.len(), "{sort}");
        assert_eq!(seen.into_iter().collect::<HashSet<_>>(), kept, "{sort}");
        for key in keys(&app.get("/people").await) {
            app.delete(&format!("/people/{key}")).await;
        }
    }
}

async fn links_keep_the_query_parameters(backend: Backend) {
    let app = TestApp::start(backend).await;
    for _ in 0..2 {
        app.create(&person_with("name", "Q & A <>=+%2C")).await;
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

async fn filters_select_matching_people(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (name, sex, age, fare, class, survived) in [
        ("Anna", "female", 0, 0.1, 1, true),
        ("Bert", "male", 30, 7.25, 2, false),
        ("Hannah", "female", 30, 7.3, 3, true),
        ("Kim_%", "other", i32::MAX, 1e300, 3, false),
    ] {
        let varied_person = json!({
            "name": name, "sex": sex, "age": age, "fare": fare, "passengerClass": class, "survived": survived,
            "siblingsOrSpousesAboard": 0, "parentsOrChildrenAboard": 0,
        });
        app.create(&varied_person).await;
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
        ("name_contains=ann", &["Anna", "Hannah"]),
        ("name_contains=nna", &["Anna", "Hannah"]),
        ("name_contains=_%25", &["Kim_%"]),
        ("name_contains=%25", &["Kim_%"]),
    ] {
        let list = app.get(&format!("/people?{query}")).await.json(200);
        let names: Vec<&str> = list.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{query}");
    }
}

async fn count_returns_the_total_number(backend: Backend) {
    let app = TestApp::start(backend).await;
    for age in 0..5 {
        app.create(&person_with("age", age)).await;
    }
    for (query, expected) in [
        ("count=true", Some("5")),
        ("count=true&limit=2&sort=-age", Some("5")),
        ("count=true&age_gte=3", Some("2")),
        ("count=true&age_gte=9", Some("0")),
        ("count=false", None),
        ("", None),
    ] {
        let response = app.get(&format!("/people?{query}")).await;
        let count = response.headers.get("x-total-count").map(|count| count.to_str().unwrap());
        assert_eq!(count, expected, "{query}");
    }
}
