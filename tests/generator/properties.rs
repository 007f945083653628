//! Properties: what must hold for every table that the generator can print. What fails is shrunk to fewer rows and fewer
//! difficulties by proptest. The cases are the same in every run.

use crate::document::{Document, document};
use crate::logical::{Case, Features, Shape};
use crate::reading::{Judged, explain, extract, judge_records};
use gongwen::record::{Anchor, DocumentRecords};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::Cell;

/// One case of so many is read twice.
const READ_TWICE: u64 = 16;
/// Of a thousand rows at a confidence of 0.9 or more, at most so many are wrong. These tables have every difficulty half
/// of the time; how often rows of usual ones are right is what `figures` measures, on many more.
const WRONG_OF_A_THOUSAND: usize = 20;

fn cases(shape: Shape) -> impl Strategy<Value = Case> {
    let all = (1u32 << Features::NAMES.len()) - 1;
    (0u64..1 << 32, 1usize..8, 0..=all).prop_map(move |(seed, rows, bits)| Case {
        shape,
        seed,
        rows,
        features: Features(bits),
    })
}

/// Runs a test on cases that are the same in every run; what fails is shrunk.
fn check(shape: Shape, count: u32, test: impl Fn(Case) -> Result<(), TestCaseError>) {
    let config = Config { cases: count, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    if let Err(error) = runner.run(&cases(shape), test) {
        panic!("{error}");
    }
}

/// Every anchor lies inside the source.
fn anchors_are_inside(document: &Document, records: &DocumentRecords) -> Result<(), TestCaseError> {
    let lengths: Vec<u32> = document.text.lines().map(|line| line.chars().count() as u32).collect();
    let inside = |place: Option<(u32, u32)>| {
        place.is_some_and(|(line, column)| {
            let length = line.checked_sub(1).and_then(|at| lengths.get(at as usize));
            length.is_some_and(|length| (1..=*length).contains(&column))
        })
    };
    let of_targets = records.targets.iter().flat_map(|target| {
        let values = target.values.iter().filter(|value| !value.raw.is_empty()).map(|value| &value.anchor);
        values.chain([&target.anchor])
    });
    let of_tasks =
        records.tasks.iter().flat_map(|task| task.schedule.iter().map(|step| &step.anchor).chain([&task.anchor]));
    let anchors: Vec<&Anchor> = of_targets.chain(of_tasks).collect();
    for anchor in anchors {
        prop_assert!(inside(anchor.line.zip(anchor.column)), "{anchor:?} is outside");
        prop_assert!(inside(anchor.end_line.zip(anchor.end_column)), "{anchor:?} ends outside");
    }
    Ok(())
}

/// Every character is in a record, explained, or on the list of what was not read.
fn nothing_is_lost(document: &Document, records: &DocumentRecords) -> Result<(), TestCaseError> {
    let coverage = &records.coverage;
    let explained = &coverage.explained;
    let sum = coverage.in_records
        + explained.furniture
        + explained.letterhead
        + explained.header
        + explained.prose
        + explained.markup
        + coverage.unread;
    let characters: usize = document.text.lines().map(|line| line.chars().count()).sum();
    prop_assert_eq!(coverage.characters as usize, characters);
    prop_assert!(sum <= coverage.characters, "{} of {} characters", sum, coverage.characters);
    let listed: usize = coverage.unread_spans.iter().map(|span| span.text.chars().count()).sum();
    prop_assert!(listed as u64 >= coverage.unread, "{listed} of {} characters listed", coverage.unread);
    Ok(())
}

/// The invariants of every case, and the share of sure rows that are right over all of them.
fn holds(shape: Shape, count: u32) {
    let (sure, wrong) = (Cell::new(0), Cell::new(0));
    check(shape, count, |case| {
        let document = document(&case);
        let records = extract(&document);
        if case.seed.is_multiple_of(READ_TWICE) {
            prop_assert_eq!(format!("{:?}", &records), format!("{:?}", extract(&document)), "read twice");
        }
        anchors_are_inside(&document, &records)?;
        nothing_is_lost(&document, &records)?;
        let judged = judge_records(&document, &records);
        let certain = judged.iter().filter(|row| row.read.as_ref().is_some_and(|read| read.confidence >= 0.9));
        sure.set(sure.get() + certain.count());
        wrong.set(wrong.get() + judged.iter().filter(|row| row.is_wrong_and_sure()).count());
        // A table is never lost without a doubt: of small tables, not all rows are wrong and sure.
        let failed: Vec<&Judged> = judged.iter().filter(|row| row.is_wrong_and_sure()).collect();
        prop_assert!(
            failed.len() < 4 || 2 * failed.len() <= judged.len(),
            "{case:?} {:?}: {}",
            case.features.names(),
            explain(failed[0])
        );
        Ok(())
    });
    let (sure, wrong) = (sure.get(), wrong.get());
    assert!(sure > 100, "{shape:?}: only {sure} rows are sure");
    assert!(1000 * wrong <= WRONG_OF_A_THOUSAND * sure, "{shape:?}: {wrong} of {sure} sure rows are wrong");
}

#[test]
fn cells_hold() {
    holds(Shape::Cells, 200);
}

#[test]
fn bars_hold() {
    holds(Shape::Bars, 1000);
}

#[test]
fn markdown_holds() {
    holds(Shape::Markdown, 1000);
}
