//! The types of a document, as operations refer to them.

pub(crate) use crate::model::Types as TypeNames;
