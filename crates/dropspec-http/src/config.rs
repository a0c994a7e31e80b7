//! The configuration of a service.

use std::num::NonZeroUsize;
use std::time::Duration;

use dropspec_config::{Environment, FromEnv, Size};
use http::Method;

use crate::mock::Mock;

/// The configuration of a service: body limits, response validation, authentication mode.
#[derive(Clone, Copy, Debug)]
pub struct ServiceConfig {
    /// The maximum size of a request body, in bytes.
    pub max_body: usize,
    /// The maximum size of a request body that an operation streams, in bytes.
    pub max_upload: usize,
    /// The maximum size of all request and response bodies that are in memory at the same time, in bytes. Further requests get a 503.
    pub max_buffered: usize,
    /// The limits of request bodies that operations stream, besides their size.
    pub uploads: UploadConfig,
    /// How responses that violate their schema are handled.
    pub validate_responses: ResponseValidation,
    /// Which requests need credentials where the document makes them optional.
    pub auth: AuthMode,
    /// The responses of operations that are not implemented, in place of 501. With mocks, an authenticator that is not implemented accepts any
    /// credentials.
    pub mocks: &'static [Mock],
}

impl Default for ServiceConfig {
    /// 1 MiB, 256 MiB for streamed bodies, and 128 MiB for all buffered bodies; responses are validated in debug builds.
    fn default() -> Self {
        Self {
            max_body: 1024 * 1024,
            max_upload: 256 * 1024 * 1024,
            max_buffered: 128 * 1024 * 1024,
            uploads: UploadConfig::default(),
            validate_responses: ResponseValidation::default(),
            auth: AuthMode::default(),
            mocks: &[],
        }
    }
}

impl ServiceConfig {
    /// Whether mocks stand in for what is not implemented.
    #[must_use]
    pub fn has_mocks(&self) -> bool {
        !self.mocks.is_empty()
    }

    /// Reads `_AUTH`, `_MAX_BODY`, `_MAX_BUFFERED`, `_MAX_UPLOAD`, `_MAX_UPLOADS`, `_UPLOAD_TIMEOUT`, `_IMPORT_TIMEOUT` and `_VALIDATE_RESPONSES`.
    pub fn read(env: &mut Environment) -> Self {
        let default = Self::default();
        Self {
            auth: env.read("_AUTH", default.auth),
            max_body: env.read("_MAX_BODY", Size(default.max_body)).0,
            max_buffered: env.read("_MAX_BUFFERED", Size(default.max_buffered)).0,
            max_upload: env.read("_MAX_UPLOAD", Size(default.max_upload)).0,
            uploads: UploadConfig {
                max_concurrent: env
                    .read_if_set("_MAX_UPLOADS")
                    .map_or(default.uploads.max_concurrent, NonZeroUsize::get),
                timeout: env.positive("_UPLOAD_TIMEOUT", default.uploads.timeout),
                import_timeout: env.positive("_IMPORT_TIMEOUT", default.uploads.import_timeout),
                ..default.uploads
            },
            validate_responses: env.read("_VALIDATE_RESPONSES", default.validate_responses),
            ..default
        }
    }
}

/// The limits of request bodies that operations stream, besides their size. The request timeout does not apply to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadConfig {
    /// The maximum number of uploads in progress. Further ones get a 503.
    pub max_concurrent: usize,
    /// The minimum average rate, in bytes per second. Slower clients get a 408.
    pub min_rate: u64,
    /// The time after which the rate counts.
    pub grace: Duration,
    /// The time until the body has to be complete. Slower clients get a 408.
    pub timeout: Duration,
    /// The time for an import once its body is complete. An import that takes longer is cancelled, and gets a 503.
    pub import_timeout: Duration,
}

impl Default for UploadConfig {
    /// 64 uploads of at least 1 KiB per second after 10 seconds, of at most 10 minutes, and 10 minutes for an import.
    fn default() -> Self {
        Self {
            max_concurrent: 64,
            min_rate: 1024,
            grace: Duration::from_secs(10),
            timeout: Duration::from_secs(600),
            import_timeout: Duration::from_secs(600),
        }
    }
}

/// How responses that violate their schema are handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseValidation {
    /// Responses are not validated.
    Off,
    /// The response is sent, and its violations are logged.
    Log,
    /// The client receives a 500, and the violations are logged.
    Enforce,
}

impl Default for ResponseValidation {
    /// Responses are validated in debug builds.
    fn default() -> Self {
        if cfg!(debug_assertions) { Self::Enforce } else { Self::Off }
    }
}

impl FromEnv for ResponseValidation {
    const EXPECTED: &str = "off, log or refuse";

    fn from_env(text: &str) -> Option<Self> {
        match text {
            "off" => Some(Self::Off),
            "log" => Some(Self::Log),
            "refuse" => Some(Self::Enforce),
            _ => None,
        }
    }
}

/// Which requests need credentials where the document has anonymous access as one alternative of several. A request that needs
/// them and has none is rejected with 401.
///
/// It changes nothing for operations that the document declares no security for, or no anonymous access.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthMode {
    /// None: credentials are optional, as the document says.
    #[default]
    Optional,
    /// Those of methods that are not safe (RFC 9110, section 9.2.1), which are those that change something.
    Writes,
    /// All of them.
    Required,
}

impl AuthMode {
    /// Whether requests of a method need credentials.
    #[must_use]
    pub fn is_required(self, method: &Method) -> bool {
        match self {
            Self::Optional => false,
            Self::Writes => !method.is_safe(),
            Self::Required => true,
        }
    }
}

impl FromEnv for AuthMode {
    const EXPECTED: &str = "optional, writes or required";

    fn from_env(text: &str) -> Option<Self> {
        match text {
            "optional" => Some(Self::Optional),
            "writes" => Some(Self::Writes),
            "required" => Some(Self::Required),
            _ => None,
        }
    }
}
