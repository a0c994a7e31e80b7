//! The lines of the rows of a file.

/// The maximum number of runs. Rows after the last one have no known line.
const MAX_RUNS: usize = 65_536;

/// The lines of rows, which mostly follow each other: only the first row of a run of such rows has its line here.
#[derive(Debug, Default)]
pub(super) struct RowLines {
    /// The number of rows.
    rows: u64,
    /// The numbers of the first rows of the runs, counted from 1, and their lines.
    runs: Vec<(u64, u64)>,
    /// Whether there were too many runs.
    is_cut: bool,
}

impl RowLines {
    /// Adds a row.
    pub(super) fn push(&mut self, line: u64) {
        self.rows += 1;
        let follows = self.runs.last().is_some_and(|(row, first)| line == first + (self.rows - row));
        if !follows {
            self.add_run(self.rows, line);
        }
    }

    /// Adds the rows of a batch.
    pub(super) fn append(&mut self, batch: &Self) {
        for (row, line) in &batch.runs {
            let row = self.rows + row;
            if self.line_after(row) != Some(*line) {
                self.add_run(row, *line);
            }
        }
        self.rows += batch.rows;
        self.is_cut |= batch.is_cut;
    }

    /// The line of a row.
    pub(super) fn line(&self, row: u64) -> Option<u64> {
        let last = self.runs.last().filter(|_| self.is_cut).map_or(self.rows, |(row, _)| *row);
        (1..=last).contains(&row).then(|| self.line_after(row)).flatten()
    }

    fn line_after(&self, row: u64) -> Option<u64> {
        let run = self.runs.partition_point(|(first, _)| *first <= row).checked_sub(1)?;
        let (first, line) = self.runs[run];
        Some(line + (row - first))
    }

    fn add_run(&mut self, row: u64, line: u64) {
        if self.is_cut || self.runs.len() == MAX_RUNS {
            self.is_cut = true;
        } else {
            self.runs.push((row, line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: impl IntoIterator<Item = u64>) -> RowLines {
        let mut of = RowLines::default();
        lines.into_iter().for_each(|line| of.push(line));
        of
    }

    #[test]
    fn rows_on_several_lines_are_found() {
        let mut all = RowLines::default();
        all.append(&of([2, 3, 4]));
        all.append(&of([5, 8, 9]));
        all.append(&of([10, 11, 15]));
        assert_eq!(all.runs, [(1, 2), (5, 8), (9, 15)]);
        let lines: Vec<_> = (0..=10).map(|row| all.line(row)).collect();
        let expected = [0, 2, 3, 4, 5, 8, 9, 10, 11, 15, 0].map(|line| Some(line).filter(|line| *line > 0));
        assert_eq!(lines, expected);
    }

    #[test]
    fn memory_is_limited() {
        let mut all = RowLines::default();
        for start in 0..200 {
            all.append(&of((0..1000).map(|row| 2 * (start * 1000 + row))));
        }
        assert_eq!(all.runs.len(), MAX_RUNS);
        assert_eq!((all.line(65_536), all.line(65_537)), (Some(131_070), None));
    }
}
