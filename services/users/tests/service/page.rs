//! The page, with the back end.

use reqwest::header::{ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};

use crate::support::{Backend, HTML, Users, client, send, url};

on_both_databases!(
    the_page_shows_the_users,
    the_button_generates_users,
    names_are_escaped,
    long_lists_have_pages,
    forms_of_other_sites_are_rejected,
    invalid_input_is_a_page_that_says_so,
);

/// The names in the list on a page, and whether each is marked as new.
fn listed(page: &str) -> Vec<(String, bool)> {
    let list = page.split("<ul class=\"users\">").nth(1).unwrap_or_default();
    let items = list.split("<li").skip(1).map(|item| {
        let name = item.split("<span>").nth(1).and_then(|rest| rest.split("</span>").next()).unwrap();
        (name.to_owned(), item.starts_with(" class=\"new\""))
    });
    items.collect()
}

async fn the_page_shows_the_users(kind: Backend) {
    let users = Users::start(kind).await;
    let (status, page) = send(users.page("/")).await;
    assert_eq!(status, 200);
    assert!(page.contains("No names yet") && page.contains("0 names"), "{page}");

    users.store("Bela Roth").await;
    users.store("Abel Kern").await;
    let response = users.page("/").send().await.unwrap();
    assert!(response.headers()[CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
    let page = response.text().await.unwrap();
    assert!(page.contains("2 names"), "{page}");
    assert_eq!(listed(&page), [("Abel Kern".to_owned(), false), ("Bela Roth".to_owned(), false)]);

    let style = client().get(format!("{}/style.css", url(&users.frontend))).send().await.unwrap();
    assert_eq!((style.status().as_u16(), &style.headers()[CONTENT_TYPE]), (200, &"text/css".parse().unwrap()));
}

async fn the_button_generates_users(kind: Backend) {
    let users = Users::start(kind).await;
    users.store("Abel Kern").await;
    let response = users.submit("5").send().await.unwrap();
    assert_eq!(response.status(), 303);
    let location = response.headers()[LOCATION].to_str().unwrap().strip_prefix('.').unwrap().to_owned();
    let (status, page) = send(users.page(&location)).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("5 new names") && page.contains("6 names"), "{page}");
    let names = users.names().await;
    assert_eq!(names.len(), 6);
    let expected: Vec<_> = names.into_iter().map(|name| (name.clone(), name != "Abel Kern")).collect();
    assert_eq!(listed(&page), expected);
}

async fn names_are_escaped(kind: Backend) {
    let users = Users::start(kind).await;
    users.store("<script>alert(1)</script> & \"co\"").await;
    let (_, page) = send(users.page("/?created=%3Cb%3E&after=%3Ci%3E")).await;
    assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("<i>"), "{page}");
    let (_, page) = send(users.page("/")).await;
    assert!(page.contains("alert(1)") && !page.contains("<script"), "{page}");
}

async fn long_lists_have_pages(kind: Backend) {
    let users = Users::start(kind).await;
    users.store("Zzz & last?").await;
    for _ in 0..5 {
        users.call("POST", "/backend?count=100").await;
    }
    let (_, first) = send(users.page("/")).await;
    assert!(first.contains("500 of 501 names"), "{first}");
    let next = first.split("href=\"./?after=").nth(1).and_then(|rest| rest.split('"').next());
    let next = next.expect("there is a next page");
    let (_, second) = send(users.page(&format!("/?after={next}"))).await;
    assert_eq!(listed(&second), [("Zzz &#38; last?".to_owned(), false)]);
    assert!(second.contains("First page") && !second.contains("Next page"), "{second}");
    let (_, beyond) = send(users.page("/?after=Zzzz")).await;
    assert!(beyond.contains("No more names"), "{beyond}");
}

async fn forms_of_other_sites_are_rejected(kind: Backend) {
    let users = Users::start(kind).await;
    for (name, value) in [("origin", "http://elsewhere.example"), ("sec-fetch-site", "cross-site")] {
        let (status, page) = send(users.submit("5").header(name, value)).await;
        assert_eq!(status, 403);
        assert!(page.contains("page of another site"), "{page}");
    }
    assert_eq!(users.names().await, Vec::<String>::new());
    let own = users.submit("5").header("origin", url(&users.frontend)).header("sec-fetch-site", "same-origin");
    assert_eq!(own.send().await.unwrap().status(), 303);
}

async fn invalid_input_is_a_page_that_says_so(kind: Backend) {
    let users = Users::start(kind).await;
    let text = users.client.post(url(&users.frontend)).header("accept", HTML).body("count=5");
    for (request, expected) in [
        (users.submit("0"), 400),
        (users.submit("101"), 400),
        (users.submit("many"), 400),
        (users.submit(""), 400),
        (text.header(CONTENT_TYPE, "text/plain"), 415),
        (users.page("/?after="), 400),
        (users.page("/?unknown=1"), 400),
    ] {
        let (status, page) = send(request).await;
        assert_eq!(status, expected, "{page}");
        assert!(page.starts_with("<!doctype html>") && page.contains("role=\"alert\""), "{page}");
    }
    let json = users.submit("0").header(ACCEPT, "application/json");
    assert!(send(json).await.1.contains("\"status\":400"));
    assert_eq!(users.names().await, Vec::<String>::new());
}
