//! Extractors: how generated handlers take the parts of a request.

mod body;
mod buffer;
mod context;
mod deep;
mod form;
mod form_access;
mod items;
mod json_size;
#[cfg(feature = "multipart")]
mod multipart;
mod plain;
mod raw;
mod styled;
mod text;
mod unreadable;
mod upload;
mod upload_error;
mod upload_pace;

pub use context::{RequestContext, whole_numbers};
pub use form::FormField;
pub use items::Items;
pub use text::cookie_pairs;
pub use upload::Upload;
pub use upload_error::UploadError;
