//! Cancelling the work of a thread on its SQLite connection.
//!
//! SQLite calls back between the steps of a statement ([progress handler]) and while it waits for a locked file ([busy handler]). Both see
//! the job of their thread, and end the statement when it is cancelled. Diesel does not expose the connection that the callbacks belong
//! to, so they are installed by an [automatic extension], which SQLite runs when it opens a connection.
//!
//! [progress handler]: https://www.sqlite.org/c3ref/progress_handler.html
//! [busy handler]: https://www.sqlite.org/c3ref/busy_handler.html
//! [automatic extension]: https://www.sqlite.org/c3ref/auto_extension.html

use std::cell::{Cell, RefCell};
use std::ffi::{c_char, c_int, c_void};
use std::ptr::{null_mut, without_provenance_mut};
use std::sync::Once;
use std::thread;
use std::time::{Duration, Instant};

use libsqlite3_sys as ffi;

use crate::store::job::JobState;

/// The number of virtual machine instructions between two looks at the job.
const INSTRUCTIONS: c_int = 1000;

/// The time between two attempts at a locked file.
const RETRY_INTERVAL: Duration = Duration::from_millis(2);

thread_local! {
    /// The lock timeout of the connection that the thread opens.
    static OPENING: Cell<Option<Duration>> = const { Cell::new(None) };
    static JOB: RefCell<JobState> = RefCell::default();
    static WAITING_SINCE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Opens a connection whose statements are cancelled together with the job of their thread, and wait that long for a locked file.
pub(super) fn opening<T>(lock_timeout: Duration, open: impl FnOnce() -> T) -> T {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(install);
    OPENING.set(Some(lock_timeout));
    let connection = open();
    OPENING.set(None);
    connection
}

/// Runs a job on this thread.
pub(super) fn with_job<T>(state: &JobState, job: impl FnOnce() -> T) -> T {
    JOB.replace(state.clone());
    let _guard = JobGuard;
    job()
}

/// Ends a job when it is dropped, also by a panic: the next statements of the thread belong to others.
struct JobGuard;

impl Drop for JobGuard {
    fn drop(&mut self) {
        JOB.take();
    }
}

#[allow(unsafe_code, reason = "diesel does not offer automatic extensions")]
fn install() {
    // SAFETY: the function has the signature of an extension's entry point, and exists as long as the process.
    unsafe { ffi::sqlite3_auto_extension(Some(set_handlers)) };
}

/// Sets the handlers of a connection that this thread opens. Connections that others open are left alone.
#[allow(unsafe_code, reason = "diesel does not offer these handlers")]
unsafe extern "C" fn set_handlers(
    connection: *mut ffi::sqlite3,
    _: *mut *mut c_char,
    _: *const ffi::sqlite3_api_routines,
) -> c_int {
    if let Some(lock_timeout) = OPENING.get() {
        let milliseconds = usize::try_from(lock_timeout.as_millis()).unwrap_or(usize::MAX);
        // SAFETY: SQLite passes a connection that is open. The handlers exist as long as the process. The argument of the second one is a
        // number, which is not dereferenced.
        unsafe {
            ffi::sqlite3_progress_handler(connection, INSTRUCTIONS, Some(on_progress), null_mut());
            ffi::sqlite3_busy_handler(connection, Some(on_busy), without_provenance_mut(milliseconds));
        }
    }
    ffi::SQLITE_OK
}

fn is_cancelled() -> bool {
    JOB.with_borrow(JobState::is_cancelled)
}

/// Not 0 interrupts the statement.
extern "C" fn on_progress(_: *mut c_void) -> c_int {
    c_int::from(is_cancelled())
}

/// 0 ends the wait for a locked file. `attempts` is the number of earlier calls in the same wait.
extern "C" fn on_busy(milliseconds: *mut c_void, attempts: c_int) -> c_int {
    let lock_timeout = Duration::from_millis(milliseconds.addr() as u64);
    let now = Instant::now();
    if attempts == 0 {
        WAITING_SINCE.set(Some(now));
    }
    let is_late = WAITING_SINCE.get().is_none_or(|since| now - since >= lock_timeout);
    if is_late || is_cancelled() {
        return 0;
    }
    thread::sleep(RETRY_INTERVAL);
    1
}
