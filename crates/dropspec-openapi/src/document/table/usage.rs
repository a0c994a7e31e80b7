//! What the operations of a document do to its tables: what has a shape that is understood.

use http::{Method, StatusCode};

use crate::document::operation::Operation;
use crate::document::response::Status;
use crate::document::schema::reference_name;
use crate::node::Node;

/// An operation on a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage<'s> {
    /// The operation, by its position in the document.
    pub operation: usize,
    /// What it does.
    pub action: Action,
    /// The path of the operations on the whole table.
    pub collection: &'s str,
}

/// What an operation does to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `GET` on the table, which answers an array of its schema.
    List,
    /// `POST` on the table, which answers 201 with its schema.
    Create,
    /// `GET` on a row, which answers its schema.
    Get,
    /// `PUT` on a row, which answers its schema.
    Update,
    /// `PATCH` on a row, which answers its schema.
    Patch,
    /// `DELETE` on a row, which answers 204.
    Delete,
    /// `POST` on a row with `x-dropspec-operation: form`, which is what the page of a row sends.
    Form,
    /// `POST` with `x-dropspec-operation: import`, below the path of the table or wherever there is only one.
    Import,
    /// `POST` with `x-dropspec-operation: bulk`, in such a place too, of an array of what creates rows.
    Bulk,
}

/// The operations on the table of a schema, which may be the only table of the document.
pub(super) fn read_usages<'s>(schema: &str, key: &str, is_only: bool, operations: &[Operation<'s>]) -> Vec<Usage<'s>> {
    let Some(collection) = operations.iter().find_map(|operation| collection(schema, operation)) else {
        return Vec::new();
    };
    let row = format!("/{{{key}}}");
    let usages = operations.iter().enumerate().filter_map(|(index, operation)| {
        let rest = operation.path.strip_prefix(collection);
        let action = match operation.declared_action {
            Some(name) => {
                let is_below = rest.is_some_and(|rest| rest.starts_with('/'));
                let is_beside = (is_only || is_below) && !operation.path.contains('{');
                named(name, operation, rest == Some(&row), is_beside)
            }
            None if rest == Some("") => on_table(schema, operation),
            None if rest == Some(&row) => on_row(schema, operation),
            None => None,
        }?;
        Some(Usage { operation: index, action, collection })
    });
    usages.collect()
}

fn on_table(schema: &str, operation: &Operation<'_>) -> Option<Action> {
    match operation.method {
        Method::GET => is_list(operation, schema).then_some(Action::List),
        Method::POST => responds_with(operation, StatusCode::CREATED, schema).then_some(Action::Create),
        _ => None,
    }
}

fn on_row(schema: &str, operation: &Operation<'_>) -> Option<Action> {
    let responds_with = responds_with(operation, StatusCode::OK, schema);
    match operation.method {
        Method::GET => responds_with.then_some(Action::Get),
        Method::PUT => responds_with.then_some(Action::Update),
        Method::PATCH => responds_with.then_some(Action::Patch),
        Method::DELETE => responds_without_body(operation).then_some(Action::Delete),
        _ => None,
    }
}

/// What an operation does that says so by its name: to a row, or beside the table.
fn named(name: &str, operation: &Operation<'_>, is_row: bool, is_beside: bool) -> Option<Action> {
    match name {
        _ if operation.method != Method::POST => None,
        "form" => is_row.then_some(Action::Form),
        "import" => is_beside.then_some(Action::Import),
        "bulk" => is_beside.then_some(Action::Bulk),
        _ => None,
    }
}

/// The path of the table, if the operation is one that shows it.
fn collection<'s>(schema: &str, operation: &Operation<'s>) -> Option<&'s str> {
    let creates = operation.method == Method::POST && responds_with(operation, StatusCode::CREATED, schema);
    let lists = operation.method == Method::GET && is_list(operation, schema);
    ((creates || lists) && !operation.path.contains('{')).then_some(operation.path)
}

/// The schema of a response as JSON.
fn response_schema<'s>(operation: &Operation<'s>, status: StatusCode) -> Option<Node<'s>> {
    let response = operation.responses.iter().find(|response| response.status == Status::Code(status))?;
    let json = response.contents.iter().find(|content| content.media_type == "application/json")?;
    json.schema.clone()
}

fn responds_with(operation: &Operation<'_>, status: StatusCode, schema: &str) -> bool {
    response_schema(operation, status).is_some_and(|node| is_schema(&node, schema))
}

fn responds_without_body(operation: &Operation<'_>) -> bool {
    operation.responses.iter().any(|response| response.status == Status::Code(StatusCode::NO_CONTENT))
}

fn is_schema(node: &Node<'_>, schema: &str) -> bool {
    matches!(reference_name(node), Ok(Some(name)) if name == schema)
}

/// Whether an operation answers an array of the schema, or of something that the schema is the first choice of.
fn is_list(operation: &Operation<'_>, schema: &str) -> bool {
    let Some(array) = response_schema(operation, StatusCode::OK).and_then(|node| node.resolve().ok()) else {
        return false;
    };
    let Some(items) = array.get("items") else { return false };
    let choices = items.items_of("anyOf").unwrap_or_default();
    is_schema(&items, schema) || choices.first().is_some_and(|first| is_schema(first, schema))
}
