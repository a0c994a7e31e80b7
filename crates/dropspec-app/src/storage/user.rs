//! The user that runs the program.

use std::fs;
use std::os::unix::fs::MetadataExt;

/// The name of the user, or their number if they have no name.
pub(super) fn user() -> Option<String> {
    let Ok(process) = fs::metadata("/proc/self") else { return std::env::var("USER").ok() };
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = |line: &str| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == process.uid().to_string()).then(|| name.to_owned())
    };
    users.lines().find_map(name).or_else(|| Some(format!("uid {}", process.uid())))
}
