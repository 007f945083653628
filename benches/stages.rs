//! Throughput of every stage in bytes of input, on one core: the specimens in `seeds/` and, where they lie beside the
//! repository, the real documents in `../shared/seeds`. Then tables of growing length, whose time per row must not grow.
//!
//! `cargo bench --bench stages`, with a word behind it for some of them.

use corpus::{Corpus, RULES, corpora, long_document, read, records};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use gongwen::check::{Checker, Settings};
use gongwen::layout;
use gongwen::record::DocumentRecords;
use gongwen::write::{json, xlsx};
use std::sync::LazyLock;

mod corpus;

fn main() {
    divan::main();
}

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Settings::default()));

fn bytes(corpus: &Corpus) -> BytesCount {
    BytesCount::new(corpus.files().iter().map(|(bytes, _)| bytes.len()).sum::<usize>())
}

#[divan::bench(args = corpora())]
fn stage_1_ingest(bencher: Bencher, corpus: &Corpus) {
    let files = corpus.files();
    bencher.counter(bytes(corpus)).bench_local(|| {
        files.iter().for_each(|(bytes, extension)| drop(black_box(read(bytes, extension))));
    });
}

#[divan::bench(args = corpora())]
fn stage_2_layout(bencher: Bencher, corpus: &Corpus) {
    let documents = corpus.documents();
    LazyLock::force(&RULES);
    bencher.counter(bytes(corpus)).bench_local(|| {
        documents.iter().for_each(|document| drop(black_box(layout::lay_out(document, &RULES))));
    });
}

#[divan::bench(args = corpora())]
fn stage_3_layout_and_extract(bencher: Bencher, corpus: &Corpus) {
    let documents = corpus.documents();
    LazyLock::force(&RULES);
    bencher.counter(bytes(corpus)).bench_local(|| {
        documents.iter().for_each(|document| drop(black_box(records(document))));
    });
}

#[divan::bench(args = corpora())]
fn stage_4_check(bencher: Bencher, corpus: &Corpus) {
    let checker = Checker::new(Settings::default());
    let all = corpus.records();
    bencher.counter(bytes(corpus)).with_inputs(|| all.clone()).bench_local_refs(|all| {
        all.iter_mut().for_each(|records| checker.run(records));
    });
}

#[divan::bench(args = corpora())]
fn stage_5_json(bencher: Bencher, corpus: &Corpus) {
    let all = corpus.records();
    bencher.counter(bytes(corpus)).bench_local(|| {
        all.iter().for_each(|records| drop(black_box(json::document(records))));
    });
}

#[divan::bench(args = corpora())]
fn stage_6_workbook(bencher: Bencher, corpus: &Corpus) {
    let all = corpus.records();
    bencher.counter(bytes(corpus)).bench_local(|| {
        all.iter().for_each(|records| drop(black_box(workbook(records))));
    });
}

fn workbook(records: &DocumentRecords) -> Vec<u8> {
    xlsx::document_workbook(records, &CHECKER.sums(records)).expect("records that fit a workbook")
}

/// Layout and extraction of a table of so many rows, one cell a paragraph; the time per item must stay.
#[divan::bench(args = [2_500, 5_000, 10_000, 20_000], sample_count = 5)]
fn table_rows(bencher: Bencher, rows: usize) {
    let text = table(rows);
    let document = read(text.as_bytes(), "txt");
    let found = records(&document).targets.len();
    assert_eq!(found, rows, "every row is read");
    bencher
        .counter(ItemsCount::new(rows))
        .counter(BytesCount::new(text.len()))
        .bench_local(|| drop(black_box(records(&document))));
}

const LAST_NUMBER: usize = 2_500;

/// A table of indicators for three regions with one cell a paragraph. Its numbers begin anew now and then: no list
/// numbers its rows up to five digits.
fn table(rows: usize) -> String {
    let mut text = String::from("海湾市2025年民生实事任务分解\n\n序号\n\n指标\n\n全市\n\n东区\n\n西区\n\n责任单位\n\n");
    for row in 1..=rows {
        let (east, west) = (row % 7 + 1, row % 11 + 1);
        let total = east + west;
        let number = (row - 1) % LAST_NUMBER + 1;
        text.push_str(&format!("{number}\n\n新增停车位数量（个）\n\n{total}\n\n{east}\n\n{west}\n\n市住建局\n\n"));
    }
    text
}

/// Checking a long document of tasks and targets whose names are put together from a few words; the time per item must
/// stay, and must stay far below that of `long_extraction`.
#[divan::bench(args = [2_500, 5_000, 10_000, 20_000], sample_count = 5)]
fn long_check(bencher: Bencher, rows: usize) {
    let checker = Checker::new(Settings::default());
    let found = records(&read(long_document(rows).as_bytes(), "txt"));
    assert_eq!(found.targets.len() + found.tasks.len(), rows, "every row is read");
    bencher
        .counter(ItemsCount::new(rows))
        .with_inputs(|| found.clone())
        .bench_local_refs(|records| checker.run(records));
}

/// Layout and extraction of the document of `long_check`.
#[divan::bench(args = [2_500, 5_000, 10_000, 20_000], sample_count = 5)]
fn long_extraction(bencher: Bencher, rows: usize) {
    let document = read(long_document(rows).as_bytes(), "txt");
    bencher.counter(ItemsCount::new(rows)).bench_local(|| drop(black_box(records(&document))));
}
