//! The version and the commit that a program was built from.

/// The package, version and commit that a program was built from; [`build_info!`](crate::build_info) makes it.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildInfo {
    /// The name of the package.
    pub name: &'static str,
    /// The version of the package.
    pub version: &'static str,
    /// The commit, where the environment of the build names one.
    pub commit: Option<&'static str>,
}

/// The [`BuildInfo`] of the package in which it is written. The commit is the variable `BUILD_COMMIT` of the environment in which the package
/// is compiled.
#[macro_export]
macro_rules! build_info {
    () => {
        $crate::BuildInfo {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            commit: option_env!("BUILD_COMMIT"),
        }
    };
}
