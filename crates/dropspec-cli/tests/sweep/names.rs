//! Names that a generator easily gets wrong.

use std::env;

/// Names of properties and of query parameters, which may be anything.
const ANY: Names = Names {
    known: &[
        "type", "self", "crate", "async", "try", "r#type", "1st", "+1", "-1", "@id", "$schema", "größe", "名前", "a b",
        "a_b", "a/b~c", "Option", "String", "value", "Error", "request", "body", "map", "builder", "id", "size[]",
        "select", "🚢",
    ],
    faulty: &["gen", "Self", "aB", "a-b", "a.b", "_", "__", "ID", "size"],
};

/// Names of components: letters, digits, `.`, `-` and `_`.
const COMPONENTS: Names = Names {
    known: &[
        "Option",
        "Result",
        "Vec",
        "Box",
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
        "type",
        "Op0Request",
        "Op0Response",
        "Op1Body",
        "Routes",
        "map",
        "Uuid",
        "types",
    ],
    faulty: &["Default", "Some", "None", "Ok", "Err", "String", "Self", "self", "123", "_", "a_b", "a.b", "Map"],
};

/// Names of headers, cookies and path parameters: tokens.
const TOKENS: Names = Names {
    known: &["type", "X-Type", "1st", "a-b", "Prefer-It", "id", "value", "request", "x-option"],
    faulty: &["self", "crate", "a_b", "aB", "ID"],
};

/// Names of operations.
const OPERATIONS: Names = Names {
    known: &["get", "fn", "new", "self", "a-b", "größe", "routes", "default", "Clone", "into", "list things", "call"],
    faulty: &["1", "a_b"],
};

/// Names of a kind.
struct Names {
    /// Names that services build with.
    known: &'static [&'static str],
    /// Names that services do not build with yet, at least beside others.
    faulty: &'static [&'static str],
}

impl Names {
    fn all(&self) -> Vec<&'static str> {
        if with_faults() { [self.known, self.faulty].concat() } else { self.known.to_vec() }
    }
}

/// Whether what is known to fail is tried too: `SWEEP_FAULTS=1`.
pub(crate) fn with_faults() -> bool {
    env::var_os("SWEEP_FAULTS").is_some()
}

/// Names of properties and of query parameters.
pub(crate) fn any() -> Vec<&'static str> {
    ANY.all()
}

/// Names of components.
pub(crate) fn components() -> Vec<&'static str> {
    COMPONENTS.all()
}

/// Names of headers, cookies and path parameters.
pub(crate) fn tokens() -> Vec<&'static str> {
    TOKENS.all()
}

/// Names of operations.
pub(crate) fn operations() -> Vec<&'static str> {
    OPERATIONS.all()
}
