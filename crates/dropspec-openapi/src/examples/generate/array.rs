//! Arrays.

use serde_json::Value;

use super::Generator;
use super::facets::Facets;
use crate::node::{Checked, Node};

/// The maximum number of items that are generated.
const MAX_ITEMS: usize = 10_000;

impl Generator {
    /// An array with one item, if there is room for it, or as many as there have to be.
    pub(super) fn array(&mut self, facets: &Facets<'_>, index: usize) -> Checked<Option<Value>> {
        let (least, most) = facets.size("minItems", "maxItems");
        let schemas: Vec<Node<'_>> = facets.nodes("items").collect();
        let wanted = least.max(usize::from(!schemas.is_empty() && self.has_room())).min(most);
        if wanted < least || least > MAX_ITEMS {
            return Ok(None);
        }
        let is_set = facets.nodes("uniqueItems").any(|node| node.value() == &Value::Bool(true));
        let mut items = Vec::new();
        for position in 0..wanted {
            match self.value(&schemas, if is_set { index + position } else { index })? {
                Some(item) => items.push(item),
                None if items.len() < least => return Ok(None),
                None => break,
            }
        }
        Ok(Some(Value::Array(items)))
    }
}
