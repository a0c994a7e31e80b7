//! Values of environment variables.

use std::net::{SocketAddr, ToSocketAddrs};
use std::num::{NonZeroU16, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

/// A value that is parsed from an environment variable.
pub trait FromEnv: Sized {
    /// The expected text, which continues after "must be" in messages.
    const EXPECTED: &str;

    /// Reads it, if it is as expected.
    fn from_env(text: &str) -> Option<Self>;
}

/// A number of bytes, written `4096`, `64KiB`, `1MiB` or `2GiB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub usize);

impl FromEnv for String {
    const EXPECTED: &str = "a text";

    fn from_env(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl FromEnv for PathBuf {
    const EXPECTED: &str = "a path";

    fn from_env(text: &str) -> Option<Self> {
        Some(Self::from(text))
    }
}

impl FromEnv for bool {
    const EXPECTED: &str = "on or off";

    fn from_env(text: &str) -> Option<Self> {
        match text {
            "on" => Some(true),
            "off" => Some(false),
            _ => None,
        }
    }
}

impl FromEnv for NonZeroU16 {
    const EXPECTED: &str = "a number from 1 to 65535";

    fn from_env(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl FromEnv for NonZeroUsize {
    const EXPECTED: &str = "a whole number of at least 1";

    fn from_env(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// An address to listen on. Names are looked up.
impl FromEnv for SocketAddr {
    const EXPECTED: &str = "an address such as 127.0.0.1:5000";

    fn from_env(text: &str) -> Option<Self> {
        text.to_socket_addrs().ok()?.next()
    }
}

impl FromEnv for Duration {
    const EXPECTED: &str = "a duration such as 500ms, 30s or 5m";

    fn from_env(text: &str) -> Option<Self> {
        let (number, unit) = number_and_unit(text)?;
        match unit {
            "ms" => Some(Self::from_millis(number)),
            "s" => Some(Self::from_secs(number)),
            "m" => number.checked_mul(60).map(Self::from_secs),
            "h" => number.checked_mul(60 * 60).map(Self::from_secs),
            "d" => number.checked_mul(24 * 60 * 60).map(Self::from_secs),
            // A number without a unit is one only when all units make it the same.
            "" => (number == 0).then_some(Self::ZERO),
            _ => None,
        }
    }
}

impl FromEnv for Size {
    const EXPECTED: &str = "a size such as 4096, 64KiB or 1MiB";

    fn from_env(text: &str) -> Option<Self> {
        let (number, unit) = number_and_unit(text)?;
        let shift = match unit {
            "" | "B" => 0,
            "KiB" => 10,
            "MiB" => 20,
            "GiB" => 30,
            _ => return None,
        };
        let bytes = number.checked_mul(1 << shift)?;
        usize::try_from(bytes).ok().map(Self)
    }
}

fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    Some((number.parse().ok()?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        let read = Duration::from_env;
        assert_eq!(read("250ms"), Some(Duration::from_millis(250)));
        assert_eq!((read("30s"), read("5m")), (Some(Duration::from_secs(30)), Some(Duration::from_secs(300))));
        assert_eq!(
            (read("1h"), read("2d"), read("0")),
            (Some(Duration::from_secs(3600)), Some(Duration::from_secs(172_800)), Some(Duration::ZERO))
        );
        for wrong in ["30", "s", "-1s", "1.5s", "1 s", "1w", "18446744073709551615m", "18446744073709551616s"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sizes_may_have_a_unit() {
        let read = |text| Size::from_env(text).map(|size| size.0);
        assert_eq!((read("4096"), read("1B"), read("64KiB")), (Some(4096), Some(1), Some(65_536)));
        assert_eq!((read("1MiB"), read("2GiB")), (Some(1_048_576), Some(2_147_483_648)));
        for wrong in ["", "KiB", "1KB", "1kib", "-1", "18446744073709551615KiB"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
