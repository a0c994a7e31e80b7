//! Documents, from parsing to generated code.

use dropspec_codegen as codegen;
use dropspec_openapi::source::Source;

/// Checks a document, and generates everything from it. Any result is fine, as long as there is one and the check has foreseen it.
pub fn document(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(source) = Source::parse("api.yaml".as_ref(), text) else { return };
    let _ = source.yaml().len() + source.json().len();
    match (codegen::check(&source), codegen::server(&source)) {
        (Ok(checked), Ok(server)) => {
            assert_eq!(checked.warnings, server.warnings);
            assert_eq!(checked.client, codegen::client(&source).map(drop));
        }
        (Err(checked), Err(errors)) => assert_eq!(checked, errors),
        (checked, server) => panic!("the check is {checked:?}, but generating is {:?}", server.map(drop)),
    }
}
