//! Valid bodies.

use serde_json::{Value, json};

/// A body with everything that fast validators support.
pub(crate) fn fast() -> Value {
    json!({
        "name": "néon",
        "code": "_7",
        "count": 2,
        "big": 9_007_199_254_740_993_i64,
        "steps": -6,
        "price": 9.99,
        "weight": 0.0,
        "flag": false,
        "key": "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f",
        "maybe": null,
        "size": "s",
        "kind": "3d",
        "label": "fresh",
        "tint": null,
        "fit": "tight",
        "fits": ["loose", "tight"],
        "gaps": [1.5, null],
        "rows": [[true], [], [false, true]],
        "tags": [],
        "a": { "b": { "type": 1, "2nd": true } },
        "items": [{ "sku": "AB-1", "draft": "no" }],
    })
}

/// A body with everything that only complete validators support.
pub(crate) fn slow() -> Value {
    json!({
        "mail": "someone@shop.example",
        "day": "2024-02-29",
        "when": "2024-02-29T12:00:00Z",
        "labels": ["a", "b"],
        "size": 3,
        "kind": "fruit",
        "ratio": 0.75,
        "level": 2,
        "amounts": { "red": 1, "blue": 2 },
        "inner": { "x": 1, "y": "z" },
        "nothing": { "z": true },
        "anything": ["at", { "all": null }],
        "both": { "sku": "AB-1", "draft": "yes", "extra": false },
        "tree": { "name": "oak", "branches": [{ "name": "left" }], "first": { "name": "right" } },
        "ghost": { "seen": true, "unseen": 1 },
        "picky": "b",
    })
}
