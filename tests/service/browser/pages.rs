//! The pages of the register in a browser, used as a person uses them.

use super::driver::Browser;
use crate::support::{Backend, TestApp, person};

on_both_databases!(two_people_change_one_person, people_are_filtered_sorted_and_paged,);

/// Registers people who differ: `Person 00` to `Person 29`, a pound apart.
async fn register(app: &TestApp) {
    for number in 0..30 {
        let mut person = person();
        person["name"] = format!("Person {number:02}").into();
        person["fare"] = (100 - number).into();
        person["age"] = number.into();
        app.register(&person).await;
    }
}

/// The address of a page.
fn page(app: &TestApp, path: &str) -> String {
    format!("{}{path}", app.url())
}

async fn type_in(browser: &Browser, label: &str, text: &str) {
    browser.fill(&format!("//*[@id=//label[text()='{label}']/@for]"), text).await;
}

async fn press(browser: &Browser, button: &str) {
    browser.click(&format!("//button[text()='{button}']")).await;
}

async fn unfold(browser: &Browser, summary: &str) {
    browser.click(&format!("//summary[text()='{summary}']")).await;
}

/// Waits until the page of a person shows a value.
async fn assert_shows(browser: &Browser, label: &str, value: &str) {
    browser.text(&format!("//dt[text()='{label}']/following-sibling::dd[text()='{value}']")).await;
}

/// The names of the people that the page shows.
async fn names(browser: &Browser) -> Vec<String> {
    browser.texts("//tbody//th").await
}

async fn assert_untroubled(browser: &Browser) {
    let complaints = browser.complaints().await;
    // The status of an answer is no trouble of its page.
    let troubles: Vec<&String> = complaints.iter().filter(|it| !it.contains("Failed to load resource")).collect();
    assert!(troubles.is_empty(), "the policy of the pages lets them look as they are meant to: {troubles:?}");
}

async fn two_people_change_one_person(backend: Backend) {
    let Some(browser) = Browser::start().await else { return };
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
    browser.open(&page(&app, &location)).await;
    app.put(&location, &serde_json::json!({ "age": 50 })).await.json(200);
    unfold(&browser, "Edit").await;
    type_in(&browser, "Age", "23").await;
    press(&browser, "Save").await;
    let detail = browser.text("//p[@class='detail']").await;
    assert!(detail.starts_with("Somebody else has changed this person"), "{detail}");
    assert_eq!(browser.text("//*[@id='age-errors']").await, "stored is now 50");
    assert_eq!(app.get(&location).await.json(200)["age"], 50);
    press(&browser, "Save").await;
    assert_shows(&browser, "Age", "23").await;
    assert_eq!(app.get(&location).await.json(200)["age"], 23);
}

async fn people_are_filtered_sorted_and_paged(backend: Backend) {
    let Some(browser) = Browser::start().await else { return };
    let app = TestApp::start(backend).await;
    register(&app).await;
    browser.open(&page(&app, "/people?limit=25")).await;
    assert_eq!(names(&browser).await.len(), 25);
    browser.click("//a[@rel='next']").await;
    browser.text("//a[@rel='prev']").await;
    assert_eq!(names(&browser).await.len(), 5);

    browser.click("//thead//a[text()='Fare']").await;
    browser.text("//th[@aria-sort='ascending']").await;
    assert_eq!(names(&browser).await[0], "Person 29", "the cheapest first, on the first page");
    browser.click("//thead//a[text()='Fare']").await;
    browser.text("//th[@aria-sort='descending']").await;
    assert_eq!(names(&browser).await[0], "Person 00");

    unfold(&browser, "Filter and sort").await;
    type_in(&browser, "Age from", "7").await;
    type_in(&browser, "Age to", "9").await;
    press(&browser, "Show").await;
    browser.text("//a[text()='Clear filters']").await;
    assert_eq!(names(&browser).await, ["Person 07", "Person 08", "Person 09"], "what is not filled in filters nothing");
    browser.click("//a[text()='Count all']").await;
    let caption = browser.text("//caption[starts-with(., '3 in all')]").await;
    assert_eq!(caption, "3 in all, sorted by fare, descending");
    browser.click("//a[text()='Person 08']").await;
    browser.text("//h1[text()='Person 08']").await;
    assert_untroubled(&browser).await;
    let requests = browser.requests().await;
    assert!(requests.iter().all(|request| request.starts_with(&app.url())), "nobody else is asked: {requests:?}");
}
