//! Page furniture: numbers of pages, and lines that come again at the head or the foot of pages.

use super::Part;
use super::line::Line;
use std::collections::BTreeMap;

/// Lines at the head and the foot of a page among which furniture stands.
const LINES: usize = 3;

/// They stand in this share of the page at its head or foot.
const MARGIN: f64 = 0.15;

/// Takes furniture out of pages of these heights; gives it with the page it stood on, from 1.
pub fn take(pages: &mut [Vec<Part>], heights: &[f64]) -> Vec<(u32, Line)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (page, height) in pages.iter().zip(heights) {
        let mut keys: Vec<String> =
            edges(page, *height).into_iter().filter_map(|at| Some(key(line_of(&page[at])?))).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let often = (pages.len() / 2).max(3);
    let mut out = Vec::new();
    for ((number, page), height) in (1..).zip(pages.iter_mut()).zip(heights) {
        let mut at = 0;
        let edges = edges(page, *height);
        page.retain(|part| {
            let here = at;
            at += 1;
            let Some(line) = line_of(part).filter(|_| edges.contains(&here)) else { return true };
            let again = counts.get(&key(line)).is_some_and(|count| *count >= often);
            if is_page_number(&line.text) || again {
                out.push((number, line.clone()));
                return false;
            }
            true
        });
    }
    out
}

/// Indices of the lines at the head and the foot.
fn edges(page: &[Part], height: f64) -> Vec<usize> {
    let outer = |top: f64| top < MARGIN * height || top > (1.0 - MARGIN) * height;
    let at_edge = |at: &usize| *at < LINES || *at + LINES >= page.len();
    (0..page.len()).filter(at_edge).filter(|&at| outer(page[at].top())).collect()
}

fn line_of(part: &Part) -> Option<&Line> {
    match part {
        Part::Line(line) => Some(line),
        Part::Table(_) => None,
    }
}

/// Text and height of a line; numbers differ from page to page.
fn key(line: &Line) -> String {
    let text: String = line.text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect();
    // The height in steps of a line, so that a hair's breadth makes no difference.
    format!("{text}@{:.0}", line.y / line.size.max(1.0))
}

/// `3`, `- 3 -`, `—3—`, `第3页`, `第 3 页 共 9 页`, `3/9`.
fn is_page_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !"-—–－·第页共/,，".contains(*c)).collect();
    let framed = text.contains(['-', '—', '–', '－', '页', '/']) || bare.len() <= 3;
    !bare.is_empty() && bare.len() <= 8 && bare.chars().all(|c| c.is_ascii_digit()) && framed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_and_near_misses() {
        for text in ["3", "- 12 -", "—3—", "第3页", "第 3 页 共 9 页", "3/9"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2025年", "3.", "附件1", "2025", "", "—"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
