//! Enums of strings, as generated code declares them.

use std::str::FromStr;

use super::encode::Encode;

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

impl<T: StringEnum> Encode for T {
    fn encode(&self, out: &mut Vec<u8>) {
        self.as_str().encode(out);
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
/// dropspec_schema::string_enum!(Size { Small = "s", Large = "l" });
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
