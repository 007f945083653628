//! A record as field and value, so that gold and program are compared by one piece of code.

use super::text::plain;
use std::collections::BTreeMap;

/// A record in the form in which it is compared.
#[derive(Debug, Clone)]
pub struct Row {
    /// How the record is called in the list of differences.
    pub name: String,
    /// What it is found by, the strictest first; an empty key finds nothing.
    pub keys: Vec<String>,
    /// Field and value in plain form; a field that is missing or null stands as an empty value.
    pub fields: BTreeMap<String, String>,
}

impl Row {
    pub fn new(name: String, keys: &[&[&str]]) -> Row {
        let key = |parts: &[&str]| {
            let parts: Vec<_> = parts.iter().map(|part| plain(part)).collect();
            if parts.iter().all(String::is_empty) { String::new() } else { parts.join(" | ") }
        };
        Row { name, keys: keys.iter().map(|parts| key(parts)).collect(), fields: BTreeMap::new() }
    }

    /// Adds a field, in plain form.
    pub fn field(self, name: &str, value: &str) -> Row {
        let value = plain(value);
        self.exact(name, value)
    }

    /// Adds a field as it stands.
    pub fn exact(mut self, name: &str, value: String) -> Row {
        let mut name = name.to_string();
        while self.fields.contains_key(&name) {
            name.push('\'');
        }
        self.fields.insert(name, value);
        self
    }
}
