//! The styles of parameters and form fields.

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
