//! Walks all rule files: what every rule and word list must have, and that program and files know each other.

use gongwen::check::{CHECKS, Settings};
use gongwen::compare;
use gongwen::rules::{Kind, LISTS, Pack, Rules, built_in, use_of};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What the ids of a file may begin with: its subject.
const SUBJECTS: [(&str, &[&str]); 12] = [
    ("cues.toml", &["prose"]),
    ("indicators.toml", &["indicator"]),
    ("measures.toml", &["measures"]),
    ("metadata.toml", &["metadata", "furniture", "letterhead", "region"]),
    ("outline.toml", &["outline"]),
    ("periods.toml", &["periods"]),
    ("quantities.toml", &["quantities"]),
    ("reporting.toml", &["reporting"]),
    ("successions.toml", &[]),
    ("tables.toml", &["tables", "table"]),
    ("units.toml", &["units", "unit"]),
    ("values.toml", &["values", "prose"]),
];

/// The layout of sheets, which has a form of its own.
const LAYOUT_FILE: &str = "sheets.toml";

/// Settings, not rules.
const SETTINGS_FILES: [&str; 2] = ["checks.toml", LAYOUT_FILE];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rule files by name, read as plain TOML.
fn files() -> BTreeMap<String, toml::Table> {
    let entries = fs::read_dir(root().join("rules")).expect("the folder of the rules");
    let paths = entries.map(|entry| entry.expect("readable").path());
    let is_settings = |path: &PathBuf| SETTINGS_FILES.iter().any(|name| path.ends_with(name));
    let is_rule_file = |path: &PathBuf| path.extension().is_some_and(|e| e == "toml") && !is_settings(path);
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("readable");
        (name, toml::from_str(&text).expect("TOML"))
    };
    paths.filter(is_rule_file).map(read).collect()
}

/// The entries of one key ("rule", "words") of a file.
fn entries<'a>(file: &'a toml::Table, key: &str) -> Vec<&'a toml::Table> {
    let list = file.get(key).and_then(toml::Value::as_array).into_iter().flatten();
    list.map(|entry| entry.as_table().expect("a table")).collect()
}

fn text<'a>(entry: &'a toml::Table, key: &str) -> &'a str {
    entry.get(key).and_then(toml::Value::as_str).unwrap_or("")
}

/// The ids of all rules, or of all word lists.
fn ids(key: &str) -> BTreeSet<String> {
    files()
        .values()
        .flat_map(|file| entries(file, key).into_iter().map(|e| text(e, "id").to_string()).collect::<Vec<_>>())
        .collect()
}

fn pack() -> Pack {
    Rules::load(None).unwrap_or_else(|error| panic!("{error}")).pack
}

#[test]
fn every_rule_file_is_built_in() {
    let built_in = built_in().map(|file| file.replace("rules/", ""));
    let built_in: BTreeSet<_> = built_in.filter(|file| !SETTINGS_FILES.contains(&file.as_str())).collect();
    let found: BTreeSet<_> = files().into_keys().collect();
    assert_eq!(built_in, found);
    assert_eq!(SUBJECTS.map(|(file, _)| file.to_string()).into_iter().collect::<BTreeSet<_>>(), found);
}

#[test]
fn ids_are_unique_and_begin_with_the_subject_of_their_file() {
    let shape = Regex::new("^[a-z]+\\.[a-z0-9]+(?:-[a-z0-9]+)*$").expect("fixed");
    let files = files();
    for key in ["rule", "words"] {
        let mut seen = BTreeSet::new();
        for (file, subjects) in SUBJECTS {
            for entry in entries(&files[file], key) {
                let id = text(entry, "id");
                assert!(shape.is_match(id), "{file}: {id} is no subject.name");
                assert!(
                    subjects.iter().any(|subject| id.starts_with(&format!("{subject}."))),
                    "{file}: {id} stands elsewhere"
                );
                assert!(seen.insert(id.to_string()), "{file}: {id} is there twice");
            }
        }
    }
}

#[test]
fn every_entry_says_in_chinese_what_it_is() {
    let han = Regex::new(r"\p{Han}").expect("fixed");
    for (file, table) in files() {
        for entry in entries(&table, "rule").into_iter().chain(entries(&table, "words")) {
            let (id, title, why) = (text(entry, "id"), text(entry, "title"), text(entry, "why"));
            assert!(!title.is_empty() && title != id, "{file}: {id} has no title");
            assert!(han.is_match(title) || han.is_match(why), "{file}: {id} needs a why, “{title}” explains nothing");
            assert!(why != title, "{file}: {id} repeats its title as why");
        }
    }
}

#[test]
fn no_pattern_matches_nothing_and_every_rule_has_examples() {
    for rule in pack().rules() {
        assert!(!rule.patterns.is_empty(), "{} has no pattern", rule.id);
        for pattern in &rule.patterns {
            assert!(!pattern.is_match(""), "{}: {pattern:?} matches the empty text", rule.id);
        }
        assert!(!rule.examples.is_empty() && !rule.counters.is_empty(), "{} has no example or no counter", rule.id);
    }
}

#[test]
fn word_lists_hold_no_word_twice() {
    for (file, table) in files() {
        for entry in entries(&table, "words") {
            let words = entry["words"].as_array().expect("an array");
            assert!(!words.is_empty(), "{file}: {} is empty", text(entry, "id"));
            let mut seen = BTreeSet::new();
            for word in words {
                let word = word.as_str().expect("a word");
                assert!(
                    !word.trim().is_empty() && seen.insert(word),
                    "{file}: {} has “{word}” twice",
                    text(entry, "id")
                );
            }
        }
    }
}

/// Every file below `src`, comments and tests left out.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, out: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.to_string_lossy().ends_with("tests.rs") {
                let text = fs::read_to_string(&path).expect("readable");
                let code = text.split("#[cfg(test)]").next().unwrap_or("");
                let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                out.push((path, lines.collect::<Vec<_>>().join("\n")));
            }
        }
    }
    let mut out = Vec::new();
    walk(&root().join("src"), &mut out);
    out
}

/// The string literals of the program that look like an id of the rules.
fn named_in_the_program() -> BTreeMap<String, PathBuf> {
    let subjects: Vec<_> = SUBJECTS.iter().flat_map(|(_, subjects)| subjects.iter().copied()).collect();
    let pattern = format!("\"((?:{})\\.[a-z0-9-]+)\"", subjects.join("|"));
    let literal = Regex::new(&pattern).expect("made of plain words");
    let mut named = BTreeMap::new();
    for (path, code) in sources() {
        named.extend(literal.captures_iter(&code).map(|found| (found[1].to_string(), path.clone())));
    }
    named.retain(|id, _| !id.ends_with(".toml"));
    named
}

#[test]
fn the_program_names_no_id_that_is_not_there() {
    let rules = ids("rule");
    let words = ids("words");
    let book = fs::read_to_string(root().join("rules/README.md")).expect("readable");
    for (id, path) in named_in_the_program() {
        let by_program = book.contains(&format!("`{id}`（"));
        let family = id.ends_with('-') && words.iter().any(|list| list.starts_with(&id));
        assert!(
            rules.contains(&id) || words.contains(&id) || by_program || family,
            "{}: nothing is called {id}",
            path.display()
        );
    }
}

#[test]
fn every_word_list_is_used_and_has_examples() {
    let pack = pack();
    for (id, about) in pack.lists() {
        assert!(!about.examples.is_empty() && !about.counters.is_empty(), "{id} has no example or no counter");
    }
    for id in ids("words") {
        assert!(use_of(&id).is_some(), "{id} is not in src/rules/lists.rs");
    }
    let fixed = LISTS.iter().map(|(id, _)| (*id).to_string()).filter(|id| !id.ends_with('*'));
    let missing: Vec<String> = fixed.filter(|id| !ids("words").contains(id)).collect();
    assert_eq!(missing, Vec::<String>::new(), "in src/rules/lists.rs and in no file");
    let named = named_in_the_program();
    // A name that ends in a hyphen asks for all lists that begin so.
    let in_family = |id: &String| named.keys().any(|name| name.ends_with('-') && id.starts_with(name.as_str()));
    let unused: Vec<_> = ids("words").into_iter().filter(|id| !named.contains_key(id) && !in_family(id)).collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_cue_is_used_and_every_cue_asked_for_is_there() {
    let code: String = sources().into_iter().map(|(_, code)| code).collect();
    let pack = pack();
    let cues: BTreeSet<_> = pack.of(Kind::Cue).map(|rule| rule.yields("cue").to_string()).collect();
    let by_id: BTreeSet<_> = pack
        .of(Kind::Cue)
        .filter(|rule| code.contains(&format!("\"{}\"", rule.id)))
        .map(|r| r.yields("cue").to_string())
        .collect();
    let unused: Vec<_> =
        cues.iter().filter(|cue| !code.contains(&format!("\"{cue}\"")) && !by_id.contains(*cue)).collect();
    assert!(unused.is_empty(), "no code asks for {unused:?}");
    let asked = Regex::new("(?:find_cue|find_cues|has_cue|cues)\\(\"([a-z.-]+)\"").expect("fixed");
    for found in asked.captures_iter(&code) {
        assert!(cues.contains(&found[1]), "no rule yields the cue {}", &found[1]);
    }
}

#[test]
fn the_settings_name_every_check_and_no_other() {
    let shipped = fs::read_to_string(root().join("rules").join(SETTINGS_FILES[0])).expect("readable");
    let settings = Settings::overlaid(&shipped).expect("the shipped settings");
    assert_eq!(settings, Settings::default());
    let named: Vec<_> = settings.severity.keys().map(String::as_str).collect();
    let codes = CHECKS.iter().map(|check| check.code).chain(compare::CHECKS.iter().map(|check| check.code));
    assert_eq!(named, codes.collect::<Vec<_>>());
}

/// The rules of an office stand in the same form, so a folder may be a copy of the built-in files.
#[test]
fn the_built_in_files_are_a_good_overlay() {
    let rules = Rules::load(Some(&root().join("rules"))).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(rules.pack.rules().len(), pack().rules().len());
}

/// Every line of the schema comes from the tables that the loader reads rule files by.
#[test]
fn the_schema_is_that_of_the_program_and_every_file_names_it() {
    let written = fs::read_to_string(root().join("rules/schema.json")).expect("readable");
    let advice = "write it again with: gongwen schema rules > rules/schema.json";
    assert!(written == gongwen::rules::schema(), "rules/schema.json is out of date; {advice}");
    let of_folder =
        |folder: PathBuf| fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
    let examples = of_folder(root().join("rules/examples")).flat_map(of_folder);
    let files = of_folder(root().join("rules")).chain(examples);
    let has_schema = |file: &PathBuf| file.extension().is_some_and(|e| e == "toml") && !file.ends_with(LAYOUT_FILE);
    for file in files.filter(has_schema) {
        let text = fs::read_to_string(&file).expect("readable");
        let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema ")).unwrap_or_default();
        assert!(file.with_file_name(named).is_file() && named.ends_with("schema.json"), "{}", file.display());
    }
}

/// Removing the only example, or the only counter-example, of a rule makes the file a bad one.
#[test]
fn no_rule_goes_without_its_example_and_counter() {
    for (file, table) in files() {
        let written = fs::read_to_string(root().join("rules").join(&file)).expect("readable");
        for rule in entries(&table, "rule") {
            let id = text(rule, "id");
            for (key, what) in [("example", "例子"), ("counter", "反例")] {
                let without = without_entries(&text_of(&written, id), key);
                let mistakes = Pack::default().add(&file, &without).expect_err("a rule without one").to_string();
                assert!(mistakes.contains(&format!("规则缺少{what}")), "{id} without {key}: {mistakes}");
            }
        }
    }
}

/// The part of a file that writes one rule.
fn text_of(text: &str, id: &str) -> String {
    let start = text.find(&format!("[[rule]]\nid = \"{id}\"")).unwrap_or_else(|| panic!("{id} is written otherwise"));
    let rest = &text[start..];
    let next = ["\n[[rule]]", "\n[[words]]"].iter().filter_map(|mark| rest[1..].find(mark)).min();
    rest[..next.map_or(rest.len(), |at| at + 2)].to_string()
}

/// A rule without its examples, or without its counter-examples.
fn without_entries(rule: &str, key: &str) -> String {
    let mut keep = true;
    let kept = rule.lines().filter(|line| {
        if line.starts_with("[[rule.") {
            keep = !line.starts_with(&format!("[[rule.{key}]]"));
        }
        keep
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// The overlays that show how knowledge of a place is kept: their rules are good, their documents read as was accepted.
#[test]
fn the_examples_of_overlays_pass() {
    let folders = fs::read_dir(root().join("rules/examples")).expect("the examples");
    for folder in folders.map(|entry| entry.expect("readable").path()).filter(|path| path.is_dir()) {
        let trial = gongwen::workbench::test(&gongwen::rules::Layers::folder(Some(&folder)));
        assert!(trial.passed() && !trial.cases.is_empty(), "{}", trial.text());
        assert!(trial.cases.iter().all(|case| case.verdict == gongwen::workbench::Verdict::Same), "{}", trial.text());
    }
}
