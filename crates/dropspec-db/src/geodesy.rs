//! Distances on the Earth, on the ellipsoid of WGS 84.

use geographiclib_rs::{Geodesic, InverseGeodesic};

/// The semi-major axis of the ellipsoid in metres.
const SEMI_MAJOR_AXIS: f64 = 6_378_137.0;

/// The square of the eccentricity of the ellipsoid.
const ECCENTRICITY_SQUARED: f64 = 0.006_694_379_990_141_316;

/// The distance in metres from which on every point is near: no two points are farther apart than half the circumference through the poles.
pub const MAX_DISTANCE: f64 = 20_003_932.0;

/// The distance in metres up to which points are the same: the bounding boxes of PostGIS round, so that they tell apart the points of a pole,
/// which has every longitude.
pub const MIN_DISTANCE: f64 = 0.000_001;

/// The room in metres for rounding in earth-centred coordinates.
const ROUNDING: f64 = 0.001;

/// The length in metres of the shortest path between two points on the ellipsoid, given in degrees.
#[must_use]
pub fn geodesic_distance(latitude: f64, longitude: f64, other_latitude: f64, other_longitude: f64) -> f64 {
    Geodesic::wgs84().inverse(latitude, longitude, other_latitude, other_longitude)
}

/// The earth-centred coordinates of a point in metres: `x` points to latitude 0 and longitude 0, `y` to longitude 90, `z` to the north pole.
#[must_use]
pub fn earth_centred(latitude: f64, longitude: f64) -> [f64; 3] {
    let ([north, east], [cos_north, cos_east]) =
        ([latitude, longitude].map(|it| it.to_radians().sin()), [latitude, longitude].map(|it| it.to_radians().cos()));
    let normal = SEMI_MAJOR_AXIS / (1.0 - ECCENTRICITY_SQUARED * north * north).sqrt();
    [normal * cos_north * cos_east, normal * cos_north * east, normal * (1.0 - ECCENTRICITY_SQUARED) * north]
}

/// The least and the greatest earth-centred coordinates of the points within a distance. They have no exceptions at the poles and at
/// the antimeridian: the path between two points on the ellipsoid is at least as long as the straight line between them.
pub(crate) fn bounds(latitude: f64, longitude: f64, metres: f64) -> [[f64; 2]; 3] {
    let room = metres + ROUNDING;
    earth_centred(latitude, longitude).map(|coordinate| [coordinate - room, coordinate + room])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Published test values: Karney, "Test data for geodesics" (2010), rounded to millimetres.
    #[test]
    fn distances_are_those_of_the_ellipsoid() {
        for (from, to, metres) in [
            ((0.0, 0.0), (0.0, 1.0), 111_319.491),
            ((0.0, 0.0), (90.0, 0.0), 10_001_965.729),
            ((-90.0, 0.0), (90.0, 0.0), 20_003_931.459),
            ((0.0, 179.5), (0.0, -179.5), 111_319.491),
            ((90.0, 12.0), (90.0, -170.0), 0.0),
        ] {
            let distance = geodesic_distance(from.0, from.1, to.0, to.1);
            assert!((distance - metres).abs() < 0.001, "{from:?} {to:?}: {distance}");
        }
    }

    fn latitude() -> impl Strategy<Value = f64> {
        prop_oneof![-90.0..=90.0, 89.999..=90.0, -90.0..=-89.999, Just(90.0), Just(-90.0), Just(0.0)]
    }

    fn longitude() -> impl Strategy<Value = f64> {
        prop_oneof![-180.0..=180.0, 179.999..=180.0, -180.0..=-179.999, Just(180.0), Just(-180.0), Just(0.0)]
    }

    proptest! {
        #[test]
        fn points_within_a_distance_are_within_its_bounds(
            from in (latitude(), longitude()), to in (latitude(), longitude()), beside in (-1e-3_f64..1e-3, -1e-3_f64..1e-3),
        ) {
            let near = ((from.0 + beside.0).clamp(-90.0, 90.0), (from.1 + beside.1).clamp(-180.0, 180.0));
            for to in [to, near] {
                let distance = geodesic_distance(from.0, from.1, to.0, to.1);
                prop_assert!(distance <= MAX_DISTANCE);
                for (coordinate, [least, greatest]) in earth_centred(to.0, to.1).into_iter().zip(bounds(from.0, from.1, distance)) {
                    prop_assert!(least <= coordinate && coordinate <= greatest);
                }
            }
        }
    }
}
