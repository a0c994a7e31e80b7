//! Values of response headers.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The value of a header in the style `simple`: a text, a number or a boolean, or an array of them.
pub(crate) fn value<T: DeserializeOwned>(text: &str) -> Option<T> {
    let items = || text.split(',').map(str::trim);
    let candidates: [&dyn Fn() -> Value; 4] =
        [&|| Value::from(text), &|| scalar(text), &|| items().map(Value::from).collect(), &|| {
            items().map(scalar).collect()
        }];
    candidates.iter().find_map(|candidate| T::deserialize(candidate()).ok())
}

fn scalar(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn reads_values_by_their_type() {
        assert_eq!(value::<String>("12"), Some("12".to_owned()));
        assert_eq!(value::<i64>("12"), Some(12));
        assert_eq!(value::<bool>("true"), Some(true));
        assert_eq!(value::<Vec<String>>("a, b"), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(value::<Vec<i64>>("1,2"), Some(vec![1, 2]));
        assert_eq!(value::<i64>("many"), None);
    }
}
