//! A PostgreSQL server for the tests: the one that `TEST_DATABASE_URL` names, or else a throw-away one, which
//! starts here, once per process, and is gone with the process however that ends.

// Without a database a test cannot go on.
#![allow(clippy::expect_used, clippy::panic)]

use std::{
    env, fs,
    net::TcpListener,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{self, Child, Command, Stdio},
    sync::{LazyLock, Mutex, PoisonError},
    thread,
    time::{Duration, Instant, UNIX_EPOCH},
};

use tokio_postgres::{Error, NoTls, error::SqlState};

const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);

/// Keeps a server until its standard input ends, then removes every trace of it.
///
/// The test process holds the other end of that input and lets go of it in whatever way it ends, `SIGKILL`
/// included, which neither a destructor nor a signal handler would notice. At the end the log goes to the
/// standard error.
const SUPERVISOR: &str = r#"
bin=$1 port=$2 as=
folder=$(mktemp -d "${TMPDIR:-/tmp}/postgres.XXXXXX") && cd "$folder" || exit
# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
    chown postgres .
    as='setpriv --reuid=postgres --regid=postgres --init-groups'
fi
if $as "$bin/initdb" -D data -A trust -U postgres -E UTF8 --no-locale --no-sync >log 2>&1; then
    $as "$bin/postgres" -D data -h 127.0.0.1 -p "$port" -k '' \
        -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
        -c max_connections=200 -c shared_buffers=64MB >>log 2>&1 &
    server=$!
    read -r _
    # At once, whoever is connected. The shell starts what is in the background deaf to QUIT, which PostgreSQL
    # changes a moment later; until then TERM ends it.
    { kill -TERM "$server"; kill -QUIT "$server"; } 2>/dev/null
    wait
fi
cat log >&2
cd / && rm -rf "$folder"
"#;

/// A PostgreSQL server.
pub(crate) struct Server {
    /// The address of a database of the server, from which the others are created.
    maintenance: String,
    /// What the names of this process's databases begin with: a given server may have other users.
    prefix: String,
    /// How many databases were created. Its lock lets one clone be made at a time: no template has two users.
    created: Mutex<u32>,
    /// Lives as long as the process, and the server with it.
    _supervisor: Option<Child>,
}

/// The server of this process, which the first call starts.
///
/// # Panics
///
/// When there is no server to be had; the message says why.
pub(crate) fn server() -> &'static Server {
    static SERVER: LazyLock<Server> = LazyLock::new(|| match env::var("TEST_DATABASE_URL") {
        Ok(url) if !url.is_empty() => Server::new(url, None),
        _ => Server::start(),
    });
    &SERVER
}

impl Server {
    /// The address of one of its databases.
    pub(crate) fn url(&self, database: &str) -> String {
        let (address, query) = match self.maintenance.find('?') {
            Some(start) => self.maintenance.split_at(start),
            None => (&*self.maintenance, ""),
        };
        // The third slash ends the authority: `postgres://user@host:port/database`.
        let authority = address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        format!("{authority}/{database}{query}")
    }

    /// Creates a database, a copy of the template if there is one, and answers its name.
    ///
    /// # Panics
    ///
    /// When the server refuses, for instance because the template stays in use.
    pub(crate) fn create_database(&self, template: Option<&str>) -> String {
        let mut created = self.created.lock().unwrap_or_else(PoisonError::into_inner);
        *created += 1;
        let name = format!("{}_{created}", self.prefix);
        let template = template.map_or(String::new(), |template| format!(r#" TEMPLATE "{template}""#));
        let statement = format!(r#"CREATE DATABASE "{name}"{template}"#);

        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = execute(&self.maintenance, &statement) {
            // A session ends on the server a moment after its client has closed it.
            let in_use = error.code() == Some(&SqlState::OBJECT_IN_USE);
            let wait = in_use && Instant::now() < deadline;
            assert!(wait, "{statement}: {}", explain(&error));
            thread::sleep(PAUSE);
        }
        name
    }

    /// Drops a database with whatever is connected to it.
    ///
    /// One that cannot be dropped stays: this may run while a test unwinds, where another panic would abort
    /// the process.
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
        let bin = binaries().expect(
            "the tests need PostgreSQL's server: run them by `./entrypoint.sh test`, install the package \
             `postgresql`, or name the folder of `initdb` in PG_BIN or a server in TEST_DATABASE_URL",
        );
        let port = free_port();
        let supervisor = Command::new("sh")
            .args(["-c", SUPERVISOR, "postgres"])
            .arg(&bin)
            .arg(port.to_string())
            // Ctrl-C is for the tests; the supervisor has to outlive them.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("`sh` starts");
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        Self::accepting(url, supervisor)
    }

    fn accepting(url: String, mut supervisor: Child) -> Self {
        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = execute(&url, "SELECT") {
            let ended = supervisor.try_wait().is_ok_and(|status| status.is_some());
            if ended || Instant::now() >= deadline {
                let output = supervisor.wait_with_output().expect("the log is read");
                let log = String::from_utf8_lossy(&output.stderr);
                panic!("PostgreSQL does not start: {}\n{log}", explain(&error));
            }
            thread::sleep(PAUSE);
        }
        Self::new(url, Some(supervisor))
    }
}

/// Executes a statement, on a thread of its own: the caller may be in a Tokio runtime, and they do not nest.
fn execute(url: &str, statement: &str) -> Result<(), Error> {
    let work = async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute(statement).await
    };
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime starts").block_on(work)
    };
    thread::scope(|scope| scope.spawn(run).join().expect("the statement does not panic"))
}

/// The error with its causes: by itself, one of the server's is only "db error".
fn explain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", explain(source)),
        None => error.to_string(),
    }
}

/// The folder of the server's programs, which distributions keep off the `PATH`.
fn binaries() -> Option<PathBuf> {
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

/// A port below the range from which the kernel hands them out, so that none takes it before the server does.
fn free_port() -> u16 {
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let first = u16::try_from(process::id() % 10_000).expect("it is below 10000");
    (20_000 + first..32_000).find(is_free).expect("a port is free")
}
