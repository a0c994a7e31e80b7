//! A PostgreSQL server for the tests: the one named by `TEST_DATABASE_URL`, or else a temporary one that is started once per
//! process and removed when the process ends, however it ends.

// Tests cannot continue without a database.
#![allow(clippy::expect_used, clippy::panic)]

use std::{
    env, fs, iter,
    net::TcpListener,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{self, Child, Command, Stdio},
    sync::{
        LazyLock, Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
    thread,
    time::{Duration, Instant, UNIX_EPOCH},
};

use tokio_postgres::{Error, NoTls, error::SqlState};

const START_TIMEOUT: Duration = Duration::from_secs(60);
const RETRY_INTERVAL: Duration = Duration::from_millis(50);

/// Runs a server until its standard input is closed, then removes it. Each line of input starts the server again after it was killed; each
/// start writes the process id.
///
/// The test process holds the other end of the pipe, which the kernel closes however the process ends, including by
/// `SIGKILL`, which neither a destructor nor a signal handler could handle. On exit, the log is written to standard error.
const SUPERVISOR: &str = r#"
bin=$1 port=$2 as=
shift 2
folder=$(mktemp -d "${TMPDIR:-/tmp}/postgres.XXXXXX") && cd "$folder" || exit
# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
    chown postgres .
    as='setpriv --reuid=postgres --regid=postgres --init-groups'
fi
start() {
    $as "$bin/postgres" -D data -h 127.0.0.1 -p "$port" -k '' "$@" >>log 2>&1 &
    server=$!
    echo "$server"
}
if $as "$bin/initdb" -D data -A trust -U postgres -E UTF8 --no-locale --no-sync >log 2>&1; then
    start "$@"
    while read -r _; do
        wait "$server"
        start "$@"
    done
    # Immediate shutdown, also of a server that is stopped. Background processes of the shell ignore QUIT until PostgreSQL installs
    # its handlers; until then, TERM stops the server.
    { kill -CONT "$server"; kill -TERM "$server"; kill -QUIT "$server"; } 2>/dev/null
    wait
fi
cat log >&2
cd / && rm -rf "$folder"
"#;

/// A PostgreSQL server.
pub(crate) struct Server {
    /// URL of the maintenance database.
    maintenance: String,
    /// Prefix of the database names of this process, because the server may be shared.
    prefix: String,
    /// Number of databases created. The lock serializes copies, because a template must not have other connections.
    created: Mutex<u32>,
    /// Keeps the server running as long as the process.
    _supervisor: Option<Child>,
}

/// Returns the server of this process; the first call starts it.
///
/// # Panics
///
/// If no server can be started.
pub(crate) fn server() -> &'static Server {
    static SERVER: LazyLock<Server> = LazyLock::new(|| match env::var("TEST_DATABASE_URL") {
        Ok(url) if !url.is_empty() => Server::new(url, None),
        _ => Server::start(),
    });
    &SERVER
}

impl Server {
    /// Returns the URL of a database.
    pub(crate) fn url(&self, database: &str) -> String {
        let (address, query) = match self.maintenance.find('?') {
            Some(start) => self.maintenance.split_at(start),
            None => (&*self.maintenance, ""),
        };
        // The third slash ends the authority: `postgres://user@host:port/database`.
        let authority = address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        format!("{authority}/{database}{query}")
    }

    /// Creates a database, as a copy of the template if given, and returns its name.
    ///
    /// # Panics
    ///
    /// If the server reports an error, for instance because the template stays in use.
    pub(crate) fn create_database(&self, template: Option<&str>) -> String {
        let mut created = self.created.lock().unwrap_or_else(PoisonError::into_inner);
        *created += 1;
        let name = format!("{}_{created}", self.prefix);
        let template = template.map_or(String::new(), |template| format!(r#" TEMPLATE "{template}""#));
        let statement = format!(r#"CREATE DATABASE "{name}"{template}"#);

        let deadline = Instant::now() + START_TIMEOUT;
        while let Err(error) = execute(&self.maintenance, &statement) {
            // The server ends a session shortly after the client has closed the connection.
            let in_use = error.code() == Some(&SqlState::OBJECT_IN_USE);
            let wait = in_use && Instant::now() < deadline;
            assert!(wait, "{statement}: {}", explain(&error));
            thread::sleep(RETRY_INTERVAL);
        }
        name
    }

    /// Drops a database and terminates its connections.
    ///
    /// Errors are ignored: this may run while a test unwinds, where another panic would abort the process.
    pub(crate) fn drop_database(&self, name: &str) {
        let statement = format!(r#"DROP DATABASE IF EXISTS "{name}" WITH (FORCE)"#);
        execute(&self.maintenance, &statement).ok();
    }

    fn new(maintenance: String, supervisor: Option<Child>) -> Self {
        let age = UNIX_EPOCH.elapsed().map_or(0, |age| age.as_micros());
        Self {
            maintenance,
            prefix: format!("test_{age:x}_{}", process::id()),
            created: Mutex::default(),
            _supervisor: supervisor,
        }
    }

    fn start() -> Self {
        // What tests store need not survive the server.
        let fast = ["fsync=off", "full_page_writes=off", "synchronous_commit=off"];
        let (url, supervisor) = supervise(&[&fast[..], &["max_connections=200", "shared_buffers=64MB"]].concat());
        Self::wait_until_ready(url, supervisor)
    }

    fn wait_until_ready(url: String, mut supervisor: Child) -> Self {
        let deadline = Instant::now() + START_TIMEOUT;
        while let Err(error) = execute(&url, "SELECT") {
            let exited = supervisor.try_wait().is_ok_and(|status| status.is_some());
            if exited || Instant::now() >= deadline {
                let output = supervisor.wait_with_output().expect("the log can be read");
                let log = String::from_utf8_lossy(&output.stderr);
                panic!("PostgreSQL did not start: {}\n{log}", explain(&error));
            }
            thread::sleep(RETRY_INTERVAL);
        }
        Self::new(url, Some(supervisor))
    }
}

/// Starts the supervisor of a server with settings, each `name=value`, and returns the URL of the maintenance database.
///
/// # Panics
///
/// If PostgreSQL is not installed.
pub(crate) fn supervise(settings: &[&str]) -> (String, Child) {
    let bin = binaries().expect(
        "PostgreSQL not found: run `./entrypoint.sh test`, install the package `postgresql`, set PG_BIN to the folder of \
         `initdb`, or set TEST_DATABASE_URL to the URL of a server",
    );
    let port = free_port();
    let supervisor = Command::new("sh")
        .args(["-c", SUPERVISOR, "postgres"])
        .arg(&bin)
        .arg(port.to_string())
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        // Ctrl-C must not reach the supervisor, which has to outlive the tests.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("`sh` starts");
    (format!("postgres://postgres@127.0.0.1:{port}/postgres"), supervisor)
}

/// Executes a statement on a separate thread, because the caller may be in a Tokio runtime and runtimes do not nest.
pub(crate) fn execute(url: &str, statement: &str) -> Result<(), Error> {
    let work = async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute(statement).await
    };
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("the runtime starts").block_on(work)
    };
    thread::scope(|scope| scope.spawn(run).join().expect("the statement does not panic"))
}

/// Formats an error with its causes; a server error alone is only "db error".
pub(crate) fn explain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", explain(source)),
        None => error.to_string(),
    }
}

/// Finds the folder of the server programs, which distributions do not put on the `PATH`.
pub(crate) fn binaries() -> Option<PathBuf> {
    let named = env::var_os("PG_BIN").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).find_map(|folder| {
        let initdb = fs::canonicalize(folder.join("initdb")).ok()?;
        Some(initdb.parent()?.to_owned())
    });
    let configured = Command::new("pg_config").arg("--bindir").output().ok();
    let configured = configured.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let installed = fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().flatten();
    let version = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = installed.map(|entry| entry.path()).max_by_key(version).map(|path| path.join("bin"));

    let complete = |bin: &PathBuf| ["initdb", "postgres"].iter().all(|program| bin.join(program).is_file());
    [named, on_path, configured, newest].into_iter().flatten().find(complete)
}

/// Returns a free port outside the ephemeral range, so that no other process is assigned it before the server binds. No port is returned
/// twice.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let first = 20_000 + u16::try_from(process::id() % 10_000).expect("the remainder is below 10000");
    let mut ports = iter::repeat_with(|| first + NEXT.fetch_add(1, Ordering::Relaxed)).take(2_000);
    ports.find(is_free).expect("there is a free port")
}
