//! Sparse fields: the properties that the parameter `fields` selects.

use crate::Table;
use dropspec_schema::encode::Encode;

/// Selected properties of a table, in the order of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields {
    columns: Vec<usize>,
    /// Their names, as JSON.
    names: Vec<Vec<u8>>,
}

impl Fields {
    /// The properties of columns, by position.
    pub(super) fn new(table: &Table, mut columns: Vec<usize>) -> Self {
        columns.sort_unstable();
        columns.dedup();
        let names = columns.iter().filter_map(|column| {
            let mut name = Vec::new();
            table.columns.get(*column)?.property.encode(&mut name);
            Some(name)
        });
        Self { names: names.collect(), columns }
    }

    /// The columns, by position.
    #[must_use]
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// Copies the selected properties of an object that [`Encode`] has written.
    pub(super) fn project(&self, object: &[u8], out: &mut Vec<u8>) {
        out.push(b'{');
        let start = out.len();
        let mut rest = object.get(1..).unwrap_or_default();
        while rest.first() == Some(&b'"') {
            let name = text_end(rest);
            let end = name + value_end(&rest[name..]);
            if self.names.iter().any(|selected| selected == &rest[..name]) {
                if out.len() > start {
                    out.push(b',');
                }
                out.extend_from_slice(&rest[..end]);
            }
            // After the comma, or at the end of the object.
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        out.push(b'}');
    }
}

/// The end of the string at the front.
fn text_end(json: &[u8]) -> usize {
    let mut at = 1;
    while at < json.len() {
        match json[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    json.len()
}

/// The end of the value whose colon is at the front: at a comma, or at the end of its container.
fn value_end(json: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while at < json.len() {
        match json[at] {
            b'"' => {
                at += text_end(&json[at..]);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[\"\\\\,:{}\\[\\]a\n]*".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                proptest::collection::vec(("[a\"{,]*", inner), 0..3)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_asked_for_is_left_as_it_is(
            pairs in proptest::collection::vec(("[a-c\"\\\\{,]*", any_json()), 0..6),
            selected in proptest::collection::vec(any::<bool>(), 6),
        ) {
            let object: Map<String, Value> = pairs.into_iter().collect();
            let chosen: Map<String, Value> =
                object.clone().into_iter().zip(&selected).filter(|(_, selected)| **selected).map(|(pair, _)| pair).collect();
            let names = chosen.keys().map(|name| json!(name).to_string().into_bytes()).collect();
            let mut out = Vec::new();
            Fields { columns: Vec::new(), names }.project(Value::from(object).to_string().as_bytes(), &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), Value::from(chosen).to_string());
        }
    }
}
