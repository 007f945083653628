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
mod labels;
mod learn;
mod logical;
mod print;
mod print_markdown;
mod properties;
mod random;
mod reading;
mod styles;
mod words;

use document::document;
use figures::{Figures, HEAD, minimise, run};
use gongwen::layout::tuning;
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
    let only = std::env::var("GENERATOR_FAMILY").unwrap_or_default();
    for (family, first) in [("set", 0), ("measured", 1)] {
        if !only.is_empty() && only != family {
            continue;
        }
        println!("\nfamily of seeds that weights are {family} on\n{HEAD}");
        let mut all = Figures::default();
        for shape in Shape::ALL {
            let figures = run(shape, (first..documents).step_by(2));
            println!("{}", figures.line(&format!("{shape:?}")));
            println!("{}\n{}", figures.calibration(), figures.errors());
            all.join(&figures);
        }
        println!("{}\n\n{}", all.line("all"), all.calibration());
    }
}

/// Learns the costs anew, from the seeds that are for setting them, and prints the cost file.
#[test]
#[ignore = "for a person"]
fn learn_costs() {
    let documents = number("GENERATOR_DOCUMENTS", 2_000);
    let file = std::env::var("GENERATOR_COSTS").unwrap_or_else(|_| "src/layout/align/costs.toml".to_string());
    let source = std::fs::read_to_string(file).expect("a cost file");
    let costs = gongwen::layout::align::Costs::parse(&source).expect("a cost file that can be read");
    let learned = learn::learn(costs, (0..documents).step_by(2), number("GENERATOR_ROUNDS", 3) as usize);
    std::fs::write("target/costs.toml", learned.print()).expect("target can be written to");
}

/// Writes for every row that was read whether it is right and what speaks for it, for a look at the calibration.
#[test]
#[ignore = "for a person"]
fn dump_rows() {
    println!("shape,seed,right,margin,columns_margin,rows,doubtful,strays,columns,sub_rows");
    for shape in Shape::ALL {
        for seed in (number("GENERATOR_FIRST", 1)..number("GENERATOR_DOCUMENTS", 1000)).step_by(2) {
            for row in judge(&document(&Case::of(shape, seed))) {
                let Some(read) = &row.read else { continue };
                let t = read.table;
                println!(
                    "{shape:?},{seed},{},{},{},{},{},{},{},{}",
                    u8::from(row.is_right()),
                    read.margin,
                    t.columns_margin,
                    t.rows,
                    t.doubtful_rows,
                    t.strays,
                    t.columns,
                    t.sub_rows
                );
            }
        }
    }
}

/// Lists the tables whose columns were understood otherwise than they were meant.
#[test]
#[ignore = "for a person"]
fn list_headers() {
    for seed in 0..number("GENERATOR_DOCUMENTS", 200) {
        for shape in Shape::ALL {
            learn::list_headers(&Case::of(shape, seed));
        }
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
        for seed in (number("GENERATOR_FIRST", 0)..documents).step_by(number("GENERATOR_STEP", 1) as usize) {
            let judged = judge(&document(&Case::of(shape, seed)));
            let lost = judged.iter().filter(|row| row.read.is_none()).count();
            let wrong: Vec<&Judged> = judged.iter().filter(|row| row.is_wrong_and_sure()).collect();
            if (wrong.is_empty() && lost == 0) || shown >= most {
                continue;
            }
            shown += 1;
            println!("{shape:?} {seed}: {} rows, {lost} lost, {} wrong and sure", judged.len(), wrong.len());
            for row in wrong.iter().take(number("GENERATOR_ROWS", 2) as usize) {
                println!("    {}", explain(row));
            }
        }
    }
}

/// Prints the choices between headers in a file, the cheapest first.
#[test]
#[ignore = "for a person"]
fn list_choices() {
    let path = std::env::var("GENERATOR_FILE").expect("GENERATOR_FILE names a file");
    let bytes = std::fs::read(&path).expect("a file that can be read");
    let extension = path.rsplit('.').next().unwrap_or("txt");
    let read = gongwen::ingest::read_bytes(&bytes, extension, &Default::default()).expect("a document");
    let file = std::fs::read_to_string("src/layout/align/costs.toml").expect("the cost file");
    let costs = gongwen::layout::align::Costs::parse(&file).expect("a cost file that can be read");
    for contest in gongwen::layout::tuning::asked(&read.document, reading::rules()).contests {
        let place = contest.places().first().copied().flatten();
        println!("line {}", place.map_or(0, |p| p.line));
        let hypotheses = contest.hypotheses();
        let mut judged: Vec<_> = (0..hypotheses.len()).map(|at| (contest.evidence(&costs, at).0, at)).collect();
        judged.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (cost, at) in judged {
            let tuning::Columns { start, length, columns } = &hypotheses[at];
            let columns: Vec<String> = columns.iter().map(|(role, header)| format!("{header}:{role:?}")).collect();
            println!("  {cost:8.2}  {start}+{length}  {}", columns.join(" "));
        }
    }
}

/// What two hypotheses of a choice differ in: GENERATOR_PAIR="line first second", counted as `list_choices` does.
#[test]
#[ignore = "for a person"]
fn compare_choices() {
    let path = std::env::var("GENERATOR_FILE").expect("GENERATOR_FILE names a file");
    let pair = std::env::var("GENERATOR_PAIR").expect("GENERATOR_PAIR names line and ranks");
    let pair: Vec<usize> = pair.split(' ').map(|n| n.parse().expect("a number")).collect();
    let bytes = std::fs::read(&path).expect("a file that can be read");
    let extension = path.rsplit('.').next().unwrap_or("txt");
    let read = gongwen::ingest::read_bytes(&bytes, extension, &Default::default()).expect("a document");
    let file = std::fs::read_to_string("src/layout/align/costs.toml").expect("the cost file");
    let costs = gongwen::layout::align::Costs::parse(&file).expect("a cost file that can be read");
    let names = gongwen::layout::align::costs::names();
    for contest in gongwen::layout::tuning::asked(&read.document, reading::rules()).contests {
        let place = contest.places().first().copied().flatten();
        if place.is_none_or(|p| p.line as usize != pair[0]) {
            continue;
        }
        let mut judged: Vec<_> = (0..contest.hypotheses().len()).map(|at| contest.evidence(&costs, at)).collect();
        judged.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut difference = std::collections::BTreeMap::<usize, f32>::new();
        judged[pair[1]].1.iter().for_each(|(at, n)| *difference.entry(*at).or_default() += n);
        judged[pair[2]].1.iter().for_each(|(at, n)| *difference.entry(*at).or_default() -= n);
        for (at, times) in difference.into_iter().filter(|(_, n)| *n != 0.0) {
            println!("{:8.2} = {times} x {:.2}  {}.{}", costs.get(at) * times, costs.get(at), names[at].0, names[at].1);
        }
    }
}
