//! New crates, and the programs that they become.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
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
        Self::with_options(document, &[])
    }

    /// Makes a crate of a document, with options of the command.
    pub(crate) fn with_options(document: &Path, options: &[&str]) -> Self {
        Self::of_all(&[document], options)
    }

    /// Makes a crate of several documents, with options of the command.
    pub(crate) fn of_all(documents: &[&Path], options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Each has its own name, as all share what is built.
        let name = format!("new-{}", documents[0].file_stem().unwrap().to_str().unwrap());
        let made = Command::new(env!("CARGO_BIN_EXE_dropspec"))
            .arg("new")
            .args(documents)
            .arg(folder.path().join(&name))
            .args(options)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Self { folder, name }
    }

    /// Runs cargo in it, without the network, and returns what it has printed.
    #[track_caller]
    pub(crate) fn cargo(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(self.path())
            .env("CARGO_TARGET_DIR", target())
            .env("CARGO_NET_OFFLINE", "true")
            .output()
            .unwrap();
        assert!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Its folder.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    /// Its program, which has to be built before, in its folder.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(target().join("debug").join(&self.name));
        program.args(arguments).current_dir(self.path());
        program
    }

    /// Runs its program and returns what it has printed.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.program(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Builds it and starts the program on a free port.
    pub(crate) fn serve(&self, options: &[&str]) -> Served {
        self.serve_one(&[], options)
    }

    /// Builds it and starts a service of the program on a free port.
    pub(crate) fn serve_one(&self, service: &[&str], options: &[&str]) -> Served {
        self.cargo(&["build"]);
        let mut child = self
            .program(service)
            .args(["serve", "--bind", "127.0.0.1:0"])
            .args(options)
            .stdout(Stdio::piped())
            // The log of operations that are not implemented.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut greeting = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut greeting).unwrap();
        let address = greeting.split('/').nth(2);
        let url = format!("http://{}", address.unwrap_or_else(|| panic!("the address is printed: {greeting}")).trim());
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
    /// The URL of the service, without a path.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// Status, content type and body of a response.
    pub(crate) async fn ask(&self, request: RequestBuilder) -> (u16, String, Value) {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        let body = response.bytes().await.unwrap();
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
