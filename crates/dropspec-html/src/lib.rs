#![doc = include_str!("../README.md")]

mod control;
mod display;
mod field;
mod form;
mod href;
mod labels;
mod list;
mod page;
mod page_form;
mod problem;
mod record;
mod sorting;
mod submit;
mod title;

pub use list::list_page;
pub use page_form::page_form;
pub use problem::{Pages, Subject};
pub use record::record_page;
pub use submit::{Submission, SubmissionResult, record_href, submit};

#[cfg(test)]
mod tests;
