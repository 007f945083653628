//! Web pages (网页): the document among navigation and furniture, its paragraphs, and its tables with their spans.

mod article;
mod dom;
mod flow;
mod table;

use super::error::IngestError;
use super::limits::Limits;
use super::text;
use crate::document::{Block, Document, Passage};
use dom::Dom;
use flow::Flow;

/// Reads a page. Lines and columns are those of its source.
///
/// # Errors
/// [`IngestError::Empty`] where the page shows no text, [`IngestError::TooLarge`] past a limit.
pub fn read(source: &str, limits: &Limits) -> Result<Document, IngestError> {
    let line_lengths = text::measure_lines(source, limits)?;
    let dom = Dom::parse(source, limits)?;
    let article = article::find(&dom);
    let mut flow = Flow::new(&dom, limits, &article.inside);
    for &id in article.above.iter().chain([&article.body]) {
        flow.take(id)?;
        flow.end_line(false);
    }
    let blocks = std::mem::take(&mut flow.blocks);
    if blocks.is_empty() {
        return Err(IngestError::Empty);
    }
    flow.left_out.clear();
    for &id in article.furniture.iter().chain(&article.inside) {
        flow.take(id)?;
        flow.end_line(false);
    }
    let furniture: Vec<Passage> = flow.blocks.iter().flat_map(Block::passages).cloned().collect();
    Ok(Document { blocks, line_lengths, furniture, notes: notes(&dom, &article), ..Document::default() })
}

/// Reads a piece of a page that stands in a text, such as a table. Lines and columns count from its beginning.
///
/// # Errors
/// [`IngestError::TooLarge`] past a limit.
pub(super) fn read_fragment(source: &str, limits: &Limits) -> Result<Vec<Block>, IngestError> {
    let dom = Dom::parse(source, limits)?;
    let mut flow = Flow::new(&dom, limits, &[]);
    flow.take(0)?;
    flow.end_line(false);
    Ok(flow.blocks)
}

/// What the page leads to and does not hold itself.
fn notes(dom: &Dom, article: &article::Article) -> Vec<String> {
    let mut ids = vec![article.body];
    ids.extend(&article.furniture);
    let files = article::attachments(dom, &ids);
    if files.is_empty() {
        return Vec::new();
    }
    let listed: Vec<String> = files.iter().map(|(text, address)| format!("{text}（{address}）")).collect();
    vec![format!("网页链接了 {} 个附件，附件里的内容没有读取：{}", files.len(), listed.join("、"))]
}

#[cfg(test)]
mod tests;
