//! Where the crates of Dropspec come from.

use std::path::{Path, PathBuf};

/// The folder that this program was built from.
const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Where the crates of Dropspec come from.
#[derive(Debug)]
pub(super) enum Engine {
    /// A checkout.
    Folder(PathBuf),
    /// Wherever cargo finds them.
    Version,
}

impl Engine {
    /// The checkout that is given, else that of this program if it is still there.
    ///
    /// # Errors
    /// When what is given is no checkout.
    pub(super) fn find(given: Option<&Path>) -> Result<Self, String> {
        let folder = given.unwrap_or(Path::new(CHECKOUT));
        let is_engine = |folder: &Path| {
            ["dropspec", "dropspec-build"].iter().all(|name| crate_of(folder, name).join("Cargo.toml").is_file())
        };
        match folder.canonicalize() {
            Ok(folder) if is_engine(&folder) => Ok(Self::Folder(folder)),
            _ if given.is_none() => Ok(Self::Version),
            _ => Err(format!("{}: there are no crates/dropspec and crates/dropspec-build in it", folder.display())),
        }
    }

    /// The line of a `Cargo.toml` that depends on a crate of Dropspec.
    pub(super) fn dependency(&self, name: &str) -> String {
        match self {
            // A string of JSON is one of TOML.
            Self::Folder(folder) => {
                let path = serde_json::Value::from(crate_of(folder, name).display().to_string());
                format!("{name} = {{ path = {path} }}")
            }
            Self::Version => format!("{name} = \"{}\"", env!("CARGO_PKG_VERSION")),
        }
    }

    /// The versions that the crates of a checkout are tested with.
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
