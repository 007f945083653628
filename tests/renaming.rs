//! Renaming all places of a document and shifting all its years changes nothing but the names and the years in its
//! records: no rule knows a place or a year.
//!
//! The records of the renamed document must be those of the original with the same renaming, in all fields, ids and
//! anchors included. New names are as long as the old ones, so that every anchor stays.

use gongwen::check::{self, Settings};
use gongwen::extract::extract;
use gongwen::ingest::{self, Limits};
use gongwen::record::{Format, Source};
use gongwen::rules::Rules;
use serde_json::Value;
use std::path::Path;

/// All years of a document move by so many.
const SHIFT: i32 = 3;
/// Four digits in this span are a year where no unit of measure follows.
const YEARS: std::ops::RangeInclusive<i32> = 2005..=2045;
/// Characters behind a number that make it an amount.
const UNITS: &str = "人名户个家元亩吨米件项万亿余多";
/// Fields that are computed from all bytes of a document.
const HASHES: [&str; 2] = ["sha256", "fingerprint"];

/// Places of the specimens and of the syllables they are abbreviated to, with invented names.
const SPECIMEN_PLACES: &[(&str, &str)] = &[
    ("临屿", "澄岫"),
    ("望洲", "芷浦"),
    ("沙门", "汐垣"),
    ("澜山", "浔岑"),
    ("东浦", "沅桐"),
    ("新港", "沚泊"),
    ("鹿湾", "鸥汀"),
    ("听潮", "枕涛"),
    ("屿共富办", "岫共富办"),
    ("屿政办", "岫政办"),
    ("沙共富办", "汐共富办"),
];

/// Places of the real documents, with invented names.
const REAL_PLACES: &[(&str, &str)] = &[
    ("舟山", "澜屿"),
    ("定海", "望沚"),
    ("普陀", "芷岫"),
    ("岱山", "岑汀"),
    ("嵊泗", "汐澄"),
    ("崂泗", "沚澄"),
    ("宁波", "鹭沅"),
    ("奉化", "芦浔"),
    ("浙江", "湄沅"),
    ("上海", "沨浦"),
    ("六横", "曲埠"),
    ("金塘", "银淞"),
    ("花鸟", "草鸥"),
    ("枸杞", "茱萸"),
    ("菜园", "圃荇"),
    ("洋山", "澄嶂"),
    ("嵊山", "汐嶂"),
    ("黄龙", "紫螭"),
    ("溪口", "涧汭"),
    ("大堰", "篁埭"),
    ("岳林", "嵩樾"),
    ("宁南", "沅畔"),
    ("普朱", "芷桃"),
    ("朱家尖", "桃枝坳"),
    ("小干岛", "芸苔岛"),
    ("葫芦岛", "蒹葭岛"),
    ("四川", "岷沱"),
    ("舟", "澜"),
    ("浙", "湄"),
    ("甬", "鹭"),
    ("嵊", "汐"),
    ("岱", "岑"),
    ("沪", "沨"),
    ("奉", "芦"),
];

#[test]
fn the_specimens_may_lie_anywhere_in_any_year() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let count = compare_folder(&folder, SPECIMEN_PLACES);
    assert!(count >= 5, "only {count} specimens");
}

#[test]
fn the_real_documents_may_lie_anywhere_in_any_year() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !folder.is_dir() {
        println!("skipped: {} is not there (the real documents are not part of this repository)", folder.display());
        return;
    }
    let count = compare_folder(&folder, REAL_PLACES);
    assert!(count >= 5, "only {count} documents");
}

#[test]
fn places_and_years_are_renamed_and_amounts_are_not() {
    let places = [("舟山", "澜屿"), ("舟", "澜")];
    for (text, wanted) in [
        ("舟山市2022年", "澜屿市2025年"),
        ("舟共富办〔2022〕2号", "澜共富办〔2025〕2号"),
        ("2021-2025年", "2024-2028年"),
        ("发布时间:2022-05-31", "发布时间:2025-05-31"),
        ("2021新增企业10家", "2024新增企业10家"),
        ("培训2010人次", "培训2010人次"),
        ("2012.5", "2012.5"),
        ("1.2022年清单", "1.2025年清单"),
        ("120226431300", "120226431300"),
        ("3,2022", "3,2022"),
        ("2000年", "2000年"),
    ] {
        assert_eq!(renamed(text, &places), wanted);
    }
}

/// Compares every document of a folder with itself renamed; gives their number.
fn compare_folder(folder: &Path, places: &[(&str, &str)]) -> usize {
    let rules = Rules::load(None).expect("the built-in rules are sound");
    let mut differences = Vec::new();
    let mut count = 0;
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths.iter().filter(|p| p.file_stem().is_some_and(|stem| stem != "README")) {
        let text = std::fs::read_to_string(path).expect("readable");
        assert!(places.iter().all(|(_, new)| new.chars().count() == 1 || !text.contains(new)), "a new name is taken");
        let extension = path.extension().and_then(|x| x.to_str()).unwrap_or("txt");
        let mut wanted = records(&text, extension, &rules);
        rename_values(&mut wanted, "", places);
        let got = records(&renamed(&text, places), extension, &rules);
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let before = differences.len();
        differences_of(&wanted, &got, &name, &mut differences);
        println!("{name}: {} differences", differences.len() - before);
        count += 1;
    }
    let shown = differences.iter().take(60).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} differences\n{shown}", differences.len());
    count
}

/// The records of a text with their findings.
fn records(text: &str, extension: &str, rules: &Rules) -> Value {
    let read = ingest::read_bytes(text.as_bytes(), extension, &Limits::default()).expect("readable");
    let source = Source {
        path: "document".to_string(),
        format: if extension == "md" { Format::Markdown } else { Format::Text },
        encoding: read.encoding.to_string(),
        bytes: text.len() as u64,
        sha256: String::new(),
    };
    let mut records = extract(&read.document, source, rules);
    check::run(&mut records, &Settings::default());
    serde_json::to_value(&records).expect("records are plain data")
}

/// Renames all strings and shifts all years of records.
fn rename_values(value: &mut Value, key: &str, places: &[(&str, &str)]) {
    match value {
        Value::String(text) => *text = renamed(text, places),
        Value::Number(number) if key == "year" => {
            if let Some(year) = number.as_i64() {
                *value = Value::from(year + i64::from(SHIFT));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename_values(item, key, places)),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, field)| rename_values(field, key, places)),
        _ => {}
    }
}

/// A text with its places renamed and its years shifted. At each place the longest name counts.
fn renamed(text: &str, places: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let name = places.iter().filter(|(old, _)| rest.starts_with(old)).max_by_key(|(old, _)| old.len());
        // "1.2022年" is an item that begins with a year, "1.2022" is a decimal.
        let decimal = text[..at].ends_with(['.', ',']) && !rest.get(4..).is_some_and(|behind| behind.starts_with('年'));
        let inside = decimal || text[..at].ends_with(|c: char| c.is_ascii_digit());
        let year = year(rest).filter(|_| !inside);
        match (name, year, rest.chars().next()) {
            (Some((old, new)), _, _) => {
                out.push_str(new);
                at += old.len();
            }
            (None, Some(year), _) => {
                out.push_str(&(year + SHIFT).to_string());
                at += 4;
            }
            (None, None, Some(c)) => {
                out.push(c);
                at += c.len_utf8();
            }
            (None, None, None) => break,
        }
    }
    out
}

/// The year that a text begins with.
fn year(text: &str) -> Option<i32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let year = text.get(..4).filter(|_| digits == 4)?.parse().ok().filter(|year| YEARS.contains(year))?;
    let behind = text[4..].trim_start();
    let decimal = text[4..].starts_with(['.', ',']) && text[5..].starts_with(|c: char| c.is_ascii_digit());
    (!decimal && !behind.starts_with(|c: char| UNITS.contains(c))).then_some(year)
}

/// Where two values differ, hashes left out.
fn is_near(a: &serde_json::Number, b: &serde_json::Number) -> bool {
    a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() <= 0.1)
}

fn differences_of(wanted: &Value, got: &Value, path: &str, out: &mut Vec<String>) {
    match (wanted, got) {
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            for (key, value) in a.iter().filter(|(key, _)| !HASHES.contains(&key.as_str())) {
                match b.get(key) {
                    Some(other) => differences_of(value, other, &format!("{path}.{key}"), out),
                    None => out.push(format!("{path}.{key}: missing")),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().for_each(|(i, (a, b))| differences_of(a, b, &format!("{path}[{i}]"), out));
        }
        // A name of another length looks a little more or less like a cell of its column.
        (Value::Number(a), Value::Number(b)) if path.ends_with(".confidence") && is_near(a, b) => {}
        _ if wanted != got => out.push(format!("{path}:\n    wanted {wanted}\n    got    {got}")),
        _ => {}
    }
}
