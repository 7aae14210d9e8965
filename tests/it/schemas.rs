//! The JSON Schemas under `assertions/schema/` are those of the types; `SNAPSHOTS=overwrite cargo test` rewrites them.

#[test]
fn schemas_are_those_of_the_types() {
    for (name, schema) in dspt::cli::schemas() {
        let mut text = serde_json::to_string_pretty(&schema).unwrap();
        text.push('\n');
        let kept = format!("{}/assertions/schema/{name}.json", env!("CARGO_MANIFEST_DIR"));
        snapbox::assert_data_eq!(text, snapbox::Data::read_from(kept.as_ref(), None).raw());
    }
}
