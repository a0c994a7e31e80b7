//! The objects that may have parts without effect, by their kind.

use serde_json::Value;

use super::{Adjustments, contents, headers, links, parameters, paths, references, responses, schemas, servers};
use crate::grammar::{
    DOCUMENT, LINK, MEDIA_TYPE, OPERATION, ObjectRule, PARAMETER, PATH_ITEM, PATHS, RESPONSE, RESPONSES, ReferenceRule,
    Rule, SCHEMA,
};
use crate::node::Node;

/// Whether an object may have parts without effect.
pub(super) fn concerns(value: &Value, rule: Rule) -> bool {
    match kind(value, rule) {
        Kind::Reference => value.as_object().is_some_and(|object| object.len() > 1),
        Kind::Contents => contents::concerns(value),
        Kind::Paths => paths::concerns(value),
        Kind::Link => value.get("operationId").is_some(),
        Kind::Document | Kind::PathItem | Kind::Operation => value.get("servers").is_some(),
        Kind::Parameter => parameters::concerns(value),
        Kind::Responses => responses::concerns(value),
        Kind::Response => contents::concerns_response(value) || headers::concerns_response(value),
        Kind::Schema => schemas::concerns(value),
        Kind::Other => false,
    }
}

/// Removes what has no effect.
pub(super) fn adjust(node: &Node<'_>, rule: Rule, adjustments: &mut Adjustments) {
    match kind(node.value(), rule) {
        Kind::Reference => references::adjust(node, adjustments),
        Kind::Contents => contents::adjust(node, adjustments),
        Kind::Paths => paths::adjust(node, adjustments),
        Kind::Link => links::adjust(node, adjustments),
        Kind::Document => servers::of_document(node, adjustments),
        Kind::PathItem => servers::remove(node, "a path", adjustments),
        Kind::Operation => servers::remove(node, "an operation", adjustments),
        Kind::Parameter => {
            headers::of_parameter(node, adjustments);
            parameters::adjust(node, adjustments);
        }
        Kind::Responses => responses::adjust(node, adjustments),
        Kind::Response => {
            headers::of_response(node, adjustments);
            contents::adjust_response(node, adjustments);
        }
        Kind::Schema => schemas::adjust(node, adjustments),
        Kind::Other => {}
    }
}

/// The kinds of objects that are adjusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A reference to a component.
    Reference,
    /// A map of media types.
    Contents,
    Paths,
    Link,
    Parameter,
    Document,
    PathItem,
    Operation,
    Responses,
    Response,
    Schema,
    Other,
}

fn kind(value: &Value, rule: Rule) -> Kind {
    if let Rule::Map(Rule::One(object)) = rule {
        return if std::ptr::eq(*object, &raw const MEDIA_TYPE) { Kind::Contents } else { Kind::Other };
    }
    let Some(object) = rule.object(value) else { return Kind::Other };
    if matches!(object.reference, ReferenceRule::Component(_)) && object.reference_in(value).is_some() {
        return Kind::Reference;
    }
    let kinds: [(&ObjectRule, Kind); 9] = [
        (&SCHEMA, Kind::Schema),
        (&PARAMETER, Kind::Parameter),
        (&OPERATION, Kind::Operation),
        (&RESPONSES, Kind::Responses),
        (&RESPONSE, Kind::Response),
        (&PATH_ITEM, Kind::PathItem),
        (&DOCUMENT, Kind::Document),
        (&PATHS, Kind::Paths),
        (&LINK, Kind::Link),
    ];
    kinds.iter().find(|(known, _)| std::ptr::eq(*known, object)).map_or(Kind::Other, |(_, kind)| *kind)
}
