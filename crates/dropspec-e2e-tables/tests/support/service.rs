//! The services of documents whose operations have default bodies.

/// Defines the service of a document, `Service`, and starts it.
macro_rules! service {
    ($($document:ident)::+) => {
        /// The service: its operations have default bodies.
        pub(crate) struct Service(dropspec::db::Database);

        impl dropspec_e2e_tables::$($document)::+::Api for Service {}

        impl dropspec::db::HasDatabase for Service {
            fn database(&self) -> &dropspec::db::Database {
                &self.0
            }
        }

        /// Starts the service, and returns its database as well.
        pub(crate) async fn start_with_database(
            backend: $crate::support::Backend,
        ) -> ($crate::support::common::Running<Service>, dropspec::db::Database) {
            use dropspec_e2e_tables::$($document)::+::{routes, tables};

            $crate::support::common::Running::start(backend, tables::ALL, Service, routes()).await
        }
    };
}
