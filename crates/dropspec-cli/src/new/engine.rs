//! Where the crates of Dropspec come from.

use std::path::{Path, PathBuf};

/// The folder that this program was built from.
const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Where the crates of Dropspec come from.
#[derive(Debug)]
pub(super) enum Engine {
    /// A checkout.
    Folder(PathBuf),
    /// The registry of cargo.
    Version,
}

impl Engine {
    /// The given checkout, else the one that this program was built from, if it still exists.
    ///
    /// # Errors
    /// When the given folder is not a checkout.
    pub(super) fn find(given: Option<&Path>) -> Result<Self, String> {
        let folder = given.unwrap_or(Path::new(CHECKOUT));
        let is_engine = |folder: &Path| {
            ["dropspec", "dropspec-app", "dropspec-build"]
                .iter()
                .all(|name| crate_of(folder, name).join("Cargo.toml").is_file())
        };
        match folder.canonicalize() {
            Ok(folder) if is_engine(&folder) => Ok(Self::Folder(folder)),
            _ if given.is_none() => Ok(Self::Version),
            _ => Err(format!("{}: not a checkout of Dropspec: crates/dropspec is missing", folder.display())),
        }
    }

    /// The line of a `Cargo.toml` that depends on a crate of Dropspec.
    pub(super) fn dependency(&self, name: &str, features: &[&str]) -> String {
        // Every string of JSON is one of TOML.
        let source = match self {
            Self::Folder(folder) => {
                let path = serde_json::Value::from(crate_of(folder, name).display().to_string());
                format!("path = {path}")
            }
            Self::Version => format!("version = \"{}\"", env!("CARGO_PKG_VERSION")),
        };
        let features = match features {
            [] => String::new(),
            features => format!(", features = {features:?}"),
        };
        format!("{name} = {{ {source}{features} }}")
    }

    /// The folder of the checkout.
    pub(super) fn checkout(&self) -> Option<String> {
        match self {
            Self::Folder(folder) => Some(folder.display().to_string()),
            Self::Version => None,
        }
    }

    /// The lock file of the checkout: the versions that its crates are tested with.
    pub(super) fn lock(&self) -> Option<String> {
        match self {
            Self::Folder(folder) => std::fs::read_to_string(folder.join("Cargo.lock")).ok(),
            Self::Version => None,
        }
    }
}

fn crate_of(folder: &Path, name: &str) -> PathBuf {
    folder.join("crates").join(name)
}
