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
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once};
use std::thread;
use std::time::{Duration, Instant};

use libsqlite3_sys as ffi;

/// The number of virtual machine instructions between two looks at the job.
const INSTRUCTIONS: c_int = 1000;

/// How long a statement waits for a locked file.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// The time between two attempts at a locked file.
const RETRY_INTERVAL: Duration = Duration::from_millis(2);

/// Whether a job is cancelled.
#[derive(Clone, Debug, Default)]
pub(super) struct CancelFlag(Arc<AtomicBool>);

impl CancelFlag {
    pub(super) fn set(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

thread_local! {
    static IS_OPENING: Cell<bool> = const { Cell::new(false) };
    static JOB: RefCell<CancelFlag> = RefCell::default();
    static WAITING_SINCE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Opens a connection whose statements are cancelled together with the job of their thread.
pub(super) fn opening<T>(open: impl FnOnce() -> T) -> T {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(install);
    IS_OPENING.set(true);
    let connection = open();
    IS_OPENING.set(false);
    connection
}

/// Runs a job on this thread.
pub(super) fn with_job<T>(flag: &CancelFlag, job: impl FnOnce() -> T) -> T {
    JOB.replace(flag.clone());
    let result = job();
    JOB.take();
    result
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
    if IS_OPENING.get() {
        // SAFETY: SQLite passes a connection that is open. The handlers need no argument and exist as long as the process.
        unsafe {
            ffi::sqlite3_progress_handler(connection, INSTRUCTIONS, Some(on_progress), null_mut());
            ffi::sqlite3_busy_handler(connection, Some(on_busy), null_mut());
        }
    }
    ffi::SQLITE_OK
}

fn is_cancelled() -> bool {
    JOB.with_borrow(CancelFlag::is_set)
}

/// Not 0 interrupts the statement.
extern "C" fn on_progress(_: *mut c_void) -> c_int {
    c_int::from(is_cancelled())
}

/// 0 ends the wait for a locked file. `attempts` is the number of earlier calls in the same wait.
extern "C" fn on_busy(_: *mut c_void, attempts: c_int) -> c_int {
    let now = Instant::now();
    if attempts == 0 {
        WAITING_SINCE.set(Some(now));
    }
    let is_late = WAITING_SINCE.get().is_none_or(|since| now - since >= LOCK_TIMEOUT);
    if is_late || is_cancelled() {
        return 0;
    }
    thread::sleep(RETRY_INTERVAL);
    1
}
