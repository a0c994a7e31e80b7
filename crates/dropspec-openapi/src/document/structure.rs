//! Checks a document against the grammar, including the parts from which nothing is generated.

use serde_json::Value;

use super::hints::{advice, meant_key, value_hint};
use crate::diagnostic::Diagnostic;
use crate::grammar::{ObjectRule, ReferenceRule, Rule, children};
use crate::node::Node;

/// The violations of the grammar within a value.
#[derive(Default)]
pub(super) struct Violations {
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The objects, by diagnostics about them, that lack a key because it is misspelled.
    pub(super) incomplete: Vec<Diagnostic>,
}

/// Finds every violation of a grammar rule within a value.
pub(super) fn check(node: &Node<'_>, rule: Rule) -> Violations {
    let mut violations = Violations::default();
    violations.rule(node, rule);
    violations
}

/// All objects of a kind within a value, without those within others of the kind. References are not followed: their targets are found where
/// they are defined.
pub(super) fn find<'s>(node: &Node<'s>, rule: Rule, wanted: &'static ObjectRule) -> Vec<Node<'s>> {
    let mut found = Vec::new();
    find_objects(node, rule, wanted, &mut found);
    found
}

fn find_objects<'s>(node: &Node<'s>, rule: Rule, wanted: &'static ObjectRule, found: &mut Vec<Node<'s>>) {
    let object = rule.object(node.value()).filter(|_| node.value().is_object());
    if object.is_some_and(|object| object.reference_in(node.value()).is_some()) {
        return;
    }
    if object.is_some_and(|object| std::ptr::eq(object, wanted)) {
        found.push(node.clone());
        return;
    }
    for (key, part) in children(node.value()) {
        if let Some(rule) = rule.rule_for(node.value(), &key)
            && (part.is_object() || part.is_array())
        {
            find_objects(&node.child(&key, part), rule, wanted, found);
        }
    }
}

impl Violations {
    fn rule(&mut self, node: &Node<'_>, rule: Rule) {
        match (rule, node.value()) {
            (Rule::One(object) | Rule::FlagOr(object), Value::Object(_)) => self.object(node, object),
            (Rule::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.rule(&node.child(&index.to_string(), value), *item);
                }
            }
            (Rule::Map(item), Value::Object(entries)) => {
                for (key, value) in entries {
                    self.rule(&node.child(key, value), *item);
                }
            }
            (rule, value) if is_of(rule, value) => self.diagnostics.extend(node.unresolved_reference().cloned()),
            (Rule::One(_) | Rule::Map(_), _) => self.report(node, "an object is expected here"),
            (Rule::List(_), value) => {
                let hint = value_hint(&node.key(), rule, value);
                self.report(node, &format!("an array is expected here{hint}"));
            }
            (rule, value) => {
                let hint = value_hint(&node.key(), rule, value);
                let message = match node.key() {
                    index if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                        format!("{} is expected here{hint}", expected(rule))
                    }
                    key => format!("`{key}` must be {}{hint}", expected(rule)),
                };
                self.report(node, &message);
            }
        }
    }

    fn object(&mut self, node: &Node<'_>, object: &'static ObjectRule) {
        if object.reference != ReferenceRule::Forbidden && node.get("$ref").is_some() {
            // The target is checked where it is defined.
            if let Err(found) = node.resolve() {
                self.diagnostics.extend(found.0);
            }
            return;
        }
        if object.reference == ReferenceRule::Forbidden
            && object.rule("$ref").is_none()
            && let Some(reference) = node.get("$ref")
        {
            self.report(&reference, &format!("{} cannot be a reference; write it out here", object.label));
            self.incomplete.push(node.diagnostic(String::new()));
            return;
        }
        let misspelled = self.unknown_keys(node, object);
        for key in object.required.iter().filter(|key| node.get(key).is_none() && !misspelled.contains(*key)) {
            self.report(node, &format!("`{key}` is missing"));
        }
        if let Some((one, other)) = object.exclusive
            && let (Some(_), Some(second)) = (node.get(one), node.get(other))
        {
            self.report(&second, &format!("`{one}` and `{other}` are mutually exclusive; keep one of them"));
        }
        for (key, part) in node.entries().unwrap_or_default() {
            if let Some(rule) = object.rule(key) {
                self.rule(&part, rule);
            }
        }
    }

    /// Reports the unknown keys of an object, and returns the keys that they misspell.
    fn unknown_keys(&mut self, node: &Node<'_>, object: &'static ObjectRule) -> Vec<&'static str> {
        let mut misspelled = Vec::new();
        for (key, part) in node.entries().unwrap_or_default() {
            if object.rule(key).is_some() {
                continue;
            }
            let hint = match (advice(object, key), meant_key(object, key)) {
                (Some(advice), _) => format!("; {advice}"),
                (None, Some(meant)) => {
                    misspelled.push(meant);
                    format!("; did you mean `{meant}`?")
                }
                (None, None) => String::new(),
            };
            self.report(&part, &format!("`{key}` of {} is not supported{hint}", object.label));
        }
        if !misspelled.is_empty() {
            self.incomplete.push(node.diagnostic(String::new()));
        }
        misspelled
    }

    fn report(&mut self, node: &Node<'_>, message: &str) {
        self.diagnostics.push(node.diagnostic(message));
    }
}

/// Whether a value without children matches a rule.
fn is_of(rule: Rule, value: &Value) -> bool {
    match rule {
        Rule::Text | Rule::SchemaName | Rule::OperationReference => value.is_string(),
        Rule::Flag | Rule::FlagOr(_) => value.is_boolean(),
        Rule::Number => value.is_number(),
        Rule::Count => value.as_f64().is_some_and(|number| number >= 0.0 && number.fract() == 0.0),
        Rule::Any => true,
        Rule::One(_) | Rule::List(_) | Rule::Map(_) => false,
    }
}

fn expected(rule: Rule) -> &'static str {
    match rule {
        Rule::Flag => "true or false",
        Rule::Number => "a number",
        Rule::Count => "a whole number that is not negative",
        Rule::FlagOr(_) => "true, false or a schema",
        _ => "a string",
    }
}
