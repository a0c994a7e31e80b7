#![doc = include_str!("../README.md")]

mod body;
mod case;
mod check;
mod contract;
mod invalid;
mod model;
mod read;
mod report;
mod request;
mod sample;
mod schemas;
mod test;
mod valid;

pub use contract::Contract;
pub use report::{Report, Unreachable};
pub use request::Request;
pub use test::ContractTest;
