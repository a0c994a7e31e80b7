//! Authentication with API keys.

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::{Backend, Database, Program, Response, RunningServer};

on_both_databases!(
    writes_require_a_key_if_configured,
    everything_requires_a_key_if_configured,
    the_log_names_the_caller,
    an_unknown_key_is_rejected_even_if_authentication_is_optional,
    a_revoked_key_is_rejected_immediately,
    an_import_record_has_its_subject,
    keys_are_listed_without_their_secrets,
);

const PERSON: &str = "/people/01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

fn ada() -> Value {
    json!({
        "passengerClass": 1, "name": "Miss. Ada Quill", "sex": "female", "age": 29, "siblingsOrSpousesAboard": 0,
        "parentsOrChildrenAboard": 0, "fare": 7
    })
}

/// A running service and its database.
struct Register {
    database: Database,
    served: RunningServer,
}

impl Register {
    async fn start(backend: Backend, auth: &str) -> Self {
        let database = Database::migrated(backend).await;
        let served = Program::new(&["serve"]).database(database.url()).env("APP_AUTH", auth).serves();
        Self { database, served }
    }

    fn command(&self, arguments: &[&str]) -> String {
        Program::new(arguments).database(self.database.url()).succeeds()
    }

    fn new_key(&self, subject: &str) -> String {
        self.command(&["api_key", "create", subject]).trim_end().to_owned()
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = self.served.people().replace("/people", path);
        Client::new().request(method, url)
    }

    fn form(&self, path: &str, fields: &'static str) -> RequestBuilder {
        self.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded").body(fields)
    }

    async fn send(&self, request: RequestBuilder) -> Response {
        let request = request.build().unwrap();
        let method = request.method().clone();
        Response::read(method, Client::new().execute(request).await.unwrap()).await
    }

    fn create(&self) -> RequestBuilder {
        self.request(Method::POST, "/people").json(&ada())
    }
}

async fn writes_require_a_key_if_configured(backend: Backend) {
    let register = Register::start(backend, "writes").await;
    let changes = [
        register.create(),
        register.form("/people", "name=Miss.+Ada+Quill"),
        register.request(Method::POST, "/people/bulk").json(&json!([ada()])),
        register.request(Method::PUT, PERSON).json(&json!({})),
        register.request(Method::PATCH, PERSON).header("content-type", "application/merge-patch+json").body("{}"),
        register.form(PERSON, "action=delete"),
        register.request(Method::DELETE, PERSON),
        register.request(Method::POST, "/imports").header("content-type", "text/csv").body("Name\n"),
    ];
    for change in changes {
        let response = register.send(change).await;
        let detail = "credentials are required";
        assert_eq!(response.problem(401)["detail"], detail);
        let challenges: Vec<_> = response.headers.get_all("www-authenticate").iter().collect();
        assert_eq!(challenges, [r#"Bearer realm="bearer""#, r#"ApiKey realm="key", in="header", name="x-api-key""#]);
    }
    assert_eq!(register.send(register.request(Method::GET, "/people")).await.json(200), json!([]));
    assert_eq!(register.send(register.request(Method::GET, "/metrics")).await.status, 200);

    let key = register.new_key("ada");
    register.send(register.create().bearer_auth(&key)).await.json(201);
    register.send(register.create().header("x-api-key", &key)).await.json(201);
    let page = register.send(register.create().header("accept", "text/html,application/json;q=0.1")).await;
    assert_eq!((page.status, page.header("content-type")), (401, "text/html; charset=utf-8"));
}

async fn everything_requires_a_key_if_configured(backend: Backend) {
    let register = Register::start(backend, "required").await;
    let key = register.new_key("ada");
    let created = register.send(register.create().bearer_auth(&key)).await;
    let person = created.header("location");
    register.send(register.create()).await.problem(401);
    for (path, media_type) in [
        ("/people", "application/json"),
        ("/people", "application/x-ndjson"),
        ("/people?format=csv", "text/csv"),
        ("/people", "text/html"),
        ("/people?limit=0", "application/json"),
        (person, "application/json"),
        (person, "text/html"),
        (PERSON, "application/json"),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let request = || register.request(method.clone(), path).header("accept", media_type);
            let anonymous = register.send(request()).await;
            assert_eq!(anonymous.status, 401, "{method} {path} {media_type}");
            assert!(!anonymous.body.windows(5).any(|part| part == b"Quill"), "{method} {path} {media_type}");
            let authenticated = register.send(request().header("x-api-key", &key)).await;
            assert_ne!(authenticated.status, 401, "{method} {path} {media_type}");
        }
    }
    // A scraper sends its key as a bearer token.
    for method in [Method::GET, Method::HEAD] {
        let metrics = || register.request(method.clone(), "/metrics");
        let anonymous = register.send(metrics()).await;
        assert_eq!((anonymous.status, anonymous.header("www-authenticate")), (401, r#"Bearer realm="metrics""#));
        assert!(!anonymous.body.windows(5).any(|part| part == b"http_"));
        assert_eq!(register.send(metrics().bearer_auth("people_wrong")).await.status, 401);
        assert_eq!(register.send(metrics().bearer_auth(&key)).await.status, 200);
    }
    for path in ["/health/live", "/health/ready", "/openapi.yaml", "/openapi.json", "/docs"] {
        assert_eq!(register.send(register.request(Method::GET, path)).await.status, 200, "{path}");
    }
}

async fn the_log_names_the_caller(backend: Backend) {
    let database = Database::migrated(backend).await;
    let program = Program::new(&["api_key", "create", "the harbour office"]).database(database.url());
    let key = program.succeeds().trim_end().to_owned();
    let server = Program::new(&["serve"]).database(database.url()).env("APP_LOG_LEVEL", "info").logs();
    let people = |key: &str| {
        let request = Client::new().get(format!("{}/people", server.url));
        if key.is_empty() { request } else { request.bearer_auth(key) }
    };
    for (key, status) in [("", 200), (key.as_str(), 200), ("people_0_0", 401)] {
        assert_eq!(people(key).send().await.unwrap().status(), status);
    }
    let lines = server.stop();
    let callers: Vec<&Value> =
        lines.iter().filter(|line| line["msg"] == "request").map(|line| &line["caller"]).collect();
    assert_eq!(callers, [&Value::Null, &json!("the harbour office"), &Value::Null]);
}

async fn an_unknown_key_is_rejected_even_if_authentication_is_optional(backend: Backend) {
    let register = Register::start(backend, "optional").await;
    register.send(register.create()).await.json(201);
    let other = register.new_key("ada").replace("people_", "people_0");
    let problem = register.send(register.create().bearer_auth(other)).await.problem(401);
    assert_eq!(problem["detail"], "unknown API key");
    let problem = register.send(register.create().header("x-api-key", "")).await.problem(401);
    assert_eq!(problem["detail"], "empty API key");
    let list = register.request(Method::GET, "/people").bearer_auth("people_0_0");
    assert_eq!(register.send(list).await.problem(401)["detail"], "unknown API key");
}

async fn a_revoked_key_is_rejected_immediately(backend: Backend) {
    let register = Register::start(backend, "writes").await;
    let key = register.new_key("ada");
    register.send(register.create().bearer_auth(&key)).await.json(201);
    let id = key.split('_').nth(1).unwrap();
    assert_eq!(register.command(&["api_key", "revoke", id]), format!("revoked {id}\n"));
    assert_eq!(register.send(register.create().bearer_auth(&key)).await.problem(401)["detail"], "unknown API key");
    let again = Program::new(&["api_key", "revoke", id]).database(register.database.url()).fails();
    assert_eq!(again, format!("no such key: {id}; `api_key list` prints the ids of all keys"));
}

async fn an_import_record_has_its_subject(backend: Backend) {
    let register = Register::start(backend, "required").await;
    let list = "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare\n\
                1,1,Miss. Ada Quill,female,29,0,0,7\n";
    let import = register.request(Method::POST, "/imports").header("content-type", "text/csv").body(list);
    register.send(import.bearer_auth(register.new_key("the harbour office"))).await.json(200);
    let output = register.command(&["list_imports"]);
    assert!(output.contains("  the harbour office  "), "{output}");
}

async fn keys_are_listed_without_their_secrets(backend: Backend) {
    let register = Register::start(backend, "optional").await;
    assert_eq!(register.command(&["api_key", "list"]), "there are no keys\n");
    let key = register.new_key("ada");
    register.command(&["api_key", "create", "the harbour office", "--expires-in", "90d"]);
    let output = register.command(&["api_key", "list"]);
    let lines: Vec<&str> = output.lines().collect();
    let [head, ada, office] = lines[..] else { panic!("{output}") };
    assert_eq!(head, "ID                CREATED (UTC)     EXPIRES (UTC)     SUBJECT");
    assert!(ada.starts_with(key.split('_').nth(1).unwrap()) && ada.ends_with("  -                 ada"), "{ada}");
    assert!(office.ends_with("  the harbour office") && !office.contains(" - "), "{office}");
    // The secret has 43 characters, which may include underscores.
    assert!(!output.contains(&key[key.len() - 43..]));
}

#[test]
fn a_subject_is_a_printable_name() {
    for (subject, reason) in [
        ("", "the subject is empty; name the owner of the key"),
        ("a\nb\u{1b}[31m", "the subject has the control character U+000A"),
    ] {
        let output = Program::new(&["api_key", "create", subject]).output();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(reason) && !stderr.contains('\u{1b}'), "{stderr}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_malformed_key_lifetime_is_rejected() {
    let output = Program::new(&["api_key", "create", "ada", "--expires-in", "soon"]).output();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("must be a duration such as 500ms, 30s or 5m"), "{stderr}");
    assert_eq!(output.status.code(), Some(2));
}
