//! What rules cost: asking 200 of them about every line in three ways, loading packs, and reading documents with thousands of
//! aliases and of headers.
//!
//! `cargo bench --bench rules`, with a word behind it for some of them.

use corpus::{SPECIMENS, records_by};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use gongwen::check::{self, Settings};
use gongwen::grammar::fold::fold;
use gongwen::rules::{AliasKind, Kind, Layers, Rules};
use regex::{Regex, RegexSetBuilder};
use std::fs;
use std::sync::LazyLock;
use tempfile::TempDir;

// The other benchmarks use the rest of it.
#[allow(dead_code)]
mod corpus;

fn main() {
    divan::main();
}

const RULES: usize = 200;
/// Times that the specimens are read over, to about 0.6 MB.
const REPEATED: usize = 8;

/// The lines of the specimens, folded, over and over.
static LINES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let texts = SPECIMENS.files().into_iter().map(|(bytes, _)| String::from_utf8(bytes).expect("UTF-8"));
    let lines: Vec<String> = texts.flat_map(|text| text.lines().map(fold).collect::<Vec<_>>()).collect();
    (0..REPEATED).flat_map(|_| lines.clone()).filter(|line| !line.is_empty()).collect()
});

/// Chinese characters that are matched as they are written; patterns with traditional ones are refused.
static CHARACTERS: LazyLock<Vec<char>> =
    LazyLock::new(|| ('一'..='鿿').filter(|c| fold(&c.to_string()) == c.to_string()).take(1_000).collect());

/// Two characters that no two rules share.
fn word(n: usize) -> String {
    format!("{}{}", CHARACTERS[n % 97], CHARACTERS[100 + n / 97])
}

/// Patterns of labels, which may begin anywhere and, as most of the real ones, begin with no certain word.
fn patterns() -> Vec<String> {
    (0..RULES).map(|n| format!("[\\p{{Han}}0-9]{{1,4}}{}(?:单位|部门)?:?(?<units>[^。]+)", word(n))).collect()
}

/// Columns of these wordings, one rule each.
fn columns(count: usize) -> String {
    let rule = |n: usize| {
        format!(
            "[[rule]]\nid = \"office.c{n}\"\ntitle = \"列\"\nkind = \"column\"\nwords = [\"{w}栏\"]\nyields = {{ role = \"text\" }}\n\
             [[rule.example]]\ntext = \"{w}栏\"\n[[rule.counter]]\ntext = \"{w}\"\n",
            w = word(n)
        )
    };
    (0..count).map(rule).collect()
}

fn aliases(units: usize, indicators: usize) -> String {
    let alias = |kind: &str, tail: &str, n: usize| {
        format!("[[{kind}]]\nname = \"市{w}管理{tail}\"\naliases = [\"市{w}{tail}\"]\n", w = word(n))
    };
    let units = (0..units).map(|n| alias("unit", "局", n));
    units.chain((0..indicators).map(|n| alias("indicator", "率", n))).collect()
}

fn office(text: &str) -> (TempDir, Layers) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.toml"), text).expect("writable");
    let layers = Layers::folder(Some(folder.path()));
    (folder, layers)
}

fn load(layers: &Layers) -> Rules {
    Rules::of(layers).unwrap_or_else(|error| panic!("{error}"))
}

fn lines_counter() -> BytesCount {
    BytesCount::new(LINES.iter().map(String::len).sum::<usize>())
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn labels_1_regex_set(bencher: Bencher) {
    const SIZE_LIMIT: usize = 1 << 30;
    let set = RegexSetBuilder::new(patterns()).size_limit(SIZE_LIMIT).build().expect("sound patterns");
    bencher
        .counter(lines_counter())
        .bench_local(|| LINES.iter().map(|line| set.matches(line).iter().count()).sum::<usize>());
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn labels_2_single_regexes(bencher: Bencher) {
    let all: Vec<Regex> = patterns().iter().map(|pattern| Regex::new(pattern).expect("a sound pattern")).collect();
    bencher
        .counter(lines_counter())
        .bench_local(|| LINES.iter().filter(|line| all.iter().any(|regex| regex.is_match(line))).count());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn labels_3_gated_rules(bencher: Bencher) {
    let rule = |(n, pattern): (usize, String)| {
        format!(
            "[[rule]]\nid = \"office.l{n}\"\ntitle = \"标签\"\nkind = \"heading\"\npattern = '{pattern}'\nyields = {{ level = \"han\" }}\n\
             [[rule.example]]\ntext = \"责任{w}单位:甲\"\n[[rule.counter]]\ntext = \"{w}\"\n",
            pattern = pattern.replace("(?<units>", "(?<title>"),
            w = word(n)
        )
    };
    let text: String = patterns().into_iter().enumerate().map(rule).collect();
    let (_folder, layers) = office(&text);
    let rules = load(&layers);
    bencher
        .counter(lines_counter())
        .bench_local(|| LINES.iter().filter(|line| rules.pack.find(Kind::Heading, line).is_some()).count());
}

#[divan::bench(args = [0, 200, 1000], sample_count = 3, sample_size = 1)]
fn headers(bencher: Bencher, count: usize) {
    let (_folder, layers) = office(&columns(count));
    let rules = load(&layers);
    bencher
        .counter(lines_counter())
        .bench_local(|| LINES.iter().filter(|line| rules.pack.find(Kind::Column, line).is_some()).count());
}

#[divan::bench(args = [0, 200, 1000], sample_count = 3, sample_size = 1)]
fn loading(bencher: Bencher, count: usize) {
    let (_folder, layers) = office(&columns(count));
    bencher.counter(ItemsCount::new(count)).bench_local(|| load(&layers));
}

/// Reading and checking all specimens with so many aliases of units, and a fifth as many of indicators.
#[divan::bench(args = [0, 5_000], sample_count = 10, sample_size = 1)]
fn documents_with_aliases(bencher: Bencher, count: usize) {
    let (_folder, layers) = office(&aliases(count, count / 5));
    let rules = load(&layers);
    let mut settings = Settings::default();
    settings.unit_names.known = rules.pack.other_names(AliasKind::Unit);
    settings.conflict.known = rules.pack.other_names(AliasKind::Indicator);
    let documents = SPECIMENS.documents();
    bencher.bench_local(|| {
        for document in &documents {
            let mut records = records_by(&rules, document);
            check::run(&mut records, &settings);
            check::aliases::merge(&mut records.units, &settings.unit_names);
            black_box(records);
        }
    });
}
