//! The OpenAPI version of a document.

use crate::node::{Checked, Node};

/// Rejects all versions but 3.0, whose patch versions do not differ in meaning.
pub(super) fn check_version(root: &Node<'_>) -> Checked<()> {
    if !root.value().is_object() {
        return Err(root.error("an OpenAPI document is an object, with `openapi`, `info` and `paths`"));
    }
    if let Some(swagger) = root.get("swagger") {
        return Err(swagger.error(
            "Swagger 2.0 is not supported; convert the document to OpenAPI 3.0, for example with `swagger2openapi`",
        ));
    }
    let node = root.require("openapi")?;
    let Some(version) = node.value().as_str() else {
        return Err(node.error("`openapi` must be a string; quote it: `\"3.0.3\"`"));
    };
    let revision = version.strip_prefix("3.0.").unwrap_or_default();
    if ["0", "1", "2", "3", "4"].contains(&revision) {
        return Ok(());
    }
    let hint = if version.starts_with("3.") && !version.starts_with("3.0") {
        "; write `type: [x, 'null']` as `nullable: true`, and numbers for `exclusiveMinimum` and `exclusiveMaximum` as `true` beside the bound"
    } else {
        ""
    };
    Err(node.error(format!("OpenAPI {version} is not supported; use 3.0.0 to 3.0.4{hint}")))
}
