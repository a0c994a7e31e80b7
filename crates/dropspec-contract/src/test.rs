//! A contract test: sends requests to a service and validates the responses.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::redirect::Policy;

use crate::case::Expectation;
use crate::check::check;
use crate::model::Operation;
use crate::report::{DocumentedResponse, Report, Unreachable};
use crate::request::Request;
use crate::{invalid, valid};

/// Long enough for a slow machine, short enough to fail a test that never gets a response.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The default of services for the maximum size of a body.
const MAX_BODY: u64 = 1024 * 1024;

/// A test of a running service against its document.
#[derive(Debug)]
pub struct ContractTest {
    operations: Arc<[Arc<Operation>]>,
    client: reqwest::Client,
    url: String,
    max_body: u64,
    requests: usize,
    reached: BTreeSet<DocumentedResponse>,
    failures: Vec<String>,
}

impl ContractTest {
    pub(crate) fn new(operations: &Arc<[Arc<Operation>]>, url: &str) -> Self {
        let client = reqwest::Client::builder().redirect(Policy::none()).timeout(TIMEOUT).no_proxy();
        let (client, failures) = match client.build() {
            Ok(client) => (client, Vec::new()),
            Err(error) => (reqwest::Client::new(), vec![format!("cannot configure the client: {error}")]),
        };
        Self {
            operations: Arc::clone(operations),
            client,
            url: url.to_owned(),
            max_body: MAX_BODY,
            requests: 0,
            reached: BTreeSet::new(),
            failures,
        }
    }

    /// Sets the maximum size of request bodies of the service; 1 MiB by default.
    #[must_use]
    pub fn with_max_body(self, bytes: u64) -> Self {
        Self { max_body: bytes, ..self }
    }

    /// Sends the following requests to another service with the same document, such as one without its database.
    pub fn set_url(&mut self, url: &str) {
        url.clone_into(&mut self.url);
    }

    /// Sends all requests that follow from the document: valid ones, and invalid ones for the documented errors.
    ///
    /// `prepare` makes the valid request of an operation that the others are derived from: it creates what the request needs, and sets
    /// what the document does not suggest, such as the key of a row, or credentials. It is called for each request.
    pub async fn drive(&mut self, prepare: impl AsyncFn(Request) -> Request) {
        for operation in &*Arc::clone(&self.operations) {
            let missing = prepare(Request::new(operation)).await.missing();
            if !missing.is_empty() {
                let missing = missing.join(", ");
                self.failures.push(format!("{}: the document suggests no value for: {missing}", operation.id));
                continue;
            }
            for case in [valid::cases(operation), invalid::cases(operation, self.max_body)].concat() {
                let request = (case.edit)(prepare(Request::new(operation)).await);
                self.exchange(operation, &request, case.expectation).await;
            }
        }
    }

    /// Sends a request of an operation and validates its response. `edit` changes the valid request.
    ///
    /// Returns `None` if there is no such operation or no response, which fails the test.
    pub async fn send(
        &mut self,
        operation: &str,
        edit: impl FnOnce(Request) -> Request,
    ) -> Option<http::Response<Bytes>> {
        let operation = self.operation(operation)?;
        self.exchange(&operation, &edit(Request::new(&operation)), Expectation::Any).await
    }

    /// Sends a request as [`ContractTest::send`] does, and again for each media type that responses of the operation have.
    pub async fn send_negotiated(&mut self, operation: &str, edit: impl Fn(Request) -> Request) {
        let Some(operation) = self.operation(operation) else { return };
        self.exchange(&operation, &edit(Request::new(&operation)), Expectation::Any).await;
        for media_type in operation.response_media_types() {
            let request = edit(Request::new(&operation)).preferring(media_type);
            self.exchange(&operation, &request, Expectation::Any).await;
        }
    }

    /// Sends the valid request of each operation, for errors that do not depend on the request.
    pub async fn send_all(&mut self) {
        for operation in &*Arc::clone(&self.operations) {
            self.send_negotiated(&operation.id, |request| request).await;
        }
    }

    /// Ends the test. Responses that are not reached fail it unless they are listed, and so do those that are both.
    #[must_use]
    pub fn report(self, unreachable: &[Unreachable]) -> Report {
        Report::new(self.requests, &self.operations, &self.reached, self.failures, unreachable)
    }

    fn operation(&mut self, id: &str) -> Option<Arc<Operation>> {
        let found = self.operations.iter().find(|operation| operation.id == id).cloned();
        if found.is_none() {
            self.failures.push(format!("{id}: no such operation"));
        }
        found
    }

    async fn exchange(
        &mut self,
        operation: &Arc<Operation>,
        request: &Request,
        expectation: Expectation,
    ) -> Option<http::Response<Bytes>> {
        self.requests += 1;
        match self.fetch(request).await {
            Ok((description, response)) => {
                self.validate(operation, &description, &response, expectation);
                Some(response)
            }
            Err(error) => {
                self.failures.push(format!("{}: no response: {error}", operation.id));
                None
            }
        }
    }

    async fn fetch(&self, request: &Request) -> Result<(String, http::Response<Bytes>), reqwest::Error> {
        let request = request.build(&self.client, &self.url).build()?;
        let description = describe(&request);
        let received = self.client.execute(request).await?;
        let (status, headers) = (received.status(), received.headers().clone());
        let mut response = http::Response::new(received.bytes().await?);
        (*response.status_mut(), *response.headers_mut()) = (status, headers);
        Ok((description, response))
    }

    fn validate(
        &mut self,
        operation: &Operation,
        description: &str,
        response: &http::Response<Bytes>,
        expectation: Expectation,
    ) {
        let status = response.status();
        let checked = check(operation, response);
        let mut failures = checked.violations;
        if !expectation.allows(status) {
            failures.push(format!("expected {}", expectation.text()));
        }
        let body: String = String::from_utf8_lossy(response.body()).chars().take(300).collect();
        for failure in failures {
            let id = &operation.id;
            self.failures.push(format!("{id}: {failure}\n    {description}\n    {} {body}", status.as_u16()));
        }
        if let Some((documented, content)) = checked.documented {
            let media_type = content.map(|content| content.media_type.as_str());
            self.reached.insert(DocumentedResponse::new(operation, documented, media_type));
        }
    }
}

/// The request as it is shown with a failure.
fn describe(request: &reqwest::Request) -> String {
    let path = request.url().path();
    let query = request.url().query().map(|query| format!("?{query}")).unwrap_or_default();
    let headers: Vec<String> = request.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
    let body: String = String::from_utf8_lossy(body).chars().take(300).collect();
    format!("{} {path}{query} {} {body}", request.method(), headers.join(", "))
}
