//! What the page shows: a role, its points, its story and its next move, each if the service that knows it responds.

use dropspec::Error;
use futures_util::future::join;
use tracing::warn;

use super::clients::Clients;
use super::clients::moves::types::Move;
use super::clients::role::types::Role;
use super::clients::stat::types::Stat;

/// What the page shows. The points, the story and the move are always those of the role.
#[derive(Debug, Default)]
pub(super) struct Scene {
    pub(super) role: Option<Role>,
    pub(super) stat: Option<Stat>,
    pub(super) story: Option<String>,
    pub(super) next: Option<Move>,
}

impl Scene {
    /// Asks the services, those that do not depend on each other at the same time.
    pub(super) async fn ask(clients: &Clients) -> Self {
        let Some(role) = shown(clients.role().await) else { return Self::default() };
        let story = async {
            let stat = shown(clients.stat(role).await);
            let story = shown(clients.story(role, stat.as_ref()).await);
            (stat, story)
        };
        let ((stat, story), next) = join(story, clients.next_move(role)).await;
        Self { role: Some(role), stat, story, next: shown(next) }
    }

    /// Whether all services have responded.
    pub(super) fn is_whole(&self) -> bool {
        self.stat.is_some() && self.story.is_some() && self.next.is_some()
    }
}

/// The part of the page that a service has responded with; a failure is logged.
fn shown<T>(part: Result<T, Error>) -> Option<T> {
    part.inspect_err(|error| warn!(cause = error.chain(), "a part of the page is missing")).ok()
}
