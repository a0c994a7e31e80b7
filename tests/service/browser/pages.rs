//! The generated pages in a browser.

use super::driver::Browser;
use crate::support::{Backend, TestApp, person};

on_both_databases!(
    a_person_is_created_updated_and_deleted,
    an_edit_conflict_is_shown,
    people_are_filtered_sorted_and_paged,
);

/// Creates `Person 00` to `Person 29` with different fares.
async fn create_people(app: &TestApp) {
    for number in 0..30 {
        let mut person = person();
        person["name"] = format!("Person {number:02}").into();
        person["fare"] = (100 - number).into();
        person["age"] = number.into();
        app.create(&person).await;
    }
}

/// Returns the URL of a page.
fn page(app: &TestApp, path: &str) -> String {
    format!("{}{path}", app.url())
}

async fn choose(browser: &Browser, name: &str, value: &str) {
    browser.click(&format!("//input[@name='{name}' and @value='{value}']")).await;
}

/// Waits until the page has a control in a state, given as an XPath condition.
async fn assert_holds(browser: &Browser, name: &str, state: &str) {
    browser.text(&format!("//*[@name='{name}' and {state}]")).await;
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

/// Returns the names of the people on the page.
async fn names(browser: &Browser) -> Vec<String> {
    browser.texts("//tbody//th").await
}

async fn assert_no_console_errors(browser: &Browser) {
    let console_errors = browser.console_errors().await;
    // Error statuses of responses are expected.
    let errors: Vec<&String> = console_errors.iter().filter(|it| !it.contains("Failed to load resource")).collect();
    assert!(errors.is_empty(), "the content security policy blocks nothing: {errors:?}");
}

async fn a_person_is_created_updated_and_deleted(backend: Backend) {
    let Some(browser) = Browser::start().await else { return };
    let app = TestApp::start(backend).await;
    browser.open(&page(&app, "/people")).await;
    assert_eq!(browser.title().await, "People");
    assert_eq!(browser.text("//div[@class='empty']/p").await, "No people yet.");

    // The browser does not submit an incomplete form. `survived` has a default; all other fields are required.
    unfold(&browser, "New person").await;
    press(&browser, "Create").await;
    assert_eq!(
        browser.matches("input[name]:invalid", "name").await.first().map(String::as_str),
        Some("passengerClass")
    );
    assert_eq!(browser.matches("input[name=survived]:checked", "value").await, ["false"]);
    assert_eq!(browser.address().await, page(&app, "/people"));

    // Errors of the service are shown next to the field and the input is kept. The browser counts characters differently.
    let long = "E".repeat(101);
    choose(&browser, "passengerClass", "1").await;
    type_in(&browser, "Name", &long).await;
    choose(&browser, "sex", "female").await;
    for (label, text) in
        [("Age", "30"), ("Siblings or spouses aboard", "0"), ("Parents or children aboard", "1"), ("Fare", "7.5")]
    {
        type_in(&browser, label, text).await;
    }
    assert_eq!(browser.matches("form.record input:invalid", "name").await, [""; 0]);
    press(&browser, "Create").await;
    let error = browser.text("//*[@id='name-errors']").await;
    assert_eq!(browser.title().await, "Error: New person – People");
    assert!(error.contains("is too long (the most is 100)"), "{error}");
    assert_holds(&browser, "name", "@aria-invalid='true' and starts-with(@aria-describedby, 'name-errors')").await;
    for (name, value) in [("name", long.as_str()), ("age", "30"), ("fare", "7.5")] {
        assert_holds(&browser, name, &format!("@value='{value}'")).await;
    }
    assert_holds(&browser, "sex", "@value='female' and @checked").await;
    assert_eq!(app.get("/people").await.json(200), serde_json::json!([]));
    // The error summary links to the field.
    browser.click("//div[@role='alert']//a[@href='#name']").await;
    assert!(browser.address().await.ends_with("/people#name"));

    type_in(&browser, "Name", "Mrs. Emma <& Co>").await;
    press(&browser, "Create").await;
    browser.text("//h1[text()='Mrs. Emma <& Co>']").await;
    assert_shows(&browser, "Age", "30").await;
    let address = browser.address().await;
    let location = address.strip_prefix(&app.url()).unwrap().to_owned();
    let stored = app.get(&location).await.json(200);
    assert_eq!((&stored["fare"], &stored["survived"]), (&7.5.into(), &false.into()));

    unfold(&browser, "Edit").await;
    type_in(&browser, "Age", "31").await;
    choose(&browser, "record[survived]", "true").await;
    press(&browser, "Save").await;
    assert_shows(&browser, "Age", "31").await;
    assert_shows(&browser, "Survived", "Yes").await;
    assert_eq!(browser.address().await, address);

    unfold(&browser, "Delete").await;
    press(&browser, "Delete permanently").await;
    assert_eq!(browser.text("//div[@class='empty']/p").await, "No people yet.");
    assert_eq!(browser.address().await, page(&app, "/people"));
    assert_no_console_errors(&browser).await;
    browser.open(&address).await;
    assert_eq!(browser.text("//h1").await, "Not Found");
}

async fn an_edit_conflict_is_shown(backend: Backend) {
    let Some(browser) = Browser::start().await else { return };
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    browser.open(&page(&app, &location)).await;
    app.put(&location, &serde_json::json!({ "age": 50 })).await.json(200);
    unfold(&browser, "Edit").await;
    type_in(&browser, "Age", "23").await;
    press(&browser, "Save").await;
    let detail = browser.text("//p[@class='detail']").await;
    assert!(detail.starts_with("This person was changed after you opened it"), "{detail}");
    assert_eq!(browser.text("//*[@id='age-errors']").await, "current value: 50");
    assert_eq!(app.get(&location).await.json(200)["age"], 50);
    press(&browser, "Save").await;
    assert_shows(&browser, "Age", "23").await;
    assert_eq!(app.get(&location).await.json(200)["age"], 23);
}

async fn people_are_filtered_sorted_and_paged(backend: Backend) {
    let Some(browser) = Browser::start().await else { return };
    let app = TestApp::start(backend).await;
    create_people(&app).await;
    browser.open(&page(&app, "/people?limit=25")).await;
    assert_eq!(names(&browser).await.len(), 25);
    browser.click("//a[@rel='next']").await;
    browser.text("//a[@rel='prev']").await;
    assert_eq!(names(&browser).await.len(), 5);

    browser.click("//thead//a[text()='Fare']").await;
    browser.text("//th[@aria-sort='ascending']").await;
    assert_eq!(names(&browser).await[0], "Person 29", "lowest fare first, on the first page");
    browser.click("//thead//a[text()='Fare']").await;
    browser.text("//th[@aria-sort='descending']").await;
    assert_eq!(names(&browser).await[0], "Person 00");

    unfold(&browser, "Filter and sort").await;
    type_in(&browser, "Age from", "7").await;
    type_in(&browser, "Age to", "9").await;
    press(&browser, "Apply").await;
    browser.text("//a[text()='Clear filters']").await;
    assert_eq!(names(&browser).await, ["Person 07", "Person 08", "Person 09"], "empty fields do not filter");
    browser.click("//a[text()='Show total']").await;
    let caption = browser.text("//caption[starts-with(., '3 in total')]").await;
    assert_eq!(caption, "3 in total, sorted by fare, descending");
    browser.click("//a[text()='Person 08']").await;
    browser.text("//h1[text()='Person 08']").await;
    assert_no_console_errors(&browser).await;
    browser.click("//nav[@aria-label='Other formats']/a[text()='JSON']").await;
    assert!(browser.text("//pre").await.contains("\"name\":\"Person 08\""));
    let requests = browser.requests().await;
    assert!(requests.iter().all(|request| request.starts_with(&app.url())), "no external requests: {requests:?}");
}
