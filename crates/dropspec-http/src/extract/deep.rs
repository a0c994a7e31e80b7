//! Values in the style `deepObject`: each pair has the path to a plain value in its key, as `name[a][b]=c`.
//!
//! OpenAPI 3.0 defines the style for objects of plain values only. Deeper ones, and arrays as `name[]=a&name[]=b`, `name[0]=a&name[1]=b` or
//! `name[a]=1&name[a]=2`, are read as most clients write them.

use std::borrow::Cow;

use dropspec_schema::SchemaView;
use indexmap::IndexMap;
use serde_json::Value;

use super::raw::Decode;
use super::unreadable::Unreadable;

/// The maximum number of brackets in a key.
const MAX_DEPTH: usize = 16;

/// The texts at a path, and what is below it.
#[derive(Default)]
struct Branch<'t> {
    texts: Vec<Cow<'t, str>>,
    below: IndexMap<String, Branch<'t>>,
}

/// The value of a name in pairs of keys and texts, if it is present.
pub(super) fn value<'t>(
    pairs: impl Iterator<Item = (&'t str, &'t str)>,
    name: &str,
    schema: SchemaView<'_>,
    decode: Decode,
) -> Result<Option<Value>, Unreadable> {
    let mut root: Option<Branch<'_>> = None;
    for (key, text) in pairs {
        // A key that is not UTF-8 is no parameter's.
        let Ok(key) = decode(key) else { continue };
        let Some(path) = key.strip_prefix(name).filter(|path| path.is_empty() || path.starts_with('[')) else {
            continue;
        };
        let branch = path_of(path)?
            .into_iter()
            .fold(root.get_or_insert_default(), |branch, segment| branch.below.entry(segment.to_owned()).or_default());
        branch.texts.push(decode(text)?);
    }
    root.map(|root| root.value(schema)).transpose()
}

/// The segments of `[a][b]`.
fn path_of(path: &str) -> Result<Vec<&str>, Unreadable> {
    let Some(inner) = path.strip_prefix('[') else { return Ok(Vec::new()) };
    let inner = inner.strip_suffix(']').ok_or(Unreadable::Malformed)?;
    let segments: Vec<&str> = inner.split("][").collect();
    let is_whole = segments.len() <= MAX_DEPTH && segments.iter().all(|segment| !segment.contains(['[', ']']));
    if is_whole { Ok(segments) } else { Err(Unreadable::Malformed) }
}

impl Branch<'_> {
    fn value(mut self, schema: SchemaView<'_>) -> Result<Value, Unreadable> {
        let kinds = schema.kinds();
        if self.below.is_empty() {
            return match (self.texts.pop(), self.texts.is_empty()) {
                (Some(text), true) if !kinds.array || kinds.text => Ok(schema.read(text)),
                (Some(text), _) if kinds.array => Ok(schema.read_items(self.texts.into_iter().chain([text]))),
                _ => Err(Unreadable::Duplicate),
            };
        }
        if !self.texts.is_empty() {
            return Err(Unreadable::Malformed);
        }
        let is_index = |key: &String| key.bytes().all(|byte| byte.is_ascii_digit());
        if kinds.array && self.below.keys().all(is_index) { self.items(schema) } else { self.properties(schema) }
    }

    fn properties(self, schema: SchemaView<'_>) -> Result<Value, Unreadable> {
        let properties = self.below.into_iter().map(|(name, branch)| {
            let value = branch.value(schema.property(&name))?;
            Ok((name, value))
        });
        properties.collect::<Result<_, _>>().map(Value::Object)
    }

    /// The items by their indices. Those without an index, `name[]`, come first, in their order.
    fn items(mut self, schema: SchemaView<'_>) -> Result<Value, Unreadable> {
        let schema = schema.items();
        self.below.sort_by_key(|index, _| index.parse::<usize>().ok());
        let mut items = Vec::new();
        for (index, branch) in self.below {
            if index.is_empty() && branch.below.is_empty() {
                items.extend(branch.texts.into_iter().map(|text| schema.read(text)));
            } else {
                items.push(branch.value(schema)?);
            }
        }
        Ok(Value::Array(items))
    }
}
