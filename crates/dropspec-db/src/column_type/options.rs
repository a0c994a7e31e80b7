//! Settings of a column that its type takes into account.

/// A constraint on the values of a column. Numbers are written as in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// `minimum`
    AtLeast(&'static str),
    /// `minimum` with `exclusiveMinimum`
    MoreThan(&'static str),
    /// `maximum`
    AtMost(&'static str),
    /// `maximum` with `exclusiveMaximum`
    LessThan(&'static str),
    /// `minLength`, in characters
    MinLength(u64),
    /// `maxLength`, in characters
    MaxLength(u64),
    /// `enum`
    OneOf(&'static [&'static str]),
    /// Neither infinite nor NaN, which JSON does not have.
    Finite,
}

/// The format of a column in a CSV file: `x-dropspec-csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Csv {
    /// The name in the header.
    pub header: &'static str,
    /// The words for false and true.
    pub words: [&'static str; 2],
    /// Whether the fraction of a number is dropped instead of being an error.
    pub truncate: bool,
}
