//! Commits whose response is lost.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tokio::time::sleep;

use crate::support::{Backend, Database, FaultyProxy, ProxyState, TestApp, execute, person};

/// Makes each commit of a new person take two seconds.
const SLOW_COMMIT: &str = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql \
     AS $$ BEGIN PERFORM pg_sleep(2); RETURN NULL; END $$; \
     CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON people DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()";

/// How long the commits run before the connections are lost.
const DELAY: Duration = Duration::from_millis(700);

const CSV: &str =
    "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare\n0,3,Ann,female,30,0,0,7\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_response_is_lost_has_an_unknown_outcome() {
    let database = Database::exclusive(Backend::Postgres).await;
    execute(database.url(), SLOW_COMMIT).await;
    let (proxy, url) = FaultyProxy::to(&database).await;
    let app = TestApp::serve_with_timeout(&url, Duration::from_secs(20));

    let person = person();
    let post = || app.request(Method::POST, "/people").json(&person);
    let bulk = app.request(Method::POST, "/people/bulk").json(&json!([person]));
    let import = app.request(Method::POST, "/imports").header("content-type", "text/csv").body(CSV);
    let lose = async {
        sleep(DELAY).await;
        proxy.set_state(ProxyState::Closed);
    };
    let (post, once, bulk, import, ()) = tokio::join!(
        app.send(post()),
        app.send(post().header("idempotency-key", "once")),
        app.send(bulk),
        app.send(import),
        lose,
    );
    for (name, response, may_retry) in
        [("create", post, false), ("once", once, true), ("bulk", bulk, false), ("import", import, false)]
    {
        let text = response.text();
        assert_eq!(response.status, 504, "{name}: {text}");
        assert!(text.contains("urn:dropspec:problem:unknown-outcome"), "{name}: {text}");
        assert_eq!(response.headers.contains_key("retry-after"), may_retry, "{name}");
    }
}
