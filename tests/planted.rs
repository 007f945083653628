//! Planted mistakes: in the specimens, freed of the mistakes they come with, one figure, count, number, name or date is
//! changed at a time. Nearly all changes must be found, by the right code, and the untouched documents give nothing.

use gongwen::check::{Checker, Settings};
use gongwen::extract::extract;
use gongwen::ingest::{self, Limits};
use gongwen::record::{
    Anchor, Basis, Decimal, DocumentRecords, Finding, Format, Operator, Severity, Source, Target, TargetValue,
};
use gongwen::rules::Rules;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Share of the changes that must be found.
const LEVEL: f64 = 0.95;
/// Changes of one kind.
const MOST_OF_A_KIND: usize = 24;
/// Changes in all.
const AT_LEAST: usize = 200;

/// What is put right in the specimens first: file, text, text without the mistake.
const REPAIRS: [(&str, &str, &str); 11] = [
    ("2021年县清单.txt", "产业发展方面(4项)", "产业发展方面(5项)"),
    ("2021年县清单.txt", "社会民生方面( 6项)", "社会民生方面( 4项)"),
    ("2021年县清单.txt", "每季度召开一次例会", "2021年,每季度召开一次例会"),
    ("2021年县清单.txt", "\n县交通局\n", "\n县交通运输局\n"),
    ("2022年区工作要点.txt", "实施4项重大改革", "实施3项重大改革"),
    ("2022年区工作要点.txt", "6项重点工作和4项重大改革", "6项重点工作和3项重大改革"),
    ("2022年市工作要点.md", "收入分配制度改革先行示范（4项）", "收入分配制度改革先行示范（3项）"),
    ("2022年市工作要点.md", "待省级标准明确后", "12月底前，待省级标准明确后"),
    ("2023年市责任分解.txt", "\n30.4\n", "\n29.6\n"),
    ("2023年市责任分解.txt", "\n8\n\n\n/\n\n12\n", "\n8\n\n/\n\n/\n\n12\n"),
    ("2024年市重点任务.txt", "市资源规划局", "市资规局"),
];

/// A specimen as text.
struct Specimen {
    file: &'static str,
    text: String,
    records: DocumentRecords,
}

/// A change of one place of a text.
struct Change {
    kind: &'static str,
    /// Codes of which one must find it.
    codes: &'static [&'static str],
    specimen: usize,
    /// First and behind the last byte.
    range: (usize, usize),
    to: String,
}

fn rules() -> &'static Rules {
    static RULES: std::sync::LazyLock<Rules> = std::sync::LazyLock::new(|| Rules::load(None).expect("built in"));
    &RULES
}

fn checker() -> &'static Checker {
    static CHECKER: std::sync::LazyLock<Checker> = std::sync::LazyLock::new(|| Checker::new(Settings::default()));
    &CHECKER
}

fn read(file: &str, text: &str) -> DocumentRecords {
    let extension = file.rsplit('.').next().expect("an extension");
    let read = ingest::read_bytes(text.as_bytes(), extension, &Limits::default()).expect("a text");
    let source = Source {
        path: file.into(),
        format: Format::Text,
        encoding: read.encoding.into(),
        bytes: text.len() as u64,
        sha256: String::new(),
    };
    let mut records = extract(&read.document, source, rules());
    checker().run(&mut records);
    records
}

fn specimens() -> Vec<Specimen> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let files: BTreeSet<&'static str> = REPAIRS.iter().map(|(file, _, _)| *file).collect();
    let clean = |file: &'static str| {
        let mut text = std::fs::read_to_string(folder.join(file)).expect(file);
        for (_, wrong, right) in REPAIRS.iter().filter(|repair| repair.0 == file) {
            assert!(text.contains(wrong), "{file} has no {wrong:?}");
            text = text.replace(wrong, right);
        }
        Specimen { file, records: read(file, &text), text }
    };
    files.into_iter().map(clean).collect()
}

fn weighty(records: &DocumentRecords) -> impl Iterator<Item = &Finding> {
    records.findings.iter().filter(|finding| finding.severity != Severity::Info)
}

#[test]
fn untouched_documents_give_nothing() {
    for specimen in specimens() {
        let told: Vec<_> = weighty(&specimen.records).map(|finding| &finding.message).collect();
        assert!(told.is_empty(), "{}: {told:#?}", specimen.file);
    }
}

#[test]
fn changes_are_found() {
    let specimens = specimens();
    let changes = changes(&specimens);
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut misses = Vec::new();
    let results: Vec<Option<String>> = changes.par_iter().map(|change| missed(change, &specimens)).collect();
    for (change, result) in changes.iter().zip(results) {
        let (hits, all) = kinds.entry(change.kind).or_default();
        *hits += usize::from(result.is_none());
        *all += 1;
        misses.extend(result);
    }
    kinds.iter().for_each(|(kind, (hits, all))| eprintln!("{kind}: {hits} of {all}"));
    eprintln!("{}", misses.join("\n"));
    assert!(changes.len() >= AT_LEAST && kinds.len() >= 10, "{} changes of {} kinds", changes.len(), kinds.len());
    let share = 1.0 - misses.len() as f64 / changes.len() as f64;
    assert!(share >= LEVEL, "only {share:.3} of {} found", changes.len());
}

/// What a change that is not found looks like, `None` when it is found.
fn missed(change: &Change, specimens: &[Specimen]) -> Option<String> {
    let specimen = &specimens[change.specimen];
    let (from, to) = change.range;
    let text = format!("{}{}{}", &specimen.text[..from], change.to, &specimen.text[to..]);
    let known: BTreeSet<&str> = specimen.records.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
    let records = read(specimen.file, &text);
    let new = records.findings.iter().filter(|finding| !known.contains(finding.fingerprint.as_str()));
    let new: Vec<&str> = new.map(|finding| finding.code.as_str()).collect();
    let (line, was) = (specimen.text[..from].lines().count(), &specimen.text[from..to]);
    let told = || format!("{}: {} line {line}: {was} -> {}: {new:?}", change.kind, specimen.file, change.to);
    (!change.codes.iter().any(|code| new.contains(code))).then(told)
}

/// The changes of all kinds, spread evenly over the places that there are.
fn changes(specimens: &[Specimen]) -> Vec<Change> {
    let mut all = Vec::new();
    for (at, specimen) in specimens.iter().enumerate() {
        all.extend(counts(at, specimen));
        all.extend(numbers(at, specimen));
        all.extend(figures(at, specimen));
        all.extend(names(at, specimen));
        all.extend(periods(at, specimen));
        all.extend(texts(at, specimen));
    }
    let mut kinds: BTreeMap<&str, Vec<Change>> = BTreeMap::new();
    all.into_iter().for_each(|change| kinds.entry(change.kind).or_default().push(change));
    kinds.into_values().flat_map(spread).collect()
}

fn spread(changes: Vec<Change>) -> Vec<Change> {
    let (all, most) = (changes.len(), changes.len().min(MOST_OF_A_KIND));
    let wanted: BTreeSet<usize> = (0..most).map(|at| at * all / most).collect();
    changes.into_iter().enumerate().filter(|(at, _)| wanted.contains(at)).map(|(_, change)| change).collect()
}

/// The bytes of an anchor in the text.
fn bytes(text: &str, anchor: &Anchor) -> Option<(usize, usize)> {
    let start = position(text, anchor.line?, anchor.column?)?;
    let last = position(text, anchor.end_line?, anchor.end_column?)?;
    Some((start, last + text[last..].chars().next()?.len_utf8()))
}

fn position(text: &str, line: u32, column: u32) -> Option<usize> {
    let start = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum::<usize>();
    let within = text.get(start..)?.char_indices().nth(column as usize - 1)?.0;
    Some(start + within)
}

/// The first number in a range of bytes.
fn number_in(text: &str, (from, to): (usize, usize)) -> Option<(usize, usize)> {
    let part = text.get(from..to)?;
    let start = part.find(|c: char| c.is_ascii_digit())?;
    let length = part[start..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(part.len() - start);
    Some((from + start, from + start + length))
}

fn replaced(
    kind: &'static str,
    codes: &'static [&'static str],
    specimen: usize,
    range: (usize, usize),
    to: String,
) -> Change {
    Change { kind, codes, specimen, range, to }
}

/// Declared counts of titles and groups, and what sentences say of lists.
fn counts(at: usize, specimen: &Specimen) -> Vec<Change> {
    let records = &specimen.records;
    let titles = records.lists.iter().filter_map(|list| list.declared.as_ref());
    let groups = records.lists.iter().flat_map(|list| list.groups.iter().filter_map(|group| group.declared.as_ref()));
    let declared = titles.chain(groups).filter_map(|declared| {
        let range = number_in(&specimen.text, bytes(&specimen.text, &declared.anchor)?)?;
        Some(replaced("declared count", &["GW101"], at, range, (declared.count + 2).to_string()))
    });
    let listed = |subject: &str| {
        records.lists.iter().filter(|list| list.title.replace(' ', "").contains(subject)).count() == 1
            && subject.chars().count() >= 4
    };
    let claims = records.claims.iter().filter(|claim| listed(&claim.subject)).filter_map(|claim| {
        let range = number_in(&specimen.text, bytes(&specimen.text, &claim.anchor)?)?;
        Some(replaced("count in the text", &["GW101"], at, range, (claim.count + 1).to_string()))
    });
    declared.chain(claims).collect()
}

/// Printed numbers of rows in the middle of a list.
fn numbers(at: usize, specimen: &Specimen) -> Vec<Change> {
    let records = &specimen.records;
    let anchor = |id: &String| {
        let target = records.targets.iter().find(|t| t.id == *id).map(|t| (t.seq, t.seq_inferred, &t.anchor));
        target.or_else(|| records.tasks.iter().find(|t| t.id == *id).map(|t| (t.seq, t.seq_inferred, &t.anchor)))
    };
    let mut changes = Vec::new();
    for list in &records.lists {
        let rows: Vec<_> = list.records.iter().filter_map(anchor).collect();
        for pair in rows.windows(3) {
            let [(Some(before), _, _), (Some(seq), false, place), (Some(after), _, _)] = pair else { continue };
            if *before + 1 != *seq || *seq + 1 != *after {
                continue;
            }
            let Some(range) = bytes(&specimen.text, place).and_then(|range| alone(&specimen.text, range, *seq)) else {
                continue;
            };
            changes.push(replaced("row number", &["GW102"], at, range, (seq + 5).to_string()));
        }
    }
    changes
}

/// A number that begins a cell, a line or a paragraph.
fn alone(text: &str, (from, to): (usize, usize), number: u32) -> Option<(usize, usize)> {
    let digits = number.to_string();
    let hits = text.get(from..to)?.match_indices(&digits).map(|(start, _)| (from + start, from + start + digits.len()));
    let ends = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "|.、".contains(c));
    let mut hits =
        hits.filter(|(start, end)| ends(text[..*start].chars().next_back()) && ends(text[*end..].chars().next()));
    hits.next()
}

/// The parts and the whole of the value of a target.
fn row(target: &Target) -> Option<(&TargetValue, Vec<&TargetValue>)> {
    let figure =
        |value: &&TargetValue| value.op == Operator::Eq && value.number.is_some() && value.basis == Basis::Target;
    let whole = target.values.iter().find(|value| value.region == "全市").filter(figure)?;
    let parts: Vec<_> = target.values.iter().filter(|value| value.region != "全市").filter(figure).collect();
    (parts.len() > 1).then_some((whole, parts))
}

fn figures(at: usize, specimen: &Specimen) -> Vec<Change> {
    let text = &specimen.text;
    let cell = |value: &TargetValue| number_in(text, bytes(text, &value.anchor)?);
    let mut changes = Vec::new();
    for target in &specimen.records.targets {
        if let Some((whole, parts)) = row(target) {
            let number = |value: &TargetValue| value.number.expect("a figure");
            let sum: Decimal = parts.iter().map(|part| number(part)).sum();
            if sum == number(whole) {
                let more = |value: &TargetValue| (number(value) + Decimal::from(7)).to_string();
                changes.extend(cell(whole).map(|range| replaced("whole of a sum", &["GW201"], at, range, more(whole))));
                for part in &parts {
                    changes
                        .extend(cell(part).map(|range| replaced("part of a sum", &["GW201"], at, range, more(part))));
                    let codes = &["GW104", "GW201"];
                    changes.extend(cell(part).map(|range| replaced("empty cell", codes, at, range, String::new())));
                }
            } else if sum > number(whole) + number(whole) / Decimal::TWO {
                let codes = &["GW202", "GW203", "GW204", "GW301"];
                let ten = |value: &TargetValue| (number(value) * Decimal::TEN).normalize().to_string();
                changes.extend(cell(whole).map(|range| replaced("whole of a ratio", codes, at, range, ten(whole))));
            }
        }
        for value in target.values.iter().filter(|value| value.op == Operator::Eq && value.unit.as_deref() == Some("%"))
        {
            let share =
                ["占比", "比重", "比例", "覆盖率", "城镇化率", "达标率"].iter().any(|word| target.name.contains(word));
            let Some(number) = value.number.filter(|_| share && !target.name.contains("之比")) else { continue };
            let to = (number * Decimal::TEN).normalize().to_string();
            let codes = &["GW204", "GW301"];
            changes.extend(
                cell(value).filter(|_| number > Decimal::TEN).map(|range| replaced("share", codes, at, range, to)),
            );
        }
    }
    changes
}

/// Units that stand twice or more lose a character at one place.
fn names(at: usize, specimen: &Specimen) -> Vec<Change> {
    let mut changes = Vec::new();
    for unit in &specimen.records.units {
        let places: Vec<usize> = specimen.text.match_indices(&unit.name).map(|(start, _)| start).collect();
        let count = unit.name.chars().count();
        if places.len() < 2 || !(5..=8).contains(&count) || !unit.name.ends_with('局') {
            continue;
        }
        let short: String = unit.name.chars().enumerate().filter(|(place, _)| *place != 3).map(|(_, c)| c).collect();
        let last = places[places.len() - 1];
        changes.push(replaced("unit name", &["GW302"], at, (last, last + unit.name.len()), short));
    }
    changes
}

/// The last of several steps is put before the first.
fn periods(at: usize, specimen: &Specimen) -> Vec<Change> {
    let mut changes = Vec::new();
    for task in &specimen.records.tasks {
        let [.., before, last] = task.schedule.as_slice() else { continue };
        let starts_late = before.start.as_deref().is_some_and(|start| start.ends_with("-02") || &start[5..] > "02");
        let Some((from, _)) = bytes(&specimen.text, &last.anchor).filter(|_| starts_late && !last.raw.is_empty())
        else {
            continue;
        };
        if specimen.text[from..].starts_with(&last.raw) {
            changes.push(replaced("period", &["GW401"], at, (from, from + last.raw.len()), "1月".into()));
        }
    }
    changes
}

/// Figures of running text that a table states as well: another figure, another unit of measure.
fn texts(at: usize, specimen: &Specimen) -> Vec<Change> {
    let text = &specimen.text;
    let mut changes = Vec::new();
    for mention in specimen.records.tasks.iter().flat_map(|task| &task.quantities) {
        let subject: String = mention.subject.chars().filter(|c| c.is_alphanumeric()).collect();
        let repeats = |target: &&Target| {
            let name: String = target.name.chars().filter(|c| c.is_alphanumeric()).collect();
            let same = target
                .values
                .iter()
                .any(|value| value.number.is_some() && value.number == mention.number && value.region == "全市");
            subject.chars().count() >= 4 && name.contains(&subject) && same
        };
        let exact = mention.op == Operator::Eq && specimen.records.targets.iter().any(|target| repeats(&target));
        let Some(range) = bytes(text, &mention.anchor).filter(|_| exact).and_then(|range| {
            let number = mention.number?.normalize().to_string();
            let start = range.0 + text.get(range.0..range.1)?.rfind(&number)?;
            Some((start, start + number.len()))
        }) else {
            continue;
        };
        let more = mention.number.map(|number| (number + Decimal::from(3)).normalize().to_string()).unwrap_or_default();
        changes.push(replaced("figure in the text", &["GW301"], at, range, more));
        let unit = mention.unit.as_deref().unwrap_or_default();
        if !unit.starts_with(['万', '亿', '%']) && text[range.1..].starts_with(unit) {
            changes.push(replaced("unit of measure", &["GW301"], at, (range.1, range.1), "万".into()));
        }
    }
    changes
}
