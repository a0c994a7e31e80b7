//! Bounded lists of violations.

use crate::violation::{ErrorSource, Violation};

/// The maximum number of violations that are reported one by one.
const MAX_REPORTED: usize = 100;

/// The size of the reported violations from which on no others are reported, in bytes. A pointer can be as long as the input, and each
/// violation repeats it.
const MAX_BYTES: usize = 64 * 1024;

/// The first violations of an input, and how many there are in all. However many there are, the list stays small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations {
    reported: Vec<Violation>,
    count: usize,
    bytes: usize,
    most: usize,
}

impl Default for Violations {
    fn default() -> Self {
        Self::at_most(MAX_REPORTED)
    }
}

impl Violations {
    /// No violations yet, of which at most the first `most` will be reported.
    #[must_use]
    pub fn at_most(most: usize) -> Self {
        Self { reported: Vec::new(), count: 0, bytes: 0, most: most.min(MAX_REPORTED) }
    }

    /// Adds `count` violations. They are worded only while there is room for them.
    pub(crate) fn add(&mut self, count: usize, words: impl IntoIterator<Item = Violation>) {
        self.count += count;
        // A bulk has a list for each of thousands of items, most of them with one violation.
        if self.reported.capacity() == 0 {
            self.reported.reserve_exact(count.min(self.most));
        }
        let mut words = words.into_iter();
        while self.has_room() {
            let Some(violation) = words.next() else { break };
            self.bytes += violation.size();
            self.reported.push(violation);
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The number of violations, reported or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The reported violations.
    #[must_use]
    pub fn reported(&self) -> &[Violation] {
        &self.reported
    }

    /// The reported violations. When they are not all, a last one at `source` says how many more there are.
    #[must_use]
    pub fn into_vec(mut self, source: ErrorSource) -> Vec<Violation> {
        let more = self.count - self.reported.len();
        if more > 0 {
            self.reported.push(Violation { source, detail: format!("there are {more} more violations") });
        }
        self.reported
    }

    fn has_room(&self) -> bool {
        self.reported.len() < self.most && self.bytes < MAX_BYTES
    }
}

impl From<Vec<Violation>> for Violations {
    fn from(violations: Vec<Violation>) -> Self {
        let mut all = Self::default();
        all.add(violations.len(), violations);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn violation(detail: &str) -> Violation {
        Violation { source: ErrorSource::Pointer(String::new()), detail: detail.to_owned() }
    }

    #[test]
    fn violations_beyond_the_limit_are_counted() {
        let all = Violations::from(vec![violation("a"); 150]);
        assert_eq!((all.count(), all.reported().len()), (150, 100));
    }

    #[test]
    fn fewer_violations_can_be_asked_for() {
        let mut all = Violations::at_most(1);
        all.add(3, std::iter::repeat_with(|| violation("a")));
        let expected = [violation("a"), violation("there are 2 more violations")];
        assert_eq!(all.into_vec(ErrorSource::Pointer(String::new())), expected);
    }

    #[test]
    fn long_violations_are_not_repeated() {
        let long = violation(&"a".repeat(MAX_BYTES));
        let all = Violations::from(vec![long.clone(), violation("b")]);
        assert_eq!((all.count(), all.reported()), (2, [long].as_slice()));
    }
}
