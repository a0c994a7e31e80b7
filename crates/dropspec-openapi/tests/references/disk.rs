//! Documents in the file system.

use dropspec_openapi::source::Source;

#[test]
fn files_are_found_relative_to_the_referring_file() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let schemas = "components: { schemas: { A: { $ref: '../shared/a.yaml' }, B: { $ref: 'b.yaml' } } }";
    write("api/root.yaml", &format!("openapi: 3.0.0\ninfo: {{ title: A, version: '1' }}\npaths: {{}}\n{schemas}"));
    write("shared/a.yaml", "type: array\nitems: { $ref: '../api/../api/b.yaml' }");
    write("api/b.yaml", "type: string");
    let source = Source::read(&folder.path().join("api/root.yaml")).unwrap();
    let files: Vec<_> =
        source.files().map(|file| file.strip_prefix(folder.path()).unwrap().display().to_string()).collect();
    assert_eq!(files, ["api/root.yaml", "shared/a.yaml", "api/b.yaml"]);
    let schemas = &source.value()["components"]["schemas"];
    assert_eq!(schemas.as_object().unwrap().len(), 2);
    assert_eq!(schemas["A"]["items"]["$ref"], "#/components/schemas/B");
}

#[test]
fn a_directory_is_not_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let error = Source::read(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with(": cannot read the document: it is not a file"), "{error}");
}

#[test]
fn a_file_is_utf8() {
    let folder = tempfile::tempdir().unwrap();
    let said = |bytes: &[u8]| {
        let file = folder.path().join("api.yaml");
        std::fs::write(&file, bytes).unwrap();
        let said = Source::read(&file).map_or_else(|found| found.to_string(), |_| "read".to_owned());
        said.replace(&format!("{}/", folder.path().display()), "")
    };
    assert_eq!(said(b"a: 1\nb: \xC3\xA4\xFF"), "api.yaml:2:5: the byte 0xFF is not UTF-8; save the file as UTF-8");
    assert_eq!(said(b"\xFF\xFEa\0"), "api.yaml:1:1: this is UTF-16; save the file as UTF-8");
    assert_eq!(said(b"\xEF\xBB\xBFopenapi: 3.0.3"), "read");
}
