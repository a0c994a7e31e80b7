//! Catches panics of libraries that do not support a schema.

use std::cell::Cell;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether panics of this thread are caught.
    static CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, and returns the first line of its error or panic message.
pub(crate) fn catch_panics<T, E: Display>(work: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    silence_caught_panics();
    CATCHING.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(false);
    let reason = match outcome {
        Ok(outcome) => return outcome.map_err(|error| error.to_string()),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().map(ToString::to_string);
            text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
        }
    };
    // Further lines show the library's representation of the schema.
    Err(reason.lines().next().unwrap_or_default().trim_end_matches([' ', '{', '(']).to_owned())
}

/// Keeps caught panics, with their backtraces, out of the output of a build.
fn silence_caught_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !CATCHING.get() {
                usual(panic);
            }
        }));
    });
}
