//! What the page shows: a role, its points, its story and its next move, each if the service that knows it responds.

use futures_util::future::join;

use super::clients::{Clients, stat};

/// What the page shows. The points, the story and the move are always those of the role.
#[derive(Debug, Default)]
pub(super) struct Scene {
    pub(super) role: Option<String>,
    pub(super) stat: Option<stat::types::Stat>,
    pub(super) story: Option<String>,
    pub(super) next: Option<String>,
}

impl Scene {
    /// Asks the services, those that do not depend on each other at the same time.
    pub(super) async fn ask(clients: &Clients) -> Self {
        let Some(role) = clients.role().await else { return Self::default() };
        let story = async {
            let stat = clients.stat(&role).await;
            let story = clients.story(&role, stat.as_ref()).await;
            (stat, story)
        };
        let ((stat, story), next) = join(story, clients.next_move(&role)).await;
        Self { role: Some(role), stat, story, next }
    }

    /// What is missing, in words for visitors.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let Self { role, stat, story, next } = self;
        if role.is_none() {
            return vec!["No character could be found for you."];
        }
        let parts = [
            (stat.is_none(), "The points of the character are not available."),
            (story.is_none(), "The story of the character is not available."),
            (next.is_none(), "The next move is not known."),
        ];
        parts.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, text)| text).collect()
    }
}
