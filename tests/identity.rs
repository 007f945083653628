//! Identity of indicators over documents, against a list made by hand: no pair of the list may be missed, and no two
//! targets joined that the list keeps apart.

use gongwen::check::Settings;
use gongwen::compare::compare;
use gongwen::pipeline::{self, Options};
use gongwen::record::{DocumentRecords, Target};
use gongwen::rules::Rules;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const LIST: &str = include_str!("identity/indicators.toml");
/// Least share of the pairs of the list that must be found.
const RECALL: f64 = 0.95;
/// A longer name is cut in the list.
const CUT: char = '…';

#[derive(Deserialize)]
struct List {
    same: Vec<Vec<String>>,
    near: Vec<[String; 2]>,
    /// Name, component, unit of measure.
    names: BTreeMap<String, [String; 3]>,
}

type Pairs = BTreeSet<(String, String)>;

fn list() -> List {
    toml::from_str(LIST).expect("the list")
}

/// All pairs inside each group, the smaller name first.
fn pairs(groups: &[Vec<String>]) -> Pairs {
    let mut out = Pairs::new();
    for group in groups {
        for a in group {
            out.extend(group.iter().filter(|b| a < *b).map(|b| (a.clone(), b.clone())));
        }
    }
    out
}

/// A document that holds targets with these names only.
fn document(id: &str, targets: Vec<Value>) -> DocumentRecords {
    let source = json!({"path": id, "format": "text", "encoding": "UTF-8", "bytes": 1, "sha256": id});
    let info = json!({"id": id, "source": source, "title": null, "doc_number": null, "issuer": null, "index_number": null,
        "signed_date": null, "published_date": null, "region": null, "year": null, "attachments": []});
    let coverage = json!({"characters": 0, "in_records": 0, "unread": 0, "unread_numbers": 0, "unread_spans": [],
        "explained": {"furniture": 0, "letterhead": 0, "header": 0, "prose": 0, "markup": 0}});
    let records = json!({"schema_version": 1, "document": info, "lists": [], "targets": targets, "tasks": [], "units": [],
        "claims": [], "findings": [], "coverage": coverage});
    serde_json::from_value(records).expect("records")
}

fn target(id: &str, [name, component, unit]: &[String; 3]) -> Value {
    let text = |text: &String| if text.is_empty() { Value::Null } else { json!(text) };
    json!({"id": id, "list": "表", "category": [], "seq": null, "name": name, "component": text(component),
        "unit": text(unit), "attribute": null, "responsible": [], "values": [], "confidence": 1.0, "alternative": null,
        "rules": [], "anchor": {}})
}

fn of_names(list: &List) -> Vec<DocumentRecords> {
    let mut documents: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (place, name) in list.names.iter().filter(|(_, name)| !name[0].ends_with(CUT)) {
        let (document, id) = place.split_once(' ').expect("document and id");
        documents.entry(document).or_default().push(target(id, name));
    }
    documents.into_iter().map(|(id, targets)| document(id, targets)).collect()
}

/// The groups that the program makes, targets named as in the list.
fn found(documents: &[DocumentRecords], rules: &Rules) -> Vec<Vec<String>> {
    let old: Vec<&DocumentRecords> = documents[1..].iter().collect();
    let comparison = compare(&documents[0], &old, rules, &Settings::default());
    let name = |document: &str| {
        let records = documents.iter().find(|records| records.document.id == document).expect("one of them");
        records.document.source.path[..3].to_string()
    };
    let group = |members: &[gongwen::record::comparison::Member]| {
        members.iter().map(|member| format!("{} {}", name(&member.document), member.target)).collect()
    };
    comparison.indicators.iter().map(|indicator| group(&indicator.members)).collect()
}

/// Checks precision 1 over every pair of targets, and recall over those of the list.
fn judge(list: &List, groups: &[Vec<String>]) {
    let known: BTreeSet<&String> = groups.iter().flatten().collect();
    let wanted: Pairs = pairs(&list.same).into_iter().filter(|(a, b)| known.contains(a) && known.contains(b)).collect();
    let got = pairs(groups);
    let shown = |(a, b): &(String, String)| format!("{a} {:?} / {b} {:?}", list.names[a], list.names[b]);
    let wrong: Vec<String> = got.difference(&wanted).map(shown).collect();
    assert!(wrong.is_empty(), "joined wrongly:\n{}", wrong.join("\n"));
    let missed: Vec<String> = wanted.difference(&got).map(shown).collect();
    let recall = 1.0 - missed.len() as f64 / wanted.len() as f64;
    assert!(recall >= RECALL, "recall {recall:.3}, missed:\n{}", missed.join("\n"));
    println!("{} pairs, precision 1, recall {recall:.3}", wanted.len());
}

#[test]
fn the_list_is_long_enough_and_sound() {
    let list = list();
    let same = pairs(&list.same);
    assert!(same.len() >= 60 && list.near.len() >= 30, "{} pairs, {} near misses", same.len(), list.near.len());
    let members: Vec<&String> = list.same.iter().flatten().collect();
    assert_eq!(members.iter().collect::<BTreeSet<_>>().len(), members.len(), "a target stands in one group only");
    for place in members.into_iter().chain(list.near.iter().flatten()) {
        assert!(list.names.contains_key(place), "{place} has no name");
    }
    for [a, b] in &list.near {
        assert!(!same.contains(&(a.min(b).clone(), a.max(b).clone())), "{a} and {b} are in both lists");
    }
}

/// The records of the real documents where they lie beside the repository.
fn real_documents() -> Option<Vec<DocumentRecords>> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !seeds.is_dir() {
        println!("skipped: {} is not there", seeds.display());
        return None;
    }
    let output = tempfile::tempdir().expect("a temporary folder");
    let options = Options { inputs: vec![seeds], output: output.path().to_path_buf(), ..Options::default() };
    let outcome = pipeline::run(&options, &()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(outcome.failures, []);
    let files = std::fs::read_dir(output.path().join("documents")).expect("documents");
    let read = |path| serde_json::from_str(&std::fs::read_to_string(path).expect("readable")).expect("records");
    let mut documents: Vec<DocumentRecords> = files.map(|file| read(file.expect("an entry").path())).collect();
    documents.sort_by(|a, b| a.document.source.path.cmp(&b.document.source.path));
    Some(documents)
}

/// Gives the targets of the documents the ids of the list. Extraction may find more targets than the list holds; those
/// are left out. The list must come in its order.
fn named_as_in_the_list(documents: &mut [DocumentRecords], list: &List) {
    for records in documents {
        let prefix = records.document.source.path[..3].to_string();
        let mut wanted = list.names.iter().filter(|(place, _)| place.starts_with(&prefix)).peekable();
        records.targets.retain_mut(|target| {
            let Some((place, name)) = wanted.peek() else { return false };
            let fits = is_named(target, name);
            if fits {
                target.id = place[prefix.len() + 1..].to_string();
                wanted.next();
            }
            fits
        });
        assert_eq!(wanted.next(), None, "the first target of the list that is not extracted any more");
    }
}

fn is_named(target: &Target, [name, component, unit]: &[String; 3]) -> bool {
    let plain = |text: &Option<String>| text.clone().unwrap_or_default().replace('\n', "");
    let printed = target.name.replace('\n', "");
    let same = match name.strip_suffix(CUT) {
        Some(beginning) => printed.starts_with(beginning),
        None => printed == *name,
    };
    same && plain(&target.component) == *component && plain(&target.unit) == *unit
}

#[test]
fn the_real_documents_are_joined_as_in_the_list() {
    let Some(mut documents) = real_documents() else { return };
    let list = list();
    named_as_in_the_list(&mut documents, &list);
    let rules = Rules::load(None).expect("the built-in rules");
    judge(&list, &found(&documents, &rules));
}

#[test]
fn names_alone_tell_what_is_one_indicator() {
    let list = list();
    let rules = Rules::load(None).expect("the built-in rules");
    judge(&list, &found(&of_names(&list), &rules));
}
