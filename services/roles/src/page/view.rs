//! The page as HTML.

use askama::Template;
use dropspec::{Content, Error};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue};

use super::clients::role::types::Role;
use super::scene::Scene;

/// The style sheet of the page.
pub(super) const STYLE: &str = include_str!("../../templates/page.css");

/// The most points that a role has, which fill a bar.
const MAX_POINTS: f64 = 10_000.0;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'p> {
    scene: &'p Scene,
    name: Option<&'p str>,
    root: &'p str,
    bars: Vec<Bar>,
}

/// The points of one kind as a bar.
struct Bar {
    label: &'static str,
    /// The length: the square root of the share, so that small values can be told apart.
    percent: f64,
}

impl Bar {
    fn new(label: &'static str, points: i32) -> Self {
        let share = f64::from(points) / MAX_POINTS;
        Self { label, percent: (share.clamp(0.0, 1.0).sqrt() * 100.0).round() }
    }
}

/// The page with its headers. It may use its own style sheet and send its form to its own service, nothing else.
pub(super) fn page(scene: &Scene, name: Option<&str>, root: &str) -> Result<Content, Error> {
    let bars = scene.stat.iter().flat_map(|stat| [Bar::new("HP", stat.hp), Bar::new("MP", stat.mp)]);
    let page = Page { scene, name, root, bars: bars.collect() }.render().map_err(Error::internal)?;
    let headers = [
        (CACHE_CONTROL, "no-store"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (REFERRER_POLICY, "same-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    Ok(Content::with_headers(page, HeaderMap::from_iter(headers)))
}
