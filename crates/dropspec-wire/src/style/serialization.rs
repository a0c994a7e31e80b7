//! How parameters and form fields are written.

/// `style` of OpenAPI 3.0, section "Style Values".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b` in a path or header.
    Simple,
    /// `.a.b` in a path.
    Label,
    /// `;name=a,b` in a path.
    Matrix,
    /// `name=a,b` in a query or cookie.
    Form,
    /// `name=a%20b` in a query.
    SpaceDelimited,
    /// `name=a|b` in a query.
    PipeDelimited,
}

/// `explode` of OpenAPI 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explode {
    /// A pair for each value: `name=a&name=b`.
    Yes,
    /// One pair for all values: `name=a,b`.
    No,
}

/// How a value is written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serialization {
    /// A scalar.
    Plain(Style),
    /// An array of scalars.
    Array(Style, Explode),
    /// An object of scalars.
    Object(Style, Explode),
    /// Any value in the style `deepObject`: `name[a][b]=c`.
    Deep,
    /// JSON.
    Json,
}
