//! An issuer on a loopback port, that publishes its keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use dropspec::server::Server;
use dropspec::{Limits, Reply, Route};
use http::{Method, StatusCode};
use slog::{Discard, Logger, o};

/// What the issuer answers, and how often it was asked.
#[derive(Debug)]
pub(crate) struct Desk {
    answer: Mutex<(StatusCode, String)>,
    asked: AtomicUsize,
}

/// An issuer; it ends with the runtime.
pub(crate) struct Issuer {
    desk: Arc<Desk>,
    server: Server<Arc<Desk>>,
}

impl Issuer {
    pub(crate) fn open(keys: String) -> Self {
        let desk = Arc::new(Desk { answer: Mutex::new((StatusCode::OK, keys)), asked: AtomicUsize::new(0) });
        let route = Route {
            operation: "keys",
            method: Method::GET,
            path: "/keys",
            consumes: &[],
            produces: &[],
            pages: None,
            handler: |desk: &Arc<Desk>, _| Box::pin(async { Ok(desk.answer()) }),
        };
        let log = Logger::root(Discard, o!());
        let address = ([127, 0, 0, 1], 0).into();
        let server = Server::start(address, Arc::clone(&desk), vec![route], Limits::default(), &log).unwrap();
        Self { desk, server }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/keys", self.server.local_address())
    }

    pub(crate) fn publish(&self, keys: String) {
        self.answer_with(StatusCode::OK, keys);
    }

    pub(crate) fn answer_with(&self, status: StatusCode, body: String) {
        *self.desk.answer.lock().unwrap_or_else(PoisonError::into_inner) = (status, body);
    }

    pub(crate) fn asked(&self) -> usize {
        self.desk.asked.load(Ordering::SeqCst)
    }
}

impl Desk {
    fn answer(&self) -> Reply {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let (status, body) = self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Reply::bytes(status, "application/json", body)
    }
}
