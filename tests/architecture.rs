//! Who may know whom: reads the `crate::…` paths of every source file and fails on an arrow that is not in the list.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the bottom up, each with those it may know.
const ARROWS: [(&str, &[&str]); 10] = [
    ("document", &[]),
    ("record", &[]),
    ("grammar", &[]),
    ("rules", &["grammar"]),
    ("ingest", &["document"]),
    ("layout", &["document", "grammar", "rules"]),
    ("extract", &["layout", "rules", "grammar", "document", "record"]),
    ("check", &["record", "rules"]),
    ("write", &["record", "rules"]),
    ("pipeline", &["write", "check", "extract", "layout", "ingest", "rules", "grammar", "document", "record"]),
];

/// What stands on top: the command line sees the pipeline only.
const TOP: (&str, &[&str]) = ("cli", &["pipeline"]);

#[test]
fn modules_know_only_what_lies_below_them() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let module = module_of(file.strip_prefix(&source).expect("lies in the folder"));
        if ["lib", "main"].contains(&module.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().chain([&TOP]).find(|(name, _)| *name == module) else {
            wrong.push(format!("{}: module {module} is not in the list of this test", file.display()));
            continue;
        };
        let text = fs::read_to_string(&file).expect("readable");
        for known in known_modules(&text).iter().filter(|known| **known != module && !allowed.contains(&known.as_str()))
        {
            wrong.push(format!("{}: {module} must not know {known}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_points_downward_only() {
    for (i, (module, known)) in ARROWS.iter().enumerate() {
        for name in *known {
            assert!(ARROWS[..i].iter().any(|(below, _)| below == name), "{module} -> {name} points upward");
        }
    }
}

#[test]
fn paths_are_found_in_all_spellings() {
    let cases: [(&str, &[&str]); 8] = [
        ("use crate::record::Task;", &["record"]),
        ("use crate::{document::Span, record, rules::{self, Rules}};", &["document", "record", "rules"]),
        ("use crate::{\n    ingest,\n    write::json,\n};", &["ingest", "write"]),
        ("let x = crate::check::run(&mut r);", &["check"]),
        ("/// see [`crate::layout`]\n// crate::extract", &[]),
        ("use super::record;", &[]),
        ("pub(crate) fn f() {}", &[]),
        ("$crate::record::X", &["record"]),
    ];
    for (text, expected) in cases {
        assert_eq!(known_modules(text).iter().map(String::as_str).collect::<Vec<_>>(), expected, "{text}");
    }
}

/// Names behind `crate::` in code, comments left out.
fn known_modules(text: &str) -> BTreeSet<String> {
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|l| format!("{l}\n")).collect();
    let behind = |(at, found): (usize, &str)| first_names(&code[at + found.len()..]);
    code.match_indices("crate::").flat_map(behind).collect()
}

/// The first name of a path, or those of a group in braces.
fn first_names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else { return Vec::from_iter(identifier(path)) };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut fresh = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                names.extend(identifier(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    // Types and constants at the root of the crate would be capital.
    name.starts_with(|c: char| c.is_lowercase()).then_some(name)
}

/// The top module of a file below `src`.
fn module_of(path: &Path) -> String {
    let first = path.components().next().expect("a file").as_os_str().to_string_lossy().into_owned();
    first.strip_suffix(".rs").map(str::to_string).unwrap_or(first)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
