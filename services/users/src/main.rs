//! The binary `users`.

use std::process::ExitCode;

use dropspec_app::Program;
use users::backend::Backend;
use users::frontend::Frontend;

fn main() -> ExitCode {
    let about = "User names: a back end on a database, and a front end that calls it.";
    Program::new("users", about).service::<Backend>().service::<Frontend>().run()
}
