//! What the services have in common as programs.

/// Makes a type, whose module has generated code, the service of a program: its name, its default port, a sentence about it, and for a service
/// that has a configuration, the type of that and the function that builds the service of it.
macro_rules! service {
    ($service:ident, $name:literal, $port:literal, $about:literal) => {
        impl dropspec::health::Readiness for $service {}

        crate::service::service!($service, $name, $port, $about, (), |()| $service);
    };
    ($service:ident, $name:literal, $port:literal, $about:literal, $config:ty, $build:expr) => {
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
