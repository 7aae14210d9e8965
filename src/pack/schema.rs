//! The JSON Schema of a pack: a pack that names its base may leave out what it takes from there.

use schemars::Schema;
use serde_json::{Map, Value, json};

use crate::model::Pack;

/// What a pack has to say itself even where it is based on another.
const OWN: [&str; 6] = ["format", "id", "based-on", "title", "short-title", "edition"];

/// The schema of a pack file.
pub fn schema() -> Schema {
    let mut schema = schemars::schema_for!(Pack);
    // The names of the parts whose keys may be left out, and what each of them needs nevertheless.
    let parts: [(&str, &[&str]); 3] =
        [("Item", &["id"]), ("Assertion", &["id", "items"]), ("Section", &["id", "assertions"])];
    let whole = schema.remove("required").unwrap_or_default();
    let mut needed: Vec<(&str, Value)> = Vec::new();
    if let Some(defs) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        for (part, own) in parts {
            let Some(definition) = defs.get_mut(part).and_then(Value::as_object_mut) else { continue };
            needed.push((part, definition.get("required").cloned().unwrap_or_default()));
            definition.insert("required".into(), json!(own));
        }
    }
    let of = |part: &str| needed.iter().find(|(name, _)| *name == part).map(|(_, keys)| keys.clone());
    let items = |inner: Value| json!({ "items": inner });
    let item = json!({ "required": of("Item") });
    let assertion = json!({ "required": of("Assertion"), "properties": { "items": items(item) } });
    let section = json!({ "required": of("Section"), "properties": { "assertions": items(assertion) } });
    let mut otherwise = Map::new();
    otherwise.insert("required".into(), whole);
    otherwise.insert("properties".into(), json!({ "sections": items(section) }));
    schema.insert("if".into(), json!({ "required": ["based-on"] }));
    schema.insert("then".into(), json!({ "required": OWN }));
    schema.insert("else".into(), Value::Object(otherwise));
    schema
}
