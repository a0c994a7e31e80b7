//! Doc comments.

/// The lines of a text as doc comments, which cannot have carriage returns.
pub(crate) fn docs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim_end().lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect()
}
