//! The groups of the suite: a schema each, with its cases.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::expressible::expressed;

/// A schema and what it allows and forbids.
#[derive(Deserialize)]
pub(crate) struct Group {
    /// The file below the folder of the suite.
    #[serde(skip)]
    pub(crate) file: String,
    pub(crate) description: String,
    pub(crate) schema: Value,
    pub(crate) tests: Vec<Case>,
}

/// A value, and whether the schema allows it.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) description: String,
    pub(crate) data: Box<RawValue>,
    pub(crate) valid: bool,
}

/// Reads the groups that can be expressed, in the order of the names of their files.
pub(crate) fn read(folder: &Path) -> Result<Vec<Group>, Box<dyn Error>> {
    let mut files = Vec::new();
    collect_files(folder, "", &mut files)?;
    files.sort();
    let mut groups = Vec::new();
    for file in files {
        let text = fs::read_to_string(folder.join(&file))?;
        for group in serde_json::from_str::<Vec<Group>>(&text)? {
            if let Some(schema) = expressed(&group.schema) {
                groups.push(Group { file: file.clone(), schema, ..group });
            }
        }
    }
    Ok(groups)
}

fn collect_files(folder: &Path, below: &str, files: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect_files(&entry.path(), &format!("{name}/"), files)?;
        } else if name.ends_with(".json") {
            files.push(name);
        }
    }
    Ok(())
}
