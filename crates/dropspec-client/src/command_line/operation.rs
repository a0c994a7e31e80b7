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
    /// Method, path and parameters.
    pub request: crate::Operation,
    /// Flags of the parameters, each with the name of its field.
    pub flags: &'static [Flag],
    /// Request body, if the operation has one.
    pub body: Option<Body>,
}

/// The flag of a parameter, or of a property of the request body.
#[derive(Clone, Copy, Debug)]
pub struct Flag {
    /// Field of the parameter, or name of the property.
    pub name: &'static str,
    /// Whether the value is required.
    pub required: bool,
    /// Description for the help text.
    pub help: &'static str,
    /// Type of the value.
    pub kind: Kind,
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
    /// Strings, separated by commas.
    Texts,
    /// Any JSON value.
    Json,
}

/// A request body.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// Media type.
    pub media_type: &'static str,
    /// Whether the body is required.
    pub required: bool,
    /// Description for the help text.
    pub help: &'static str,
    /// Whether it is JSON. Other bodies are read from a file.
    pub is_json: bool,
    /// Properties that have flags.
    pub properties: &'static [Flag],
}
