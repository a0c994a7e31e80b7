//! The name of a new crate.

use std::path::Path;

/// Names with another meaning: to Rust, to cargo, or to the files of a deployment.
const RESERVED: &[&str] = &["core", "cov", "database", "dropspec", "proc-macro", "self", "std", "super", "test"];

/// The name of the package: the given one, or that of the folder with the characters that cargo allows.
///
/// # Errors
/// When the given name is not allowed.
pub(super) fn package_name(given: Option<&str>, folder: &Path) -> Result<String, String> {
    if let Some(name) = given {
        let message = format!("invalid package name `{name}`: use lower-case letters, digits and dashes");
        return if kebab(name) == name && is_free(name) { Ok(name.to_owned()) } else { Err(message) };
    }
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = kebab(&folder.file_name().unwrap_or_default().to_string_lossy());
    if is_free(&name) { Ok(name) } else { Ok(format!("service-{name}").trim_end_matches('-').to_owned()) }
}

/// Names that a service of a program cannot have: commands of the program, and of its entrypoint.
const COMMANDS: &[&str] = &["all", "check-health", "help", "lib", "main", "test"];

/// The name of a service of a program: that of the file of its document.
///
/// # Errors
/// When it means something else.
pub(super) fn service_name(document: &Path, program: &str) -> Result<String, String> {
    let name = kebab(&document.file_stem().unwrap_or_default().to_string_lossy());
    let is_allowed = name.starts_with(|first: char| first.is_ascii_lowercase()) && !COMMANDS.contains(&name.as_str());
    if is_allowed && name != program {
        return Ok(name);
    }
    Err(format!("{}: no service can have the name `{name}` of this file; rename it", document.display()))
}

/// The module of a service of a program: its name, unless that is a keyword.
pub(super) fn module_name(service: &str) -> String {
    let name = service.replace('-', "_");
    if syn::parse_str::<syn::Ident>(&name).is_ok() { name } else { name + "_" }
}

fn is_free(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && !RESERVED.contains(&name)
        && syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok()
}

fn kebab(text: &str) -> String {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{module_name, package_name, service_name};

    fn of_folder(folder: &str) -> String {
        package_name(None, folder.as_ref()).unwrap()
    }

    #[test]
    fn the_default_is_the_name_of_the_folder() {
        assert_eq!(of_folder("/a/pet-store"), "pet-store");
        assert_eq!(of_folder("/a/Pet Store_2"), "pet-store-2");
        assert_eq!(of_folder("/a/2nd"), "service-2nd");
        assert_eq!(of_folder("/a/type"), "service-type");
        assert_eq!(of_folder("/a/dropspec"), "service-dropspec");
        assert_eq!(of_folder("/a/Ж"), "service");
    }

    #[test]
    fn services_have_the_names_of_their_documents() {
        let of = |document: &str| service_name(document.as_ref(), "game");
        assert_eq!(of("documents/role.yaml"), Ok("role".to_owned()));
        assert_eq!(of("My Page.v2.json"), Ok("my-page-v2".to_owned()));
        for document in ["game.yaml", "all.yaml", "2nd.yaml", "Ж.yaml"] {
            assert!(of(document).is_err(), "{document}");
        }
        assert_eq!((module_name("my-page"), module_name("move")), ("my_page".to_owned(), "move_".to_owned()));
    }

    #[test]
    fn a_given_name_is_validated() {
        assert_eq!(package_name(Some("pets"), "/a".as_ref()), Ok("pets".to_owned()));
        for name in ["", "Pets", "two words", "2nd", "fn", "std"] {
            assert!(package_name(Some(name), "/a".as_ref()).is_err(), "{name}");
        }
    }
}
