//! The configuration of a stateless service.

use dropspec::config::Environment;
use dropspec::health::Readiness;

use super::Config;
use crate::config::reference::variables;
use crate::{App, AppConfig, Variable, environment_help, environment_table};

struct Greeter;

crate::service! {
    service: Greeter,
    document: api,
    name: "hello-world",
    about: "Greets.",
    unready: asleep,
    config: Greeting,
    build: |_| Self,
}

/// What is generated from a document without operations.
mod api {
    use dropspec::{Route, document};

    pub(super) struct Document;

    impl document::Document for Document {
        const YAML: &'static str = "openapi: 3.0.3\n";
        const JSON: &'static str = "{}";
    }

    pub(super) fn routes<A>() -> Vec<Route<A>> {
        Vec::new()
    }
}

async fn asleep(_: &Greeter) -> Option<String> {
    Some("asleep".to_owned())
}

struct Greeting(String);

impl AppConfig for Greeting {
    fn read(env: &mut Environment) -> Self {
        Self(env.read("_GREETING", "Hello".to_owned()))
    }

    fn variables() -> Vec<Variable> {
        vec![Variable::new("_GREETING", "the first word of each response").or("Hello")]
    }
}

fn read(pairs: &[(&str, &str)]) -> Result<Config<Greeter>, String> {
    Config::from_variables(Environment::of(Greeter::ENV_PREFIX, pairs)).map_err(|error| error.to_string())
}

#[test]
fn an_empty_environment_is_a_configuration() {
    let config = read(&[]).unwrap();
    assert_eq!(config.server.address.to_string(), "127.0.0.1:8080");
    assert_eq!(config.service.0, "Hello");
    assert_eq!(config.docs, cfg!(feature = "docs"));
}

#[cfg(feature = "docs")]
#[test]
fn production_has_no_docs_page_unless_it_is_enabled() {
    let docs = |pairs| read(pairs).unwrap().docs;
    assert!(!docs(&[("HELLO_WORLD_SETTINGS", "production")]));
    assert!(docs(&[("HELLO_WORLD_SETTINGS", "production"), ("HELLO_WORLD_DOCS", "on")]));
}

/// Environment whose values may be any text.
const TEXTS: &[&str] = &["HELLO_WORLD_GREETING", "OTEL_SERVICE_NAME"];

#[test]
fn every_variable_of_the_table_is_read() {
    // A certificate needs a key: of two files that are missing, one is reported.
    let files = ["HELLO_WORLD_TLS_CERTIFICATE", "HELLO_WORLD_TLS_KEY"];
    for variable in variables::<Greeter>() {
        let name = variable.name();
        if TEXTS.contains(&name) {
            continue;
        }
        let pairs: Vec<_> = match files.contains(&name) {
            true => files.map(|file| (file, "/no/such/file")).to_vec(),
            false => vec![(name, "not a value: \u{7}")],
        };
        let error = read(&pairs).err().unwrap_or_else(|| panic!("{name} is not read"));
        assert!(files.iter().chain([&name]).any(|it| error.contains(it)), "{name}: {error}");
    }
}

#[test]
fn all_errors_are_reported_at_once() {
    let error = read(&[("HELLO_WORLD_BIND", "nowhere"), ("HELLO_WORLD_AUTH", "maybe")]).err().unwrap();
    assert!(error.contains("HELLO_WORLD_BIND must be ") && error.contains("HELLO_WORLD_AUTH must be "), "{error}");
}

#[test]
fn unknown_variables_are_reported() {
    let error = read(&[("HELLO_WORLD_GRETING", "Hi"), ("HELLO_WORLD_AUTH", "maybe")]).err().unwrap();
    assert_eq!(
        error,
        "the configuration is wrong in 2 places:\n  \
         HELLO_WORLD_AUTH must be optional, writes or required, not `maybe`\n  \
         HELLO_WORLD_GRETING is not known; did you mean HELLO_WORLD_GREETING?"
    );
    // A service without a database has no variables of PostgreSQL.
    assert!(read(&[("POSTGRES_HOST", "db"), ("HELLO_WORLD_PORT", "tcp://10.0.0.7:80")]).is_ok());
}

#[test]
fn help_and_documentation_have_every_variable_once() {
    let (help, table) = (environment_help::<Greeter>(), environment_table::<Greeter>());
    for variable in variables::<Greeter>() {
        let name = variable.name();
        assert_eq!(help.matches(&format!("  {name} ")).count(), 1, "{name}: {help}");
        assert_eq!(table.matches(&format!("| `{name}` | ")).count(), 1, "{name}: {table}");
    }
    assert!(
        help.contains("  HELLO_WORLD_GREETING  ")
            && help.contains("  the first word of each response [default: Hello]\n"),
        "{help}"
    );
    assert!(!help.contains("DATABASE"), "a stateless service has no database: {help}");
}

#[test]
fn a_stateless_service_has_no_commands_of_tables() {
    let command = crate::cli::command::<Greeter>();
    let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let of_all = ["serve", "check_health", "openapi"];
    let of_terminals = if cfg!(feature = "terminal") { &["completions"][..] } else { &[] };
    assert_eq!(names, [&of_all[..], of_terminals].concat());
}

#[tokio::test]
async fn a_service_says_itself_why_it_is_not_ready() {
    let service = Greeter::build(Greeting("Hello".to_owned()), ()).await.unwrap();
    assert_eq!(service.unready().await.as_deref(), Some("asleep"));
}
