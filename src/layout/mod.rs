//! Layout (版面): from the blocks of a document to its outline and its tables.

pub mod align;
mod another_header;
mod bars;
mod cells;
mod contest;
mod counts;
mod even;
mod exact;
mod fragment;
mod grid;
mod guess;
mod header;
mod lexicon;
mod marks;
mod ordinal;
#[cfg(test)]
mod recovery_tests;
mod settle;
mod shapes;
mod signature;
mod table;
pub mod tuning;

pub use align::{Doubt, Move};
pub use table::{Cell, GroupHeading, RecoveredTable, TableRow};

use crate::document::{Block, Document, Paragraph, Passage};
use crate::rules::{Heading, HeadingLevel, Rules};
use align::{Aligner, Costs, Profile, Reading};
use fragment::{Fragment, Lexicon};
use signature::Signature;
use std::sync::LazyLock;

/// The costs of the aligner as they are shipped.
static COSTS: LazyLock<Costs> =
    LazyLock::new(|| Costs::parse(include_str!("align/costs.toml")).expect("a test reads the built-in cost file"));

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
    lay_out_in(&Context::new(document, rules), document)
}

fn lay_out_in(context: &Context, document: &Document) -> Layout {
    let mut layout = Layout::default();
    let mut at = 0;
    let blocks = &document.blocks;
    while at < blocks.len() {
        at = match &blocks[at] {
            Block::Table(_) => grid::take_tables(context, blocks, at, &mut layout),
            Block::Grid(_) => exact::take_grids(context, blocks, at, &mut layout),
            Block::Paragraph(_) => take_paragraphs(context, blocks, at, &mut layout),
        };
    }
    layout
}

/// What all parts of the layout share.
struct Context<'a> {
    rules: &'a Rules,
    costs: &'a Costs,
    lexicon: Lexicon,
    /// Where the problems of the aligner are put down, when its costs are tuned.
    sink: Option<&'a tuning::Sink>,
}

impl<'a> Context<'a> {
    fn new(document: &Document, rules: &'a Rules) -> Context<'a> {
        Context { rules, costs: &COSTS, lexicon: lexicon::collect(document, rules), sink: None }
    }

    /// Reads fragments under the signature that makes them cheapest.
    fn best_signature<'s>(
        &self,
        signatures: &'s [Signature],
        fragments: &[Fragment],
        header: &[String],
    ) -> Option<(&'s Signature, f32)> {
        let cost = |s: &'s Signature| {
            let reading = Aligner::new(s, fragments, header, self.costs).read(false);
            reading.cost + header::total(self.costs, &header::signature_pieces(s, &reading))
        };
        signatures.iter().map(|s| (s, cost(s))).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Puts a contest down when the costs are tuned.
    fn observe_contest(&self, contest: &contest::Contest) {
        if let Some(sink) = self.sink {
            sink.borrow_mut().contests.push(contest.clone().into());
        }
    }

    /// Reads twice: the second time with what the first one taught of the columns.
    fn read(&self, signature: &Signature, fragments: &[Fragment], header: &[String]) -> Reading {
        if let Some(sink) = self.sink {
            sink.borrow_mut().problems.push(tuning::Problem::new(signature, fragments, header));
        }
        let first = Aligner::new(signature, fragments, header, self.costs).read(true);
        let mut learned = signature.clone();
        let declares = |at: usize| fragments[at].features.declared.is_some();
        learned.categories_declare = signature.category.is_some() && signature.declares_categories(&first, declares);
        let profile = Profile::learn(signature, fragments, &first);
        Aligner::new(&learned, fragments, header, self.costs).with_profile(&profile).read(true)
    }
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
    let fragments: Vec<Fragment> = paragraphs.iter().map(|p| fragment_of(context, p)).collect();
    let mut at = 0;
    while at < paragraphs.len() {
        let rest = &paragraphs[at..];
        let drawn = shapes::take_table(context, rest).or_else(|| even::take_table(context, &fragments[at..]));
        if let Some((items, taken)) = drawn {
            layout.items.extend(items);
            at += taken.max(1);
            continue;
        }
        let table = bars::take_table(context, rest).or_else(|| cells::take_table(context, &fragments[at..]));
        if let Some((table, taken)) = table {
            layout.items.push(Item::Table(table));
            at += taken.max(1);
        } else {
            layout.items.push(Item::Paragraph(outline(context.rules, rest[0])));
            at += 1;
        }
    }
    start + paragraphs.len()
}

fn fragment_of(context: &Context, paragraph: &Paragraph) -> Fragment {
    let fragment = Fragment::new(paragraph.text.clone(), fragment::Border::Open, context.rules, &context.lexicon);
    Fragment { blank_lines_before: paragraph.blank_lines_before, ..fragment }
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
