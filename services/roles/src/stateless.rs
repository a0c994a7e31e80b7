//! What the stateless services have in common as programs.

/// Makes a unit struct whose module has generated code the service of a program.
macro_rules! stateless {
    ($service:ident, $name:literal, $port:literal, $about:literal) => {
        impl dropspec::health::Readiness for $service {}

        impl dropspec_app::App for $service {
            const BUILD: dropspec::telemetry::BuildInfo =
                dropspec::telemetry::BuildInfo { name: $name, ..dropspec::build_info!() };
            const ABOUT: &'static str = $about;
            const PORT: u16 = $port;

            type Document = api::Document;
            type Config = ();
            type Resources = ();
            type Commands = dropspec_app::NoCommands;

            fn operations() -> Vec<dropspec::Route<Self>> {
                api::routes()
            }

            async fn build((): (), (): ()) -> Result<Self, dropspec_app::BoxError> {
                Ok(Self)
            }
        }
    };
}

pub(crate) use stateless;
