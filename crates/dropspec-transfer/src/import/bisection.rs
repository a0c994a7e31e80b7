//! The search for the row that makes a statement fail.

use super::staging::Lines;

/// Finds the first line whose row makes a statement fail, if it fails for each range of lines that has this one. All attempts together
/// store as many rows as one for all.
#[derive(Debug)]
pub(super) struct Bisection {
    /// The statement fails for these lines.
    first: u64,
    last: u64,
}

impl Bisection {
    /// A search in the lines up to this one.
    pub(super) fn new(last: u64) -> Self {
        Self { first: 0, last }
    }

    /// The lines of the next attempt; `None` if the line is found.
    pub(super) fn next(&self) -> Option<Lines> {
        (self.first < self.last).then(|| self.first..=self.middle())
    }

    /// Takes the result of the attempt.
    pub(super) fn record(&mut self, has_failed: bool) {
        if has_failed {
            self.last = self.middle();
        } else {
            self.first = self.middle() + 1;
        }
    }

    /// The line, which is to be tried last: the statement may depend on several rows.
    pub(super) fn found(&self) -> Lines {
        self.first..=self.last
    }

    fn middle(&self) -> u64 {
        self.first + (self.last - self.first) / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fails_is_found() {
        for (last, bad) in [(1, &[1][..]), (2, &[2]), (1000, &[1, 1000]), (1000, &[777, 778]), (5, &[0])] {
            let mut search = Bisection::new(last);
            while let Some(lines) = search.next() {
                search.record(bad.iter().any(|line| lines.contains(line)));
            }
            assert_eq!(search.found(), bad[0]..=bad[0]);
        }
    }
}
