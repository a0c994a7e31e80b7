//! What the services have in common as programs.

/// Makes a type the service of a program: its name, which is also that of its document, its default port, a sentence about it, and for a service
/// that has a configuration, the type of that and the function that builds the service of it. The generated code is the module `api`.
macro_rules! service {
    ($service:ident, $name:literal, $port:literal, $about:literal) => {
        impl dropspec::health::Readiness for $service {}

        crate::service::service!($service, $name, $port, $about, (), |()| $service);
    };
    ($service:ident, $name:literal, $port:literal, $about:literal, $config:ty, $build:expr) => {
        /// The code generated from the document.
        pub mod api {
            include!(concat!(env!("OUT_DIR"), "/", $name, "/api.rs"));
        }

        impl dropspec_app::App for $service {
            const BUILD: dropspec::telemetry::BuildInfo =
                dropspec::telemetry::BuildInfo { name: $name, ..dropspec::build_info!() };
            const ABOUT: &'static str = $about;
            const PORT: u16 = $port;

            type Document = api::Document;
            type Config = $config;
            type Resources = ();
            type Commands = dropspec_app::NoCommands;

            fn operations() -> Vec<dropspec::Route<Self>> {
                api::routes()
            }

            async fn build(config: $config, (): ()) -> Result<Self, dropspec_app::BoxError> {
                Ok($build(config))
            }
        }
    };
}

pub(crate) use service;
