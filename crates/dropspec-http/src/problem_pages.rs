//! Problems as pages of a service's own.

use http::StatusCode;

use crate::problem::{Alternate, ProblemView, RenderProblem};

/// Renders all problems of an operation as HTML pages of the service, which this function makes; `None` leaves the problem as JSON.
#[derive(Debug)]
pub struct ProblemPages(pub fn(&ProblemView<'_>) -> Option<String>);

impl RenderProblem for ProblemPages {
    fn media_type(&self) -> &'static str {
        "text/html"
    }

    fn covers(&self, _: StatusCode) -> bool {
        true
    }

    fn render(&self, view: &ProblemView<'_>) -> Option<Alternate> {
        (self.0)(view).map(Alternate::page)
    }
}
