//! Every month range and every money amount of the real documents is read with the right numbers. What is right is
//! worked out here, by regular expressions and sums that know nothing of the grammar.

use gongwen::grammar::quantity::Op;
use gongwen::rules::Rules;
use gongwen::workbench::{Place, explain};
use regex::Regex;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::path::Path;

/// The real documents have at least as many lines with a month range or an amount.
const FEWEST_LINES: usize = 200;

/// What was compared, and what was read otherwise.
#[derive(Default)]
struct Tally {
    lines: BTreeSet<(String, usize)>,
    months: usize,
    amounts: usize,
    ranges: usize,
    quantities: usize,
    misses: Vec<String>,
}

#[test]
fn month_ranges_and_amounts_of_the_real_documents_are_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there (the real documents are not part of this repository)", folder.display());
        return;
    };
    let rules = Rules::load(None).expect("the built-in rules are sound");
    let mut tally = Tally::default();
    for path in
        entries.map(|entry| entry.expect("an entry").path()).filter(|p| p.extension().is_some_and(|x| x == "txt"))
    {
        let text = std::fs::read_to_string(&path).expect("readable");
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        for (at, line) in text.lines().enumerate() {
            let place = (name.clone(), at + 1);
            months(&rules, line, &place, &mut tally);
            amounts(&rules, line, &place, &mut tally);
            ranges(&rules, line, &place, &mut tally);
        }
    }
    println!(
        "{} lines: {} month ranges, {} amounts ({} of them again as quantities), {} ranges of amounts; {} read otherwise",
        tally.lines.len(),
        tally.months,
        tally.amounts,
        tally.quantities,
        tally.ranges,
        tally.misses.len()
    );
    assert!(tally.misses.is_empty(), "read otherwise:\n{}", tally.misses.join("\n"));
    assert!(tally.lines.len() >= FEWEST_LINES, "only {} lines", tally.lines.len());
}

/// "2-4月", "10月—12月".
fn months(rules: &Rules, line: &str, place: &(String, usize), tally: &mut Tally) {
    let pattern = Regex::new(r"([0-9]{1,2})\s*月?\s*[-－—–~～至]+\s*([0-9]{1,2})\s*月").expect("sound");
    for found in pattern.captures_iter(line) {
        let whole = found.get(0).expect("a match");
        if line[..whole.start()].ends_with(|c: char| c.is_ascii_digit() || c == '.') {
            continue;
        }
        let month = |i: usize| found[i].parse::<u8>().ok().filter(|m| (1..=12).contains(m));
        let (Some(from), Some(to)) = (month(1), month(2)) else { continue };
        tally.months += 1;
        tally.lines.insert(place.clone());
        let read = rules.pack.read_period(line, whole.start());
        let got = read.and_then(|p| Some((p.start?.month, p.finish?.month)));
        if got != Some((from, to)) {
            tally.misses.push(format!("{}:{} {:?}: {from}..{to}, got {got:?}", place.0, place.1, whole.as_str()));
        }
    }
}

/// "3.5亿元", by itself and, where a quantity holds it, in its sentence.
fn amounts(rules: &Rules, line: &str, place: &(String, usize), tally: &mut Tally) {
    let pattern = Regex::new(r"([0-9][0-9.,]*)\s*([百千万亿]*元)").expect("sound");
    let quantities = rules.pack.quantities(line);
    for found in pattern.captures_iter(line) {
        let whole = found.get(0).expect("a match");
        let wanted = (number(&found[1]), found[2].to_string());
        tally.amounts += 1;
        tally.lines.insert(place.clone());
        let value = rules.pack.read_value(whole.as_str());
        let got = (value.number, value.unit.unwrap_or_default());
        if got != wanted || value.op != Op::Eq {
            tally.misses.push(format!("{}:{} {:?}: {wanted:?}, got {got:?}", place.0, place.1, whole.as_str()));
        }
    }
    for q in quantities.iter().filter(|q| q.op != Op::Range) {
        let sentence = &line[q.range.clone()];
        let Some(last) = pattern.captures_iter(sentence).last() else { continue };
        if q.unit.as_deref() != Some(&last[2]) {
            continue;
        }
        tally.quantities += 1;
        if q.number != number(&last[1]) {
            tally.misses.push(format!("{}:{} {sentence:?}: got {:?}", place.0, place.1, q.number));
        }
    }
}

/// "10—50万元".
fn ranges(rules: &Rules, line: &str, place: &(String, usize), tally: &mut Tally) {
    let pattern = Regex::new(r"([0-9][0-9.]*)\s*[-－—–~～]\s*([0-9][0-9.]*)\s*([百千万亿]*元)").expect("sound");
    for found in pattern.captures_iter(line) {
        let wanted = (number(&found[1]), number(&found[2]), Some(found[3].to_string()));
        tally.ranges += 1;
        let value = rules.pack.read_value(&found[0]);
        let got = (value.number, value.number_max, value.unit);
        if got != wanted || value.op != Op::Range {
            tally.misses.push(format!("{}:{} {:?}: {wanted:?}, got {got:?}", place.0, place.1, &found[0]));
        }
    }
}

/// The decimal that digits with grouping commas print.
fn number(digits: &str) -> Option<Decimal> {
    Decimal::from_str_exact(&digits.replace(',', "")).ok()
}

/// Some lines of every document, as `gongwen rules explain` is asked about them.
#[test]
fn lines_of_the_real_documents_can_be_explained() {
    /// Lines that are asked about, from the first to the last of a document.
    const LINES: usize = 3;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there (the real documents are not part of this repository)", folder.display());
        return;
    };
    let rules = Rules::load(None).expect("the built-in rules are sound");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let text = std::fs::read_to_string(&path).expect("readable");
        let filled: Vec<(usize, &str)> = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
        for at in (0..LINES).map(|n| n * (filled.len() - 1) / (LINES - 1)) {
            let (number, line) = filled[at];
            let place = Place::parse(&format!("{}:{number}", path.display())).expect("a place");
            let told = explain(&rules, &place, &[]).unwrap_or_else(|error| panic!("{error}")).text(true);
            let start: String = line.trim().chars().take(5).collect();
            let shown = told.lines().nth(1).expect("the line").replace(' ', "");
            assert!(shown.contains(&start.replace(' ', "")), "{number}: {told}");
            assert!(told.contains(&format!("第{number}行")) && told.contains("得到什么"), "{number}: {told}");
        }
    }
}
