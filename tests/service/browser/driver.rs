//! Controls a headless Chromium through [WebDriver], a JSON protocol over HTTP.
//!
//! Only a few commands are needed, so this is smaller than the available driver crates, which add about a hundred dependencies.
//!
//! [WebDriver]: https://www.w3.org/TR/webdriver2/

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};

/// JSON key of an element reference (WebDriver, section 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with one window that is closed on drop.
pub(super) struct Browser {
    client: Client,
    session: String,
    driver: Child,
}

impl Browser {
    /// Starts a browser. Returns `None` if it is not installed, except in CI, where that is an error.
    pub(super) async fn start() -> Option<Self> {
        let mut command = Command::new("chromedriver");
        // A process group, so that the browsers are stopped with the driver.
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut driver = match command.spawn() {
            Ok(driver) => driver,
            Err(error) => {
                let reason = format!("no browser test without chromedriver (Debian's chromium-driver): {error}");
                assert!(std::env::var("CI").is_err(), "{reason}");
                // Written directly, because the output of macros is captured while tests pass.
                std::io::stderr().write_all(format!("skipped: {reason}\n").as_bytes()).ok();
                return None;
            }
        };
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("started successfully"));
        let port = line.as_deref().and_then(|line| line.trim_end_matches('.').rsplit(' ').next());
        // Long enough for a slow machine, short enough to fail if the browser is gone.
        let client = Client::builder().timeout(Duration::from_secs(60)).build().unwrap();
        let driver_url = format!("http://127.0.0.1:{}", port.expect("the driver prints its port"));
        let mut browser = Self { client, session: format!("{driver_url}/session"), driver };
        let session = browser.command(Method::POST, "", &capabilities()).await;
        browser.session = format!("{driver_url}/session/{}", session["sessionId"].as_str().unwrap());
        Some(browser)
    }

    pub(super) async fn open(&self, url: &str) {
        self.command(Method::POST, "/url", &json!({ "url": url })).await;
    }

    /// Clicks the element of an XPath as soon as it exists.
    pub(super) async fn click(&self, xpath: &str) {
        let element = self.find(xpath).await;
        self.command(Method::POST, &format!("{element}/click"), &json!({})).await;
    }

    /// Replaces the text of an input.
    pub(super) async fn fill(&self, xpath: &str, text: &str) {
        let element = self.find(xpath).await;
        let select_all = "\u{e009}a\u{e000}";
        self.command(Method::POST, &format!("{element}/value"), &json!({ "text": format!("{select_all}{text}") }))
            .await;
    }

    /// Returns the text of the element of an XPath as soon as it exists.
    pub(super) async fn text(&self, xpath: &str) -> String {
        let element = self.find(xpath).await;
        text(self.command(Method::GET, &format!("{element}/text"), &Value::Null).await)
    }

    /// Returns the texts of all current elements of an XPath.
    pub(super) async fn texts(&self, xpath: &str) -> Vec<String> {
        let script = "const found = document.evaluate(arguments[0], document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE); \
                      return Array.from({ length: found.snapshotLength }, (_, index) => found.snapshotItem(index).textContent);";
        let texts = self.command(Method::POST, "/execute/sync", &json!({ "script": script, "args": [xpath] })).await;
        texts.as_array().unwrap().iter().map(|it| text(it.clone())).collect()
    }

    /// Returns an attribute of all current elements of a CSS selector.
    pub(super) async fn matches(&self, selector: &str, attribute: &str) -> Vec<String> {
        let script =
            "return Array.from(document.querySelectorAll(arguments[0]), found => found.getAttribute(arguments[1]));";
        let arguments = json!({ "script": script, "args": [selector, attribute] });
        let found = self.command(Method::POST, "/execute/sync", &arguments).await;
        found.as_array().unwrap().iter().map(|it| text(it.clone())).collect()
    }

    pub(super) async fn title(&self) -> String {
        text(self.command(Method::GET, "/title", &Value::Null).await)
    }

    pub(super) async fn address(&self) -> String {
        text(self.command(Method::GET, "/url", &Value::Null).await)
    }

    /// Returns the console messages since the last call.
    pub(super) async fn console_errors(&self) -> Vec<String> {
        self.log("browser").await.iter().map(ToString::to_string).collect()
    }

    /// Returns the URLs of all requests since the last call, from the DevTools protocol.
    pub(super) async fn requests(&self) -> Vec<String> {
        let log = self.log("performance").await;
        let events = log.iter().map(|entry| serde_json::from_str::<Value>(entry["message"].as_str().unwrap()).unwrap());
        let requests = events.filter(|event| event["message"]["method"] == "Network.requestWillBeSent");
        requests.map(|mut event| text(event["message"]["params"]["request"]["url"].take())).collect()
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.command(Method::POST, "/se/log", &json!({ "type": kind })).await;
        entries.as_array().unwrap().clone()
    }

    /// Waits for an element and returns its WebDriver path.
    async fn find(&self, xpath: &str) -> String {
        let element = self.command(Method::POST, "/element", &json!({ "using": "xpath", "value": xpath })).await;
        format!("/element/{}", element[ELEMENT].as_str().unwrap())
    }

    async fn command(&self, method: Method, path: &str, parameters: &Value) -> Value {
        let mut request = self.client.request(method, format!("{}{path}", self.session));
        if !parameters.is_null() {
            request = request.json(parameters);
        }
        let mut response: Value = request.send().await.unwrap().json().await.unwrap();
        let value = response["value"].take();
        assert_eq!(value.get("error"), None, "{path} {parameters}: {value}");
        value
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let kill = format!("kill -TERM -{}", self.driver.id());
        Command::new("sh").args(["-c", &kill]).status().ok();
        self.driver.wait().ok();
    }
}

fn capabilities() -> Value {
    let arguments = [
        "--headless=new",
        "--window-size=1280,1000",
        // For containers, where processes run as root and shared memory is scarce. Only trusted pages are loaded.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        // No network access except to this machine.
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ];
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "timeouts": { "implicit": 20_000 },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "goog:chromeOptions": { "args": arguments },
    } } })
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => panic!("{other} is not a string"),
    }
}
