//! Doc comments.

/// The lines of a text as doc comments.
pub(crate) fn docs(text: &str) -> Vec<String> {
    // A doc comment may not contain a carriage return.
    let text = text.replace('\r', "");
    text.trim_end().lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect()
}
