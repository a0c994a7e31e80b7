//! What a new crate is called.

use std::path::Path;

/// Names that would get in the way of others.
const TAKEN: &[&str] = &["core", "dropspec", "proc-macro", "self", "std", "super", "test"];

/// The name of the package: the one that is given, or what the folder is called, in letters that cargo takes.
///
/// # Errors
/// When the name that is given will not do, or there is none.
pub(super) fn package_name(given: Option<&str>, folder: &Path) -> Result<String, String> {
    if let Some(name) = given {
        let complaint = format!("`{name}` cannot be a package's name: take lower-case letters, digits and dashes");
        return if kebab(name) == name && is_free(name) { Ok(name.to_owned()) } else { Err(complaint) };
    }
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = kebab(&folder.file_name().unwrap_or_default().to_string_lossy());
    if is_free(&name) { Ok(name) } else { Ok(format!("service-{name}").trim_end_matches('-').to_owned()) }
}

fn is_free(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && !TAKEN.contains(&name)
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
    fn a_package_is_called_as_its_folder_if_it_can_be() {
        assert_eq!(of_folder("/a/pet-store"), "pet-store");
        assert_eq!(of_folder("/a/Pet Store_2"), "pet-store-2");
        assert_eq!(of_folder("/a/2nd"), "service-2nd");
        assert_eq!(of_folder("/a/type"), "service-type");
        assert_eq!(of_folder("/a/dropspec"), "service-dropspec");
        assert_eq!(of_folder("/a/Ж"), "service");
    }

    #[test]
    fn a_name_that_is_given_has_to_do() {
        assert_eq!(package_name(Some("pets"), "/a".as_ref()), Ok("pets".to_owned()));
        for name in ["", "Pets", "two words", "2nd", "fn", "std"] {
            assert!(package_name(Some(name), "/a".as_ref()).is_err(), "{name}");
        }
    }
}
