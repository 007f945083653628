//! What workbooks cost: processor time against the same cells written by the bare library, and the memory of big ones.
//!
//! `cargo bench --bench workbooks`, with `cost` or `big` behind it for one of both.
//!
//! **Cost.** The cells that a workbook of ours has are read back and written once more by `rust_xlsxwriter` alone: the same
//! sheets with the same texts, numbers, dates and formulas, each cell with one border, also those that stand empty between
//! the first and the last one of a sheet. Left out there, and so counted as our cost, is everything else: making the cells
//! from records or duties, widths and heights, several formats, comments, links, tables, conditional formats, lists to
//! choose from, charts, print settings. The library compresses harder than we do unless it is told otherwise, so that it is
//! shown as it is, and compressing as little as it can, which is less than we do for all but small workbooks.
//!
//! Ours and the bare ones take turns in one run; the ratio is taken turn by turn and its median is shown. Time is that of
//! the processor over all threads, as the system counts it, in ticks of 10 ms; a turn writes everything several times so
//! that a tick is no more than a few percent of it.

use calamine::{Data, Range, Reader, Xlsx};
use corpus::{Corpus, corpora, long_document, read, records};
use gongwen::check::{Checker, Settings};
use gongwen::record::{DocumentRecords, Sum, Task};
use gongwen::supervise::{Date, Layout, Rhythms, Store, UnitDuties, Units, items_of};
use gongwen::write::xlsx;
use gongwen::write::xlsx::ledger::{Issue, unit_workbook};
use rust_xlsxwriter::{Format, FormatBorder, Formula, Workbook};
use std::fs;
use std::hint::black_box;
use std::io::Cursor;
use std::sync::LazyLock;
use std::time::Instant;

mod corpus;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    if is_wanted("cost") {
        corpora().iter().for_each(cost);
    }
    if is_wanted("big") {
        [10_000, 100_000].into_iter().for_each(task_ledger);
        [10_000, 100_000].into_iter().for_each(task_workbook);
    }
}

static CHECKER: LazyLock<Checker> = LazyLock::new(|| Checker::new(Settings::default()));

/// Turns of ours and of the bare ones.
const TURNS: usize = 21;

/// Prints the ratios of a corpus: workbooks of documents, sheets of units.
fn cost(corpus: &Corpus) {
    let all = corpus.records();
    let sums: Vec<Vec<Sum>> = all.iter().map(|records| CHECKER.sums(records)).collect();
    let workbooks = || all.iter().zip(&sums).map(|(records, sums)| workbook(records, sums));
    let documents = || workbooks().for_each(|bytes| drop(black_box(bytes)));
    let duties: Vec<UnitDuties> = all.iter().flat_map(duties).collect();
    let units = || duties.iter().for_each(|unit| drop(black_box(unit_sheet(unit))));
    let document_books: Vec<Book> = workbooks().map(|bytes| book(&bytes)).collect();
    let unit_books: Vec<Book> = duties.iter().map(|unit| book(&unit_sheet(unit))).collect();
    for (how, level) in [("as it is", None), ("compressing least", Some(1))] {
        let bare_of = |books: &[Book]| books.iter().for_each(|book| drop(black_box(bare(book, level))));
        compare(&format!("{corpus}: documents, bare {how}"), &documents, &|| bare_of(&document_books));
        compare(&format!("{corpus}: unit sheets, bare {how}"), &units, &|| bare_of(&unit_books));
    }
}

/// Prints the median, the first and the last quarter of the ratio of two ways to do something.
fn compare(name: &str, ours: &dyn Fn(), bare: &dyn Fn()) {
    // A turn of half a second.
    let start = Instant::now();
    bare();
    let times = (500 / start.elapsed().as_millis().max(1)).clamp(1, 500) as usize;
    let ticks_of = |work: &dyn Fn()| {
        let before = ticks();
        (0..times).for_each(|_| work());
        ticks() - before
    };
    let mut ratios: Vec<f64> = (0..TURNS).map(|_| ticks_of(ours) as f64 / ticks_of(bare).max(1) as f64).collect();
    ratios.sort_by(f64::total_cmp);
    let [low, middle, high] = [TURNS / 4, TURNS / 2, TURNS - 1 - TURNS / 4].map(|at| ratios[at]);
    println!("{name}: {middle:.2} times (quartiles {low:.2}, {high:.2}; {TURNS} turns of {times})");
}

/// Processor time of this process so far in ticks, all threads, user and system; 0 where the system does not tell.
fn ticks() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the name in brackets; user and system time are the 14th and 15th.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

/// What every unit of a document has to do.
fn duties(records: &DocumentRecords) -> Vec<UnitDuties> {
    let mut units = Units::default();
    units.add(records, &items_of(records));
    units.finish()
}

fn unit_sheet(unit: &UnitDuties) -> Vec<u8> {
    const DAY: Date = Date { year: 2022, month: 7, day: 5 };
    let (layout, store) = (Layout::default(), Store::default());
    let rhythms = Rhythms::new(&layout.reporting);
    let issue = Issue { layout: &layout, store: &store, rhythms: &rhythms, period: Some(DAY.month_of()), cutoff: DAY };
    unit_workbook(unit, &issue).expect("duties that fit a workbook")
}

fn workbook(records: &DocumentRecords, sums: &[Sum]) -> Vec<u8> {
    xlsx::document_workbook(records, sums).expect("records that fit a workbook")
}

/// A cell to write by the bare library.
enum Bare {
    Empty,
    Text(String),
    Number(f64),
    Date(f64),
    Formula(Formula),
}

/// Rows of cells, sheet by sheet.
type Book = Vec<Vec<Vec<Bare>>>;

fn book(bytes: &[u8]) -> Book {
    let mut xlsx = Xlsx::new(Cursor::new(bytes)).expect("our own workbook");
    let sheets = xlsx.worksheets();
    let mut rows_of = |(name, values): (String, Range<Data>)| {
        let formulas = xlsx.worksheet_formula(&name).expect("a sheet that was just read");
        let (top, left) = values.start().unwrap_or_default();
        let cell = |(row, at, value): (usize, usize, &Data)| {
            let formula = formulas.get_value((top + row as u32, left + at as u32)).filter(|text| !text.is_empty());
            bare_cell(value, formula)
        };
        let cells: Vec<Bare> = values.cells().map(cell).collect();
        let mut cells = cells.into_iter();
        (0..values.height()).map(|_| cells.by_ref().take(values.width()).collect()).collect()
    };
    sheets.into_iter().map(&mut rows_of).collect()
}

fn bare_cell(value: &Data, formula: Option<&String>) -> Bare {
    if let Some(formula) = formula {
        return Bare::Formula(Formula::new(format!("={formula}")).set_result(value.to_string()));
    }
    match value {
        Data::Empty => Bare::Empty,
        Data::Float(number) => Bare::Number(*number),
        Data::DateTime(date) => Bare::Date(date.as_f64()),
        other => Bare::Text(other.to_string()),
    }
}

/// The cells, a border around each, compressed so hard.
fn bare(book: &Book, level: Option<u8>) -> Vec<u8> {
    let format = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let date_format = format.clone().set_num_format("yyyy-mm-dd");
    let mut workbook = Workbook::new();
    if let Some(level) = level {
        workbook.set_zip_compression_level(level);
    }
    for rows in book {
        let sheet = workbook.add_worksheet();
        for (row, cells) in (0..).zip(rows) {
            for (at, cell) in (0..).zip(cells) {
                let written = match cell {
                    Bare::Empty => sheet.write_blank(row, at, &format),
                    Bare::Text(text) => sheet.write_string_with_format(row, at, text, &format),
                    Bare::Number(number) => sheet.write_number_with_format(row, at, *number, &format),
                    Bare::Date(number) => sheet.write_number_with_format(row, at, *number, &date_format),
                    Bare::Formula(formula) => sheet.write_formula_with_format(row, at, formula, &format),
                };
                written.expect("a cell that was in a workbook before");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook in memory")
}

/// 汇总.xlsx over documents with so many tasks together: time, and the peak of the memory of this process so far. Growing
/// from one length to the next, the workbook is not what takes it.
fn task_ledger(tasks: usize) {
    let document = task_document();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("汇总.xlsx");
    let start = Instant::now();
    let mut summary = xlsx::Summary::new(&path).expect("a folder that can be written to");
    (0..tasks / document.tasks.len()).for_each(|_| summary.push(&document).expect("room on the disk"));
    summary.finish().expect("room on the disk");
    say_peak("ledger", tasks, start);
}

/// The workbook of one document with so many tasks, and the peak of the memory before and after.
fn task_workbook(tasks: usize) {
    let start = Instant::now();
    let mut document = task_document();
    let few = document.tasks.clone();
    let task = |nth: usize| Task { id: format!("K{nth:06}"), ..few[nth % few.len()].clone() };
    document.tasks = (0..tasks).map(task).collect();
    say_peak("records of one document", tasks, start);
    let start = Instant::now();
    drop(black_box(xlsx::document_workbook(&document, &[])));
    say_peak("workbook of one document", tasks, start);
}

/// A document of 250 tasks with two steps each.
fn task_document() -> DocumentRecords {
    let mut document = records(&read(long_document(500).as_bytes(), "txt"));
    document.targets.clear();
    assert_eq!(document.tasks.len(), 250);
    document
}

/// Prints the time since `start` and the largest memory that this process had, where the system tells it.
fn say_peak(name: &str, tasks: usize, start: Instant) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let seconds = start.elapsed().as_secs_f64();
    println!("{name}, {tasks} tasks: {seconds:.1} s, peak memory {}", peak.map_or("unknown", str::trim));
}
