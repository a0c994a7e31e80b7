//! Rejections: complete, with their location, in the wording that clients rely on.

mod accept;
mod body;
mod content_type;
mod parameters;
mod shape;
mod size;
mod values;
