//! What is written keeps to the printed schema.

use super::desk::{Desk, notice};
use super::json_schema::mistakes;
use serde_json::{Value, json};

fn printed_schema(desk: &Desk) -> Value {
    let run = desk.run(&["schema"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).expect("is JSON")
}

#[test]
fn the_schema_names_its_draft() {
    let schema = printed_schema(&Desk::new());
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["type"], "object");
}

#[test]
fn every_written_document_keeps_to_the_schema() {
    let desk = Desk::new();
    let prose = "海湾市2025年工作要点\n\n一、稳增长\n\n1.地区生产总值增长6%左右。\n责任单位：市发改局\n";
    desk.file("in/a.md", notice(1)).file("in/b.txt", prose).extract();
    let schema = printed_schema(&desk);
    let documents: Vec<_> = desk.tree("out").into_iter().filter(|(file, _)| file.starts_with("documents/")).collect();
    assert_eq!(documents.len(), 2);
    for (file, bytes) in documents {
        let document: Value = serde_json::from_slice(&bytes).expect("is JSON");
        assert_eq!(mistakes(&schema, &document), Vec::<String>::new(), "{file}");
    }
}

#[test]
fn a_written_comparison_keeps_to_its_schema() {
    let desk = Desk::new();
    desk.file("a.md", notice(1)).file("b.md", notice(2).replace("2025", "2024"));
    assert_eq!(desk.run(&["compare", "a.md", "--with", "b.md", "-o", "out"]).code, 0);
    let schema: Value = serde_json::from_str(&desk.run(&["schema", "comparison"]).stdout).expect("is JSON");
    let comparison = desk.json("out/comparison.json");
    assert_eq!(mistakes(&schema, &comparison), Vec::<String>::new());
    let mut broken = comparison;
    broken["indicators"][0]["judgement"] = json!("good");
    assert!(!mistakes(&schema, &broken).is_empty());
}

#[test]
fn the_schema_is_strict_enough_to_find_mistakes() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).extract();
    let schema = printed_schema(&desk);
    let document = desk.json(&format!("out/documents/{}.json", desk.documents()[0]));
    let broken = |pointer: &str, value: Value| {
        let mut document = document.clone();
        *document.pointer_mut(pointer).expect("there") = value;
        mistakes(&schema, &document)
    };
    for (pointer, value) in [
        ("/schema_version", json!("1")),
        ("/document/id", json!(null)),
        ("/document/source/format", json!("tex")),
        ("/document/source", json!({})),
        ("/coverage/unread", json!(-1)),
        ("/targets", json!({})),
    ] {
        assert!(!broken(pointer, value).is_empty(), "{pointer}");
    }
}
