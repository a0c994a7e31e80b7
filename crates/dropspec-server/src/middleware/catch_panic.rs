//! Turns panics into responses.

use std::any::Any;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use dropspec_http::{Body, Problem, panic_message};
use http::{Request, Response, StatusCode};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;
use tracing::error;

/// Responds with 500 to a request whose handler panics, so that its connection survives.
///
/// `tower_http::catch_panic` allocates a new body for every response; this layer passes bodies on as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct CatchPanicLayer;

impl<S> Layer<S> for CatchPanicLayer {
    type Service = CatchPanicService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CatchPanicService { inner }
    }
}

/// The service of a [`CatchPanicLayer`].
#[derive(Clone, Debug)]
pub struct CatchPanicService<S> {
    inner: S,
}

impl<S> Service<Request<Body>> for CatchPanicService<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = CatchPanicFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        // What has panicked is dropped, and nothing else sees it.
        match catch_unwind(AssertUnwindSafe(|| self.inner.call(request))) {
            Ok(work) => CatchPanicFuture { work: Some(work), panic: None },
            Err(panic) => CatchPanicFuture { work: None, panic: Some(panic) },
        }
    }
}

pin_project! {
    /// The future of a [`CatchPanicService`].
    #[derive(Debug)]
    pub struct CatchPanicFuture<F> {
        #[pin]
        work: Option<F>,
        // The payload of a panic in the call that should have returned the future.
        panic: Option<Box<dyn Any + Send>>,
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>>> Future for CatchPanicFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Some(work) = this.work.as_pin_mut() else {
            return Poll::Ready(Ok(internal_error(this.panic.take().as_deref())));
        };
        catch_unwind(AssertUnwindSafe(|| work.poll(context)))
            .unwrap_or_else(|panic| Poll::Ready(Ok(internal_error(Some(&*panic)))))
    }
}

fn internal_error(panic: Option<&(dyn Any + Send)>) -> Response<Body> {
    error!(cause = format!("panic: {}", panic.map_or("no message", panic_message)), "operation failed");
    Problem::default().into_response(StatusCode::INTERNAL_SERVER_ERROR)
}
