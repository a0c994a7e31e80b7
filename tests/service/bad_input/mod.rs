//! What is wrong with a request is said: all of it, where it is, and in words that clients rely on.

mod accept;
mod body;
mod content_type;
mod parameters;
mod shape;
mod size;
mod values;
