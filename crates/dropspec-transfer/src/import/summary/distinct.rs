//! The number of distinct texts: exact while they are few, otherwise estimated from the least of their hashes (Bar-Yossef and others,
//! "Counting distinct elements in a data stream").

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// The number of hashes that are kept; the relative error of the estimate is about 1 / sqrt of that.
const MAX: usize = 1024;

/// The least of the hashes of texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Distinct {
    least: BTreeSet<u64>,
    is_full: bool,
}

impl Distinct {
    pub(super) fn add(&mut self, text: &str) {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let hash = hasher.finish();
        if self.is_full && self.least.last().is_some_and(|greatest| hash >= *greatest) {
            return;
        }
        self.least.insert(hash);
        if self.least.len() > MAX {
            self.is_full = true;
            self.least.pop_last();
        }
    }

    /// Whether [`Distinct::count`] is no estimate.
    pub(super) fn is_exact(&self) -> bool {
        !self.is_full
    }

    /// The number of distinct texts.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate"
    )]
    pub(super) fn count(&self) -> u64 {
        match self.least.last() {
            // These hashes fill that share of the number range; the others fill the rest as densely.
            Some(greatest) if self.is_full => ((MAX - 1) as f64 / (*greatest as f64 / u64::MAX as f64)).round() as u64,
            _ => self.least.len() as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_texts_are_counted_and_many_estimated() {
        let mut distinct = Distinct::default();
        for number in 0..3000 {
            distinct.add(&(number % 1000).to_string());
        }
        assert_eq!((distinct.count(), distinct.is_exact()), (1000, true));
        for number in 0..200_000 {
            distinct.add(&(number % 100_000).to_string());
        }
        assert!(!distinct.is_exact());
        assert!((90_000..110_000).contains(&distinct.count()), "{}", distinct.count());
    }
}
