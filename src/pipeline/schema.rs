use crate::record::DocumentRecords;

/// JSON Schema (2020-12) of `documents/<id>.json`, indented, with a line feed at the end.
pub fn schema() -> String {
    let schema = schemars::schema_for!(DocumentRecords);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is a JSON value already");
    text.push('\n');
    text
}
