//! The page in a browser.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../../../../tests/service/browser/driver.rs"]
mod driver;

use crate::support::{Backend, Users, free_address, frontend, url};
use driver::Browser;

on_both_databases!(the_button_generates_names_in_a_browser);

async fn the_button_generates_names_in_a_browser(kind: Backend) {
    let Some(browser) = Browser::start().await else { return };
    let users = Users::start(kind).await;
    users.store("Abel Kern").await;
    browser.open(&url(&users.frontend)).await;
    assert_eq!(browser.title().await, "Users");
    assert_eq!(browser.text("//p[@class='count']").await, "1 name");
    browser.click("//button[text()='Generate 5 names']").await;
    assert_eq!(browser.text("//p[@role='status']").await, "5 new names, marked in the list");
    assert_eq!(browser.text("//p[@class='count']").await, "6 names");
    let names = browser.texts("//ul[@class='users']//span").await;
    assert_eq!(names, users.names().await);
    let marked = browser.texts("//li[@class='new']//span").await;
    assert_eq!(marked, names.iter().filter(|name| *name != "Abel Kern").cloned().collect::<Vec<_>>());
    // It was redirected, so that reloading generates nothing.
    browser.open(&browser.address().await).await;
    assert_eq!(users.names().await.len(), 6);
    assert_eq!(browser.console_errors().await, Vec::<String>::new(), "the style sheet is loaded");
    let own = |request: &String| request.starts_with(&url(&users.frontend)) || request.starts_with("data:");
    let requests = browser.requests().await;
    assert!(requests.iter().all(own), "{requests:?}");
}

#[tokio::test]
async fn the_page_says_that_the_back_end_is_away() {
    let Some(browser) = Browser::start().await else { return };
    let frontend = frontend(&format!("http://{}", free_address())).await;
    browser.open(&url(&frontend)).await;
    assert_eq!(browser.title().await, "The back end is away – Users");
    assert_eq!(browser.text("//section[@role='alert']/h2").await, "The back end is away");
    browser.click("//a[text()='Try again']").await;
    assert_eq!(browser.text("//section[@role='alert']/h2").await, "The back end is away");
}
