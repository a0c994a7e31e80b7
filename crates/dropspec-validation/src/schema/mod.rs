//! Compiled schemas.

mod keyword;

use std::ops::ControlFlow;

use serde_json::Value;

use crate::error::{ErrorKind, ValidationError};
use crate::place::Place;

pub(crate) use keyword::{Keyword, Properties};

/// Takes errors, until it breaks.
pub(crate) type Report<'r> = dyn FnMut(&ValidationError<'_>) -> ControlFlow<()> + 'r;

/// A schema, ready to validate.
#[derive(Debug)]
pub(crate) enum Schema {
    /// Allows every value.
    True,
    /// Allows no value.
    False,
    /// The schema at an index of the named ones.
    Reference(usize),
    /// What all these keywords allow.
    Keywords(Box<[Keyword]>),
}

/// Looks named schemas up.
pub(crate) trait Lookup {
    /// The schema at an index. It has been compiled, since a validator compiles all that it can reach.
    fn named(&self, index: usize) -> &Schema;
}

impl Schema {
    /// Reports every keyword that the value does not satisfy.
    pub(crate) fn validate(
        &self,
        named: &dyn Lookup,
        value: &Value,
        place: &Place<'_>,
        report: &mut Report<'_>,
    ) -> ControlFlow<()> {
        match self {
            Self::True => ControlFlow::Continue(()),
            Self::False => report(&ValidationError { kind: ErrorKind::FalseSchema, value, place }),
            Self::Reference(index) => named.named(*index).validate(named, value, place, report),
            Self::Keywords(keywords) => {
                keywords.iter().try_for_each(|keyword| keyword.validate(named, value, place, report))
            }
        }
    }

    /// Whether the value satisfies every keyword.
    pub(crate) fn allows(&self, named: &dyn Lookup, value: &Value) -> bool {
        self.validate(named, value, &Place::ROOT, &mut |_| ControlFlow::Break(())).is_continue()
    }

    /// The schemas that apply to the same value as this one.
    pub(crate) fn in_place(&self) -> Vec<&Schema> {
        match self {
            Self::Keywords(keywords) => keywords.iter().flat_map(Keyword::in_place).collect(),
            _ => Vec::new(),
        }
    }
}
