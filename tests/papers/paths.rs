//! The files, folders and tests that the papers name are there.

use super::fence::{paper, root};
use regex::Regex;
use std::path::Path;

const PAPERS: [&str; 9] = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/ledger.md",
    "output/README.md",
    "rules/README.md",
    "seeds/README.md",
    "tests/golden/README.md",
];

#[test]
fn every_path_in_a_paper_exists() {
    let path = Regex::new(r"`((?:src|tests|rules|seeds|docs|output|\.ci)(?:/[^`<>* ]*)?)`").expect("fixed");
    for name in PAPERS {
        for found in path.captures_iter(&paper(name)) {
            assert!(root().join(&found[1]).exists(), "{name}: {} is not there", &found[1]);
        }
    }
}

#[test]
fn every_link_in_a_paper_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)#:]+)(?:#[^)]*)?\)").expect("fixed");
    for name in PAPERS {
        let folder = root().join(name).parent().map(Path::to_path_buf).expect("lies in the repository");
        for found in link.captures_iter(&paper(name)) {
            assert!(folder.join(&found[1]).exists(), "{name}: {} is not there", &found[1]);
        }
    }
}

#[test]
fn every_test_that_a_paper_names_is_there() {
    let test = Regex::new("--test ([a-z_]+)").expect("fixed");
    for name in PAPERS {
        for found in test.captures_iter(&paper(name)) {
            let places = ["tests/NAME.rs", "tests/NAME/main.rs"].map(|place| place.replace("NAME", &found[1]));
            assert!(places.iter().any(|place| root().join(place).exists()), "{name}: {}", &found[1]);
        }
    }
}

#[test]
fn every_paper_is_on_the_list() {
    let listed = walkdir::WalkDir::new(root())
        .into_iter()
        .filter_entry(|entry| !["target", ".git"].contains(&entry.file_name().to_string_lossy().as_ref()));
    for entry in listed.filter_map(Result::ok).filter(|entry| entry.path().extension().is_some_and(|e| e == "md")) {
        let path = entry.path().strip_prefix(root()).expect("below").display().to_string();
        let specimen = path.starts_with("seeds/") && path != "seeds/README.md";
        assert!(specimen || path.starts_with("tests/corpus") || PAPERS.contains(&path.as_str()), "{path}");
    }
}
