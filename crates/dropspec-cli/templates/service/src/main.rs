//! The program `[[name]]`.

use std::process::ExitCode;

use [[crate_name]]::service::Service;

fn main() -> ExitCode {
    dropspec_app::run::<Service>()
}
