//! Writes the findings as SARIF 2.1.0, the format that code scanning services read.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::check::{Finding, Findings, Support};

/// Writes a log of one run.
pub(in crate::check) fn write(all: &[Findings], out: &mut impl Write) -> io::Result<()> {
    let results = all.iter().flat_map(results).collect();
    let rules = [RuleId::Unreadable, RuleId::Unsupported, RuleId::Warning].map(Rule::new);
    let driver = Driver { name: "dropspec", version: env!("CARGO_PKG_VERSION"), rules };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn results(findings: &Findings) -> impl Iterator<Item = ResultObject<'_>> {
    let error = if findings.support == Support::Unreadable { RuleId::Unreadable } else { RuleId::Unsupported };
    let errors = findings.errors.iter().map(move |finding| ResultObject::new(error, Level::Error, finding));
    errors.chain(findings.warnings.iter().map(|finding| ResultObject::new(RuleId::Warning, Level::Warning, finding)))
}

#[derive(Serialize)]
struct Log<'f> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'f>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'f> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<ResultObject<'f>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: [Rule; 3],
}

/// The kinds of findings.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum RuleId {
    Unreadable,
    Unsupported,
    Warning,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: RuleId,
    short_description: Message<'static>,
}

impl Rule {
    fn new(id: RuleId) -> Self {
        let text = match id {
            RuleId::Unreadable => "The document cannot be read.",
            RuleId::Unsupported => "The document is not valid, or has something that is not supported.",
            RuleId::Warning => "A part of the document has no effect, or not the one that its author may expect.",
        };
        Self { id, short_description: Message { text } }
    }
}

#[derive(Serialize)]
struct Message<'f> {
    text: &'f str,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
}

/// A `result`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'f> {
    rule_id: RuleId,
    level: Level,
    message: Message<'f>,
    locations: [Location<'f>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'f> {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'f>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
}

/// A place by its JSON Pointer, and by the names that its author gave.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'f> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'f str>,
    fully_qualified_name: String,
}

impl<'f> ResultObject<'f> {
    fn new(rule_id: RuleId, level: Level, Finding { diagnostic, subject }: &'f Finding) -> Self {
        let region = diagnostic.position.map(|(start_line, start_column)| Region { start_line, start_column });
        let pointer = Some(&diagnostic.pointer).filter(|pointer| !pointer.is_empty());
        let logical = pointer
            .map(|pointer| LogicalLocation { name: subject.as_deref(), fully_qualified_name: format!("#{pointer}") });
        let artifact_location = ArtifactLocation { uri: uri(&diagnostic.file) };
        Self {
            rule_id,
            level,
            message: Message { text: &diagnostic.message },
            locations: [Location {
                physical_location: PhysicalLocation { artifact_location, region },
                logical_locations: logical.into_iter().collect(),
            }],
        }
    }
}

/// A path as a URI reference (RFC 3986): relative paths are relative to the current directory.
fn uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte);
    let text = path.to_string_lossy();
    let encoded: String = text
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    if path.is_absolute() { format!("file://{encoded}") } else { encoded }
}
