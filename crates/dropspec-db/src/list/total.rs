//! The number of rows of a list.

/// The number of rows on all pages of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// The number.
    pub rows: i64,
    /// Whether it is an estimate.
    pub is_estimate: bool,
}

/// Whether and how the rows on all pages of a list are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CountMode {
    /// They are not counted.
    #[default]
    None,
    /// They are counted.
    Exact,
    /// They are counted if they are few, and otherwise estimated.
    Estimated,
}

/// The values of the parameter `count` of a list, as far as the document has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountValues {
    /// The value for a count.
    pub exact: Option<&'static str>,
    /// The value for an estimate.
    pub estimated: Option<&'static str>,
}

impl Total {
    /// A number that was counted.
    #[must_use]
    pub fn exact(rows: i64) -> Self {
        Self { rows, is_estimate: false }
    }

    /// An estimate.
    #[must_use]
    pub fn estimate(rows: i64) -> Self {
        Self { rows, is_estimate: true }
    }
}

impl CountValues {
    /// The values of a boolean.
    pub const BOOLEAN: Self = Self { exact: Some("true"), estimated: None };

    /// What a value asks for.
    pub(super) fn mode(self, value: Option<&str>) -> CountMode {
        match value {
            Some("exact" | "true") => CountMode::Exact,
            Some("estimated") => CountMode::Estimated,
            _ => CountMode::None,
        }
    }

    /// The value that asks for a mode.
    pub(super) fn value(self, mode: CountMode) -> Option<&'static str> {
        match mode {
            CountMode::None => None,
            CountMode::Exact => self.exact,
            CountMode::Estimated => self.estimated,
        }
    }

    /// The value for a number that does not take long.
    #[must_use]
    pub fn quickest(self) -> Option<&'static str> {
        self.estimated.or(self.exact)
    }
}
