//! The program `[[name]]`: a command for each service, and `all`.

use std::process::ExitCode;

use [[crate_name]]::{<% for service in services %>[[service.module]]<% if !loop.last %>, <% endif %><% endfor %>};
use dropspec_app::Program;

fn main() -> ExitCode {
    Program::new("[[name]]", [[description]])
<%- for service in services %>
        .service::<[[service.module]]::Service>()
<%- endfor %>
        .run()
}
