//! Who may know whom: reads the `crate::…` paths of every source file and fails on an arrow that is not
//! in the table of `docs/architecture.md`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A module with those that it may know.
type Arrows = (String, Vec<String>);

/// The table of `docs/architecture.md`, the modules from the bottom up.
fn arrows() -> Vec<Arrows> {
    const MARK: &str = "<!-- arrows -->";
    let paper = include_str!("../docs/architecture.md");
    let (_, table) = paper.split_once(MARK).expect("docs/architecture.md marks the table of arrows");
    let rows = table.lines().skip_while(|line| line.is_empty()).take_while(|line| line.starts_with('|')).skip(2);
    let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_string).collect::<Vec<_>>();
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let module = names(cells[0]).pop().expect("a module in every row");
        (module, names(cells[1]))
    };
    rows.map(row).collect()
}

#[test]
fn modules_know_only_what_lies_below_them() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let arrows = arrows();
    let mut wrong = Vec::new();
    for file in rust_files(&source).into_iter().filter(|file| !is_test(file)) {
        let module = module_of(file.strip_prefix(&source).expect("lies in the folder"));
        if ["lib", "main"].contains(&module.as_str()) {
            continue;
        }
        let Some((_, allowed)) = arrows.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{}: module {module} is not in docs/architecture.md", file.display()));
            continue;
        };
        let text = fs::read_to_string(&file).expect("readable");
        for known in known_modules(&text).iter().filter(|known| **known != module && !allowed.contains(known)) {
            wrong.push(format!("{}: {module} must not know {known}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_points_downward_only_and_names_what_exists() {
    let arrows = arrows();
    assert!(arrows.len() > 10, "the table was not understood: {arrows:?}");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (i, (module, known)) in arrows.iter().enumerate() {
        assert!(source.join(module).is_dir() || source.join(format!("{module}.rs")).is_file(), "{module} is not there");
        for name in known {
            assert!(arrows[..i].iter().any(|(below, _)| below == name), "{module} -> {name} points upward");
        }
    }
}

#[test]
fn paths_are_found_in_all_spellings() {
    let cases: [(&str, &[&str]); 9] = [
        ("use crate::record::Task;", &["record"]),
        ("use crate::{document::Span, record, rules::{self, Rules}};", &["document", "record", "rules"]),
        ("use crate::{\n    ingest,\n    write::json,\n};", &["ingest", "write"]),
        ("let x = crate::check::run(&mut r);", &["check"]),
        ("/// see [`crate::layout`]\n// crate::extract", &[]),
        ("use super::record;", &[]),
        ("pub(crate) fn f() {}", &[]),
        ("$crate::record::X", &["record"]),
        ("use crate::rules;\n#[cfg(test)]\nmod tests {\n    use crate::ingest;\n}", &["rules"]),
    ];
    for (text, expected) in cases {
        assert_eq!(known_modules(text).iter().map(String::as_str).collect::<Vec<_>>(), expected, "{text}");
    }
}

/// Names behind `crate::` in code, comments and unit tests left out: a test may begin where the program does.
fn known_modules(text: &str) -> BTreeSet<String> {
    let (text, _) = text.split_once("#[cfg(test)]\nmod tests {").unwrap_or((text, ""));
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|l| format!("{l}\n")).collect();
    let behind = |(at, found): (usize, &str)| first_names(&code[at + found.len()..]);
    code.match_indices("crate::").flat_map(behind).collect()
}

/// A file of unit tests beside the file that it tests.
fn is_test(file: &Path) -> bool {
    file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_tests"))
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
