//! How a parameter is written, where it is more than one plain value: the tables that the generator fills.

use dropspec_schema::Schema;

/// A parameter that the plain ways of [`RequestContext`](crate::RequestContext) do not cover.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Where it stands.
    pub place: ParameterPlace,
    /// How its text becomes a value.
    pub encoding: Encoding,
    /// The JSON text of what an absent value stands for.
    pub default: Option<&'static str>,
    /// What the value must be.
    pub schema: &'static Schema,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterPlace {
    /// In the path, at this position of the template.
    Path(usize),
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How the text of a parameter, or of a field of a form, becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// The text is JSON (`content: application/json`).
    Json,
    /// The text is a value itself.
    Plain(Style),
    /// A list of plain values.
    Array(Style, Explode),
    /// Pairs of a name and a plain value.
    Object(Style, Explode),
}

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
    /// `name[a]=b` in a query.
    DeepObject,
}

/// `explode` of OpenAPI 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explode {
    /// Each value stands by itself: `name=a&name=b`.
    Yes,
    /// All values stand in one: `name=a,b`.
    No,
}

/// Which parameters a query may have.
#[derive(Clone, Copy, Debug)]
pub struct KnownQuery {
    /// The names, those of the properties of exploded objects among them.
    pub names: &'static [&'static str],
    /// The names of deep objects, whose pairs are `name[property]`.
    pub deep: &'static [&'static str],
}
