//! Schemas that refer to themselves for the same value, for which validation would not end.

use std::collections::HashMap;

use super::reference::reference_name;
use crate::node::{Checked, Node, collect};

/// The state of the search in a schema.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Started,
    Done,
}

/// Rejects named schemas that refer to themselves through `$ref`, `allOf`, `anyOf`, `oneOf` and `not` alone.
pub(crate) fn check_cycles<'s>(schemas: &[(&'s str, Node<'s>)]) -> Checked<()> {
    let mut search =
        Search { by_name: schemas.iter().map(|(name, node)| (*name, node)).collect(), states: HashMap::new() };
    collect(schemas, |(name, node)| search.named(name, node)).map(drop)
}

struct Search<'d, 's> {
    by_name: HashMap<&'s str, &'d Node<'s>>,
    states: HashMap<&'s str, State>,
}

impl<'s> Search<'_, 's> {
    fn named(&mut self, name: &'s str, node: &Node<'s>) -> Checked<()> {
        match self.states.get(name) {
            Some(State::Done) => return Ok(()),
            Some(State::Started) => {
                return Err(
                    node.error("this schema refers to itself for the same value, so that validation would not end")
                );
            }
            None => {}
        }
        self.states.insert(name, State::Started);
        let outcome = self.within(node);
        self.states.insert(name, State::Done);
        outcome
    }

    fn within(&mut self, node: &Node<'s>) -> Checked<()> {
        if let Some(name) = reference_name(node)? {
            let target = self.by_name.get(name).copied();
            return target.map_or(Ok(()), |target| self.named(name, target));
        }
        let parts = ["allOf", "anyOf", "oneOf"].map(|key| node.items_of(key));
        let mut parts: Vec<Node<'s>> = collect(parts, |part| part)?.into_iter().flatten().collect();
        parts.extend(node.get("not"));
        collect(parts, |part| self.within(&part)).map(drop)
    }
}
