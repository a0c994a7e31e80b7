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
    use super::package_name;

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
    fn a_given_name_is_validated() {
        assert_eq!(package_name(Some("pets"), "/a".as_ref()), Ok("pets".to_owned()));
        for name in ["", "Pets", "two words", "2nd", "fn", "std"] {
            assert!(package_name(Some(name), "/a".as_ref()).is_err(), "{name}");
        }
    }
}
