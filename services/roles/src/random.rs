//! Random choices.

use dropspec::Error;

/// One of the choices; each is equally likely.
///
/// # Errors
/// If there are none.
pub(crate) fn one_of<T: Copy>(choices: &[T]) -> Result<T, Error> {
    fastrand::choice(choices).copied().ok_or_else(|| Error::internal("there is nothing to choose from"))
}
