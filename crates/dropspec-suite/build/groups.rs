//! Reads the groups of the suite: schemas with their test cases.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::expressible::to_openapi;

/// A schema with its test cases.
#[derive(Deserialize)]
pub(crate) struct Group {
    /// The path of the file within the suite.
    #[serde(skip)]
    pub(crate) file: String,
    pub(crate) description: String,
    pub(crate) schema: Value,
    pub(crate) tests: Vec<Case>,
}

/// A test case: a value, and whether the schema allows it.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) description: String,
    pub(crate) data: Box<RawValue>,
    pub(crate) valid: bool,
}

/// Reads the groups that OpenAPI 3.0 can express, sorted by file name.
pub(crate) fn read(folder: &Path) -> Result<Vec<Group>, Box<dyn Error>> {
    let mut files = Vec::new();
    collect_files(folder, "", &mut files)?;
    files.sort();
    let mut groups = Vec::new();
    for file in files {
        let text = fs::read_to_string(folder.join(&file))?;
        for group in serde_json::from_str::<Vec<Group>>(&text)? {
            if let Some(schema) = to_openapi(&group.schema) {
                groups.push(Group { file: file.clone(), schema, ..group });
            }
        }
    }
    Ok(groups)
}

/// Collects the paths of the JSON files in a directory and those below it.
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
