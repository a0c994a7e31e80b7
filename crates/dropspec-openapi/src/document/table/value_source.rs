//! The sources of values.

/// Where the values of a column come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueSource {
    /// From clients.
    Client,
    /// A key that the server makes.
    Key,
    /// The time of the creation.
    Creation,
    /// The time of the last change.
    Update,
    /// The identity that created the row.
    Caller,
    /// The time of the deletion.
    Deletion,
    /// From code of the service: the property is `readOnly`, and no operation sets it.
    Service,
}

impl ValueSource {
    /// Whether the property is `readOnly`.
    pub fn is_read_only(self) -> bool {
        self != Self::Client
    }

    /// Whether operations set the property, to a value that no client has sent.
    pub fn is_set_by_server(self) -> bool {
        !matches!(self, Self::Client | Self::Service)
    }

    /// Whether creating a row sets the property.
    pub fn is_set_on_creation(self) -> bool {
        !matches!(self, Self::Client | Self::Deletion | Self::Service)
    }
}
