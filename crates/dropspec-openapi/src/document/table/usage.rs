//! The operations on tables, recognized by their shape or by `x-dropspec-operation`.

use http::{Method, StatusCode};

use crate::document::operation::Operation;
use crate::document::response::Status;
use crate::document::schema::reference_name;
use crate::node::Node;

/// An operation on a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage<'s> {
    /// The index of the operation in the document.
    pub operation: usize,
    /// The action.
    pub action: Action,
    /// The path of the collection.
    pub collection: &'s str,
    /// The reference to the row in whose nested collection the rows are, by its index in the table.
    pub parent: Option<usize>,
}

/// The action of an operation on a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `GET` on the collection that returns an array of the schema.
    List,
    /// `GET` on a nested collection, below a row that the rows refer to.
    NestedList,
    /// `POST` on a nested collection.
    NestedCreate,
    /// `POST` on the collection that returns 201 with the schema.
    Create,
    /// `GET` on a row that returns the schema.
    Get,
    /// `PUT` on a row that returns the schema.
    Update,
    /// `PATCH` on a row that returns the schema.
    Patch,
    /// `DELETE` on a row that returns 204.
    Delete,
    /// `POST` on a row with `x-dropspec-operation: form`: the submitted form of an HTML page.
    Form,
    /// `POST` with `x-dropspec-operation: import`, below the collection or anywhere if there is only one table.
    Import,
    /// `POST` with `x-dropspec-operation: bulk` of an array of rows to create, at such a path too.
    Bulk,
    /// `POST` below a row with `x-dropspec-operation: restore`.
    Restore,
    /// `GET` with `x-dropspec-operation: aggregate`, below the collection or anywhere if there is only one table.
    Aggregate,
    /// `DELETE` on the collection with `x-dropspec-operation: deleteMany`.
    DeleteMany,
    /// `PATCH` on the collection with `x-dropspec-operation: updateMany`.
    UpdateMany,
}

impl Action {
    /// Whether the response has figures that the run-time library computes, in an object of the document.
    pub fn is_reported(self) -> bool {
        matches!(self, Self::Bulk | Self::Import | Self::Aggregate | Self::DeleteMany | Self::UpdateMany)
    }
}

/// The operations on a table with a key of one property, which may be the only table of the document.
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
                let is_below_row =
                    rest.and_then(|rest| rest.strip_prefix(&*row)).is_some_and(|rest| rest.starts_with('/'));
                match is_below_row {
                    true => declared_on_row(name, operation),
                    false => on_collection(name, operation, rest == Some(""))
                        .or_else(|| named(name, operation, rest == Some(&row), is_beside)),
                }
            }
            None if rest == Some("") => on_table(schema, operation),
            None if rest == Some(&row) => on_row(schema, operation),
            None => None,
        }?;
        Some(Usage { operation: index, action, collection, parent: None })
    });
    usages.collect()
}

pub(super) fn on_table(schema: &str, operation: &Operation<'_>) -> Option<Action> {
    match operation.method {
        Method::GET => is_list(operation, schema).then_some(Action::List),
        Method::POST => responds_with(operation, StatusCode::CREATED, schema).then_some(Action::Create),
        _ => None,
    }
}

pub(super) fn on_row(schema: &str, operation: &Operation<'_>) -> Option<Action> {
    let responds_with = responds_with(operation, StatusCode::OK, schema);
    match operation.method {
        Method::GET => responds_with.then_some(Action::Get),
        Method::PUT => responds_with.then_some(Action::Update),
        Method::PATCH => responds_with.then_some(Action::Patch),
        Method::DELETE => responds_without_body(operation).then_some(Action::Delete),
        _ => None,
    }
}

/// The action that an operation below a row declares.
pub(super) fn declared_on_row(name: &str, operation: &Operation<'_>) -> Option<Action> {
    (name == "restore" && operation.method == Method::POST).then_some(Action::Restore)
}

/// The action on many rows that an operation on the collection declares.
pub(super) fn on_collection(name: &str, operation: &Operation<'_>, is_collection: bool) -> Option<Action> {
    match name {
        "deleteMany" => (is_collection && operation.method == Method::DELETE).then_some(Action::DeleteMany),
        "updateMany" => (is_collection && operation.method == Method::PATCH).then_some(Action::UpdateMany),
        _ => None,
    }
}

/// The action that an operation declares.
pub(super) fn named(name: &str, operation: &Operation<'_>, is_row: bool, is_beside: bool) -> Option<Action> {
    match name {
        "aggregate" => (is_beside && operation.method == Method::GET).then_some(Action::Aggregate),
        _ if operation.method != Method::POST => None,
        "form" => is_row.then_some(Action::Form),
        "import" => is_beside.then_some(Action::Import),
        "bulk" => is_beside.then_some(Action::Bulk),
        _ => None,
    }
}

/// The path of the collection, if the operation lists or creates rows.
pub(super) fn collection<'s>(schema: &str, operation: &Operation<'s>) -> Option<&'s str> {
    let creates = operation.method == Method::POST && responds_with(operation, StatusCode::CREATED, schema);
    let lists = operation.method == Method::GET && is_list(operation, schema);
    ((creates || lists) && !operation.path.contains('{')).then_some(operation.path)
}

/// The JSON schema of a response.
pub(super) fn response_schema<'s>(operation: &Operation<'s>, status: StatusCode) -> Option<Node<'s>> {
    let response = operation.responses.iter().find(|response| response.status == Status::Code(status))?;
    let json = response.contents.iter().find(|content| content.media_type == "application/json")?;
    json.schema.clone()
}

pub(super) fn responds_with(operation: &Operation<'_>, status: StatusCode, schema: &str) -> bool {
    response_schema(operation, status).is_some_and(|node| is_schema(&node, schema))
}

fn responds_without_body(operation: &Operation<'_>) -> bool {
    operation.responses.iter().any(|response| response.status == Status::Code(StatusCode::NO_CONTENT))
}

fn is_schema(node: &Node<'_>, schema: &str) -> bool {
    matches!(reference_name(node), Ok(Some(name)) if name == schema)
}

/// Whether an operation returns an array of the schema, or of an `anyOf` that starts with it.
pub(super) fn is_list(operation: &Operation<'_>, schema: &str) -> bool {
    let Some(array) = response_schema(operation, StatusCode::OK).and_then(|node| node.resolve().ok()) else {
        return false;
    };
    let Some(items) = array.get("items") else { return false };
    let choices = items.items_of("anyOf").unwrap_or_default();
    is_schema(&items, schema) || choices.first().is_some_and(|first| is_schema(first, schema))
}
