//! Dates and times (RFC 3339).

/// Whether a string has the `format: date` (RFC 3339, section 5.6, `full-date`).
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (number(parts.next(), 4), number(parts.next(), 2), number(parts.next(), 2), parts.next())
    else {
        return false;
    };
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether a string has the `format: time` (RFC 3339, section 5.6, `full-time`). A leap second is the last one of a day in UTC.
pub(super) fn is_time(text: &str) -> bool {
    let Some((clock, offset)) = split_offset(text) else { return false };
    let (clock, fraction) = clock.split_once('.').map_or((clock, "0"), |(clock, fraction)| (clock, fraction));
    let mut parts = clock.split(':');
    let (Some(hour), Some(minute), Some(second), None) =
        (number(parts.next(), 2), number(parts.next(), 2), number(parts.next(), 2), parts.next())
    else {
        return false;
    };
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let is_last_minute = || (i32::from(hour) * 60 + i32::from(minute) - offset).rem_euclid(24 * 60) == 24 * 60 - 1;
    is_fraction && hour < 24 && minute < 60 && (second < 60 || (second == 60 && is_last_minute()))
}

/// Splits a time into that of the clock and its offset from UTC in minutes.
fn split_offset(text: &str) -> Option<(&str, i32)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let at = text.rfind(['+', '-'])?;
    let (hours, minutes) = text[at + 1..].split_once(':')?;
    let (hours, minutes) = (number(Some(hours), 2)?, number(Some(minutes), 2)?);
    let offset = (hours < 24 && minutes < 60).then(|| i32::from(hours) * 60 + i32::from(minutes))?;
    Some((&text[..at], if text[at..].starts_with('-') { -offset } else { offset }))
}

/// Whether a string has the `format: date-time` (RFC 3339, section 5.6).
pub(super) fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't']).is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// Reads a number of so many digits.
fn number(text: Option<&str>, digits: usize) -> Option<u16> {
    let text = text.filter(|text| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))?;
    text.parse().ok()
}

/// Whether a string has the `format: duration` (RFC 3339, appendix A): weeks, or other units, each at most once and in their order.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else { return false };
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    match time {
        None => is_sequence(date, "YMD") || is_sequence(date, "W"),
        Some(time) => (date.is_empty() || is_sequence(date, "YMD")) && is_sequence(time, "HMS"),
    }
}

/// Whether a text has numbers with units, at least one and in this order.
fn is_sequence(text: &str, units: &str) -> bool {
    let mut rest = units;
    let is_unit = |part: &str| {
        let (digits, unit) = part.split_at(part.len() - 1);
        let place = rest.find(unit);
        rest = place.map_or("", |place| &rest[place + 1..]);
        place.is_some() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.is_ascii() && !text.is_empty() && text.split_inclusive(|unit: char| !unit.is_ascii_digit()).all(is_unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for text in ["2024-02-29", "2000-02-29", "1999-12-31", "0000-01-01"] {
            assert!(is_date(text), "{text}");
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-04-31",
            "2024-1-1",
            "24-01-01",
            "2024-01-01Z",
            "",
            "+024-01-01",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn times_have_an_offset() {
        for text in ["10:00:00Z", "10:00:00.5+01:00", "23:59:60z", "00:59:60+01:00", "15:59:60-08:00", "00:00:00-23:59"]
        {
            assert!(is_time(text) && is_date_time(&format!("2024-02-29T{text}")), "{text}");
        }
        for text in [
            "10:00:00",
            "24:00:00Z",
            "10:60:00Z",
            "10:00:61Z",
            "10:00:60Z",
            "23:59:60+01:00",
            "10:00:00.Z",
            "10:00:00+24:00",
            "10:00:00+0100",
            "1:00:00Z",
            "10:00Z",
            "Z",
            "10:00:00+01:60",
            "10:00:00 Z",
            "10:00:00,5Z",
        ] {
            assert!(!is_time(text) && !is_date_time(&format!("2024-02-29t{text}")), "{text}");
        }
        assert!(!is_date_time("2024-02-29 10:00:00Z") && !is_date_time("2024-02-30T10:00:00Z"));
    }

    #[test]
    fn durations_are_those_of_the_rfc() {
        for text in ["P1Y", "P1Y2M3DT4H5M6S", "P4W", "PT36H", "P1DT12H", "P1Y3D", "PT0S"] {
            assert!(is_duration(text), "{text}");
        }
        for text in
            ["", "P", "PT", "1D", "P1", "P1S", "PT1D", "P1M1Y", "P1W1D", "P1DT", "-P1D", "P1.5D", "PT1H ", "P1D\u{e9}"]
        {
            assert!(!is_duration(text), "{text}");
        }
    }
}
