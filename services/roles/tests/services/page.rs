//! The page, with all services running.

use std::collections::HashSet;

use reqwest::header::HeaderMap;

use crate::support::{Family, PAGE, ROLES, Shown, problem, respond};

/// Enough pages to see most roles.
const ROUNDS: usize = 40;

fn assert_is_whole(shown: &Shown) {
    let role = shown.role().expect("there is a role");
    let stat = ROLES.iter().find(|(it, _)| *it == role).map(|(_, stat)| *stat);
    assert_eq!(shown.stat(), stat, "{role}: the points are those of the role");
    assert!(shown.story().is_some() && shown.next_move().is_some(), "{}", shown.html);
    assert_eq!((shown.status, shown.missing()), (200, vec![]));
}

#[tokio::test]
async fn a_role_is_shown_with_its_points_story_and_move() {
    let family = Family::start().await;
    let mut roles = HashSet::new();
    for _ in 0..ROUNDS {
        let shown = family.show().await;
        assert_is_whole(&shown);
        roles.insert(shown.role().unwrap().to_owned());
    }
    // All but a few, with a probability that is almost one.
    assert!(roles.len() > 5, "another role each time: {roles:?}");
    let (status, media_type, html) = respond(family.page.get("/")).await;
    assert_eq!(media_type, "text/html");
    assert_is_whole(&Shown { status, html });
}

#[tokio::test]
async fn visitors_are_greeted_by_their_names() {
    let family = Family::start().await;
    let greeting = async |query: &str| {
        let (status, _, html) = respond(family.page.get(&format!("{PAGE}?{query}"))).await;
        let shown = Shown { status, html };
        assert_eq!(shown.status, 200, "{}", shown.html);
        assert!(!shown.html.contains("<script") && !shown.html.contains("onload=\""), "{}", shown.html);
        shown.between("Welcome, ", ".").unwrap().to_owned()
    };
    assert_eq!(greeting("name=Ada").await, "<strong><bdi>Ada</bdi></strong>");
    assert_eq!(greeting("name=%20Zo%C3%AB+B%20").await, "<strong><bdi>Zoë B</bdi></strong>");
    assert_eq!(greeting("name=").await, "stranger");
    assert_eq!(greeting("name=+").await, "stranger");
    let escaped = greeting("name=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert_eq!(escaped, "<strong><bdi>&#60;script&#62;alert(1)&#60;/script&#62;</bdi></strong>");
    let (_, _, html) = respond(family.page.get(&format!("{PAGE}?name=%22%20onload=%22x"))).await;
    assert!(html.contains(r#"value="&#34; onload=&#34;x""#), "{html}");
}

#[tokio::test]
async fn names_are_bounded() {
    let family = Family::start().await;
    let name = |length: usize| family.page.get(&format!("/?name={}", "%C3%AB".repeat(length)));
    assert_eq!(respond(name(40)).await.0, 200);
    problem(&respond(name(41)).await, 400);
    for query in ["name=%FF", "name=a&name=b", "nam=a"] {
        problem(&respond(family.page.get(&format!("/?{query}"))).await, 400);
    }
}

#[tokio::test]
async fn a_page_loads_only_its_own_style_sheet() {
    let family = Family::start().await;
    let response = family.page.get(PAGE).send().await.unwrap();
    let header = |headers: &HeaderMap, name: &str| headers[name].to_str().unwrap().to_owned();
    let policy = header(response.headers(), "content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
    assert_eq!(header(response.headers(), "x-content-type-options"), "nosniff");
    assert_eq!(header(response.headers(), "cache-control"), "no-cache");
    let html = response.text().await.unwrap();
    assert!(html.contains(r#"href="../../page.css""#) && html.contains(r#"action="../../rpgrole/stat/desc""#));
    let style = family.page.get("/page.css").send().await.unwrap();
    assert_eq!(header(style.headers(), "cache-control"), "max-age=3600");
    assert!(!style.text().await.unwrap().contains("url("));
}
