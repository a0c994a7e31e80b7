//! Descriptions of parameters that are more than one plain value. The generator fills them in.

use dropspec_schema::Schema;
pub use dropspec_schema::{Explode, Style};

/// A parameter that the plain ways of [`RequestContext`](crate::RequestContext) do not cover.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its location.
    pub place: ParameterPlace,
    /// The encoding of its text.
    pub encoding: Encoding,
    /// The JSON text of its default.
    pub default: Option<&'static str>,
    /// The schema of its value.
    pub schema: &'static Schema,
}

/// The location of a parameter.
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

/// The encoding of a parameter, or of a field of a form.
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
    /// Pairs whose keys have the path to a plain value: `name[a][b]=c` (`style: deepObject`).
    Deep,
    /// Pairs of a property of any name and a plain value, apart from these names, which are those of other parameters.
    FreeForm(&'static [&'static str]),
}

/// Which parameters a query may have.
#[derive(Clone, Copy, Debug)]
pub struct KnownQuery {
    pub(crate) names: &'static [&'static str],
    pub(crate) deep: &'static [&'static str],
    pub(crate) is_open: bool,
}

impl KnownQuery {
    /// Allows these names, those of the properties of exploded objects among them.
    #[must_use]
    pub const fn new(names: &'static [&'static str]) -> Self {
        Self { names, deep: &[], is_open: false }
    }

    /// Also allows the pairs of deep objects with these names: `name[property]`.
    #[must_use]
    pub const fn deep(self, deep: &'static [&'static str]) -> Self {
        Self { deep, ..self }
    }

    /// Allows all names, since one parameter is an object of any properties.
    #[must_use]
    pub const fn open(self) -> Self {
        Self { is_open: true, ..self }
    }
}
