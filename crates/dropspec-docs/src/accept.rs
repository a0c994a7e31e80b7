//! What a client says that it takes (RFC 9110, section 12.4.2).

use http::{HeaderMap, HeaderName};

/// The weight that a header of the kind of `Accept` gives to a thing that it names, from 0 to 1; `None` when it does not
/// name it. Ranges and wildcards name nothing.
pub(super) fn weight(headers: &HeaderMap, header: &HeaderName, thing: &str) -> Option<f32> {
    let values = headers.get_all(header).iter().filter_map(|value| value.to_str().ok());
    let mut named = values.flat_map(|value| value.split(',')).filter_map(|element| {
        let mut parts = element.split(';').map(str::trim);
        let name = parts.next()?;
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        name.eq_ignore_ascii_case(thing).then(|| weight.map_or(Some(1.0), |weight| weight.parse().ok()))?
    });
    named.next()
}

#[cfg(test)]
mod tests {
    use http::header::ACCEPT;

    use super::*;

    #[test]
    fn only_what_is_named_has_a_weight() {
        for (accept, expected) in [
            ("text/html", Some(1.0)),
            ("application/json, Text/HTML ; level=1; q=0.5", Some(0.5)),
            ("text/html;q=0", Some(0.0)),
            ("text/html;q=much", None),
            ("text/*, */*", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]);
            assert_eq!(weight(&headers, &ACCEPT, "text/html"), expected, "{accept}");
        }
        assert_eq!(weight(&HeaderMap::new(), &ACCEPT, "text/html"), None);
    }
}
