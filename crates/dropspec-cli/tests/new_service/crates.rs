//! New crates, and the programs that they become.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;

/// The folder of the workspace.
pub(crate) const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// A crate made by `dropspec new`; it ends with its test.
pub(crate) struct NewCrate {
    folder: TempDir,
    name: String,
}

impl NewCrate {
    /// Makes a crate of a document.
    pub(crate) fn of(document: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Each has its own name, as all share what is built.
        let name = format!("new-{}", document.file_stem().unwrap().to_str().unwrap());
        let made = Command::new(env!("CARGO_BIN_EXE_dropspec"))
            .args([Path::new("new"), document, &folder.path().join(&name)])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Self { folder, name }
    }

    /// Runs cargo in it, without the network.
    #[track_caller]
    pub(crate) fn cargo(&self, arguments: &[&str]) {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(self.folder.path().join(&self.name))
            .env("CARGO_TARGET_DIR", target())
            .env("CARGO_NET_OFFLINE", "true")
            .output()
            .unwrap();
        assert!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Builds it and starts the program on some free port.
    pub(crate) fn serve(&self, options: &[&str]) -> Served {
        self.cargo(&["build"]);
        let program = target().join("debug").join(&self.name);
        let mut child = Command::new(program)
            .args(["--bind", "127.0.0.1:0"])
            .args(options)
            .stdout(Stdio::piped())
            // It says there what is not implemented.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut greeting = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut greeting).unwrap();
        let url = greeting.split_whitespace().find(|word| word.starts_with("http://"));
        let url = url.unwrap_or_else(|| panic!("it says where it is: {greeting}")).trim_end_matches(',').to_owned();
        Served { child, url, client: Client::new() }
    }
}

/// Where the workspace is built: most of what a new crate depends on is there already.
fn target() -> &'static Path {
    let program = Path::new(env!("CARGO_BIN_EXE_dropspec"));
    program.ancestors().nth(2).expect("it is in a folder of a profile")
}

/// A running service.
pub(crate) struct Served {
    child: Child,
    url: String,
    client: Client,
}

impl Served {
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// Status, content type and body of an answer.
    pub(crate) async fn ask(&self, request: RequestBuilder) -> (u16, String, Value) {
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let kind = answer.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        let body = answer.bytes().await.unwrap();
        (status, kind.unwrap_or_default(), serde_json::from_slice(&body).unwrap_or_default())
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, String, Value) {
        self.ask(self.request(Method::GET, path)).await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
