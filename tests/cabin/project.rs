//! A copy of this project that uses the original engine crates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Folder of this project.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A copy of this project, deleted on drop.
pub(crate) struct Project(TempDir);

impl Project {
    pub(crate) fn copy() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        let root = Path::new(ROOT);
        for name in ["openapi.yaml", "build.rs", "Cargo.lock", "src", "migrations", "data", "benches"] {
            copy(&root.join(name), &project.path().join(name));
        }
        // Cargo identifies build units by name and path within the workspace. They must differ from those of the original, which
        // uses the same target directory.
        copy(&root.join("crates/client"), &project.path().join("crates/cabin-client"));
        fs::remove_dir_all(project.path().join("crates/cabin-client/examples")).unwrap();
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let manifest = manifest
            .replace(", \"services/*\"", "")
            .replace("path = \"crates/client\"", "path = \"crates/cabin-client\"")
            .replace("path = \"crates/dropspec", &format!("path = \"{ROOT}/crates/dropspec"))
            .replace("name = \"app\"", "name = \"app-with-cabin\"")
            .replace("default-run = \"app\"", "default-run = \"app-with-cabin\"");
        fs::write(project.path().join("Cargo.toml"), manifest).unwrap();
        project
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs cargo offline in the copy and returns its output.
    #[track_caller]
    pub(crate) fn cargo(&self, arguments: &[&str]) -> String {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).env("CARGO_TARGET_DIR", target()).env("CARGO_NET_OFFLINE", "true");
        succeed(cargo.current_dir(self.path()).output().unwrap(), arguments)
    }

    /// Path of the program of the copy.
    pub(crate) fn program(&self) -> Command {
        let mut program = Command::new(target().join("debug/app-with-cabin"));
        program.current_dir(self.path());
        program
    }

    /// Runs the program of the copy on a database and returns its output.
    #[track_caller]
    pub(crate) fn app(&self, arguments: &[&str], url: &str) -> String {
        succeed(self.program().args(arguments).env("DATABASE_URL", url).output().unwrap(), arguments)
    }
}

/// Runs the program of the original project on a database.
#[track_caller]
pub(crate) fn original(arguments: &[&str], url: &str) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_app"));
    let sample = Path::new(ROOT).join("data/passengers.csv");
    if arguments == ["import_data"] {
        program.args(arguments).arg(sample);
    } else {
        program.args(arguments);
    }
    succeed(program.env("DATABASE_URL", url).output().unwrap(), arguments);
}

#[track_caller]
fn succeed(output: Output, arguments: &[&str]) -> String {
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Target directory of this project, which has most dependencies of the copy.
fn target() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_app"));
    program.ancestors().nth(2).expect("the program is in the folder of a profile").to_owned()
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}
