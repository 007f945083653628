//! Scores on annotated real documents, which lie beside the repository where they are available: the program reads
//! them, `score.py` compares the records with the annotations, and no figure may fall below `tests/floors.toml`.

use gongwen::pipeline::{self, Options};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `tests/floors.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Floors {
    /// SHA-256 of the annotations that the floors were measured with, by file name.
    gold: BTreeMap<String, String>,
    /// Least F1 over all documents, by kind of record.
    f1: BTreeMap<String, f64>,
    /// Least share of right fields over all documents, by field.
    accuracy: BTreeMap<String, f64>,
}

#[test]
fn no_score_falls_below_its_floor() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let Some(gold) = annotations(&shared.join("gold")) else {
        eprintln!("skipped: ../shared/gold is not there (the real documents are not part of this repository)");
        return;
    };
    let floors: Floors = toml::from_str(include_str!("floors.toml")).expect("tests/floors.toml");
    same_annotations(&floors, &gold);
    let output = tempfile::tempdir().expect("a temporary folder");
    extract(shared.join("seeds"), output.path());
    let Some(scores) = score(&shared, &gold, output.path()) else { return };
    let low = below(&floors, &scores["overall"]);
    assert!(low.is_empty(), "\n{}\nsee the head of tests/floors.toml\n", low.join("\n"));
}

/// The annotation files in order of their names, None where there are none.
fn annotations(folder: &Path) -> Option<Vec<PathBuf>> {
    let mut files: Vec<_> = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    (!files.is_empty()).then_some(files)
}

/// Floors mean nothing for other annotations than those they were measured with.
fn same_annotations(floors: &Floors, gold: &[PathBuf]) {
    let found: BTreeMap<String, String> = gold.iter().map(|file| (name(file), sha256(file))).collect();
    let listed: Vec<_> = found.iter().map(|(name, hash)| format!("\"{name}\" = \"{hash}\"")).collect();
    assert!(
        found == floors.gold,
        "the annotations changed: measure again and put this under [gold] in tests/floors.toml\n{}",
        listed.join("\n")
    );
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn sha256(file: &Path) -> String {
    Sha256::digest(fs::read(file).expect("readable")).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn extract(seeds: PathBuf, output: &Path) {
    let options = Options { inputs: vec![seeds], output: output.to_path_buf(), ..Options::default() };
    let outcome = pipeline::run(&options, &()).expect("the built-in rules and a folder of its own");
    let failures: Vec<_> = outcome.failures.iter().map(|f| format!("{}: {}", f.shown, f.problem)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What `score.py --json` prints; None where there is no Python.
fn score(shared: &Path, gold: &[PathBuf], output: &Path) -> Option<Value> {
    let mut command = Command::new("python3");
    command.arg(shared.join("tools/score.py")).args(gold).arg("--json").arg("--out").arg(output);
    let run = match command.output() {
        Ok(run) => run,
        Err(error) => {
            eprintln!("skipped: python3 does not start ({error})");
            return None;
        }
    };
    let complaint = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{complaint}");
    eprint!("{complaint}");
    Some(serde_json::from_slice(&run.stdout).expect("score.py --json prints JSON"))
}

/// Every figure that is below its floor, or that has none.
fn below(floors: &Floors, overall: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    for (group, key, floors) in [("f1", "f1", &floors.f1), ("accuracy", "accuracy", &floors.accuracy)] {
        let figures = overall[group].as_object().expect("an object of figures");
        for (kind, floor) in floors {
            match figures.get(kind).and_then(|figure| figure[key].as_f64()) {
                Some(figure) if figure + 1e-9 >= *floor => {}
                Some(figure) => wrong.push(format!("{group} {kind}: {figure:.4}, floor {floor}")),
                None => wrong.push(format!("{group} {kind}: not measured, floor {floor}")),
            }
        }
        let unguarded = figures.keys().filter(|kind| !floors.contains_key(*kind));
        wrong.extend(unguarded.map(|kind| format!("{group} {kind}: measured, but tests/floors.toml has no floor")));
    }
    wrong
}

#[test]
fn low_and_unguarded_figures_are_told() {
    let floors = |text: &str| toml::from_str::<Floors>(text).expect("floors");
    let overall = serde_json::json!({
        "f1": {"targets": {"f1": 0.98}, "tasks": {"f1": 1.0}},
        "accuracy": {"values.raw": {"accuracy": 0.99}}
    });
    let good = floors("[gold]\n[f1]\ntargets = 0.98\ntasks = 1.0\n[accuracy]\n\"values.raw\" = 0.99");
    assert_eq!(below(&good, &overall), Vec::<String>::new());
    let bad = floors("[gold]\n[f1]\ntargets = 0.99\nunits = 1.0\n[accuracy]\n\"values.raw\" = 0.99");
    assert_eq!(
        below(&bad, &overall),
        [
            "f1 targets: 0.9800, floor 0.99",
            "f1 units: not measured, floor 1",
            "f1 tasks: measured, but tests/floors.toml has no floor",
        ]
    );
}
