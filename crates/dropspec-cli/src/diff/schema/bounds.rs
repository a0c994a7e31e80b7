//! Compares the keywords that bound values: minimums, maximums, `multipleOf`, `pattern` and `uniqueItems`.

use dropspec_openapi::node::{Checked, Node};

use super::Comparison;
use crate::diff::change::Effect;

/// Compares the bounds of two versions of a schema.
pub(super) fn compare(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
    for (keyword, exclusive) in
        [("minimum", Some("exclusiveMinimum")), ("minLength", None), ("minItems", None), ("minProperties", None)]
    {
        compare_bound(comparison, (old, new), (keyword, exclusive), |old, new| new > old)?;
    }
    for (keyword, exclusive) in
        [("maximum", Some("exclusiveMaximum")), ("maxLength", None), ("maxItems", None), ("maxProperties", None)]
    {
        compare_bound(comparison, (old, new), (keyword, exclusive), |old, new| new < old)?;
    }
    compare_multiple_of(comparison, old, new)?;
    let pattern = match (old.text("pattern")?, new.text("pattern")?) {
        (old, new) if old == new => None,
        (None, Some(_)) => Some(Effect::Narrower),
        (Some(_), None) => Some(Effect::Wider),
        // Whether one pattern implies the other cannot be decided.
        _ => Some(Effect::Other),
    };
    if let Some(effect) = pattern {
        comparison.add_keyword(effect, old, new, "pattern");
    }
    match (old.flag("uniqueItems")?, new.flag("uniqueItems")?) {
        (false, true) => comparison.add_keyword(Effect::Narrower, old, new, "uniqueItems"),
        (true, false) => comparison.add_keyword(Effect::Wider, old, new, "uniqueItems"),
        _ => {}
    }
    Ok(())
}

/// Compares a minimum or maximum. `tighter` tells whether the second of two bounds allows fewer values.
fn compare_bound(
    comparison: &mut Comparison<'_>,
    (old, new): (&Node<'_>, &Node<'_>),
    (keyword, exclusive): (&str, Option<&str>),
    tighter: impl Fn(f64, f64) -> bool,
) -> Checked<()> {
    let is_exclusive = |schema: &Node<'_>| exclusive.map_or(Ok(false), |exclusive| schema.flag(exclusive));
    let (old_exclusive, new_exclusive) = (is_exclusive(old)?, is_exclusive(new)?);
    match (old.number(keyword)?, new.number(keyword)?) {
        (Some(before), Some(after)) if tighter(before, after) => {
            comparison.add_keyword(Effect::Narrower, old, new, keyword);
        }
        (Some(before), Some(after)) if tighter(after, before) => {
            comparison.add_keyword(Effect::Wider, old, new, keyword);
        }
        (None, Some(_)) => comparison.add_keyword(Effect::Narrower, old, new, keyword),
        (Some(_), None) => comparison.add_keyword(Effect::Wider, old, new, keyword),
        (Some(_), Some(_)) if old_exclusive != new_exclusive => {
            let (effect, word) =
                if new_exclusive { (Effect::Narrower, "exclusive") } else { (Effect::Wider, "inclusive") };
            comparison.add(effect, old, new, format!("`{keyword}` is now {word}"));
        }
        _ => {}
    }
    Ok(())
}

fn compare_multiple_of(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
    // The remainder of decimal fractions is not exact.
    let divides = |divisor: f64, number: f64| ((number / divisor).round() - number / divisor).abs() < 1e-9;
    let effect = match (old.number("multipleOf")?, new.number("multipleOf")?) {
        (old, new) if old == new => return Ok(()),
        (None, Some(_)) => Effect::Narrower,
        (Some(_), None) => Effect::Wider,
        (Some(old), Some(new)) if divides(new, old) => Effect::Wider,
        (Some(old), Some(new)) if divides(old, new) => Effect::Narrower,
        _ => Effect::Other,
    };
    comparison.add_keyword(effect, old, new, "multipleOf");
    Ok(())
}
