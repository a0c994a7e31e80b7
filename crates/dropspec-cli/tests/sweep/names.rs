//! Names that a generator easily gets wrong.

/// Names of properties and of query parameters, which may be anything.
pub(crate) const ANY: &[&str] = &[
    "type", "self", "Self", "crate", "async", "try", "gen", "r#type", "1st", "+1", "-1", "@id", "$schema", "größe",
    "名前", "a b", "a_b", "aB", "a-b", "a.b", "a/b~c", "_", "__", "Option", "String", "value", "Error", "request",
    "body", "map", "builder", "id", "ID", "size[]", "size", "select", "🚢",
];

/// Names of components: letters, digits, `.`, `-` and `_`.
pub(crate) const COMPONENTS: &[&str] = &[
    "Option",
    "Result",
    "Vec",
    "Box",
    "String",
    "Default",
    "Some",
    "None",
    "Ok",
    "Err",
    "u8",
    "str",
    "Clone",
    "Send",
    "Error",
    "Problem",
    "Api",
    "Document",
    "Value",
    "a-b",
    "a_b",
    "a.b",
    "type",
    "Self",
    "self",
    "123",
    "_",
    "Op0Request",
    "Op0Response",
    "Op1Body",
    "Routes",
    "Map",
    "map",
    "Uuid",
    "types",
];

/// Names of headers, cookies and path parameters: tokens.
pub(crate) const TOKENS: &[&str] = &[
    "type",
    "self",
    "crate",
    "X-Type",
    "1st",
    "a-b",
    "a_b",
    "aB",
    "Prefer-It",
    "id",
    "ID",
    "value",
    "request",
    "x-option",
];

/// Names of operations.
pub(crate) const OPERATIONS: &[&str] = &[
    "get",
    "fn",
    "new",
    "self",
    "1",
    "a-b",
    "a_b",
    "größe",
    "routes",
    "default",
    "Clone",
    "into",
    "list things",
    "call",
];
