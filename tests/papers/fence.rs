//! Marked blocks of a paper: a comment `<!-- name -->`, and below it a fenced block or a table.

use std::fs;
use std::path::Path;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a paper.
pub fn paper(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The content of the fenced block below the mark.
pub fn block(paper: &str, name: &str) -> String {
    let lines = below(paper, name);
    let inner = lines.iter().skip(1).take_while(|line| !line.starts_with("```"));
    assert!(lines.first().is_some_and(|line| line.starts_with("```")), "no fenced block below <!-- {name} -->");
    inner.map(|line| format!("{line}\n")).collect()
}

/// The rows of the table below the mark, without its head, each a list of cells.
pub fn table(paper: &str, name: &str) -> Vec<Vec<String>> {
    let lines = below(paper, name);
    let rows = lines.iter().take_while(|line| line.starts_with('|')).skip(2);
    let cells = |row: &&str| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_string()).collect();
    rows.map(cells).collect()
}

/// The lines behind the mark, blank lines in front left out.
fn below<'a>(paper: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!("<!-- {name} -->");
    let at = paper.find(&mark).unwrap_or_else(|| panic!("no mark {mark}"));
    paper[at + mark.len()..].lines().skip_while(|line| line.trim().is_empty()).collect()
}
