//! Arguments of a command.

/// The arguments, or else the end of the process with an explanation.
pub(crate) fn parsed<T>(arguments: Result<T, clap::Error>) -> T {
    arguments.unwrap_or_else(|error| error.exit())
}
