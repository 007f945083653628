//! `documents/<id>.json`: the records as they are.

use crate::record::DocumentRecords;
use crate::record::comparison::Comparison;
use serde::Serialize;

/// The records of a document as indented JSON with a line feed at the end.
pub fn document(records: &DocumentRecords) -> Vec<u8> {
    pretty(records)
}

/// A comparison as indented JSON with a line feed at the end.
pub fn comparison(comparison: &Comparison) -> Vec<u8> {
    pretty(comparison)
}

/// Indented JSON with a line feed at the end, for people who compare files line by line.
pub(super) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(value).expect("records hold neither maps with odd keys nor writers that can fail");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::specimen;

    #[test]
    fn what_is_written_reads_back_the_same() {
        let records = specimen::city();
        let bytes = document(&records);
        let back: DocumentRecords = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(back, records);
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.ends_with("}\n") && text.starts_with("{\n  \"schema_version\": 1,"));
        assert!(text.contains("\"number\": 14.70"), "decimals are written as printed");
    }
}
