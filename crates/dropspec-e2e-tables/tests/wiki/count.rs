//! Numbers of rows, exact and estimated.

use reqwest::Method;
use serde_json::json;

use super::support::{Backend, Wiki, fill, start_with_database};

on_both_databases!(few_rows_are_counted, many_rows_are_estimated, other_values_are_rejected, a_page_shows_an_estimate);

/// The total of a list, and whether it is an estimate.
async fn total(wiki: &Wiki, query: &str) -> Option<(i64, bool)> {
    let response = wiki.request(Method::GET, &format!("/pages?limit=1&{query}")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (rows, is_estimate) = (header("x-total-count"), header("x-total-count-estimated"));
    assert_eq!(rows.is_some(), is_estimate.is_some());
    Some((rows?.parse().unwrap(), is_estimate?.parse().unwrap()))
}

async fn few_rows_are_counted(backend: Backend) {
    let (wiki, database) = start_with_database(backend).await;
    assert_eq!(total(&wiki, "count=estimated").await, Some((0, false)));
    fill(&database, backend, 1000).await;
    for (query, expected) in [
        ("count=none", None),
        ("count=exact", Some((990, false))),
        ("count=estimated", Some((990, false))),
        ("count=estimated&title_prefix=Te", Some((90, false))),
        ("count=estimated&title_prefix=No", Some((0, false))),
    ] {
        assert_eq!(total(&wiki, query).await, expected, "{query}");
    }
    assert_eq!(total(&wiki, "").await, None);
}

async fn many_rows_are_estimated(backend: Backend) {
    let (wiki, database) = start_with_database(backend).await;
    fill(&database, backend, 120_000).await;
    assert_eq!(total(&wiki, "count=exact").await, Some((118_800, false)));
    for (query, rows) in [("count=estimated", 118_800), ("count=estimated&title_prefix=Te", 10_800)] {
        let (estimate, is_estimate) = total(&wiki, query).await.unwrap();
        assert!(is_estimate, "{query}");
        assert!((estimate - rows).abs() < rows / 4, "{query}: {estimate} instead of {rows}");
    }
    // The links ask for the same.
    let page = wiki.request(Method::GET, "/pages?count=estimated&limit=1").send().await.unwrap();
    let link = page.headers()["link"].to_str().unwrap().to_owned();
    assert!(link.starts_with("</pages?count=estimated&limit=1&page_token="), "{link}");
}

async fn other_values_are_rejected(backend: Backend) {
    let (wiki, _database) = start_with_database(backend).await;
    let (status, problem) = wiki.call(Method::GET, "/pages?count=true", None).await;
    assert_eq!((status, &problem["errors"][0]["parameter"]), (400, &json!("count")));
}

async fn a_page_shows_an_estimate(backend: Backend) {
    let (wiki, database) = start_with_database(backend).await;
    fill(&database, backend, 120_000).await;
    for (query, expected) in [("", "<a href=\"?limit=1&#38;count=estimated\">"), ("&count=estimated", "About 11")] {
        let page = wiki.request(Method::GET, &format!("/pages?limit=1{query}")).header("accept", "text/html");
        let page = page.send().await.unwrap().text().await.unwrap();
        assert!(page.contains(expected), "{page}");
    }
}
