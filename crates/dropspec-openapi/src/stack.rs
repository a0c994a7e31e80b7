//! Threads with large stacks, for recursion over nested documents.

use std::panic::resume_unwind;
use std::thread;

use crate::diagnostic::Diagnostics;

/// The stack size in bytes. Only used pages take memory.
const STACK_SIZE: usize = 256 * 1024 * 1024;

/// Runs `work` on a thread with a large stack: libraries use up to 60 KiB per level of nesting.
pub fn with_large_stack<T: Send>(work: impl FnOnce() -> Result<T, Diagnostics> + Send) -> Result<T, Diagnostics> {
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, work);
        let worker =
            worker.map_err(|error| Diagnostics::for_file("document", format!("cannot start a thread: {error}")))?;
        worker.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// Runs `other` on a thread of its own and `here` on this one, at the same time.
pub fn join<T: Send, U>(
    other: impl FnOnce() -> Result<T, Diagnostics> + Send,
    here: impl FnOnce() -> U,
) -> (Result<T, Diagnostics>, U) {
    thread::scope(|scope| {
        let other = scope.spawn(|| with_large_stack(other));
        let here = here();
        (other.join().unwrap_or_else(|panic| resume_unwind(panic)), here)
    })
}
