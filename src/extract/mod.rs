//! Extraction (提取): from a laid-out document to its records.

mod attachment;
mod basis;
mod claims;
mod confidence;
pub mod correct;
mod coverage;
mod duty;
mod goals;
mod items;
mod metadata;
mod page;
mod place;
mod policies;
mod prose;
mod prose_task;
mod region;
mod reporting;
mod run_in;
mod section;
mod signature;
mod steps;
mod targets;
mod tasks;
mod title;
mod unclear;
mod units;

use crate::document::{Document, Site};
use crate::grammar::fold::{Folded, fold};
use crate::layout::{Item, Layout, OutlineParagraph, RecoveredTable, lay_out};
use crate::record::{DocumentInfo, DocumentRecords, SCHEMA_VERSION, Source};
use crate::rules::{ColumnSpec, Rules};
use coverage::{CoverageMap, Fate};
use section::Sections;
use std::collections::BTreeSet;
use unclear::Notes;

/// Reads everything out of a document. Ids of the document are taken from its number or title; whether another
/// document has the same is the caller's business.
///
/// ```
/// use gongwen::{extract::extract, ingest, record::{Format, Source}, rules::Rules};
/// let text = "类别 | 序号 | 指标 | 2024年目标值 | 责任单位 |\n发展 | 1 | 人均产值(万元) | 19 | 市发改委 |\n2 | 城镇化率(%) | 74.4 | 市住建局 |";
/// let read = ingest::read_bytes(text.as_bytes(), "txt", &ingest::Limits::default())?;
/// let source = Source { path: "a.txt".into(), format: Format::Text, encoding: "UTF-8".into(), bytes: 0, sha256: String::new() };
/// let records = extract(&read.document, source, &Rules::load(None)?);
/// assert_eq!(records.targets[1].name, "城镇化率");
/// assert_eq!(records.targets[1].values[0].raw, "74.4");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn extract(document: &Document, source: Source, rules: &Rules) -> DocumentRecords {
    let layout = lay_out(document, rules);
    let mut coverage = CoverageMap::new(document);
    let mut info = metadata::read(&layout, source, rules, &mut coverage);
    info.notes.clone_from(&document.notes);
    let mut extractor = Extractor::new(rules, info, coverage, &layout);
    extractor.walk(&layout);
    extractor.note_prose(&layout);
    extractor.finish(document)
}

/// Gives the anchors of a laid-out file their places in the source. Extraction and checks work on lines; this comes
/// behind them.
pub fn settle_places(records: &mut DocumentRecords, sites: &[Site]) {
    if !sites.is_empty() {
        records.anchors_mut().into_iter().for_each(|anchor| place::settle(anchor, sites));
    }
}

/// A paragraph is read with so many paragraphs behind it.
const LOOK_AHEAD: usize = 24;

/// The state of a walk through a document.
struct Extractor<'a> {
    rules: &'a Rules,
    records: DocumentRecords,
    coverage: CoverageMap,
    sections: Sections,
    /// Names of a printed list of units.
    listed_units: Vec<String>,
    /// The document says that the unit named first leads.
    first_leads: bool,
    /// The year that a plan starts from, where the text says it.
    base_year: Option<i32>,
    /// Number of tables so far.
    tables: u32,
    /// Index of the list that records are being entered in.
    list: usize,
    /// Units of measure that a line above the next table states for it.
    measures: Vec<String>,
    /// What no rule has understood so far.
    unclear: Notes,
}

impl<'a> Extractor<'a> {
    fn new(rules: &'a Rules, document: DocumentInfo, coverage: CoverageMap, layout: &Layout) -> Self {
        let sections = Sections::new(document.title.as_deref());
        let first_leads = layout.items.iter().any(|item| match item {
            Item::Paragraph(p) => rules.pack.has_cue("first-leads", &fold(p.text.text())),
            _ => false,
        });
        let base_year = layout.items.iter().find_map(|item| match item {
            Item::Paragraph(p) => {
                let folded = Folded::new(p.text.text());
                rules.pack.find_cue("base-year", &folded)?.group("year")?.parse().ok()
            }
            _ => None,
        });
        let records = DocumentRecords {
            schema_version: SCHEMA_VERSION,
            document,
            lists: Vec::new(),
            targets: Vec::new(),
            tasks: Vec::new(),
            units: Vec::new(),
            claims: Vec::new(),
            not_understood: Vec::new(),
            reporting: Vec::new(),
            corrections: Vec::new(),
            findings: Vec::new(),
            coverage: Default::default(),
        };
        let (listed_units, measures, unclear) = (Vec::new(), Vec::new(), Notes::default());
        Extractor {
            rules,
            records,
            coverage,
            sections,
            listed_units,
            first_leads,
            base_year,
            tables: 0,
            list: 0,
            measures,
            unclear,
        }
    }

    fn walk(&mut self, layout: &Layout) {
        let mut at = 0;
        while at < layout.items.len() {
            match &layout.items[at] {
                Item::Table(table) => self.take_table(table),
                // Nothing takes its text, so the coverage lists it as unread.
                Item::UnknownTable(cells) => self.note_unknown_table(cells),
                Item::Paragraph(paragraph) if self.states_measure(paragraph) => {}
                Item::Paragraph(paragraph) if attachment::begins(&self.rules.pack, paragraph) => {
                    let list: Vec<&OutlineParagraph> = layout.items[at..].iter().map_while(paragraph_of).collect();
                    at += self.take_attachments(&list).max(1);
                    continue;
                }
                Item::Paragraph(paragraph) => {
                    let parts = run_in::split(&self.rules.pack, paragraph);
                    let rest: Vec<&OutlineParagraph> =
                        layout.items[at..].iter().map_while(paragraph_of).take(LOOK_AHEAD).collect();
                    at += match &parts[..] {
                        [_] => self.take_paragraph(&rest),
                        parts => self.take_run_in(parts),
                    };
                    continue;
                }
            }
            at += 1;
        }
    }

    /// Takes the paragraphs that one line of the source holds.
    fn take_run_in(&mut self, parts: &[OutlineParagraph]) -> usize {
        let rest: Vec<&OutlineParagraph> = parts.iter().collect();
        let mut at = 0;
        while at < rest.len() {
            at += self.take_paragraph(&rest[at..]);
        }
        1
    }

    fn take_table(&mut self, table: &RecoveredTable) {
        self.tables += 1;
        self.coverage.mark_all(&table.header, Fate::Header);
        self.coverage.mark_all(&table.repeated, Fate::Header);
        for group in &table.groups {
            self.coverage.mark(&group.text, Fate::Header);
        }
        if table.columns.iter().any(ColumnSpec::holds_values) {
            self.take_targets(table);
        } else {
            self.take_tasks(table);
        }
        self.note_header(table);
        self.measures.clear();
        self.sections.table_ended();
    }

    /// The categories and titles of the records, folded.
    fn labels(&self) -> BTreeSet<String> {
        let lists = self.records.lists.iter();
        let groups = lists.clone().flat_map(|list| list.groups.iter().flat_map(|group| group.path.iter()));
        lists.map(|list| &list.title).chain(groups).map(|label| fold(label)).collect()
    }

    /// Takes a line such as 单位:万亩, which says the unit of every figure in the table below.
    fn states_measure(&mut self, paragraph: &OutlineParagraph) -> bool {
        let pack = &self.rules.pack;
        let folded = Folded::new(paragraph.text.text());
        let found = pack.find_cue("table-measure", &folded);
        let Some(stated) = found.and_then(|m| m.group("unit").map(str::to_string)) else { return false };
        let units: Vec<&str> = stated.split('、').collect();
        if !units.iter().all(|unit| pack.is_measure(unit)) {
            return false;
        }
        self.measures = units.iter().map(|unit| pack.normalise_measure(unit)).collect();
        self.coverage.mark(&paragraph.text, Fate::Header);
        true
    }

    fn finish(mut self, document: &Document) -> DocumentRecords {
        self.coverage.explain_repeated(document, &self.labels());
        self.records.units = units::collect(&self.records, &self.listed_units, self.rules);
        self.records.not_understood = self.unclear.finish();
        // Nothing is worked out from them any more, and what is said of them tells their place.
        let notes = self.records.not_understood.iter_mut();
        notes.for_each(|note| place::settle(&mut note.anchor, &document.sites));
        self.records.coverage = self.coverage.summary(document);
        self.records
    }
}

fn paragraph_of(item: &Item) -> Option<&OutlineParagraph> {
    match item {
        Item::Paragraph(p) => Some(p),
        _ => None,
    }
}

#[cfg(test)]
mod reading_table_tests;
#[cfg(test)]
mod reading_tests;
