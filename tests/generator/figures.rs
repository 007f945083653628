//! Figures: how many cells and rows are right, and whether the program knows which are not.

use crate::document::document;
use crate::logical::{Case, Shape};
use crate::reading::{Judged, judge, wrong_fields};
use std::collections::BTreeMap;

/// Margins between which rows are counted together.
pub const MARGINS: [f32; 9] = [0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0];

/// Counts over many documents.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    pub documents: usize,
    pub cells: usize,
    pub cells_right: usize,
    /// Rows that there are.
    pub rows: usize,
    pub rows_right: usize,
    /// Rows that no record was read for.
    pub lost: usize,
    /// Records read, those of rows that there are not included.
    pub read: usize,
    pub doubted: usize,
    pub wrong_and_sure: usize,
    /// Documents with a row that is wrong and sure.
    pub documents_wrong_and_sure: usize,
    /// For each margin, records and right ones.
    pub by_margin: [(usize, usize); MARGINS.len()],
    /// Rows that are wrong and sure, by the fields that are wrong.
    pub kinds: BTreeMap<String, Kind>,
}

/// Rows that are wrong and sure in the same fields.
#[derive(Debug, Clone)]
pub struct Kind {
    pub rows: usize,
    pub documents: usize,
    /// Seeds of the first documents, to be looked at.
    pub seeds: Vec<u64>,
}

/// Seeds that are kept of a kind of error.
const SEEDS_KEPT: usize = 8;

impl Figures {
    /// Counts the rows of the document with this seed.
    pub fn add(&mut self, seed: u64, judged: &[Judged]) {
        self.documents += 1;
        let mut kinds = BTreeMap::<String, usize>::new();
        judged
            .iter()
            .filter(|row| row.is_wrong_and_sure())
            .for_each(|row| *kinds.entry(wrong_fields(row)).or_default() += 1);
        self.join_kinds(kinds.into_iter().map(|(name, rows)| (name, Kind { rows, documents: 1, seeds: vec![seed] })));
        self.documents_wrong_and_sure += usize::from(judged.iter().any(Judged::is_wrong_and_sure));
        for row in judged {
            self.cells += row.fields;
            self.cells_right += row.right;
            self.rows += usize::from(row.truth.is_some());
            self.rows_right += usize::from(row.is_right());
            self.wrong_and_sure += usize::from(row.is_wrong_and_sure());
            let Some(read) = &row.read else {
                self.lost += 1;
                continue;
            };
            self.read += 1;
            self.doubted += usize::from(read.confidence < 0.9);
            let bin = &mut self.by_margin[MARGINS.partition_point(|m| *m <= read.margin).saturating_sub(1)];
            bin.0 += 1;
            bin.1 += usize::from(row.is_right());
        }
    }

    /// Adds the counts of other documents.
    pub fn join(&mut self, other: &Figures) {
        self.documents += other.documents;
        self.cells += other.cells;
        self.cells_right += other.cells_right;
        self.rows += other.rows;
        self.rows_right += other.rows_right;
        self.lost += other.lost;
        self.read += other.read;
        self.doubted += other.doubted;
        self.wrong_and_sure += other.wrong_and_sure;
        self.documents_wrong_and_sure += other.documents_wrong_and_sure;
        self.join_kinds(other.kinds.clone().into_iter());
        for (bin, more) in self.by_margin.iter_mut().zip(other.by_margin) {
            *bin = (bin.0 + more.0, bin.1 + more.1);
        }
    }

    fn join_kinds(&mut self, kinds: impl Iterator<Item = (String, Kind)>) {
        for (name, more) in kinds {
            let kind = self.kinds.entry(name).or_insert(Kind { rows: 0, documents: 0, seeds: Vec::new() });
            kind.rows += more.rows;
            kind.documents += more.documents;
            kind.seeds.extend(more.seeds.into_iter().take(SEEDS_KEPT - kind.seeds.len().min(SEEDS_KEPT)));
        }
    }

    /// Which fields are wrong in the rows that are wrong and sure, the most frequent first.
    pub fn errors(&self) -> String {
        let mut kinds: Vec<(&String, &Kind)> = self.kinds.iter().collect();
        kinds.sort_by_key(|(name, kind)| (std::cmp::Reverse(kind.rows), name.as_str()));
        let line = |(name, kind): (&String, &Kind)| {
            format!("  {} rows in {} documents: {name} (seeds {:?})", kind.rows, kind.documents, kind.seeds)
        };
        kinds.into_iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Share of the rows with a confidence of 0.9 or more that are right.
    pub fn right_among_sure(&self) -> f64 {
        let sure = self.read - self.doubted;
        share(sure - self.wrong_and_sure, sure)
    }

    /// One line of a table.
    pub fn line(&self, name: &str) -> String {
        format!(
            "| {name} | {} | {} of {} ({:.2} %) | {} of {} ({:.2} %) | {} | {:.2} % | {} ({:.3} %) |",
            self.documents,
            self.cells_right,
            self.cells,
            100.0 * share(self.cells_right, self.cells),
            self.rows_right,
            self.rows,
            100.0 * share(self.rows_right, self.rows),
            self.lost,
            100.0 * share(self.doubted, self.read),
            self.wrong_and_sure,
            100.0 * (1.0 - self.right_among_sure()),
        )
    }

    /// The share of right rows at each margin.
    pub fn calibration(&self) -> String {
        let names = MARGINS.iter().enumerate().map(|(n, low)| match MARGINS.get(n + 1) {
            Some(high) => format!("{low}-{high}"),
            None => format!("> {low}"),
        });
        let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let shares = self.by_margin.iter().map(|(n, right)| format!("{:.2} %", 100.0 * share(*right, *n)));
        let counts = self.by_margin.iter().map(|(n, _)| n.to_string());
        [row(names.collect()), row(shares.collect()), row(counts.collect())].join("\n")
    }
}

/// The head of the table that [`Figures::line`] gives lines for.
pub const HEAD: &str = "| shape | documents | cells right | rows right | rows lost | confidence < 0.9 | wrong at ≥ 0.9 |\n|---|---|---|---|---|---|---|";

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Reads the documents of these seeds, in several threads.
pub fn run(shape: Shape, seeds: impl Iterator<Item = u64>) -> Figures {
    let seeds: Vec<u64> = seeds.collect();
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    let chunk = seeds.len().div_ceil(threads).max(1);
    let mut all = Figures::default();
    std::thread::scope(|scope| {
        let running: Vec<_> = seeds.chunks(chunk).map(|part| scope.spawn(move || run_part(shape, part))).collect();
        for thread in running {
            all.join(&thread.join().expect("a document is read without panic"));
        }
    });
    all
}

fn run_part(shape: Shape, seeds: &[u64]) -> Figures {
    let mut figures = Figures::default();
    for &seed in seeds {
        figures.add(seed, &judge(&document(&Case::of(shape, seed))));
    }
    figures
}

/// The smallest case that still fails: fewer rows, fewer features.
pub fn minimise(mut case: Case, fails: impl Fn(&Case) -> bool) -> Case {
    loop {
        let fewer_rows =
            [case.rows / 2, case.rows.saturating_sub(5), case.rows - 1].into_iter().filter(|&n| n > 0 && n < case.rows);
        let fewer_rows = fewer_rows.map(|rows| Case { rows, ..case });
        let fewer_features = (0..crate::logical::Features::NAMES.len())
            .filter(|&at| case.features.0 & (1 << at) != 0)
            .map(|at| Case { features: crate::logical::Features(case.features.0 & !(1 << at)), ..case });
        match fewer_features.chain(fewer_rows).find(|smaller| fails(smaller)) {
            Some(smaller) => case = smaller,
            None => return case,
        }
    }
}
