//! Generated tables: printed in every shape in which dumps leave them, and read back.
//!
//! `cargo test --release --test generator -- --ignored --nocapture figures` reads 10,000 documents a shape and prints
//! how many cells and rows are right and whether the confidence tells the wrong ones.
//! `GENERATOR_CASE=cells:17 cargo test --release --test generator -- --ignored --nocapture one_case` shows one.

mod build;
mod document;
mod duties;
mod figures;
mod indicators;
mod logical;
mod print;
mod print_markdown;
mod random;
mod reading;
mod styles;
mod words;

use document::document;
use figures::{Figures, HEAD, minimise, run};
use logical::{Case, Shape};
use reading::{Judged, explain, judge};

/// Documents of each shape that the figures are taken from.
const DOCUMENTS: u64 = 10_000;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

#[test]
#[ignore = "takes minutes"]
fn figures() {
    let documents = number("GENERATOR_DOCUMENTS", DOCUMENTS);
    for (family, first) in [("set", 0), ("measured", 1)] {
        println!("\nfamily of seeds that weights are {family} on\n{HEAD}");
        let mut all = Figures::default();
        for shape in Shape::ALL {
            let figures = run(shape, (first..documents).step_by(2));
            println!("{}", figures.line(&format!("{shape:?}")));
            println!("{}", figures.calibration());
            all.join(&figures);
        }
        println!("{}\n\n{}", all.line("all"), all.calibration());
    }
}

#[test]
#[ignore = "for a person"]
fn one_case() {
    let name = std::env::var("GENERATOR_CASE").unwrap_or_else(|_| "cells:0".to_string());
    let mut parts = name.split(':');
    let shape = match parts.next() {
        Some("bars") => Shape::Bars,
        Some("markdown") => Shape::Markdown,
        _ => Shape::Cells,
    };
    let seed = parts.next().and_then(|s| s.parse().ok()).unwrap_or(0);
    let mut case = Case::of(shape, seed);
    let wrong = |case: &Case| judge(&document(case)).iter().any(Judged::is_wrong_and_sure);
    match (parts.next(), parts.next()) {
        (Some(rows), Some(bits)) => {
            case.rows = rows.parse().unwrap_or(case.rows);
            case.features = logical::Features(bits.parse().unwrap_or(case.features.0));
        }
        _ if wrong(&case) => case = minimise(case, wrong),
        _ => {}
    }
    let document = document(&case);
    println!("{}\n\n{case:?} {:?}", document.text, case.features.names());
    for row in judge(&document).iter().filter(|row| !row.is_right()) {
        println!("{}", explain(row));
    }
}

#[test]
#[ignore = "for a person"]
fn list_wrong() {
    let (documents, most) = (number("GENERATOR_DOCUMENTS", 200), number("GENERATOR_MOST", 40));
    let only = std::env::var("GENERATOR_SHAPE").unwrap_or_default();
    for shape in
        Shape::ALL.into_iter().filter(|shape| only.is_empty() || format!("{shape:?}").eq_ignore_ascii_case(&only))
    {
        let mut shown = 0;
        for seed in 0..documents {
            let judged = judge(&document(&Case::of(shape, seed)));
            let lost = judged.iter().filter(|row| row.read.is_none()).count();
            let wrong: Vec<&Judged> = judged.iter().filter(|row| row.is_wrong_and_sure()).collect();
            if (wrong.is_empty() && lost == 0) || shown >= most {
                continue;
            }
            shown += 1;
            println!("{shape:?} {seed}: {} rows, {lost} lost, {} wrong and sure", judged.len(), wrong.len());
            for row in wrong.iter().take(2) {
                println!("    {}", explain(row));
            }
        }
    }
}
