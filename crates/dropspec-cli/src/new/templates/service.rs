//! {about}

use dropspec::health::Readiness;
{security}{storage}use dropspec::{fault};

use crate::api::{{imports}};

/// The service. What its operations share, as connections, are fields of it.
#[derive(Debug)]
{service}
impl Service {
{constructor}    /// All routes: those of the document, the document itself, a page that shows it, and the probes.
    #[must_use]
    pub fn routes() -> Vec<Route<Self>> {
        let mut all = routes();
        all.extend(dropspec::document::routes::<Self, Document>());
        all.extend(dropspec::docs::routes());
        all.extend(dropspec::health::routes());
        all
    }
}

impl Readiness for Service {
    /// Why the service cannot answer for now; nothing when it can.
    async fn unready(&self) -> Option<String> {
        {unready}
    }
}

{database}{authenticators}impl Api for Service {{methods}}
