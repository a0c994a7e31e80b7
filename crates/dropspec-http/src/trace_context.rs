//! The trace that a request is part of ([W3C Trace Context]).
//!
//! [W3C Trace Context]: https://www.w3.org/TR/trace-context/

use std::fmt;

use http::{HeaderMap, HeaderName};
use uuid::Uuid;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// The maximum number of members of a `tracestate` (section 3.3.1.1).
const MAX_MEMBERS: usize = 32;

/// The place of a request in a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceContext {
    /// The id of the trace.
    pub trace: u128,
    /// The span that this service adds to the trace.
    pub span: u64,
    /// The caller's span, unless the trace begins here.
    pub parent: Option<u64>,
    /// Whether the trace is recorded.
    pub is_sampled: bool,
    /// The `tracestate` of the caller, which is passed on unchanged.
    pub state: Option<Box<str>>,
}

impl TraceContext {
    /// Continues the trace of the caller, or begins one whose id is that of the request.
    pub fn of(headers: &HeaderMap, request_id: &str) -> Self {
        // Random, but for six bits: as good as a new number, and one less to look for in the log.
        let id = Uuid::parse_str(request_id).unwrap_or_else(|_| Uuid::new_v4());
        // The half that has more of the random bits.
        let span = id.as_u64_pair().1;
        match parent(headers) {
            Some((trace, parent, is_sampled)) => {
                Self { trace, span, parent: Some(parent), is_sampled, state: state(headers) }
            }
            None => Self { trace: id.as_u128(), span, parent: None, is_sampled: false, state: None },
        }
    }
}

/// The `traceparent` for requests to other services.
impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace, self.span, u8::from(self.is_sampled))
    }
}

/// Trace, span and the sampled flag of a single valid `traceparent` (section 3.2).
fn parent(headers: &HeaderMap) -> Option<(u128, u64, bool)> {
    let mut all = headers.get_all(TRACEPARENT).iter();
    let text = all.next()?.to_str().ok()?;
    if all.next().is_some() {
        return None;
    }
    let mut parts = text.splitn(4, '-');
    let version = u8::try_from(number(parts.next()?, 2)?).ok()?;
    let trace = number(parts.next()?, 32)?;
    let span = u64::try_from(number(parts.next()?, 16)?).ok()?;
    let rest = parts.next()?;
    // Later versions may add to it, with a dash between.
    let (flags, more) = rest.split_at_checked(2)?;
    let is_whole = if version == 0 { more.is_empty() } else { more.is_empty() || more.starts_with('-') };
    let is_valid = version != u8::MAX && trace != 0 && span != 0 && is_whole;
    is_valid.then_some((trace, span, number(flags, 2)? & 1 == 1))
}

/// A number of `digits` hexadecimal digits, in lower case.
fn number(text: &str, digits: usize) -> Option<u128> {
    let is_hexadecimal = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (text.len() == digits && is_hexadecimal).then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

/// The `tracestate`, which may be spread over several headers, if it is valid (section 3.3).
fn state(headers: &HeaderMap) -> Option<Box<str>> {
    let mut members: Vec<&str> = Vec::new();
    for header in headers.get_all(TRACESTATE) {
        let member = |member: &'_ str| !member.is_empty();
        members.extend(
            header.to_str().ok()?.split(',').map(|part| part.trim_matches([' ', '\t'])).filter(|part| member(part)),
        );
    }
    // Before the keys are compared with each other.
    if members.len() > MAX_MEMBERS {
        return None;
    }
    let keys: Vec<&str> = members.iter().map(|member| key(member)).collect::<Option<_>>()?;
    let is_repeated = keys.iter().enumerate().any(|(index, key)| keys[..index].contains(key));
    (!members.is_empty() && !is_repeated).then(|| members.join(",").into())
}

/// The key of a valid member (sections 3.3.1.3.1 and 3.3.1.3.2).
fn key(member: &str) -> Option<&str> {
    let (key, value) = member.split_once('=')?;
    let is_name = |name: &str, max_length: usize, first: fn(u8) -> bool| {
        let rest = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'*' | b'/');
        (1..=max_length).contains(&name.len()) && name.bytes().next().is_some_and(first) && name.bytes().all(rest)
    };
    let is_key = match key.split_once('@') {
        None => is_name(key, 256, |byte| byte.is_ascii_lowercase()),
        Some((tenant, system)) => {
            is_name(tenant, 241, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                && is_name(system, 14, |byte| byte.is_ascii_lowercase())
        }
    };
    let is_character = |byte: u8| matches!(byte, b' '..=b'~') && byte != b',' && byte != b'=';
    let is_value = (1..=256).contains(&value.len()) && !value.ends_with(' ') && value.bytes().all(is_character);
    (is_key && is_value).then_some(key)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const ID: &str = "7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55";
    const VALID: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn context(headers: &[(&'static str, &str)]) -> TraceContext {
        let pairs =
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()));
        let mut map = HeaderMap::new();
        pairs.for_each(|(name, value)| {
            map.append(name, value);
        });
        TraceContext::of(&map, ID)
    }

    #[test]
    fn a_trace_goes_on_with_a_span_of_its_own() {
        let context = context(&[("traceparent", VALID)]);
        assert_eq!(context.trace, 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736);
        assert_eq!((context.parent, context.is_sampled), (Some(0x00f0_67aa_0ba9_02b7), true));
        assert_eq!(context.span, 0x9c4a_3d2e_1f00_aa55);
        assert_eq!(context.to_string(), "00-4bf92f3577b34da6a3ce929d0e0e4736-9c4a3d2e1f00aa55-01");
    }

    #[test]
    fn a_trace_that_begins_here_has_the_id_of_the_request() {
        let context = context(&[]);
        assert_eq!(format!("{:032x}", context.trace), ID.replace('-', ""));
        assert_eq!((context.parent, context.is_sampled), (None, false));
    }

    #[test]
    fn an_invalid_traceparent_begins_a_new_trace() {
        let refused = [
            "",
            "00",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-+0f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
            " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
        ];
        for text in refused {
            assert_eq!(context(&[("traceparent", text)]).parent, None, "{text}");
        }
        assert_eq!(context(&[("traceparent", VALID), ("traceparent", VALID)]).parent, None);
        let later = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-what-comes";
        assert!(context(&[("traceparent", later)]).parent.is_some());
    }

    #[test]
    fn the_state_is_passed_on_if_it_is_in_order() {
        let state = |states: &[&str]| {
            let headers: Vec<_> =
                [("traceparent", VALID)].into_iter().chain(states.iter().map(|text| ("tracestate", *text))).collect();
            context(&headers).state.map(String::from)
        };
        assert_eq!(state(&["a=1,2t@b=x y", " c=~ , "]).as_deref(), Some("a=1,2t@b=x y,c=~"));
        let many = (0..33).map(|place| format!("k{place}=v")).collect::<Vec<_>>().join(",");
        for refused in ["a", "A=1", "a=", "a=b=c", "a=1,a=2", "1a=1", "a@1=1", "a=é", many.as_str()] {
            assert_eq!(state(&[refused]), None, "{refused}");
        }
        assert_eq!(context(&[("tracestate", "a=1")]).state, None, "there is no trace that it belongs to");
    }
}
