//! The version of OpenAPI that a document is of.

use crate::node::{Checked, Node};

/// Refuses all but 3.0, whose revisions say the same in other words.
pub(super) fn check_version(root: &Node<'_>) -> Checked<()> {
    if !root.value().is_object() {
        return Err(root.error("an OpenAPI document is an object, with `openapi`, `info` and `paths`"));
    }
    if let Some(swagger) = root.get("swagger") {
        return Err(swagger.error(
            "Swagger 2.0 is not supported, only OpenAPI 3.0 is; converters are at hand, `swagger2openapi` for one",
        ));
    }
    let node = root.require("openapi")?;
    let Some(version) = node.value().as_str() else {
        return Err(node.error("`openapi` must be a string; put it into quotes, as `\"3.0.3\"`"));
    };
    let revision = version.strip_prefix("3.0.").unwrap_or_default();
    if !revision.is_empty() && revision.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    let hint = if version.starts_with("3.") && !version.starts_with("3.0") {
        "; write `type: [x, 'null']` as `nullable: true`, and numbers for `exclusiveMinimum` and `exclusiveMaximum` as `true` beside the bound"
    } else {
        ""
    };
    Err(node.error(format!("OpenAPI {version} is not supported, only 3.0 is, as 3.0.0 to 3.0.4{hint}")))
}
