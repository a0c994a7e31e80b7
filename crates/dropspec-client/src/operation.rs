//! The table of an operation that the generator writes.

use dropspec_wire::Serialization;

/// The part of an operation that is not in its types.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// HTTP method, in upper case.
    pub method: &'static str,
    /// Path template.
    pub path: &'static str,
    /// Parameters in the path, the query, headers and cookies.
    pub parameters: &'static [Parameter],
    /// Media types that the client accepts, for the header `Accept`; empty if responses have no body.
    pub accept: &'static str,
    /// Alternatives of security schemes, each a list of names that are required together.
    pub security: &'static [&'static [&'static str]],
}

/// A parameter of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Field of the struct of parameters.
    pub field: &'static str,
    /// Name in the document.
    pub name: &'static str,
    /// Part of the request that has the value.
    pub location: Location,
    /// How the value is written.
    pub serialization: Serialization,
}

/// The part of a request that has a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// The path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}
