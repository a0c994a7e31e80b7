//! References to types.

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TypeRef {
    /// `bool`.
    Boolean,
    /// `i32`.
    Int32,
    /// `i64`.
    Int64,
    /// `f64`.
    Number,
    /// `String`.
    Text,
    /// A UUID.
    Uuid,
    /// Any sequence of bytes.
    Binary,
    /// Any JSON.
    Json,
    /// Any JSON object.
    JsonObject,
    /// An array.
    Array(Box<TypeRef>),
    /// An object with any names of properties.
    Map(Box<TypeRef>),
    /// A value or null.
    Nullable(Box<TypeRef>),
    /// A value on the heap, where a type would contain itself.
    Boxed(Box<TypeRef>),
    /// The type with this position among the definitions.
    Named(usize),
}

/// The place of code that refers to a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Within the module `types`.
    Types,
    /// Outside of it.
    Outside,
}

impl TypeRef {
    /// The type, or null.
    pub(crate) fn nullable(self) -> Self {
        match self {
            // Any JSON includes null.
            Self::Nullable(_) | Self::Json => self,
            _ => Self::Nullable(Box::new(self)),
        }
    }

    /// The type without null.
    pub(crate) fn non_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner,
            _ => self,
        }
    }

    /// Whether null is one of its values.
    pub(crate) fn admits_null(&self) -> bool {
        matches!(self, Self::Nullable(_) | Self::Json)
    }

    /// The definition that a value contains directly, rather than on the heap.
    pub(crate) fn contained(&self) -> Option<usize> {
        match self {
            Self::Named(id) => Some(*id),
            Self::Nullable(inner) => inner.contained(),
            _ => None,
        }
    }

    /// The definition that it refers to, at any depth.
    pub(crate) fn named(&self) -> Option<usize> {
        match self {
            Self::Named(id) => Some(*id),
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => inner.named(),
            _ => None,
        }
    }

    /// The type with its contained definition on the heap.
    pub(crate) fn boxed(self) -> Self {
        match self {
            Self::Nullable(inner) => Self::Nullable(Box::new(inner.boxed())),
            _ => Self::Boxed(Box::new(self)),
        }
    }
}
