//! The configuration of a service.

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
    /// How responses that violate their schema are handled.
    pub validate_responses: ResponseValidation,
    /// Which requests need credentials where the document makes them optional.
    pub auth: AuthMode,
    /// The responses of operations that are not implemented, in place of 501.
    pub mocks: &'static [Mock],
}

impl Default for ServiceConfig {
    /// 1 MiB, and 1 GiB for streamed bodies; responses are validated in debug builds.
    fn default() -> Self {
        Self {
            max_body: 1024 * 1024,
            max_upload: 1024 * 1024 * 1024,
            validate_responses: ResponseValidation::default(),
            auth: AuthMode::default(),
            mocks: &[],
        }
    }
}

impl ServiceConfig {
    /// Reads `_AUTH`, `_MAX_BODY` and `_VALIDATE_RESPONSES`.
    pub fn read(env: &mut Environment) -> Self {
        let default = Self::default();
        Self {
            auth: env.read("_AUTH", default.auth),
            max_body: env.read("_MAX_BODY", Size(default.max_body)).0,
            validate_responses: env.read("_VALIDATE_RESPONSES", default.validate_responses),
            ..default
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
