//! Enums of strings, as generated code declares them.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, Visitor};

/// An enum of strings. [`string_enum!`](crate::string_enum) implements it, from the texts of the variants.
pub trait StringEnum: FromStr<Err = UnknownVariant> + Copy + 'static {
    /// The variants, in the order of the schema.
    const VARIANTS: &'static [Self];

    /// The text of the variant.
    fn as_str(&self) -> &'static str;
}

/// The error about a text that is no variant of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the string is not one of the enum")]
pub struct UnknownVariant;

/// Decodes a string with an `enum` as a generated type.
#[derive(Debug)]
pub struct EnumValidator<T>(PhantomData<T>);

impl<T> EnumValidator<T> {
    /// One of the values of `T`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

// Derived, these would ask the same of `T`.
impl<T> Clone for EnumValidator<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for EnumValidator<T> {}

impl<T> Default for EnumValidator<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'de, T: FromStr> DeserializeSeed<'de> for EnumValidator<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T: FromStr> Visitor<'_> for EnumValidator<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of the values of the enum")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|_| E::custom(UnknownVariant))
    }
}

/// Implements [`StringEnum`], `Display`, `FromStr` and the traits of serde for an enum, from the texts of its variants.
///
/// ```
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Size {
///     Small,
///     Large,
/// }
///
/// dropspec_wire::string_enum!(Size { Small = "s", Large = "l" });
///
/// assert_eq!("l".parse(), Ok(Size::Large));
/// assert_eq!(Size::Small.to_string(), "s");
/// ```
#[macro_export]
macro_rules! string_enum {
    ($kind:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $crate::StringEnum for $kind {
            const VARIANTS: &'static [Self] = &[$(Self::$variant),+];

            fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl ::std::str::FromStr for $kind {
            type Err = $crate::UnknownVariant;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::UnknownVariant> {
                match text {
                    $($text => ::std::result::Result::Ok(Self::$variant),)+
                    _ => ::std::result::Result::Err($crate::UnknownVariant),
                }
            }
        }

        impl ::std::fmt::Display for $kind {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad($crate::StringEnum::as_str(self))
            }
        }

        impl $crate::reexport::serde::Serialize for $kind {
            fn serialize<S: $crate::reexport::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::StringEnum::as_str(self))
            }
        }

        impl<'de> $crate::reexport::serde::Deserialize<'de> for $kind {
            fn deserialize<D: $crate::reexport::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::reexport::serde::de::DeserializeSeed::deserialize(
                    $crate::EnumValidator::<Self>::new(),
                    deserializer,
                )
            }
        }
    };
}
