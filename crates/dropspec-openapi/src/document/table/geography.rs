//! Points on the Earth: `x-dropspec-geography` at an object with a latitude and a longitude.

use crate::document::schema::{admits_null, is_required};
use crate::grammar::extensions::GEOGRAPHY;
use crate::node::{Checked, Node, both};

/// The two properties of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointProperties {
    /// The property with the latitude, in degrees from −90 to 90.
    pub latitude: String,
    /// The property with the longitude, in degrees from −180 to 180.
    pub longitude: String,
}

/// The properties of a schema that is marked as a point; `None` if it is not marked.
///
/// # Errors
/// When its values are not points: a column has room for two numbers, which have to be there.
pub(super) fn read_geography(node: &Node<'_>) -> Checked<Option<PointProperties>> {
    let Some(mark) = node.get(GEOGRAPHY) else { return Ok(None) };
    mark.allow_keys("a point", &["latitude", "longitude"])?;
    let (latitude, longitude) = both(mark.required_text("latitude"), mark.required_text("longitude"))?;
    let properties = node.entries_of("properties")?;
    let is_closed = node.get("additionalProperties").is_some_and(|additional| additional.value() == false);
    if node.text("type")? != Some("object") || !is_closed || properties.len() != 2 || latitude == longitude {
        return Err(node.error(format!(
            "a point must have `type: object`, `additionalProperties: false`, and the properties `{latitude}` and `{longitude}` \
             alone"
        )));
    }
    both(check_coordinate(node, &mark, latitude, 90.0), check_coordinate(node, &mark, longitude, 180.0))?;
    Ok(Some(PointProperties { latitude: latitude.to_owned(), longitude: longitude.to_owned() }))
}

/// Checks that a property is a number of degrees.
fn check_coordinate(node: &Node<'_>, mark: &Node<'_>, name: &str, most: f64) -> Checked<()> {
    let properties = node.entries_of("properties")?;
    let Some((_, property)) = properties.iter().find(|(property, _)| *property == name) else {
        return Err(mark.error(format!("the schema has no property `{name}`")));
    };
    let target = property.resolve()?;
    let is_within = |key: &str, bound: f64| -> Checked<bool> {
        Ok(target.number(key)?.is_some_and(|given| if bound < 0.0 { given >= bound } else { given <= bound }))
    };
    let fits = target.text("type")? == Some("number")
        && is_within("minimum", -most)?
        && is_within("maximum", most)?
        && !admits_null(&target)?
        && target.get("default").is_none()
        && is_required(node, name)?;
    if fits {
        return Ok(());
    }
    Err(property.error(format!(
        "`{name}` of a point must be a required number with `minimum: -{most}` and `maximum: {most}`, or bounds within these"
    )))
}
