//! Documents, from parsing to generated code.

use dropspec_codegen as codegen;
use dropspec_openapi::source::Source;

/// Generates everything from a document. Any result is fine, as long as there is one.
pub fn document(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(source) = Source::parse("api.yaml".as_ref(), text) else { return };
    let _ = source.yaml().len() + source.json().len();
    if codegen::server(&source).is_ok() {
        let _ = codegen::client(&source);
    }
}
