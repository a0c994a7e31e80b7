//! The work for a request is bounded by its size.

use std::time::{Duration, Instant};

use crate::bodies::{MULTIPART, multipart, post};
use crate::support::{TestServer, json_response, violations};

const FORM: &str = "application/x-www-form-urlencoded";

/// Much longer than a request of the maximum size takes, and much shorter than in quadratic time.
const SOON: Duration = Duration::from_secs(20);

fn pairs(count: usize) -> String {
    (0..count).map(|number| format!("f{number}=&")).collect()
}

#[tokio::test]
async fn limits_the_fields_of_a_form() {
    let harbour = TestServer::start().await;
    let problem = json_response(post(&harbour, FORM, pairs(1000)), 400).await;
    let found = violations(&problem);
    assert_eq!((found.len(), found[100].1.as_str()), (101, "there are 901 more violations"), "and a missing name");
    for count in [1001, 100_000] {
        let problem = json_response(post(&harbour, FORM, pairs(count)), 400).await;
        assert_eq!(problem["detail"], "the form has more than 1000 fields");
    }
}

#[tokio::test]
async fn limits_the_parts_of_a_multipart_form() {
    let harbour = TestServer::start().await;
    let required = [("name=name", b"tea".as_slice()), ("name=photo\r\nContent-Type: image/png", b"1")];
    let parts = |pages| [required.to_vec(), vec![("name=pages", b"one".as_slice()); pages]].concat();
    let found = json_response(post(&harbour, MULTIPART, multipart(&parts(998))), 200).await;
    assert_eq!(found["pages"].as_array().unwrap().len(), 998);
    let problem = json_response(post(&harbour, MULTIPART, multipart(&parts(999))), 400).await;
    assert_eq!(problem["detail"], "the body has more than 1000 parts");
}

#[tokio::test]
async fn limits_the_parameters_of_a_query() {
    let harbour = TestServer::start().await;
    assert_eq!(harbour.violations(&format!("/ships?{}", pairs(1000))).await.len(), 101);
    let problem = json_response(harbour.at("GET", &format!("/ships?{}", pairs(1001))), 400).await;
    assert_eq!(problem["detail"], "the query has more than 1000 parameters");
}

#[tokio::test]
async fn splits_a_list_in_linear_time() {
    let harbour = TestServer::start().await;
    let begin = Instant::now();
    let body = format!("name=tea&marks={}", "%7c".repeat(340_000));
    let found = json_response(post(&harbour, FORM, body), 200).await;
    assert_eq!(found["form"]["marks"].as_array().unwrap().len(), 340_001);
    assert!(begin.elapsed() < SOON, "{:?}", begin.elapsed());
}
