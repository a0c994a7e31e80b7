//! Generated code in files by role.

use dropspec_openapi::warnings::Warnings;

/// The name of the file that a service includes.
const ROOT: &str = "api.rs";

/// The generated server of a document.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The imports of the code.
    pub(crate) imports: String,
    /// The code by the names of its files.
    pub(crate) roles: Vec<(&'static str, String)>,
    /// The document as JSON.
    pub json: String,
    /// What the generated code represents less precisely than the document describes it.
    pub warnings: Warnings,
}

impl Generated {
    /// The files with their names: `api.rs` includes the others, which have to be in the same directory.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, String)> {
        let includes: String = self.used().map(|(name, _)| format!("include!({name:?});\n")).collect();
        let root = format!("{}\n{includes}", self.imports);
        std::iter::once((ROOT, root)).chain(self.used().cloned())
    }

    /// All code in one text.
    pub fn text(&self) -> String {
        let texts = self.used().map(|(_, text)| text.as_str());
        std::iter::once(self.imports.as_str()).chain(texts).collect::<Vec<_>>().join("\n")
    }

    fn used(&self) -> impl Iterator<Item = &(&'static str, String)> {
        self.roles.iter().filter(|(_, text)| !text.is_empty())
    }
}
