//! Timestamps as text. The text of the last second is kept, since most lines differ from the one before only in the fraction.

use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Local, Utc};

use super::digits::padded;

thread_local! {
    static LAST: RefCell<(u64, String)> = const { RefCell::new((u64::MAX, String::new())) };
    static LAST_LOCAL: RefCell<(u64, String)> = const { RefCell::new((u64::MAX, String::new())) };
}

/// Writes a timestamp as RFC 3339 has it, in UTC, to the microsecond.
pub(crate) fn universal(time: SystemTime, line: &mut Vec<u8>) {
    let (seconds, nanoseconds) = since_1970(time);
    LAST.with_borrow_mut(|(last, text)| {
        if *last != seconds {
            *text = date(seconds).format("%Y-%m-%dT%H:%M:%S.").to_string();
            *last = seconds;
        }
        line.extend_from_slice(text.as_bytes());
    });
    padded(nanoseconds / 1000, 6, line);
    line.push(b'Z');
}

/// Writes the local time, to the millisecond.
pub(crate) fn local(time: SystemTime, line: &mut Vec<u8>) {
    let (seconds, nanoseconds) = since_1970(time);
    LAST_LOCAL.with_borrow_mut(|(last, text)| {
        if *last != seconds {
            *text = date(seconds).with_timezone(&Local).format("%H:%M:%S.").to_string();
            *last = seconds;
        }
        line.extend_from_slice(text.as_bytes());
    });
    padded(nanoseconds / 1_000_000, 3, line);
}

fn since_1970(time: SystemTime) -> (u64, u32) {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    (since.as_secs(), since.subsec_nanos())
}

fn date(seconds: u64) -> DateTime<Utc> {
    i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn timestamps_have_the_format_of_rfc_3339() {
        let text = |seconds, nanoseconds| {
            let mut line = Vec::new();
            universal(UNIX_EPOCH + Duration::new(seconds, nanoseconds), &mut line);
            String::from_utf8(line).unwrap()
        };
        assert_eq!(text(0, 0), "1970-01-01T00:00:00.000000Z");
        assert_eq!(text(1_795_252_443, 12_345_999), "2026-11-21T09:14:03.012345Z");
        assert_eq!(text(1_795_252_443, 999_999_999), "2026-11-21T09:14:03.999999Z");
        assert_eq!(text(1_795_252_444, 0), "2026-11-21T09:14:04.000000Z");
    }
}
