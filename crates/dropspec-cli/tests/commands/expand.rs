//! `dropspec expand`.

use crate::support::{Folder, SHOP, with_paths};

#[test]
fn the_server_the_client_and_the_contract_are_printed() {
    let folder = Folder::new();
    let expand = |options: &[&str]| folder.run(&[&["expand", SHOP], options].concat()).prints(0);
    assert!(expand(&[]).contains("pub trait Api: Send + Sync + 'static {"));
    assert!(expand(&["--client"]).contains("pub struct Client {"));
    assert!(expand(&["--contract"]).contains("pub fn contract() -> Result<"));
}

#[test]
fn a_document_that_is_refused_is_explained() {
    let folder = Folder::new();
    folder.write("empty.yaml", &with_paths("/ping: { get: { responses: {} } }"));
    let complaint = folder.run(&["expand", "empty.yaml"]).complains(1);
    assert!(complaint.starts_with("empty.yaml:4:"), "{complaint}");
    let complaint = folder.run(&["expand", "none.yaml"]).complains(2);
    assert!(complaint.starts_with("none.yaml: cannot read the document: "), "{complaint}");
}
