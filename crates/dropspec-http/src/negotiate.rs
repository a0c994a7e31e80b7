//! Content negotiation (RFC 9110, section 12.5.1).

use http::{HeaderMap, header};

use crate::media::MediaType;

/// The index of the offered media type that the client prefers, the first of equals. `None` if it accepts none of them; the first if it
/// states no preference.
pub fn preferred(headers: &HeaderMap, offers: &[&str]) -> Option<usize> {
    let mut ranges = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    if offers.is_empty() || ranges.peek().is_none() {
        return Some(0);
    }
    let ranges: Vec<Range<'_>> = ranges.flat_map(|value| value.split(',')).filter_map(Range::parse).collect();
    if ranges.is_empty() {
        return Some(0);
    }
    let mut best = None;
    for (index, offer) in offers.iter().enumerate() {
        let quality = quality(&ranges, offer);
        if quality > best.map_or(0.0, |(_, quality)| quality) {
            best = Some((index, quality));
        }
    }
    best.map(|(index, _)| index)
}

/// The weight of the most specific range that fits.
fn quality(ranges: &[Range<'_>], offer: &str) -> f32 {
    let Some(offer) = MediaType::parse(offer) else { return 0.0 };
    let fitting = ranges.iter().filter(|range| range.media_type.meets(&offer));
    let ranked = fitting.filter_map(|range| {
        let common = range.media_type.common_parameters(&offer)?;
        Some((range.media_type.specificity(), common, range.quality))
    });
    ranked.max_by_key(|(specificity, common, _)| (*specificity, *common)).map_or(0.0, |(_, _, quality)| quality)
}

/// One element of `Accept`.
struct Range<'a> {
    media_type: MediaType<'a>,
    quality: f32,
}

impl<'a> Range<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let media_type = MediaType::parse(text)?;
        let mut parameters = text.split(';').skip(1).map(str::trim);
        let quality = parameters.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let quality = quality.map_or(Some(1.0), |quality| quality.parse().ok())?;
        Some(Self { media_type, quality })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(accept: &str) -> bool {
        let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
        preferred(&headers, &["application/json"]).is_some()
    }

    #[test]
    fn the_heaviest_wins_and_of_equals_the_first() {
        let offers = ["application/json", "text/csv", "image/*"];
        for (accept, expected) in [
            ("*/*", Some(0)),
            ("text/csv, application/json;q=0.9", Some(1)),
            ("text/*;q=0.5, application/json;q=0.4", Some(1)),
            ("text/csv, application/json", Some(0)),
            ("image/png", Some(2)),
            ("application/json;q=0, */*;q=0.1", Some(1)),
            ("audio/ogg", None),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
            assert_eq!(preferred(&headers, &offers), expected, "{accept}");
        }
    }

    #[test]
    fn parameters_select_among_equal_media_types() {
        let offers = ["application/json; version=1", "application/json; version=2"];
        for (accept, expected) in [
            ("application/json", Some(0)),
            ("application/json; version=2", Some(1)),
            ("application/json;version=2;q=0.5, application/json;version=1;q=0.1", Some(1)),
            ("application/json; version=3", None),
            ("application/json; version=3, */*;q=0.1", Some(0)),
            ("application/json; indent=4", Some(0)),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
            assert_eq!(preferred(&headers, &offers), expected, "{accept}");
        }
    }

    #[test]
    fn the_most_specific_range_decides() {
        assert_eq!(preferred(&HeaderMap::new(), &["application/json"]), Some(0));
        for accept in
            ["application/json", "*/*", "text/html, application/*;q=0.1", "Application/JSON; charset=utf-8", ""]
        {
            assert!(accepts(accept), "{accept}");
        }
        for accept in
            ["text/html", "application/json;q=0", "*/*, application/json;q=0", "application/xml;q=0.9, text/*"]
        {
            assert!(!accepts(accept), "{accept}");
        }
    }
}
