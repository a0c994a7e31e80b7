//! Authentication with API keys.

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::{Backend, Database, Program, Response, RunningServer};

on_both_databases!(
    writes_require_a_key_if_authentication_is_required,
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

async fn writes_require_a_key_if_authentication_is_required(backend: Backend) {
    let register = Register::start(backend, "required").await;
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

    let key = register.new_key("ada");
    register.send(register.create().bearer_auth(&key)).await.json(201);
    register.send(register.create().header("x-api-key", &key)).await.json(201);
    let page = register.send(register.create().header("accept", "text/html,application/json;q=0.1")).await;
    assert_eq!((page.status, page.header("content-type")), (401, "text/html; charset=utf-8"));
}

async fn an_unknown_key_is_rejected_even_if_authentication_is_optional(backend: Backend) {
    let register = Register::start(backend, "optional").await;
    register.send(register.create()).await.json(201);
    let other = register.new_key("ada").replace("people_", "people_0");
    let problem = register.send(register.create().bearer_auth(other)).await.problem(401);
    assert_eq!(problem["detail"], "unknown API key");
    let problem = register.send(register.create().header("x-api-key", "")).await.problem(401);
    assert_eq!(problem["detail"], "empty API key");
}

async fn a_revoked_key_is_rejected_immediately(backend: Backend) {
    let register = Register::start(backend, "required").await;
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
fn a_malformed_key_lifetime_is_rejected() {
    let output = Program::new(&["api_key", "create", "ada", "--expires-in", "soon"]).output();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("must be a duration such as 500ms, 30s or 5m"), "{stderr}");
    assert_eq!(output.status.code(), Some(2));
}
