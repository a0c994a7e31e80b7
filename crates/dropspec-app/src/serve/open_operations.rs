//! The operations that need no credentials, although that may not be intended.

use dropspec::AuthMode;
use dropspec::document::AnonymousOperation;
use tracing::{info, warn};

use crate::config::Settings;

/// Logs which operations can be called without credentials: in production those that change something, and in other modes than
/// [`AuthMode::Optional`] those that the mode cannot cover, as the document declares no security for them.
pub(super) fn log(operations: &[AnonymousOperation], mode: AuthMode, settings: Settings, prefix: &str) {
    match mode {
        AuthMode::Optional if settings == Settings::Production => {
            let names = names(operations, |it| AuthMode::Writes.is_required(it.method));
            let can_require = operations.iter().any(|it| it.accepts_credentials && !it.method.is_safe());
            if !names.is_empty() && can_require {
                warn!("anyone can call {names}: set {prefix}_AUTH=writes or required to require credentials");
            } else if !names.is_empty() {
                warn!("anyone can call {names}: declare `security` in the document to require credentials");
            }
        }
        AuthMode::Optional => {}
        AuthMode::Writes | AuthMode::Required => {
            let names = names(operations, |it| mode.is_required(it.method) && !it.accepts_credentials);
            if !names.is_empty() {
                info!("anyone can call {names}: the document declares no `security` for them");
            }
        }
    }
}

/// The names of the operations of which this is true.
fn names(operations: &[AnonymousOperation], is_shown: impl Fn(&AnonymousOperation) -> bool) -> String {
    operations.iter().filter(|it| is_shown(it)).map(|it| it.operation).collect::<Vec<_>>().join(", ")
}
