//! Holds a document against the grammar, the parts that nothing is generated from among them.

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::grammar::{Form, Object, Reference, parts};
use crate::node::{Node, Read};

/// Says everything that the grammar does not allow of a value.
pub(super) fn check(node: &Node<'_>, form: Form) -> Read<()> {
    let mut check = Check::default();
    check.form(node, form);
    if check.complaints.is_empty() { Ok(()) } else { Err(Diagnostics(check.complaints)) }
}

/// All objects of a kind within a value, those behind references left out: they stand somewhere, too.
pub(super) fn find<'s>(node: &Node<'s>, form: Form, wanted: &'static Object) -> Vec<Node<'s>> {
    let mut found = Vec::new();
    collect_objects(node, form, wanted, &mut found);
    found
}

fn collect_objects<'s>(node: &Node<'s>, form: Form, wanted: &'static Object, found: &mut Vec<Node<'s>>) {
    let object = form.object(node.value()).filter(|_| node.value().is_object());
    if object.is_some_and(|object| object.reference_in(node.value()).is_some()) {
        return;
    }
    if object.is_some_and(|object| std::ptr::eq(object, wanted)) {
        found.push(node.clone());
    }
    for (key, part) in parts(node.value()) {
        if let Some(form) = form.within(node.value(), &key)
            && (part.is_object() || part.is_array())
        {
            collect_objects(&node.child(&key, part), form, wanted, found);
        }
    }
}

#[derive(Default)]
struct Check {
    complaints: Vec<Diagnostic>,
}

impl Check {
    fn form(&mut self, node: &Node<'_>, form: Form) {
        match (form, node.value()) {
            (Form::One(object) | Form::FlagOr(object), Value::Object(_)) => self.object(node, object),
            (Form::List(item), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.form(&node.child(&index.to_string(), value), *item);
                }
            }
            (Form::Map(item), Value::Object(entries)) => {
                for (key, value) in entries {
                    self.form(&node.child(key, value), *item);
                }
            }
            (form, value) if is_of(form, value) => self.complaints.extend(node.refused().cloned()),
            (Form::One(_) | Form::Map(_), _) => self.complain(node, "an object is expected here"),
            (Form::List(_), _) => self.complain(node, "an array is expected here"),
            (form, _) => {
                let message = match node.key() {
                    index if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                        format!("{} is expected here", expected(form))
                    }
                    key => format!("`{key}` must be {}", expected(form)),
                };
                self.complain(node, &message);
            }
        }
    }

    fn object(&mut self, node: &Node<'_>, object: &'static Object) {
        if object.reference != Reference::Never && node.get("$ref").is_some() {
            // What is referred to is checked where it stands.
            if let Err(found) = node.resolve() {
                self.complaints.extend(found.0);
            }
            return;
        }
        for key in object.required.iter().filter(|key| node.get(key).is_none()) {
            self.complain(node, &format!("`{key}` is missing"));
        }
        if let Some((one, other)) = object.exclusive
            && let (Some(_), Some(second)) = (node.get(one), node.get(other))
        {
            self.complain(&second, &format!("`{one}` and `{other}` exclude each other; keep one of them"));
        }
        for (key, part) in node.entries().unwrap_or_default() {
            match object.form(key) {
                Some(form) => self.form(&part, form),
                None => self.complain(&part, &format!("`{key}` of {} is not supported", object.what)),
            }
        }
    }

    fn complain(&mut self, node: &Node<'_>, message: &str) {
        self.complaints.push(node.diagnostic(message));
    }
}

/// Whether a value without parts is of a form.
fn is_of(form: Form, value: &Value) -> bool {
    match form {
        Form::Text | Form::SchemaName | Form::OperationReference => value.is_string(),
        Form::Flag | Form::FlagOr(_) => value.is_boolean(),
        Form::Number => value.is_number(),
        Form::Count => value.as_f64().is_some_and(|number| number >= 0.0 && number.fract() == 0.0),
        Form::Any => true,
        Form::One(_) | Form::List(_) | Form::Map(_) => false,
    }
}

fn expected(form: Form) -> &'static str {
    match form {
        Form::Flag => "true or false",
        Form::Number => "a number",
        Form::Count => "a whole number that is not negative",
        Form::FlagOr(_) => "true, false or a schema",
        _ => "a string",
    }
}
