//! Keywords that draw bounds.

use dropspec_openapi::node::{Checked, Node};

use super::change::Effect;
use super::schema::Comparison;

/// Compares the bounds of two versions of a schema.
pub(super) fn compare(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
    for (keyword, exclusive) in
        [("minimum", Some("exclusiveMinimum")), ("minLength", None), ("minItems", None), ("minProperties", None)]
    {
        compare_bound(comparison, (old, new), (keyword, exclusive), |was, is| is > was)?;
    }
    for (keyword, exclusive) in
        [("maximum", Some("exclusiveMaximum")), ("maxLength", None), ("maxItems", None), ("maxProperties", None)]
    {
        compare_bound(comparison, (old, new), (keyword, exclusive), |was, is| is < was)?;
    }
    compare_steps(comparison, old, new)?;
    let pattern = match (old.text("pattern")?, new.text("pattern")?) {
        (was, is) if was == is => None,
        (None, Some(_)) => Some(Effect::Narrower),
        (Some(_), None) => Some(Effect::Wider),
        // Nobody can tell which texts match one pattern and not the other.
        _ => Some(Effect::Other),
    };
    if let Some(effect) = pattern {
        comparison.keyword(effect, old, new, "pattern");
    }
    match (old.flag("uniqueItems")?, new.flag("uniqueItems")?) {
        (false, true) => comparison.keyword(Effect::Narrower, old, new, "uniqueItems"),
        (true, false) => comparison.keyword(Effect::Wider, old, new, "uniqueItems"),
        _ => {}
    }
    Ok(())
}

fn compare_bound(
    comparison: &mut Comparison<'_>,
    (old, new): (&Node<'_>, &Node<'_>),
    (keyword, exclusive): (&str, Option<&str>),
    closer: impl Fn(f64, f64) -> bool,
) -> Checked<()> {
    let excluded = |schema: &Node<'_>| exclusive.map_or(Ok(false), |exclusive| schema.flag(exclusive));
    let (was_excluded, is_excluded) = (excluded(old)?, excluded(new)?);
    match (old.number(keyword)?, new.number(keyword)?) {
        (Some(was), Some(is)) if closer(was, is) => comparison.keyword(Effect::Narrower, old, new, keyword),
        (Some(was), Some(is)) if closer(is, was) => comparison.keyword(Effect::Wider, old, new, keyword),
        (None, Some(_)) => comparison.keyword(Effect::Narrower, old, new, keyword),
        (Some(_), None) => comparison.keyword(Effect::Wider, old, new, keyword),
        (Some(_), Some(_)) if was_excluded != is_excluded => {
            let (effect, verb) = if is_excluded { (Effect::Narrower, "not") } else { (Effect::Wider, "also") };
            comparison.note(effect, old, new, format!("the `{keyword}` itself is {verb} allowed now"));
        }
        _ => {}
    }
    Ok(())
}

fn compare_steps(comparison: &mut Comparison<'_>, old: &Node<'_>, new: &Node<'_>) -> Checked<()> {
    // Of decimal fractions the remainder is not exact.
    let divides = |divisor: f64, number: f64| ((number / divisor).round() - number / divisor).abs() < 1e-9;
    let effect = match (old.number("multipleOf")?, new.number("multipleOf")?) {
        (was, is) if was == is => return Ok(()),
        (None, Some(_)) => Effect::Narrower,
        (Some(_), None) => Effect::Wider,
        (Some(was), Some(is)) if divides(is, was) => Effect::Wider,
        (Some(was), Some(is)) if divides(was, is) => Effect::Narrower,
        _ => Effect::Other,
    };
    comparison.keyword(effect, old, new, "multipleOf");
    Ok(())
}
