//! Bars of characters.

use std::fmt;

use super::sample::Sample;

/// The maximum width of a bar in characters.
const MAX_WIDTH: usize = 24;

/// The number of columns of a histogram.
const COLUMNS: usize = 24;

/// The heights of a column, in eighths.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The bars of shares, one below the other.
pub(super) fn shares(shares: &[(&str, u64)], indent: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let all: u64 = shares.iter().map(|(_, count)| count).sum();
    let width = shares.iter().map(|(word, _)| word.chars().count()).max().unwrap_or(0);
    for (index, (word, count)) in shares.iter().enumerate() {
        if index > 0 {
            write!(f, "\n{:indent$}", "")?;
        }
        let share = ratio(*count, all);
        write!(f, "{word:width$} {} {:.1} %", bar(share), 100.0 * share)?;
    }
    Ok(())
}

/// The histogram of numbers, with their least, median and greatest.
pub(super) fn numbers(sample: &Sample, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (Some((least, most)), sorted) = (sample.range(), sample.sorted()) else { return f.write_str("no number") };
    let quantile = |hundredths: usize| sorted[(sorted.len() - 1) * hundredths / 100];
    // A few outliers would press all other values into one column.
    let (from, to) = (least, quantile(99));
    let mut counts = [0_u64; COLUMNS];
    for number in sorted.iter().filter(|number| **number <= to) {
        counts[column(*number, from, to)] += 1;
    }
    let highest = counts.iter().max().copied().unwrap_or(0);
    f.write_str("▕")?;
    for count in counts {
        let eighths = ratio(count, highest) * 8.0;
        // A column that is not empty is visible.
        let height = if count > 0 { whole(eighths).max(1) } else { 0 };
        write!(f, "{}", EIGHTHS[height.min(8)])?;
    }
    let (low, middle, high) = (quantile(25), quantile(50), quantile(75));
    write!(f, "▏ {least} to {most}; a quarter below {low}, half below {middle}, a quarter above {high}")
}

fn column(number: f64, from: f64, to: f64) -> usize {
    if to <= from {
        return 0;
    }
    #[allow(clippy::cast_precision_loss, reason = "a small number")]
    let place = whole_down((number - from) / (to - from) * COLUMNS as f64);
    place.min(COLUMNS - 1)
}

fn bar(share: f64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a small number")]
    let length = whole(share * MAX_WIDTH as f64);
    format!("{}{}", "█".repeat(length), "░".repeat(MAX_WIDTH - length.min(MAX_WIDTH)))
}

#[allow(clippy::cast_precision_loss, reason = "a picture needs fewer digits than a double has")]
fn ratio(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

fn whole(number: f64) -> usize {
    whole_down(number.round())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it stays within its bounds")]
fn whole_down(number: f64) -> usize {
    number.max(0.0) as usize
}
