//! Starts the service on a new database, and runs the program.

use std::any::Any;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};

use dropspec::ServiceConfig;
use dropspec::db::Database;
use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec_app::App as _;
use dropspec_app::storage::StoredApp as _;
use people::service::People;
use tempfile::TempDir;

/// The service, with an empty database.
pub(crate) struct Service {
    address: SocketAddr,
    // Fields are dropped in this order: the server before its database.
    _server: Box<dyn Any + Send>,
    folder: TempDir,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite://{}", folder.path().join("people.db").display());
        let database = Database::open(&database).unwrap();
        database.migrate(People::MIGRATIONS).await.unwrap();
        let (address, server) = serve(database);
        Self { address, _server: server, folder }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The directory that the program runs in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program against the service.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with_input(arguments, "").await
    }

    /// Runs the program against the service, with the given standard input.
    pub(crate) async fn run_with_input(&self, arguments: &[&str], input: &str) -> Outcome {
        let url = self.url();
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let (input, folder) = (input.to_owned(), self.folder().to_owned());
        // The service runs on this thread.
        tokio::task::spawn_blocking(move || run(&arguments, Some(&url), &input, &folder)).await.unwrap()
    }
}

fn serve(database: Database) -> (SocketAddr, Box<dyn Any + Send>) {
    let address = ([127, 0, 0, 1], 0).into();
    let server =
        Server::start(address, People::new(database), People::routes(), ServiceConfig::default(), Telemetry::default())
            .unwrap();
    (server.local_address(), Box::new(server))
}

/// The outcome of a run of the program.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    /// The JSON on standard output; checks that the program succeeded.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!((self.code, self.err.as_str()), (0, ""));
        serde_json::from_str(&self.out).unwrap()
    }

    /// The standard error without the request ID; checks the exit status, and that standard output is empty.
    #[track_caller]
    pub(crate) fn error(&self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{}", self.err);
        self.err.lines().filter(|line| !line.starts_with("  request ")).collect::<Vec<_>>().join("\n")
    }
}

/// Runs the program, with the URL of the service in its environment.
pub(crate) fn run(arguments: &[String], url: Option<&str>, input: &str, folder: &Path) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_people-cli"));
    command.args(arguments).current_dir(folder).env_remove("PEOPLE_URL").envs(url.map(|url| ("PEOPLE_URL", url)));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Fails if the program ends before it has read all input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Outcome { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}
