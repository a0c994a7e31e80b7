//! Writes the findings as lines of text, in the format of compilers.

use std::io::{self, Write};

use dropspec_openapi::diagnostic::Diagnostic;

use crate::check::counts::{Counts, phrase};
use crate::check::{Finding, Findings, Support};

/// Writes a summary line per document, followed by its errors and warnings.
pub(in crate::check) fn write(all: &[Findings], out: &mut impl Write) -> io::Result<()> {
    for (index, findings) in all.iter().enumerate() {
        if index > 0 && !(findings.is_empty() && all[index - 1].is_empty()) {
            writeln!(out)?;
        }
        let Findings { document, support, counts, errors, warnings } = findings;
        let mut summary = vec![support.describe().to_owned()];
        summary.extend(counts.iter().copied().flat_map(Counts::phrases));
        summary.extend(phrase(errors.len(), "error").filter(|_| *support == Support::Unsupported));
        summary.extend(phrase(warnings.len(), "warning"));
        writeln!(out, "{}: {}", document.display(), summary.join(", "))?;
        for (level, findings) in [("error", errors), ("warning", warnings)] {
            for finding in findings {
                writeln!(out, "{}", line(level, finding))?;
            }
        }
    }
    Ok(())
}

/// The line of a finding: its position, message, subject and pointer.
fn line(level: &str, finding: &Finding) -> String {
    let Diagnostic { file, position, pointer, message } = &finding.diagnostic;
    let position = position.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    let pointer = if pointer.is_empty() { None } else { Some(format!("at #{pointer}")) };
    let places: Vec<&str> = finding.subject.as_deref().into_iter().chain(pointer.as_deref()).collect();
    let places = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
    format!("{}{position}: {level}: {message}{places}", file.display())
}

impl Support {
    fn describe(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Unsupported => "not supported",
            Self::Unreadable => "cannot be read",
        }
    }
}
