//! Forms that HTML pages submit.

use http::StatusCode;

use super::operation::Operation;
use super::response::Status;
use crate::node::{Checked, collect};

/// Checks that operations which accept forms of pages can reject cross-site submissions.
pub(super) fn check_pages(operations: &[Operation<'_>]) -> Checked<()> {
    collect(operations, check_forms).map(drop)
}

fn check_forms(operation: &Operation<'_>) -> Checked<()> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let Some(form) = contents.into_iter().find(|content| content.is_page_form) else { return Ok(()) };
    if operation.responses.iter().any(|response| response.status == Status::Code(StatusCode::FORBIDDEN)) {
        return Ok(());
    }
    Err(form.node.error("forms submitted by other sites are rejected with 403; declare a 403 response"))
}
