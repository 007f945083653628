//! The precision register: every finding on the specimens, and on the real documents where they are available, is
//! labelled in `tests/register.toml` as true or as a false alarm, with a reason. The test prints the precision of each
//! code, fails on a finding without a label, and fails when too many are false alarms. Beside it stands the recall of
//! the findings that the annotations of the real documents list.

use gongwen::pipeline::{self, Options, Selection, Severity};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Share of true findings that a severity must have.
const LEVELS: [(Severity, f64); 2] = [(Severity::Error, 0.95), (Severity::Warning, 0.85)];

/// Share of the annotated findings of a kind that must be found.
const RECALL: [(&str, f64); 7] = [
    ("count", 0.9),
    ("sum", 0.9),
    ("sequence", 0.9),
    ("missing", 0.9),
    ("trend", 0.9),
    ("unit_name", 0.9),
    ("conflict", 0.8),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    finding: Vec<Label>,
}

/// What a reader says of a finding.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    /// Name of the source file.
    file: String,
    code: String,
    fingerprint: String,
    /// Is it a true finding.
    holds: bool,
    reason: String,
}

/// A finding as it is found.
struct Found {
    file: String,
    code: String,
    severity: Severity,
    fingerprint: String,
    message: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shared() -> Option<PathBuf> {
    let shared = root().join("../shared");
    let there = shared.join("gold").is_dir() && shared.join("seeds").is_dir();
    if !there {
        eprintln!("skipped: ../shared is not there (the real documents are not part of this repository)");
    }
    there.then_some(shared)
}

/// The findings about documents; how a table was read (GW107 to GW110) is no statement that can be false.
fn findings(folder: PathBuf) -> Vec<Found> {
    let options = Options { inputs: vec![folder], ..Options::default() };
    let ignore = ["GW107", "GW108", "GW109", "GW110"].map(str::to_owned).to_vec();
    let selection = Selection { ignore, ..Selection::default() };
    let examination = pipeline::examine(&options, &selection, &()).expect("the built-in rules");
    let of = |document: &pipeline::Examined| {
        let file = document.records.document.source.path.clone();
        let found = document.records.findings.iter().map(move |finding| Found {
            file: file.clone(),
            code: finding.code.clone(),
            severity: finding.severity,
            fingerprint: finding.fingerprint.clone(),
            message: finding.message.clone(),
        });
        found.collect::<Vec<_>>()
    };
    examination.documents.iter().flat_map(of).collect()
}

fn register() -> Register {
    toml::from_str(include_str!("register.toml")).expect("tests/register.toml")
}

#[test]
fn the_specimens_are_labelled_and_hold() {
    judge(findings(root().join("seeds")));
}

#[test]
fn the_real_documents_are_labelled_and_hold() {
    if let Some(shared) = shared() {
        judge(findings(shared.join("seeds")));
    }
}

fn judge(found: Vec<Found>) {
    let register = register();
    let label = |of: &Found| {
        register.finding.iter().find(|label| (&label.file, &label.fingerprint) == (&of.file, &of.fingerprint))
    };
    let bare: Vec<String> = found.iter().filter(|of| label(of).is_none()).map(unlabelled).collect();
    assert!(bare.is_empty(), "findings without a label in tests/register.toml:\n{}", bare.join("\n"));
    let mut codes: BTreeMap<(&str, Severity), (usize, usize)> = BTreeMap::new();
    for of in &found {
        let (holds, all) = codes.entry((&of.code, of.severity)).or_default();
        *holds += usize::from(label(of).is_some_and(|label| label.holds));
        *all += 1;
    }
    for ((code, severity), (holds, all)) in &codes {
        eprintln!("{code} {severity:?}: {holds} of {all} hold");
    }
    for (severity, level) in LEVELS {
        let of = codes.iter().filter(|((_, own), _)| *own == severity).map(|(_, counts)| counts);
        let (holds, all) = of.fold((0, 0), |sum, counts| (sum.0 + counts.0, sum.1 + counts.1));
        assert!(holds as f64 >= all as f64 * level, "{severity:?}: only {holds} of {all} hold");
    }
}

/// An entry to paste, its message as a comment.
fn unlabelled(of: &Found) -> String {
    format!(
        "# {:?} {}\n[[finding]]\nfile = {:?}\ncode = {:?}\nfingerprint = {:?}\nholds = true\nreason = \"\"\n",
        of.severity, of.message, of.file, of.code, of.fingerprint
    )
}

#[test]
fn every_label_has_a_reason_and_a_check() {
    let codes = gongwen::check::CHECKS.iter().map(|check| check.code).collect::<Vec<_>>();
    for label in register().finding {
        assert!(codes.contains(&label.code.as_str()), "{} is no code", label.code);
        assert!(!label.reason.is_empty(), "{} {} has no reason", label.file, label.fingerprint);
    }
}

#[test]
fn what_readers_found_is_found() {
    let Some(shared) = shared() else { return };
    let output = tempfile::tempdir().expect("a temporary folder");
    let options =
        Options { inputs: vec![shared.join("seeds")], output: output.path().to_path_buf(), ..Options::default() };
    pipeline::run(&options, &()).expect("the built-in rules and a folder of its own");
    let gold = std::fs::read_dir(shared.join("gold")).expect("readable").filter_map(|entry| Some(entry.ok()?.path()));
    let gold: Vec<PathBuf> = gold.filter(|file| file.extension().is_some_and(|e| e == "json")).collect();
    let mut command = Command::new("python3");
    command.arg(shared.join("tools/score.py")).args(gold).args(["--findings", "--json", "--out"]).arg(output.path());
    let run = match command.output() {
        Ok(run) => run,
        Err(error) => return eprintln!("skipped: python3 does not start ({error})"),
    };
    let scores: serde_json::Value = serde_json::from_slice(&run.stdout).expect("score.py --json prints JSON");
    let mut low = Vec::new();
    for (kind, floor) in RECALL {
        let figure = &scores["overall"]["accuracy"][format!("findings.recall.{kind}")];
        eprintln!("recall of {kind}: {} of {}", figure["right"], figure["of"]);
        let share = figure["accuracy"].as_f64().unwrap_or(1.0);
        low.extend((share + 1e-9 < floor).then(|| format!("{kind}: {share:.3}, floor {floor}")));
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}
