//! A PostgreSQL server that accepts only connections with TLS.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::certificates::{Authority, Issued};
use super::plaintext_server;
use super::postgres::{binaries, free_port};

/// Runs a server until the standard input is closed, which the kernel does however the test process ends. Then it removes the folder.
const SUPERVISOR: &str = r#"
bin=$1 port=$2 folder=$3 as=
cd "$folder" || exit
# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
    chown postgres . server.key
    as='setpriv --reuid=postgres --regid=postgres --init-groups'
fi
if $as "$bin/initdb" -D data -A trust -U postgres -E UTF8 --no-locale --no-sync >log 2>&1; then
    $as cp pg_hba.conf data/
    $as "$bin/postgres" -D data -h 127.0.0.1 -p "$port" -k '' -c fsync=off -c max_connections=50 \
        -c ssl=on -c ssl_cert_file="$folder/server.pem" -c ssl_key_file="$folder/server.key" \
        -c ssl_ca_file="$folder/ca.pem" >>log 2>&1 &
    server=$!
    read -r _
    { kill -TERM "$server"; kill -QUIT "$server"; } 2>/dev/null
    wait
fi
cd / && rm -rf "$folder"
"#;

/// Nobody without TLS; `certified` with a certificate in that name, `secret` with a password, others with neither.
const ACCESS: &str = "hostssl all certified 127.0.0.1/32 cert\n\
                      hostssl all secret    127.0.0.1/32 scram-sha-256\n\
                      hostssl all all       127.0.0.1/32 trust\n";

/// A server whose certificate is issued for `localhost`.
pub(crate) struct TlsServer {
    pub(crate) port: u16,
    folder: PathBuf,
    _supervisor: Child,
}

/// Returns the server of this process; the first call starts it.
pub(crate) fn tls_server() -> &'static TlsServer {
    static SERVER: LazyLock<TlsServer> = LazyLock::new(TlsServer::start);
    &SERVER
}

impl TlsServer {
    fn start() -> Self {
        let bin = binaries().expect("PostgreSQL is installed: run `./entrypoint.sh test`, or set PG_BIN");
        // It takes a port of its own first.
        plaintext_server();
        let port = free_port();
        let folder = tempfile::tempdir().unwrap().keep();
        write_files(&folder);
        let supervisor = Command::new("sh")
            .args(["-c", SUPERVISOR, "postgres"])
            .arg(&bin)
            .arg(port.to_string())
            .arg(&folder)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { port, folder, _supervisor: supervisor };
        let deadline = Instant::now() + Duration::from_secs(60);
        let run = |statement: &str| {
            let url = format!("host=127.0.0.1 port={port} user=postgres dbname=postgres sslmode=require");
            let psql = Command::new(bin.join("psql")).args(["-XAt", &url, "-c", statement]).output();
            psql.is_ok_and(|output| output.status.success())
        };
        while !run("SELECT") {
            let log = || std::fs::read_to_string(server.folder.join("log")).unwrap_or_default();
            assert!(Instant::now() < deadline, "PostgreSQL did not start: {}", log());
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(run("CREATE ROLE certified LOGIN; CREATE ROLE secret LOGIN PASSWORD 'p@ss'"));
        server
    }

    /// Returns the URL of a user at a host, with parameters and a name of its own.
    pub(crate) fn url(&self, user: &str, host: &str, parameters: &str) -> String {
        static CONNECTIONS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let name = CONNECTIONS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        format!("postgres://{user}@{host}:{}/postgres?application_name=test{name}&{parameters}", self.port)
    }

    /// Returns the path of a file with a certificate or a key.
    pub(crate) fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }
}

fn write_files(folder: &Path) {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let authority = Authority::new("Test CA");
    write("ca.pem", &authority.pem());
    write("other_ca.pem", &Authority::new("Other CA").pem());
    write("pg_hba.conf", ACCESS);
    for (name, Issued { certificate, key }) in [
        ("server", authority.issue("server", &["localhost"])),
        ("certified", authority.issue("certified", &[])),
        ("other", authority.issue("other", &[])),
    ] {
        write(&format!("{name}.pem"), &certificate);
        write(&format!("{name}.key"), &key);
    }
    // PostgreSQL refuses a key that others can read.
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(folder.join("server.key"), private).unwrap();
}
