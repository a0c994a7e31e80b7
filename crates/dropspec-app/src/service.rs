//! The macro that makes a type a service.

/// Makes a type the service of a document: implements [`App`](crate::App), `Readiness` and, for a service with tables, `HasDatabase` and
/// `StoredApp`. What the operations do is left: the generated trait `Api`.
///
/// ```ignore
/// use dropspec::db::Database;
///
/// use crate::api::{self, Api, types::Pet};
///
/// #[derive(Debug)]
/// pub struct Pets {
///     database: Database,
/// }
///
/// dropspec_app::service! {
///     service: Pets,
///     document: api,
///     about: "The pets of a shop.",
///     tables: [Pet],
/// }
///
/// impl Api for Pets {}
/// ```
///
/// In this order; those with a default may be left out:
///
/// | | | default |
/// |---|---|---|
/// | `service` | the type | |
/// | `document` | the module of the code that is generated from the document | |
/// | `name` | [`App::NAME`](crate::App::NAME) | the name of the package |
/// | `about` | [`App::ABOUT`](crate::App::ABOUT) | |
/// | `port` | [`App::PORT`](crate::App::PORT) | 8080 |
/// | `commands` | [`App::Commands`](crate::App::Commands) | none |
/// | `mocks` | the generated `MOCKS`, for [`App::mocks`](crate::App::mocks) | none |
/// | `problem_pages` | the `ProblemPages` of its operations | problems are JSON, unless the document has pages for tables |
/// | `unready` | an `async fn(&Service) -> Option<String>` for `Readiness::unready` | ready, if its database is |
/// | `config` | [`App::Config`](crate::App::Config); with `upstreams` there is none, as those are the configuration | none |
/// | `upstreams` | the array of the `UpstreamConfig`s of services that it calls; the type keeps the `Upstream`s in a field `upstreams` | none |
/// | `tables` | the rows of tables that can be imported and exported; the type keeps the `Database` in a field `database` | none |
/// | `keys` | the `KeyPrefix` of API keys; the type keeps the `ApiKeys` in a field `keys` | no API keys |
/// | `file` | the SQLite file that is used when no database is configured | the name and `.db` |
/// | `sample` | the type of the rows, and a CSV file of them, for a new SQLite file: `Pet = include_bytes!("pets.csv")` | none |
/// | `build` | a function that makes the service of the configuration or the `Upstream`s, if it has those, and the `Database`, if it has tables | a type with no fields, or with none but `database` |
///
/// The migrations of tables are those of the folders `migrations/postgres` and `migrations/sqlite` of the crate, which depends on
/// `diesel_migrations` for them. A service that needs something else implements the traits itself.
#[macro_export]
macro_rules! service {
    (
        service: $service:ident,
        document: $api:ident,
        $(name: $name:expr,)?
        about: $about:expr,
        $(port: $port:expr,)?
        $(commands: $commands:ty,)?
        $(mocks: $mocks:expr,)?
        $(problem_pages: $pages:expr,)?
        $(unready: $unready:expr,)?
        $(config: $config:ty,)?
        $(upstreams: $upstreams:expr,)?
        $(
            tables: [$($row:ty),+ $(,)?],
            $(keys: $keys:expr,)?
            $(file: $file:expr,)?
            $(sample: $sample:ty = $csv:expr,)?
        )?
        $(build: $build:expr,)?
    ) => {
        const _: () = {
            $($crate::service! { @migrations $($row)+ })?
            $($crate::service! { @upstreams $upstreams })?

            impl $crate::dropspec::health::Readiness for $service {
                $crate::service! { @unready [$($($row)+)?] [$($unready)?] }
                $($crate::service! { @dependencies $upstreams })?
            }

            impl $crate::App for $service {
                const BUILD: $crate::dropspec::telemetry::BuildInfo = $crate::dropspec::build_info!();
                $(const NAME: &'static str = $name;)?
                const ABOUT: &'static str = $about;
                $(const PORT: u16 = $port;)?

                type Document = $api::Document;
                type Config = $crate::service!(@type () $(, $config:)? $(, Upstreams: $upstreams)?);
                type Resources = $crate::service!(@type () $(, $crate::dropspec::db::Database: $($row)+)?);
                type Commands = $crate::service!(@type $crate::NoCommands $(, $commands:)?);

                fn operations() -> Vec<$crate::dropspec::Route<Self>> {
                    let routes: Vec<$crate::dropspec::Route<Self>> = $api::routes();
                    $(
                        let with_pages = |route| $crate::dropspec::Route { renderer: Some(&$pages), ..route };
                        let routes = routes.into_iter().map(with_pages).collect();
                    )?
                    routes
                }

                $(
                    fn mocks() -> Option<&'static [$crate::dropspec::Mock]> {
                        Some($mocks)
                    }
                )?

                async fn build(config: Self::Config, resources: Self::Resources) -> Result<Self, $crate::BoxError> {
                    Ok($crate::service!(@build config, resources; [$($config)?] [$($upstreams)?] [$($($row)+)?] [$($build)?]))
                }

                $($($crate::service! { @metrics $keys })?)?
            }

            $(
                impl $crate::dropspec::db::HasDatabase for $service {
                    fn database(&self) -> &$crate::dropspec::db::Database {
                        &self.database
                    }
                }

                impl $crate::storage::StoredApp for $service {
                    const MIGRATIONS: $crate::dropspec::db::Migrations =
                        $crate::dropspec::db::Migrations { postgres: || POSTGRES, sqlite: || SQLITE };
                    $(const KEY_PREFIX: Option<$crate::dropspec::auth::KeyPrefix> = Some($keys);)?

                    fn tables() -> &'static [&'static $crate::dropspec::db::Table] {
                        $api::tables::ALL
                    }

                    fn datasets() -> Vec<$crate::storage::Dataset> {
                        vec![$($crate::storage::Dataset::of::<$row>()),+]
                    }

                    $(
                        fn embedded_file() -> String {
                            $file.to_owned()
                        }
                    )?

                    $(
                        fn sample() -> Option<$crate::storage::Sample> {
                            Some($crate::storage::Sample::of::<$sample>($csv))
                        }
                    )?
                }
            )?
        };
    };

    (@type $default:ty) => { $default };
    (@type $default:ty, $type:ty: $($cause:tt)*) => { $type };

    (@build $config:ident, $resources:ident; [] [] [] []) => {{ let ((), ()) = ($config, $resources); Self }};
    (@build $config:ident, $resources:ident; [] [] [] [$build:expr]) => {{ let ((), ()) = ($config, $resources); $build() }};
    (@build $config:ident, $resources:ident; [] [] [$($row:ty)+] []) => {{ let () = $config; Self { database: $resources } }};
    (@build $config:ident, $resources:ident; [] [] [$($row:ty)+] [$build:expr]) => {{ let () = $config; $build($resources) }};
    (@build $config:ident, $resources:ident; [$type:ty] [] [] [$build:expr]) => {{ let () = $resources; $build($config) }};
    (@build $config:ident, $resources:ident; [$type:ty] [] [$($row:ty)+] [$build:expr]) => { $build($config, $resources) };
    (@build $config:ident, $resources:ident; [] [$all:expr] [] [$build:expr]) => {{ let () = $resources; $build($config.0) }};
    (@build $config:ident, $resources:ident; [] [$all:expr] [$($row:ty)+] [$build:expr]) => { $build($config.0, $resources) };

    (@migrations $($row:ty)+) => {
        const POSTGRES: ::diesel_migrations::EmbeddedMigrations =
            ::diesel_migrations::embed_migrations!("migrations/postgres");
        const SQLITE: ::diesel_migrations::EmbeddedMigrations =
            ::diesel_migrations::embed_migrations!("migrations/sqlite");
    };

    (@upstreams $upstreams:expr) => {
        /// The services that the service calls.
        pub struct Upstreams([$crate::dropspec::upstream::Upstream; $upstreams.len()]);

        impl $crate::AppConfig for Upstreams {
            fn read(env: &mut $crate::dropspec::config::Environment) -> Self {
                Self($crate::dropspec::upstream::UpstreamConfig::read_all($upstreams, env))
            }

            fn variables() -> Vec<$crate::Variable> {
                $upstreams.iter().flat_map($crate::dropspec::upstream::UpstreamConfig::variables).collect()
            }
        }
    };

    (@unready [] []) => {};
    (@unready [$($row:ty)+] []) => {
        async fn unready(&self) -> Option<String> {
            $crate::storage::unready(self).await
        }
    };
    (@unready [] [$unready:expr]) => {
        async fn unready(&self) -> Option<String> {
            $unready(self).await
        }
    };
    (@unready [$($row:ty)+] [$unready:expr]) => {
        async fn unready(&self) -> Option<String> {
            match $crate::storage::unready(self).await {
                None => $unready(self).await,
                reason => reason,
            }
        }
    };

    (@dependencies $upstreams:expr) => {
        async fn dependencies(&self) -> Vec<$crate::dropspec::health::Dependency> {
            $crate::dropspec::upstream::dependencies(&self.upstreams).await
        }
    };

    (@metrics $keys:expr) => {
        fn metrics_authenticator(&self) -> Option<&dyn $crate::dropspec::auth::Authenticator> {
            Some(&self.keys)
        }
    };
}
