#![doc = include_str!("../README.md")]

mod body;
mod config;
mod content;
pub mod document;
mod error;
mod extract;
pub mod health;
mod media;
pub mod middleware;
mod mock;
mod negotiate;
pub mod parameter;
mod problem;
mod project;
mod response;
mod router;
mod scope;
mod service;
mod status;
mod trace_context;

pub use body::{Body, BoxError};
pub use config::{AuthMode, ResponseValidation, ServiceConfig};
pub use content::{Content, TypedContent};
pub use error::{Error, Rejection};
pub use extract::{FormField, Items, RequestContext, Upload, UploadError, cookie_pairs, whole_numbers};
pub use media::MediaType;
pub use mock::Mock;
pub use negotiate::preferred;
pub use problem::{Alternate, PROBLEM_JSON, Problem, ProblemView, RenderProblem};
pub use project::{project, retain};
pub use response::{ACCEPT_PATCH, IntoResponse, JsonBody, Response, ResponseBody};
pub use router::{HandlerFuture, Route, RouteError};
pub use scope::{DatabaseTimer, RequestScope, RouteId, Span, SpanKind, ValidationTimer, traceparent};
pub use service::ApiService;
pub use status::{OtherClass, StatusOf};
pub use trace_context::TraceContext;
