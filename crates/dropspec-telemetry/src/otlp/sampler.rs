//! The sampler ([built-in samplers]).
//!
//! [built-in samplers]: https://opentelemetry.io/docs/specs/otel/trace/sdk/#built-in-samplers

use dropspec_config::{Environment, FromEnv};
use dropspec_http::TraceContext;

/// Decides which requests are traced.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampler {
    /// Whether the decision of the caller holds, where the caller takes part in the trace.
    pub follows_parent: bool,
    /// The ratio of sampled traces among all others, from 0 to 1.
    pub ratio: f64,
}

impl Default for Sampler {
    /// All requests, unless the caller has decided otherwise.
    fn default() -> Self {
        Self { follows_parent: true, ratio: 1.0 }
    }
}

impl Sampler {
    /// Reads `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG`.
    pub(super) fn read(env: &mut Environment) -> Self {
        let Ratio(ratio) = env.read("OTEL_TRACES_SAMPLER_ARG", Ratio(1.0));
        let named = env.read("OTEL_TRACES_SAMPLER", Named { follows_parent: true, ratio: Some(1.0) });
        Self { follows_parent: named.follows_parent, ratio: named.ratio.unwrap_or(ratio) }
    }

    /// Whether a request is traced. Every service with the same ratio samples the same traces.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a ratio of all numbers need not be exact"
    )]
    pub(super) fn samples(self, trace: &TraceContext) -> bool {
        if self.follows_parent && trace.parent.is_some() {
            return trace.is_sampled;
        }
        // 63 of the random bits, as in other implementations.
        let number = (trace.trace as u64) >> 1;
        self.ratio >= 1.0 || number < (self.ratio * (1_u64 << 63) as f64) as u64
    }
}

struct Ratio(f64);

impl FromEnv for Ratio {
    const EXPECTED: &str = "a number from 0 to 1";

    fn from_env(text: &str) -> Option<Self> {
        text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio)).map(Self)
    }
}

/// A sampler by its name, with the ratio that the name implies.
struct Named {
    follows_parent: bool,
    ratio: Option<f64>,
}

impl FromEnv for Named {
    const EXPECTED: &str = "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or \
                            parentbased_traceidratio";

    fn from_env(text: &str) -> Option<Self> {
        let (name, follows_parent) = match text.strip_prefix("parentbased_") {
            Some(root) => (root, true),
            None => (text, false),
        };
        let ratio = match name {
            "always_on" => Some(1.0),
            "always_off" => Some(0.0),
            "traceidratio" => None,
            _ => return None,
        };
        Some(Self { follows_parent, ratio })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sampler(name: &str, ratio: &str) -> Result<Sampler, String> {
        let pairs = [("OTEL_TRACES_SAMPLER", name), ("OTEL_TRACES_SAMPLER_ARG", ratio)];
        let mut env = Environment::of("SHOP", &pairs);
        let sampler = Sampler::read(&mut env);
        env.finish().map(|()| sampler).map_err(|error| error.to_string())
    }

    fn trace(number: u64, caller: Option<bool>) -> TraceContext {
        TraceContext {
            trace: (7 << 64) | u128::from(number),
            span: 1,
            parent: caller.map(|_| 2),
            is_sampled: caller.unwrap_or_default(),
            state: None,
        }
    }

    #[test]
    fn a_sampler_has_a_name_and_may_have_a_ratio() {
        assert_eq!(sampler("", ""), Ok(Sampler { follows_parent: true, ratio: 1.0 }));
        assert_eq!(sampler("always_off", "0.5"), Ok(Sampler { follows_parent: false, ratio: 0.0 }));
        assert_eq!(sampler("parentbased_traceidratio", "0.25"), Ok(Sampler { follows_parent: true, ratio: 0.25 }));
        let error = sampler("sometimes", "1.5").unwrap_err();
        assert!(error.contains("OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, not `1.5`"), "{error}");
        assert!(error.contains("OTEL_TRACES_SAMPLER must be always_on, always_off, traceidratio, "), "{error}");
    }

    #[test]
    fn the_caller_decides_where_it_is_followed() {
        let follows = Sampler { follows_parent: true, ratio: 0.0 };
        assert_eq!([true, false].map(|caller| follows.samples(&trace(0, Some(caller)))), [true, false]);
        assert!(!follows.samples(&trace(0, None)));
        let decides = Sampler { follows_parent: false, ratio: 1.0 };
        assert_eq!([Some(false), None].map(|caller| decides.samples(&trace(u64::MAX, caller))), [true, true]);
    }

    #[test]
    fn a_ratio_is_the_share_of_all_traces() {
        let quarter = Sampler { follows_parent: true, ratio: 0.25 };
        let sampled = (0..100).filter(|part| quarter.samples(&trace(u64::MAX / 200 * (2 * part + 1), None))).count();
        assert_eq!(sampled, 25);
    }
}
