//! The commands of a client, for review.

use dropspec_codegen as codegen;
use insta::assert_snapshot;

use crate::support::{STALL, source};

#[test]
fn the_commands_read_well() {
    assert_snapshot!("stall_commands", codegen::commands(&source(STALL)).unwrap());
}
