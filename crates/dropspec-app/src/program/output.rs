//! The lines that services write, with their names.

use std::io::{self, Write};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

/// The name of a service, as wide as the longest.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) name: &'static str,
    pub(super) width: usize,
}

/// Copies lines, each with the name of the service, until the service closes its end.
pub(super) async fn copy_lines(label: Label, from: impl AsyncRead + Unpin, mut to: impl Write) -> io::Result<()> {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).await? > 0 {
        if line.last() != Some(&b'\n') {
            line.push(b'\n');
        }
        // In one piece, so that lines of two services do not mix.
        let labelled = labelled(&label, &line);
        to.write_all(&labelled)?;
        to.flush()?;
        line.clear();
    }
    Ok(())
}

/// The line with the name: JSON gets a member, text a column.
fn labelled(Label { name, width }: &Label, line: &[u8]) -> Vec<u8> {
    match line.strip_prefix(b"{\"") {
        Some(members) => [format!("{{\"service\":\"{name}\",\"").as_bytes(), members].concat(),
        None => [format!("{name:width$}  ").as_bytes(), line].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_line_has_the_name_of_its_service() {
        let label = Label { name: "page", width: 6 };
        let mut text = Vec::new();
        let lines = b"one\n\n{\"level\":\"INFO\"}\nlast \xff";
        copy_lines(label, &lines[..], &mut text).await.unwrap();
        let expected = b"page    one\npage    \n{\"service\":\"page\",\"level\":\"INFO\"}\npage    last \xff\n";
        assert_eq!(text, expected);
    }
}
