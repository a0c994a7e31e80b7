#![doc = include_str!("../README.md")]

mod body;
mod call;
mod config;
mod content;
mod context;
pub mod document;
mod fault;
pub mod health;
mod media;
pub mod middleware;
mod mock;
mod negotiate;
pub mod parameter;
mod problem;
mod reply;
mod router;
mod service;
mod status;
mod told;
mod trace_context;

pub use body::{Body, BoxError};
pub use call::{Call, Field, Items, Refusal, Upload, UploadError, cookie_pairs, whole_numbers};
pub use config::{Anonymous, Limits, ResponseValidation};
pub use content::{Content, TypedContent};
pub use context::{DatabaseTimer, RequestContext, Span, SpanKind, ValidationTimer, traceparent};
pub use fault::Fault;
pub use media::MediaType;
pub use mock::Mock;
pub use negotiate::preferred;
pub use problem::{Alternate, PROBLEM_JSON, Problem, ProblemView, RenderProblem};
pub use reply::{ACCEPT_PATCH, JsonBody, Payload, Reply};
pub use router::{Answer, Route, RouteError, RouteId};
pub use service::ApiService;
pub use status::{OtherClass, StatusOf};
pub use told::{retain, told};
pub use trace_context::TraceContext;
