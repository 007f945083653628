//! Throughput of every stage in bytes of input, on one core: the specimens in `seeds/` and, where they lie beside the
//! repository, the real documents in `../shared/seeds`. Then a workbook against the same cells written by the bare
//! library, and tables of growing length, whose time per row must not grow.
//!
//! `cargo bench --bench stages`, with a word behind it for some of them.

use calamine::{Data, Reader, Xlsx};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use gongwen::check::{self, Checker, Settings};
use gongwen::document::Document;
use gongwen::ingest::{self, Limits};
use gongwen::record::{DocumentRecords, Format, Source, Task};
use gongwen::rules::Rules;
use gongwen::supervise::{Date, Layout, Rhythms, Store, UnitDuties, Units, items_of};
use gongwen::write::xlsx::ledger::{Issue, unit_workbook};
use gongwen::write::{json, xlsx};
use gongwen::{extract, layout};
use rust_xlsxwriter::{FormatBorder, Workbook};
use std::fmt;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn main() {
    divan::main();
}

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::load(None).expect("the built-in rules are sound"));

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Settings::default()));

/// A folder of documents.
#[derive(Debug, Clone, Copy)]
struct Corpus {
    name: &'static str,
    folder: &'static str,
}

const CORPORA: [Corpus; 2] =
    [Corpus { name: "specimens", folder: "seeds" }, Corpus { name: "real", folder: "../shared/seeds" }];

impl fmt::Display for Corpus {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl Corpus {
    fn path(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(self.folder)
    }

    /// Bytes and extension of every document, by name.
    fn files(&self) -> Vec<(Vec<u8>, String)> {
        let entries = fs::read_dir(self.path()).expect("the folder is there");
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
        files.retain(|file| file.file_stem().is_some_and(|stem| stem != "README"));
        files.sort();
        let extension = |file: &Path| file.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
        files.iter().map(|file| (fs::read(file).expect("readable"), extension(file))).collect()
    }

    fn bytes(&self) -> BytesCount {
        BytesCount::new(self.files().iter().map(|(bytes, _)| bytes.len()).sum::<usize>())
    }

    fn documents(&self) -> Vec<Document> {
        self.files().iter().map(|(bytes, extension)| read(bytes, extension)).collect()
    }

    /// The records with their findings.
    fn records(&self) -> Vec<DocumentRecords> {
        let settings = Settings::default();
        let checked = |mut records| {
            check::run(&mut records, &settings);
            records
        };
        self.documents().iter().map(|document| checked(records(document))).collect()
    }
}

/// The corpora that are here.
fn corpora() -> Vec<Corpus> {
    CORPORA.into_iter().filter(|corpus| corpus.path().is_dir()).collect()
}

fn read(bytes: &[u8], extension: &str) -> Document {
    ingest::read_bytes(bytes, extension, &Limits::default()).expect("a document that can be read").document
}

fn records(document: &Document) -> DocumentRecords {
    let source = Source {
        path: "bench.txt".to_string(),
        format: Format::Text,
        encoding: "UTF-8".to_string(),
        bytes: 0,
        sha256: String::new(),
    };
    extract::extract(document, source, &RULES)
}

#[divan::bench(args = corpora())]
fn stage_1_ingest(bencher: Bencher, corpus: &Corpus) {
    let files = corpus.files();
    bencher.counter(corpus.bytes()).bench_local(|| {
        files.iter().for_each(|(bytes, extension)| drop(black_box(read(bytes, extension))));
    });
}

#[divan::bench(args = corpora())]
fn stage_2_layout(bencher: Bencher, corpus: &Corpus) {
    let documents = corpus.documents();
    LazyLock::force(&RULES);
    bencher.counter(corpus.bytes()).bench_local(|| {
        documents.iter().for_each(|document| drop(black_box(layout::lay_out(document, &RULES))));
    });
}

#[divan::bench(args = corpora())]
fn stage_3_layout_and_extract(bencher: Bencher, corpus: &Corpus) {
    let documents = corpus.documents();
    LazyLock::force(&RULES);
    bencher.counter(corpus.bytes()).bench_local(|| {
        documents.iter().for_each(|document| drop(black_box(records(document))));
    });
}

#[divan::bench(args = corpora())]
fn stage_4_check(bencher: Bencher, corpus: &Corpus) {
    let checker = Checker::new(Settings::default());
    let all = corpus.records();
    bencher.counter(corpus.bytes()).with_inputs(|| all.clone()).bench_local_refs(|all| {
        all.iter_mut().for_each(|records| checker.run(records));
    });
}

#[divan::bench(args = corpora())]
fn stage_5_json(bencher: Bencher, corpus: &Corpus) {
    let all = corpus.records();
    bencher.counter(corpus.bytes()).bench_local(|| {
        all.iter().for_each(|records| drop(black_box(json::document(records))));
    });
}

#[divan::bench(args = corpora())]
fn stage_6_workbook(bencher: Bencher, corpus: &Corpus) {
    let all = corpus.records();
    bencher.counter(corpus.bytes()).bench_local(|| {
        all.iter().for_each(|records| drop(black_box(workbook(records))));
    });
}

/// The cells of `stage_6_workbook` without any format.
#[divan::bench(args = corpora())]
fn stage_6_workbook_bare(bencher: Bencher, corpus: &Corpus) {
    let books = books(corpus);
    bencher.counter(corpus.bytes()).bench_local(|| books.iter().for_each(|book| drop(black_box(bare(book, None)))));
}

/// The cells of `stage_6_workbook` with one border around each.
#[divan::bench(args = corpora())]
fn stage_6_workbook_bare_framed(bencher: Bencher, corpus: &Corpus) {
    let books = books(corpus);
    let format = rust_xlsxwriter::Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    bencher
        .counter(corpus.bytes())
        .bench_local(|| books.iter().for_each(|book| drop(black_box(bare(book, Some(&format))))));
}

/// The sheets of all responsible units, held against the same cells below.
#[divan::bench(args = corpora())]
fn stage_7_unit_sheets(bencher: Bencher, corpus: &Corpus) {
    let all = corpus.records();
    bencher.counter(corpus.bytes()).bench_local(|| {
        all.iter().for_each(|records| drop(black_box(unit_sheets(records))));
    });
}

/// The cells of `stage_7_unit_sheets` with one border around each.
#[divan::bench(args = corpora())]
fn stage_7_unit_sheets_bare_framed(bencher: Bencher, corpus: &Corpus) {
    let books: Vec<Book> = corpus.records().iter().flat_map(unit_sheets).map(|bytes| book(&bytes)).collect();
    let format = rust_xlsxwriter::Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    bencher
        .counter(corpus.bytes())
        .bench_local(|| books.iter().for_each(|book| drop(black_box(bare(book, Some(&format))))));
}

fn unit_sheets(records: &DocumentRecords) -> Vec<Vec<u8>> {
    const DAY: Date = Date { year: 2022, month: 7, day: 5 };
    let (layout, store) = (Layout::default(), Store::default());
    let rhythms = Rhythms::new(&layout.reporting);
    let issue = Issue { layout: &layout, store: &store, rhythms: &rhythms, period: Some(DAY.month_of()), cutoff: DAY };
    let mut units = Units::default();
    units.add(records, &items_of(records));
    let sheets = |unit: &UnitDuties| unit_workbook(unit, &issue).expect("duties that fit a workbook");
    units.finish().iter().map(sheets).collect()
}

fn workbook(records: &DocumentRecords) -> Vec<u8> {
    xlsx::document_workbook(records, &CHECKER.sums(records)).expect("records that fit a workbook")
}

/// Rows of cells, sheet by sheet.
type Book = Vec<Vec<Vec<Data>>>;

fn books(corpus: &Corpus) -> Vec<Book> {
    corpus.records().iter().map(|records| book(&workbook(records))).collect()
}

fn book(bytes: &[u8]) -> Book {
    let mut xlsx = Xlsx::new(Cursor::new(bytes)).expect("our own workbook");
    let sheets = xlsx.worksheets();
    sheets.iter().map(|(_, range)| range.rows().map(<[Data]>::to_vec).collect()).collect()
}

fn bare(book: &Book, format: Option<&rust_xlsxwriter::Format>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let plain = rust_xlsxwriter::Format::default();
    let format = format.unwrap_or(&plain);
    for rows in book {
        let sheet = workbook.add_worksheet();
        for (row, cells) in (0..).zip(rows) {
            for (at, cell) in (0..).zip(cells) {
                let written = match cell {
                    Data::Float(number) => sheet.write_number_with_format(row, at, *number, format),
                    Data::Empty => sheet.write_blank(row, at, format),
                    Data::DateTime(date) => sheet.write_number_with_format(row, at, date.as_f64(), format),
                    other => sheet.write_string_with_format(row, at, other.to_string(), format),
                };
                written.expect("a cell that was in a workbook before");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook in memory")
}

/// 汇总.xlsx over documents with so many tasks together, then the peak of the memory of this process so far; growing from
/// the first to the second, the workbook is not what takes it.
#[divan::bench(args = [10_000, 100_000], sample_count = 1, sample_size = 1)]
fn task_ledger(bencher: Bencher, tasks: usize) {
    let document = task_document();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("汇总.xlsx");
    bencher.counter(ItemsCount::new(tasks)).bench_local(|| {
        let mut summary = xlsx::Summary::new(&path).expect("a folder that can be written to");
        (0..tasks / document.tasks.len()).for_each(|_| summary.push(&document).expect("room on the disk"));
        summary.finish().expect("room on the disk");
    });
    say_peak("task_ledger", tasks);
}

/// The workbook of one document with so many tasks, and the peak of the memory.
#[divan::bench(args = [10_000, 100_000], sample_count = 1, sample_size = 1)]
fn task_workbook(bencher: Bencher, tasks: usize) {
    let mut document = task_document();
    let few = document.tasks.clone();
    let task = |nth: usize| Task { id: format!("K{nth:06}"), ..few[nth % few.len()].clone() };
    document.tasks = (0..tasks).map(task).collect();
    say_peak("task_workbook before", tasks);
    bencher.counter(ItemsCount::new(tasks)).bench_local(|| drop(black_box(xlsx::document_workbook(&document, &[]))));
    say_peak("task_workbook", tasks);
}

/// A document of 250 tasks with two steps each.
fn task_document() -> DocumentRecords {
    let mut document = records(&read(long_document(500).as_bytes(), "txt"));
    document.targets.clear();
    assert_eq!(document.tasks.len(), 250);
    document
}

/// Prints the largest memory that this process had, where the system tells it.
fn say_peak(name: &str, rows: usize) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    eprintln!("{name} {rows}: peak memory {}", peak.map_or("unknown", str::trim));
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

/// Allocation tables and task lists in turn, one cell a paragraph, and duties in prose.
fn long_document(rows: usize) -> String {
    const ROWS_OF_A_LIST: usize = 250;
    let mut text = String::from("海湾市2025年重点工作要点\n\n");
    for (part, start) in (0..rows).step_by(ROWS_OF_A_LIST).enumerate() {
        let rows = start..rows.min(start + ROWS_OF_A_LIST);
        let head = format!("附件{}\n\n海湾市2025年第{}批", part + 1, part + 1);
        match part % 2 {
            0 => text.push_str(&format!("{head}任务分解\n\n序号\n\n指标\n\n全市\n\n东区\n\n西区\n\n责任单位\n\n")),
            _ => text.push_str(&format!("{head}工作清单\n\n序号\n\n工作任务\n\n目标体系\n\n进度安排\n\n责任单位\n\n")),
        }
        for (number, row) in (1..).zip(rows) {
            let (name, unit) = quantity_name(row);
            let (east, west) = (row * 7 % 53 + 2, row * 11 % 47 + 3);
            let total = east + west;
            let cells = match part % 2 {
                0 => format!("{name}（{unit}）\n\n{total}\n\n{east}\n\n{west}"),
                _ => format!(
                    "推进{name}\n\n{name}{total}{unit}。\n\n2—6月：{name}{east}{unit}；7—12月：{name}{total}{unit}。"
                ),
            };
            text.push_str(&format!("{number}\n\n{cells}\n\n市住建局、市水利局\n\n"));
        }
    }
    text
}

/// What the row counts, and its unit of measure.
fn quantity_name(row: usize) -> (String, &'static str) {
    const VERBS: [&str; 7] = ["新建", "改造", "新增", "培育", "整治", "完成", "创建"];
    const KINDS: [&str; 13] =
        ["沿江", "山区", "智慧", "绿色", "传统", "民营", "园区", "牧区", "港口", "老城", "高校", "渔业", "乡村"];
    const THINGS: [(&str, &str); 11] = [
        ("养老床位", "张"),
        ("充电桩", "个"),
        ("口袋公园", "个"),
        ("公路", "公里"),
        ("污水管网", "公里"),
        ("卫生室", "所"),
        ("水库", "座"),
        ("停车场", "个"),
        ("实验室", "个"),
        ("家庭农场", "家"),
        ("候车亭", "个"),
    ];
    const ENDS: [&str; 5] = ["适老化", "数字化", "标准化", "规范化", "一体化"];
    let (thing, unit) = THINGS[row % 11];
    let kinds = [KINDS[row / 3 % 13], KINDS[row / 17 % 13]];
    (format!("{}{}{}{}{thing}", VERBS[row % 7], kinds[0], kinds[1], ENDS[row / 5 % 5]), unit)
}
