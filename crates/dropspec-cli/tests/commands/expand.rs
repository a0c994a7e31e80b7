//! `dropspec expand`.

use crate::support::{Folder, SHOP, with_paths};

#[test]
fn prints_the_server_or_the_client() {
    let folder = Folder::new();
    let expand = |options: &[&str]| folder.run(&[&["expand", SHOP], options].concat()).output(0);
    assert!(expand(&[]).contains("pub trait Api: Send + Sync + 'static {"));
    assert!(expand(&["--client"]).contains("pub struct Client("));
}

#[test]
fn exits_with_1_for_unsupported_documents_and_2_for_unreadable_ones() {
    let folder = Folder::new();
    folder.write("empty.yaml", &with_paths("/ping: { get: { responses: {} } }"));
    let error = folder.run(&["expand", "empty.yaml"]).error(1);
    assert!(error.starts_with("empty.yaml:4:"), "{error}");
    let error = folder.run(&["expand", "none.yaml"]).error(2);
    assert!(error.starts_with("none.yaml: cannot read the document: "), "{error}");
}
