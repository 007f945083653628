use crate::record::DocumentRecords;
use crate::record::comparison::Comparison;
use schemars::{Schema, schema_for};

/// JSON Schema (2020-12) of `documents/<id>.json`, indented, with a line feed at the end.
pub fn schema() -> String {
    indented(&schema_for!(DocumentRecords))
}

/// JSON Schema (2020-12) of `comparison.json`, indented, with a line feed at the end.
pub fn comparison_schema() -> String {
    indented(&schema_for!(Comparison))
}

fn indented(schema: &Schema) -> String {
    let mut text = serde_json::to_string_pretty(schema).expect("a schema is a JSON value already");
    text.push('\n');
    text
}
