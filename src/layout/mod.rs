//! Layout (版面): from the blocks of a document to its outline and its tables.

mod accept;
mod align;
mod bars;
mod cells;
mod counts;
mod exact;
mod fragment;
mod grid;
mod header;
mod lexicon;
mod table;
mod weights;

pub use align::Move;
pub use table::{Cell, GroupHeading, RecoveredTable, TableRow};

use crate::document::{Block, Document, Paragraph, Passage};
use crate::rules::{ColumnRole, Heading, HeadingLevel, Rules};
use accept::{Signature, TailWords};
use align::{Aligner, Reading};
use fragment::{Fragment, Lexicon};
use weights::UNUSED_COLUMN;

/// A document laid out: its items in reading order.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Paragraphs, headings and tables.
    pub items: Vec<Item>,
}

/// A piece of a laid-out document.
#[derive(Debug, Clone)]
pub enum Item {
    /// A paragraph outside tables.
    Paragraph(OutlineParagraph),
    /// A recovered table.
    Table(RecoveredTable),
    /// A table of the source whose header no rule understands.
    UnknownTable(Vec<Passage>),
}

/// A paragraph with its numbering.
#[derive(Debug, Clone)]
pub struct OutlineParagraph {
    /// Its text.
    pub text: Passage,
    /// Its numbering, if it has one.
    pub heading: Option<Heading>,
    /// Depth of a heading that the format marks.
    pub marked_heading: Option<u8>,
    /// Empty lines before it.
    pub blank_lines_before: u32,
}

/// Lays a document out.
pub fn lay_out(document: &Document, rules: &Rules) -> Layout {
    let context = Context::new(document, rules);
    let mut layout = Layout::default();
    let mut at = 0;
    let blocks = &document.blocks;
    while at < blocks.len() {
        at = match &blocks[at] {
            Block::Table(_) => grid::take_tables(&context, blocks, at, &mut layout),
            Block::Grid(_) => exact::take_grids(&context, blocks, at, &mut layout),
            Block::Paragraph(_) => take_paragraphs(&context, blocks, at, &mut layout),
        };
    }
    layout
}

/// What all parts of the layout share.
struct Context<'a> {
    rules: &'a Rules,
    lexicon: Lexicon,
    words: TailWords,
}

impl<'a> Context<'a> {
    fn new(document: &Document, rules: &'a Rules) -> Context<'a> {
        let words = |id: &str| rules.pack.words(id).to_vec();
        Context {
            rules,
            lexicon: lexicon::collect(document, &rules.pack),
            words: TailWords { continues: words("table.prefix-continues"), tails: words("table.tail") },
        }
    }

    /// Reads fragments under the signature that makes them cheapest.
    fn best_signature<'s>(
        &self,
        signatures: &'s [Signature],
        fragments: &[Fragment],
        header: &[String],
    ) -> Option<(&'s Signature, f32)> {
        let cost = |s: &'s Signature| {
            let reading = Aligner::new(s, fragments, header, &self.words).read(false);
            reading.cost + UNUSED_COLUMN * s.unused_columns(&reading) as f32
        };
        signatures.iter().map(|s| (s, cost(s))).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    fn read(&self, signature: &Signature, fragments: &[Fragment], header: &[String]) -> Reading {
        let mut learned = signature.clone();
        if signature.has_category {
            let first = Aligner::new(signature, fragments, header, &self.words).read(false);
            learned.categories_declare = categories_declare(signature, fragments, &first);
        }
        Aligner::new(&learned, fragments, header, &self.words).read(true)
    }
}

/// Do the categories of a reading declare counts: at least two of them, and three in four.
fn categories_declare(signature: &Signature, fragments: &[Fragment], reading: &Reading) -> bool {
    let is_category = |column: u8| signature.role(column as usize) == ColumnRole::Category;
    let cells = reading.steps.iter().filter(|s| match s.step {
        Move::NewRow(column) | Move::Fill(column) => is_category(column),
        _ => false,
    });
    let (all, declared) = cells.fold((0, 0), |(all, declared), step| {
        (all + 1, declared + usize::from(fragments[step.fragment].features.declared.is_some()))
    });
    declared >= 2 && 4 * declared >= 3 * all
}

/// Takes the paragraphs up to the next hard boundary: a table of the format, an attachment, a marked heading.
fn take_paragraphs(context: &Context, blocks: &[Block], start: usize, layout: &mut Layout) -> usize {
    let mut paragraphs: Vec<&Paragraph> = Vec::new();
    for block in &blocks[start..] {
        let Block::Paragraph(paragraph) = block else { break };
        if !paragraphs.is_empty() && is_boundary(context.rules, paragraph) {
            break;
        }
        paragraphs.push(paragraph);
    }
    let mut at = 0;
    while at < paragraphs.len() {
        let rest = &paragraphs[at..];
        if let Some((table, taken)) = bars::take_table(context, rest).or_else(|| cells::take_table(context, rest)) {
            layout.items.push(Item::Table(table));
            at += taken.max(1);
        } else {
            layout.items.push(Item::Paragraph(outline(context.rules, rest[0])));
            at += 1;
        }
    }
    start + paragraphs.len()
}

fn is_boundary(rules: &Rules, paragraph: &Paragraph) -> bool {
    if paragraph.heading.is_some() {
        return true;
    }
    let attachment = |h: Heading| h.level == HeadingLevel::Attachment;
    rules.pack.heading(paragraph.text.text()).is_some_and(attachment)
}

fn outline(rules: &Rules, paragraph: &Paragraph) -> OutlineParagraph {
    OutlineParagraph {
        text: paragraph.text.clone(),
        heading: rules.pack.heading(paragraph.text.text()),
        marked_heading: paragraph.heading,
        blank_lines_before: paragraph.blank_lines_before,
    }
}
