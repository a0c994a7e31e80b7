//! `operationId`s for operations without one.

use std::collections::HashSet;

use heck::ToSnakeCase;
use serde_json::{Map, Value};

/// The methods that a path may have.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The operations without `operationId`, with a generated one: path, method, id.
///
/// The id depends only on the method and the path, so that it is stable when other operations change: `GET
/// /pets/{id}` is `get_pets_by_id`. A number is appended if it is taken.
pub(super) fn unnamed_operations(paths: &Map<String, Value>) -> Vec<(String, String, String)> {
    let operations = paths.iter().filter(|(path, _)| path.starts_with('/')).flat_map(|(path, item)| {
        let of_path = item.as_object().into_iter().flatten();
        of_path.filter(|(method, it)| METHODS.contains(&method.as_str()) && it.is_object()).map(move |it| (path, it))
    });
    let (named, unnamed): (Vec<_>, Vec<_>) = operations.partition(|(_, (_, it))| it.get("operationId").is_some());
    let given = named.iter().filter_map(|(_, (_, operation))| operation.get("operationId")?.as_str());
    let mut taken: HashSet<String> = given.map(str::to_snake_case).collect();
    let names = unnamed.into_iter().map(|(path, (method, _))| {
        let name = name(method, path);
        let numbered = (2_u64..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
        (path.clone(), method.clone(), free.unwrap_or_default())
    });
    names.collect()
}

fn name(method: &str, path: &str) -> String {
    let text: String = path.split('/').map(|segment| segment.replace('{', " by ") + " ").collect();
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_").to_snake_case()
}
