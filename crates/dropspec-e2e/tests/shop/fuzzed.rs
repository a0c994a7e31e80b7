//! The functions of the fuzz targets, with nearly valid input.

use proptest::prelude::*;

use crate::instances::near;
use crate::samples::fast;
use crate::values::{body, parameter};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn fast_and_complete_validators_agree_on_parameters(text in "-?[0-9]{0,4}([.eE][-+]?[0-9]{0,3})?|[a-z0-9 ä]{0,6}") {
        parameter(text.as_bytes());
    }

    #[test]
    fn fast_and_complete_validators_agree_on_bodies(value in near(fast()), cut in 0_usize..400) {
        let text = value.to_string();
        body(text.as_bytes());
        body(&text.as_bytes()[..cut.min(text.len())]);
    }
}
