//! The program `roles`: a command for each service, and `all`.

use std::process::ExitCode;

use dropspec_app::Program;
use roles::description::DescriptionService;
use roles::moves::MoveService;
use roles::page::PageService;
use roles::role::RoleService;
use roles::stat::StatService;

fn main() -> ExitCode {
    Program::new("roles", "A page that shows a random role of a game, and the services that it asks.")
        .service::<PageService>()
        .service::<RoleService>()
        .service::<StatService>()
        .service::<DescriptionService>()
        .service::<MoveService>()
        .run()
}
