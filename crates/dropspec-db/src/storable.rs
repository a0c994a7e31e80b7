//! Checks of rows and keys: whether the databases can hold them.

use crate::entity::Entity;
use crate::error::Rejection;
use crate::unstorable::Unstorable;

/// Rejects a row with values that no database can hold.
///
/// # Errors
/// 400 with a pointer to each value.
pub fn reject_unstorable<R: Entity>(record: &R) -> Result<(), Rejection> {
    reject_unstorable_within(record, "")
}

/// Rejects a row with values that no database can hold. `root` is the pointer to the row within the body.
///
/// # Errors
/// 400 with a pointer to each value.
pub fn reject_unstorable_within<R: Entity>(record: &R, root: &str) -> Result<(), Rejection> {
    unstorable(record).reject(root)
}

/// The values of a row that no database can hold.
pub fn unstorable<R: Entity>(record: &R) -> Unstorable {
    let mut found = Unstorable::new(R::TABLE);
    record.find_unstorable(&mut found);
    found
}

/// Rejects the key of a row that cannot exist, because no database can hold it.
///
/// # Errors
/// 404.
pub fn reject_unstorable_key<R: Entity>(key: &R::Key) -> Result<(), Rejection> {
    if R::is_storable_key(key) { Ok(()) } else { Err(Rejection::not_found(R::TABLE, key)) }
}
