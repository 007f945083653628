//! `gold.json`: what a careful reader takes from a specimen.

use serde::Deserialize;
use serde_json::Number;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gold {
    pub document: Document,
    pub targets: Vec<Target>,
    pub tasks: Vec<Task>,
    pub units: Vec<String>,
    pub findings: Vec<Planted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub file: String,
    pub title: Option<String>,
    pub doc_number: Option<String>,
    pub issuer: Option<String>,
    pub signed_date: Option<String>,
    pub published_date: Option<String>,
    pub region: Option<String>,
    pub year: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub list: String,
    pub category: String,
    pub seq: Option<u32>,
    pub name: String,
    pub component: Option<String>,
    pub unit: Option<String>,
    pub responsible: Vec<String>,
    pub attribute: Option<String>,
    pub values: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    pub region: String,
    pub year: Option<i32>,
    pub basis: String,
    pub raw: String,
    pub op: String,
    pub number: Option<Number>,
    pub number_max: Option<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    pub list: String,
    pub category: String,
    pub seq: Option<u32>,
    pub title: Option<String>,
    pub responsible: Vec<String>,
    pub leader: Option<String>,
    pub sections: BTreeMap<String, String>,
    pub schedule: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub raw: String,
    pub start: Option<u32>,
    pub end: Option<u32>,
    pub year: Option<i32>,
    pub text: String,
}

/// A mistake that was planted in the specimen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planted {
    pub kind: String,
    #[serde(rename = "where")]
    pub place: String,
    pub what: String,
    pub values: Vec<String>,
}

impl Gold {
    pub fn read(file: &Path) -> Gold {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    }
}
