//! The commands of a client, for a person to review.

use dropspec_build::generate;
use insta::assert_snapshot;

use crate::support::{STALL, source};

#[test]
fn the_commands_read_well() {
    assert_snapshot!("stall_commands", generate::commands(&source(STALL)).unwrap());
}
