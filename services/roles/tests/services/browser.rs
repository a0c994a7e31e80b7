//! The page in a browser.

#[allow(dead_code, reason = "shared with the tests of the register, which use more of it")]
#[path = "../../../../tests/service/browser/driver.rs"]
mod driver;

use crate::support::{Family, PAGE, ROLES};
use driver::Browser;

#[tokio::test]
async fn a_visitor_asks_for_another_role() {
    let Some(browser) = Browser::start().await else { return };
    let family = Family::start().await;
    let url = family.page.url();
    browser.open(url).await;
    let role = browser.text("//h1").await;
    assert!(ROLES.iter().any(|(it, _)| *it == role), "{role}");
    assert_eq!(browser.title().await, format!("{role} – Roles"));
    browser.fill("//input[@id=//label[text()='Your name']/@for]", "<b>Ada</b>").await;
    browser.click("//button[text()='Another role']").await;
    assert_eq!(browser.text("//p[@class='greeting']/strong").await, "<b>Ada</b>");
    assert!(browser.address().await.starts_with(&format!("{url}{PAGE}?name=")));
    assert_eq!(browser.matches("#name", "value").await, ["<b>Ada</b>"], "the name is kept for the next role");
    assert_eq!(browser.console_errors().await, Vec::<String>::new(), "the content security policy blocks nothing");
    for request in browser.requests().await {
        assert!(request.starts_with(url) || request.starts_with("data:"), "{request}");
    }
}
