//! `dropspec completions`.

use crate::support::Folder;

#[test]
fn prints_completion_scripts() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Folder::new().run(&["completions", shell]).output(0);
        assert!(script.contains("dropspec") && script.contains("expand"), "{shell}: {script}");
    }
}
