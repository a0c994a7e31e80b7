//! The HTTP client of the exporter.

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use opentelemetry_http::{HttpClient, HttpError};
use tokio::runtime::Handle;

/// Sends on the runtime of the service, since the thread of the exporter has none.
#[derive(Debug)]
pub(super) struct Client {
    client: reqwest::Client,
    runtime: Handle,
}

impl Client {
    /// A client on the runtime of the caller.
    pub(super) fn new() -> Result<Self, HttpError> {
        let runtime = Handle::try_current()?;
        // Spans go to the configured endpoint only.
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { client, runtime })
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let sending = async move {
            let response = client.execute(request.try_into()?).await?;
            let (status, headers) = (response.status(), response.headers().clone());
            let mut copy = Response::new(response.bytes().await?);
            (*copy.status_mut(), *copy.headers_mut()) = (status, headers);
            Ok::<_, reqwest::Error>(copy)
        };
        Ok(self.runtime.spawn(sending).await??)
    }
}
