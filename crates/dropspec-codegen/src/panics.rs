//! Libraries that panic when they do not understand a schema.

use std::cell::Cell;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread becomes a diagnostic.
    static CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, and words its failure in one line, a panic too.
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
    // What follows in other lines is how the library sees the schema.
    Err(reason.lines().next().unwrap_or_default().trim_end_matches([' ', '{', '(']).to_owned())
}

/// Keeps guarded panics, with their backtraces, out of the output of a build.
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
