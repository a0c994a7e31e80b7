//! The extensions of OpenAPI that Dropspec defines.

/// Marks a schema whose values are rows of a table.
pub(crate) const TABLE: &str = "x-dropspec-table";

/// Marks a property that refers to the key of a table.
pub(crate) const REFERENCES: &str = "x-dropspec-references";

/// Maps the properties of a table to the columns of a CSV file.
pub(crate) const CSV: &str = "x-dropspec-csv";

/// Marks an object that is a point on the Earth.
pub(crate) const GEOGRAPHY: &str = "x-dropspec-geography";

/// Says when the server sets a `readOnly` property of a table.
pub(crate) const SET: &str = "x-dropspec-set";

/// Marks a property of a result as computed from a column of all rows of a group.
pub(crate) const AGGREGATE: &str = "x-dropspec-aggregate";

/// Marks a property of a result as the part of a date by which rows are grouped.
pub(crate) const GROUP: &str = "x-dropspec-group";

/// Marks a form that HTML pages of the service submit.
pub(crate) const PAGE_FORM: &str = "x-dropspec-page";

/// Names the action of an operation that its shape does not show.
pub(crate) const OPERATION: &str = "x-dropspec-operation";

/// Names the filters of a list that a parameter applies its value to, of which one has to be met.
pub(crate) const SEARCH: &str = "x-dropspec-search";

/// Whether a filter of a list distinguishes upper and lower case.
pub(crate) const CASE_SENSITIVE: &str = "x-dropspec-case-sensitive";

/// Limits the size of a request body, in bytes.
pub(crate) const MAX_BODY: &str = "x-dropspec-max-body";
