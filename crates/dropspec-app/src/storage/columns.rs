//! Tables on a terminal.

/// Lines in columns as wide as their cells, two spaces apart; the last column is not padded.
pub(super) fn columns<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut lines = vec![head.map(str::to_owned)];
    lines.extend(rows.into_iter().map(|row| row.map(|cell| printable(&cell))));
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |cells: &[String; N]| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    lines.iter().map(line).collect()
}

/// The text with its control characters escaped, as names from files and from users may have any.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for it in text.chars() {
        if it.is_control() { printable.extend(it.escape_default()) } else { printable.push(it) }
    }
    printable
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn control_characters_are_escaped() {
        let text = columns(["A", "B"], [["\u{1b}[31mred".to_owned(), "b\nc".to_owned()]]);
        assert_eq!(text, "A              B\n\\u{1b}[31mred  b\\nc\n");
    }
}
