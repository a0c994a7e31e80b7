//! Enums of strings with the JSON encoder.

/// Implements [`Encode`](crate::encode::Encode) for an enum, and what [`dropspec_wire::string_enum!`] implements.
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
        $crate::reexport::dropspec_wire::string_enum!($kind { $($variant = $text),+ });

        impl $crate::encode::Encode for $kind {
            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::encode::Encode::encode($crate::StringEnum::as_str(self), out);
            }
        }
    };
}
