//! The tables of `docs/KEYWORDS.md`.

use std::collections::BTreeMap;

const TABLES: &str = include_str!("../../../../docs/KEYWORDS.md");

/// How a keyword is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    Supported,
    Documentation,
    Ignored,
    Rejected,
}

/// The rows by object and keyword; `None` for those that say none of it.
pub(crate) fn rows() -> BTreeMap<(String, String), Option<Row>> {
    let mut rows = BTreeMap::new();
    let mut object = String::new();
    for line in TABLES.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            object = heading.to_lowercase();
        } else if let Some((keyword, rest)) = line.strip_prefix("| `").and_then(|row| row.split_once("` | ")) {
            rows.insert((object.clone(), keyword.to_owned()), row(rest.split(" | ").next().unwrap_or_default()));
        }
    }
    rows
}

/// The formats that the row of `format` says are checked.
pub(crate) fn formats() -> Vec<String> {
    let row = TABLES.lines().find(|line| line.starts_with("| `format` |")).unwrap_or_default();
    let list = row.split(" are checked").next().unwrap_or_default();
    let words = list.split('`').skip(1).step_by(2).filter(|word| *word != "format");
    words.map(str::to_owned).collect()
}

fn row(word: &str) -> Option<Row> {
    Some(match word {
        "supported" => Row::Supported,
        "documentation" => Row::Documentation,
        "ignored" => Row::Ignored,
        "rejected" => Row::Rejected,
        _ => return None,
    })
}
