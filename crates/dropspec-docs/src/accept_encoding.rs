//! `Accept-Encoding` (RFC 9110, section 12.5.3).

use http::HeaderMap;
use http::header::ACCEPT_ENCODING;

/// Whether the client names gzip among the content codings that it accepts.
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut codings = values.flat_map(|value| value.split(',')).filter_map(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        name.trim().eq_ignore_ascii_case("gzip").then_some(weight.trim())
    });
    let weight = codings.next().and_then(|weight| weight.strip_prefix(['q', 'Q'])?.strip_prefix('='));
    weight.and_then(|weight| weight.parse::<f32>().ok()).is_some_and(|weight| weight > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_accepted_where_it_is_named_with_a_weight_above_zero() {
        for (value, expected) in [
            ("gzip", true),
            ("br, GZip ; q=0.5", true),
            ("gzip;Q=1", true),
            ("gzip;q=0", false),
            ("gzip;q=much", false),
            ("br, *", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, value.parse().unwrap())]);
            assert_eq!(accepts_gzip(&headers), expected, "{value}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
