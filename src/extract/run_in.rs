//! Paragraphs that a page has run into one line (连排): "… 一、甲。 (一)乙。 1.丙。 2.丁。 二、戊。" are parted at their numbers.

use crate::layout::OutlineParagraph;
use crate::rules::{HeadingLevel, Pack};

/// A paragraph shorter than this is none that others have been run into, in characters.
const SHORTEST: usize = 120;

/// The paragraphs of a line: the line itself, or its parts where numbers of the outline stand behind blanks in order.
pub fn split(pack: &Pack, paragraph: &OutlineParagraph) -> Vec<OutlineParagraph> {
    let raw = paragraph.text.text();
    let starts = if raw.chars().count() < SHORTEST { Vec::new() } else { starts(pack, raw) };
    if starts.is_empty() {
        return vec![paragraph.clone()];
    }
    let ends = starts.iter().copied().chain([raw.len()]);
    let parts = [0].into_iter().chain(starts.iter().copied()).zip(ends);
    let part = |(start, end): (usize, usize)| {
        let text = paragraph.text.slice(start..end);
        let heading = pack.heading(text.text());
        OutlineParagraph { text, heading, marked_heading: None, blank_lines_before: 0 }
    };
    parts.map(part).filter(|part| !part.text.is_blank()).collect()
}

/// Where the numbers stand: each begins its level anew or goes on in it, and at least one level has two.
fn starts(pack: &Pack, raw: &str) -> Vec<usize> {
    let mut open: Vec<(HeadingLevel, u32)> = Vec::new();
    let mut out = Vec::new();
    let mut goes_on = false;
    let first = pack.heading(raw).and_then(|h| Some((h.level, h.number?)));
    open.extend(first);
    for at in places(raw) {
        let Some(heading) = pack.heading(first_words(&raw[at..])) else { continue };
        let Some(number) = heading.number else { continue };
        if !matches!(heading.level, HeadingLevel::Han | HeadingLevel::HanBracket | HeadingLevel::Digit) {
            continue;
        }
        let before = open.iter().rev().find(|(level, _)| *level == heading.level).map(|(_, number)| *number);
        let next = before == Some(number.wrapping_sub(1));
        if !next && number != 1 {
            continue;
        }
        goes_on |= next;
        open.retain(|(level, _)| *level < heading.level);
        open.push((heading.level, number));
        out.push(at);
    }
    if goes_on { out } else { Vec::new() }
}

/// The places behind a blank.
fn places(raw: &str) -> impl Iterator<Item = usize> {
    let mut blank = false;
    raw.char_indices().filter_map(move |(at, c)| {
        let begins = blank && !c.is_whitespace();
        blank = c.is_whitespace();
        begins.then_some(at)
    })
}

/// As much of a text as its number and the first words behind it take; headings are told by them.
fn first_words(text: &str) -> &str {
    let end = text.char_indices().nth(24).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Passage;
    use crate::rules::Rules;

    fn parts(text: &str) -> Vec<String> {
        let pack = Rules::load(None).unwrap().pack;
        let paragraph = OutlineParagraph {
            text: Passage::new(text, 1, 1),
            heading: pack.heading(text),
            marked_heading: None,
            blank_lines_before: 0,
        };
        split(&pack, &paragraph).into_iter().map(|p| p.text.text().to_string()).collect()
    }

    #[test]
    fn lines_that_others_were_run_into() {
        let filler = "为做好全年工作,各单位要认真组织实施,按季度报送进展情况,确保各项任务按期完成,年底统一考核。";
        let intro = format!("某省人民政府关于印发方案的通知 {filler}{filler}");
        let text = format!(
            "{intro} 一、提振信心 (一)促进消费。 1.改善条件。(省商务厅) 2.落实措施。(省发改委) 二、扩大投资 1.加快建设。"
        );
        let wanted = [
            intro.as_str(),
            "一、提振信心",
            "(一)促进消费。",
            "1.改善条件。(省商务厅)",
            "2.落实措施。(省发改委)",
            "二、扩大投资",
            "1.加快建设。",
        ];
        assert_eq!(parts(&text), wanted);
        for whole in [
            format!("1.新增岗位 2000个。{filler}{filler}"),
            format!("一、只有一条 {filler}{filler}"),
            "1.短。 2.短。".to_string(),
            format!("{filler}{filler} 见附件1、 附件2"),
        ] {
            assert_eq!(parts(&whole), [whole.as_str()]);
        }
    }
}
