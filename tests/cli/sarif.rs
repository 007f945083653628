//! `gongwen check --format sarif` against the rules of SARIF 2.1.0 (OASIS standard, section 3) for what a log of ours
//! holds: which properties an object must and may have, their types and bounds, and what holds between them.

use super::json_schema::mistakes;
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn log(arguments: &[&str]) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = cargo_bin_cmd!("gongwen").current_dir(root).args(["check", "--format", "sarif"]).args(arguments).output();
    serde_json::from_slice(&run.expect("runs").stdout).expect("JSON")
}

/// An object with these properties, of which the first so many must be there.
fn object(required: usize, properties: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = properties.iter().take(required).map(|(name, _)| *name).collect();
    let properties: serde_json::Map<String, Value> =
        properties.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "required": names, "properties": properties, "additionalProperties": false })
}

fn list(of: &str) -> Value {
    json!({ "type": "array", "items": { "$ref": format!("#/$defs/{of}") } })
}

fn rules() -> Value {
    let (text, count) = (json!({ "type": "string" }), json!({ "type": "integer", "minimum": 1 }));
    let of = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    let level = json!({ "enum": ["none", "note", "warning", "error"] });
    let driver = [
        ("name", text.clone()),
        ("version", text.clone()),
        ("semanticVersion", text.clone()),
        ("language", text.clone()),
        ("rules", list("rule")),
    ];
    let result = [
        ("message", of("message")),
        ("ruleId", text.clone()),
        ("level", level.clone()),
        ("locations", list("location")),
        ("partialFingerprints", json!({ "type": "object", "additionalProperties": { "type": "string" } })),
        ("ruleIndex", json!({ "type": "integer", "minimum": 0 })),
        ("relatedLocations", list("location")),
    ];
    let run = [
        ("tool", object(1, &[("driver", object(5, &driver))])),
        ("results", list("result")),
        ("columnKind", json!({ "enum": ["utf16CodeUnits", "unicodeCodePoints"] })),
        ("invocations", list("invocation")),
    ];
    let rule = [
        ("id", text.clone()),
        ("name", text.clone()),
        ("shortDescription", of("message")),
        ("fullDescription", of("message")),
        ("help", of("message")),
        ("defaultConfiguration", object(1, &[("level", level.clone())])),
    ];
    let place = [("artifactLocation", object(1, &[("uri", text.clone())])), ("region", of("region"))];
    let location = [
        ("physicalLocation", object(1, &place)),
        ("id", json!({ "type": "integer", "minimum": 0 })),
        ("message", of("message")),
    ];
    let region = [
        ("startLine", count.clone()),
        ("startColumn", count.clone()),
        ("endLine", count.clone()),
        ("endColumn", count),
    ];
    let notification = [("message", of("message")), ("level", level), ("locations", list("location"))];
    let invocation =
        [("executionSuccessful", json!({ "type": "boolean" })), ("toolExecutionNotifications", list("notification"))];
    let mut log =
        object(3, &[("$schema", text.clone()), ("version", json!({ "const": "2.1.0" })), ("runs", list("run"))]);
    log["$defs"] = json!({
        "run": object(4, &run), "rule": object(6, &rule), "result": object(5, &result), "message": object(1, &[("text", text)]),
        "location": object(1, &location), "region": object(1, &region), "notification": object(2, &notification),
        "invocation": object(1, &invocation),
    });
    log
}

#[test]
fn the_log_follows_the_rules_of_the_standard() {
    for arguments in [vec!["seeds"], vec!["seeds", "--select", "GW106"], vec!["没有的文件.txt"]] {
        let log = log(&arguments);
        assert_eq!(mistakes(&rules(), &log), Vec::<String>::new(), "{arguments:?}");
    }
}

#[test]
fn results_refer_to_rules_and_places_that_there_are() {
    let log = log(&["seeds"]);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let ids: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids.len(), rules.len(), "every rule has an id of its own");
    let results = run["results"].as_array().expect("results");
    assert!(!results.is_empty(), "the specimens have findings");
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        let ids: Vec<u64> = related.filter_map(|location| location["id"].as_u64()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids of locations are unique in a result");
        let locations =
            result["locations"].as_array().into_iter().chain(result["relatedLocations"].as_array()).flatten();
        for place in locations.map(|location| &location["physicalLocation"]) {
            let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
            assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
            let number = |name: &str| place["region"][name].as_u64();
            if let (Some(start), Some(end)) = (number("startLine"), number("endLine")) {
                let columns = number("startColumn").zip(number("endColumn"));
                assert!(start <= end && (start < end || columns.is_none_or(|(from, to)| from < to)), "{place}");
            }
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_a_notification() {
    let log = log(&["没有的文件.txt"]);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(
        invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().is_some_and(|text| !text.is_empty())
    );
}
