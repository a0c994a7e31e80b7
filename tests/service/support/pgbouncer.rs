//! PgBouncer in transaction mode, in front of a PostgreSQL server.

use std::io::Write;
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::postgres::free_port;

/// Runs PgBouncer until the standard input is closed, which the kernel does however the test process ends.
const SUPERVISOR: &str = r#"
folder=$1 as=
# It refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
    chown -R postgres "$folder"
    as='setpriv --reuid=postgres --regid=postgres --init-groups'
fi
PATH=$PATH:/usr/sbin
$as pgbouncer "$folder/pgbouncer.ini" >"$folder/log" 2>&1 &
read -r _
kill -TERM $!
wait
"#;

/// A PgBouncer with few connections to the server, which it assigns in turn, so that consecutive transactions of a client run on different
/// ones. It stops on drop.
pub(crate) struct PgBouncer {
    port: u16,
    supervisor: Child,
    folder: TempDir,
}

impl PgBouncer {
    /// Starts one in front of the server of a URL, with additional settings. Returns `None` if it is not installed, except in CI, where that
    /// is an error.
    pub(crate) fn start(server: &str, settings: &str) -> Option<Self> {
        if !is_installed() {
            let reason = "no test with PgBouncer, which is not installed (Debian's pgbouncer)";
            assert!(std::env::var("CI").is_err(), "{reason}");
            // Written directly, because the output of macros is captured while tests pass.
            std::io::stderr().write_all(format!("skipped: {reason}\n").as_bytes()).ok();
            return None;
        }
        // Until it listens, another one would find the same port free.
        static STARTING: Mutex<()> = Mutex::new(());
        let _turn = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        let port = free_port();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pgbouncer.ini"), configuration(server, port, settings)).unwrap();
        let supervisor = Command::new("sh")
            .args(["-c", SUPERVISOR, "pgbouncer"])
            .arg(folder.path())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let pgbouncer = Self { port, supervisor, folder };
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "PgBouncer does not listen: {}", pgbouncer.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(pgbouncer)
    }

    /// Returns the address that it listens on.
    pub(crate) fn address(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// Returns its log.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        drop(self.supervisor.stdin.take());
        self.supervisor.wait().ok();
    }
}

fn is_installed() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let has = |folder: &Path| folder.join("pgbouncer").is_file();
    std::env::split_paths(&path).any(|folder| has(&folder)) || has(Path::new("/usr/sbin"))
}

fn configuration(server: &str, port: u16, settings: &str) -> String {
    let config: Config = server.parse().unwrap();
    let [Host::Tcp(host)] = config.get_hosts() else { panic!("not a TCP address") };
    let password = config.get_password().map(String::from_utf8_lossy);
    let password = password.map(|password| format!(" password='{password}'")).unwrap_or_default();
    format!(
        "[databases]\n\
         * = host={host} port={} user={}{password}\n\
         [pgbouncer]\n\
         listen_addr = 127.0.0.1\n\
         listen_port = {port}\n\
         unix_socket_dir =\n\
         auth_type = any\n\
         pool_mode = transaction\n\
         default_pool_size = 4\n\
         server_round_robin = 1\n\
         max_client_conn = 200\n\
         {settings}\n",
        config.get_ports()[0],
        config.get_user().unwrap_or("postgres"),
    )
}
