//! A random sample of a stream of numbers (Vitter's algorithm R), with the minimum and maximum of all.

/// The size of the sample.
pub(super) const MAX: usize = 4096;

/// A sample of numbers.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    kept: Vec<f64>,
    count: u64,
    least: f64,
    most: f64,
    /// The state of a random number generator. The same file gives the same summary.
    random: u64,
}

impl Default for Sample {
    fn default() -> Self {
        Self { kept: Vec::new(), count: 0, least: f64::INFINITY, most: f64::NEG_INFINITY, random: 1 }
    }
}

impl Sample {
    pub(super) fn add(&mut self, number: f64) {
        self.count += 1;
        (self.least, self.most) = (self.least.min(number), self.most.max(number));
        if self.kept.len() < MAX {
            self.kept.push(number);
            return;
        }
        let place = self.next() % self.count;
        if let Some(kept) = usize::try_from(place).ok().and_then(|place| self.kept.get_mut(place)) {
            *kept = number;
        }
    }

    /// Whether all numbers are in the sample.
    pub(super) fn is_whole(&self) -> bool {
        self.kept.len() as u64 == self.count
    }

    /// The minimum and maximum of all numbers, unless there are none.
    pub(super) fn range(&self) -> Option<(f64, f64)> {
        (self.count > 0).then_some((self.least, self.most))
    }

    /// The numbers of the sample, sorted.
    pub(super) fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.kept.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    /// Xorshift, by Marsaglia; good enough for sampling.
    fn next(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_representative_and_has_the_extremes() {
        let mut sample = Sample::default();
        assert_eq!(sample.range(), None);
        (0..100_000).for_each(|number| sample.add(f64::from(number)));
        assert_eq!((sample.range(), sample.is_whole()), (Some((0.0, 99_999.0)), false));
        let sorted = sample.sorted();
        assert_eq!(sorted.len(), MAX);
        let median = sorted[MAX / 2];
        assert!((45_000.0..55_000.0).contains(&median), "{median}");
    }
}
