//! The table of operations that the generator writes.

/// A command-line client of one service.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Name of the program.
    pub name: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// One-line description of the service, for the help text.
    pub about: &'static str,
    /// URL of the service unless another is given.
    pub default_url: &'static str,
    /// Environment variable with the URL of the service.
    pub url_variable: &'static str,
    /// Operations of the service, each a subcommand.
    pub operations: &'static [Operation],
}

/// An operation of the document.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Name of the subcommand.
    pub name: &'static str,
    /// One-line description.
    pub summary: &'static str,
    /// Full description; may be empty.
    pub description: &'static str,
    /// HTTP method, in upper case.
    pub method: &'static str,
    /// Path template.
    pub path: &'static str,
    /// Parameters in the path, the query, headers and cookies.
    pub parameters: &'static [Parameter],
    /// Request body, if the operation has one in JSON.
    pub body: Option<Body>,
}

/// A parameter or a property of the request body, with its flag.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Name in the document.
    pub name: &'static str,
    /// Part of the request that has the value.
    pub location: Location,
    /// Whether the value is required.
    pub required: bool,
    /// Description for the help text.
    pub help: &'static str,
    /// Type of the value.
    pub kind: Kind,
}

/// The part of a request that has a value.
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
    /// A property of the body.
    Body,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A string.
    Text,
    /// An integer within inclusive bounds.
    Integer {
        /// Smallest allowed value.
        minimum: i64,
        /// Largest allowed value.
        maximum: i64,
    },
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// One of the given strings.
    Enum(&'static [&'static str]),
    /// Any JSON value.
    Json,
}

/// A request body in JSON.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// Media type: `application/json`, or another one of JSON.
    pub media_type: &'static str,
    /// Whether the body is required.
    pub required: bool,
    /// Description for the help text.
    pub help: &'static str,
    /// Properties that have flags.
    pub properties: &'static [Parameter],
}
