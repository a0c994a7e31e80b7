//! Embedding rows of other tables: one statement per level for all rows, not one per row.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::entity::{Entity, Versioned};
use crate::expansion::Expansion;
use crate::store::{Database, Query, StoreError};

/// The maximum number of rows that one statement embeds.
pub const MAX_EMBEDDED: usize = 10_000;

/// Embeds in each row the row that it refers to.
///
/// # Errors
/// When the database fails.
pub async fn embed_parents<R: Entity, P: Entity, Q: Query<P::Row>>(
    database: &Database,
    rows: &mut [&mut R],
    expansion: &Expansion,
    select: impl FnOnce(Vec<P::Key>) -> Q,
    key: fn(&R) -> Option<&P::Key>,
    embed: fn(&mut R, P),
) -> Result<(), StoreError> {
    let keys: HashSet<&P::Key> = rows.iter().filter_map(|row| key(row)).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let query = select(keys.into_iter().cloned().collect());
    let mut parents: Vec<P> = records(database.read(query).await?);
    if !expansion.is_empty() {
        P::expand(database, parents.iter_mut().collect(), expansion).await?;
    }
    let parents: HashMap<Cow<'_, P::Key>, &P> = parents.iter().map(|parent| (parent.key(), parent)).collect();
    for row in rows {
        let parent = key(row).and_then(|key| parents.get(key)).copied();
        if let Some(parent) = parent {
            embed(row, parent.clone());
        }
    }
    Ok(())
}

/// Embeds in each row the rows that refer to it, in the order of their keys.
///
/// # Errors
/// When there are more than [`MAX_EMBEDDED`], or the database fails.
pub async fn embed_children<R: Entity, C: Entity, Q: Query<C::Row>>(
    database: &Database,
    rows: &mut [&mut R],
    expansion: &Expansion,
    select: impl FnOnce(Vec<R::Key>) -> Q,
    parent: fn(&C) -> Option<&R::Key>,
    embed: fn(&mut R, Vec<C>),
) -> Result<(), StoreError> {
    let query = select(rows.iter().map(|row| row.key().into_owned()).collect());
    let mut children: Vec<C> = records(database.search(query).await?);
    if children.len() > MAX_EMBEDDED {
        return Err(StoreError::TooManyEmbedded);
    }
    if !expansion.is_empty() {
        C::expand(database, children.iter_mut().collect(), expansion).await?;
    }
    let mut by_parent: HashMap<R::Key, Vec<C>> = HashMap::with_capacity(rows.len());
    for child in children {
        if let Some(key) = parent(&child).cloned() {
            by_parent.entry(key).or_default().push(child);
        }
    }
    for row in rows {
        let children = by_parent.remove(&*row.key()).unwrap_or_default();
        embed(row, children);
    }
    Ok(())
}

fn records<R: Entity>(rows: Vec<R::Row>) -> Vec<R> {
    rows.into_iter().map(|row| Into::<Versioned<R>>::into(row).record).collect()
}
