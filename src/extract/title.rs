//! The title (标题) of the document among the lines of its head.

use super::coverage::{CoverageMap, Fate};
use super::metadata::Line;
use crate::document::Passage;
use crate::grammar::fold::{Folded, fold};
use crate::rules::{HeadingLevel, Kind, Match, Rules, Strength};

/// A line of text longer than this is no line of a title, in characters.
const LONGEST_LINE: usize = 70;
/// Lines over which a title is wrapped.
const MOST_LINES: usize = 4;
/// A line that is a title without saying so is not longer, in characters.
const LONGEST_PLAIN: usize = 60;

/// Finds the title and marks its lines.
pub fn take(rules: &Rules, lines: &[Line<'_>], coverage: &mut CoverageMap) -> Option<String> {
    let parts = longer(in_one_line(rules, lines), over_lines(rules, lines))
        .or_else(|| named_document(rules, lines))
        .or_else(|| first_line(rules, lines))?;
    parts.iter().for_each(|part| coverage.mark_rest(part, Fate::Letterhead));
    Some(parts.iter().map(|part| words(part.text())).collect::<String>())
}

/// The title in one line, but for one that goes on over the next lines: "关于印发某县政府工作报告" above "任务分解的通知".
fn longer(one: Option<Vec<Passage>>, over: Option<Vec<Passage>>) -> Option<Vec<Passage>> {
    let line = |part: &Passage| part.span().map(|span| span.line);
    let holds =
        |over: &Vec<Passage>, one: &Vec<Passage>| one.iter().all(|part| over.iter().any(|o| line(o) == line(part)));
    match (one, over) {
        (Some(one), Some(over)) if over.len() > one.len() && holds(&over, &one) => Some(over),
        (one, over) => one.or(over),
    }
}

/// The words of a line, parted by one blank.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rule of titles on a text, with the part of it that is the title.
fn by_rule<'p>(rules: &'p Rules, folded: &'p Folded) -> Option<Match<'p>> {
    let is_title = |m: &Match<'_>| m.rule.yields("field") == "title";
    rules.pack.of(Kind::Metadata).filter_map(|rule| rules.pack.find_by_id(&rule.id, folded)).find(is_title)
}

/// "…关于…的通知" in one line, perhaps with the organ in the line above, or at the beginning of a page that is one line.
fn in_one_line(rules: &Rules, lines: &[Line<'_>]) -> Option<Vec<Passage>> {
    lines.iter().enumerate().find_map(|(at, line)| {
        let folded = Folded::new(line.text.text());
        let range = by_rule(rules, &folded)?.group_range("value")?;
        let organ = at.checked_sub(1).map(|above| &lines[above]).filter(|above| {
            let alone = folded.text().starts_with("关于") && !above.furniture;
            alone && rules.organisations.strength(above.text.text()) == Strength::Strong
        });
        Some(organ.map(|above| above.text.clone()).into_iter().chain([line.text.slice(range)]).collect())
    })
}

/// The same, wrapped over lines, perhaps with the organ in a line of its own above.
fn over_lines(rules: &Rules, lines: &[Line<'_>]) -> Option<Vec<Passage>> {
    let may_be_part = |line: &Line<'_>| {
        let text = fold(line.text.text());
        !line.furniture && text.chars().count() <= LONGEST_LINE && !text.contains(['。', ':', ';', '〔'])
    };
    (0..lines.len()).find_map(|start| {
        let longest = lines[start..].iter().take(MOST_LINES).take_while(|line| may_be_part(line)).count();
        let first = fold(lines[start].text.text());
        let opens = first.contains("关于") || rules.organisations.strength(&first) == Strength::Strong;
        (2..=longest).rev().filter(|_| opens).find_map(|count| {
            let parts: Vec<Passage> = lines[start..start + count].iter().map(|line| line.text.clone()).collect();
            let joined: String = parts.iter().map(|part| part.text()).collect();
            by_rule(rules, &Folded::new(&joined)).map(|_| parts)
        })
    })
}

/// A short line that ends like the name of a document, with the line above where the year or the place stands there.
fn named_document(rules: &Rules, lines: &[Line<'_>]) -> Option<Vec<Passage>> {
    let before_text = lines.iter().take_while(|line| line.paragraph.heading.is_none()).count();
    let at = lines[..before_text].iter().position(|line| !line.furniture && ends_like_a_document(rules, line))?;
    let above = at.checked_sub(1).map(|above| &lines[above]).filter(|above| {
        let text = fold(above.text.text());
        !text.ends_with('日')
            && !has_year(&fold(lines[at].text.text()))
            && is_plain(above)
            && has_year(&text)
            && text.chars().count() <= LONGEST_LINE
    });
    Some(above.into_iter().chain([&lines[at]]).map(without_attachment_number).collect())
}

/// "附件1 某某任务分解表" is titled 某某任务分解表.
fn without_attachment_number(line: &Line<'_>) -> Passage {
    let heading = line.paragraph.heading.as_ref().filter(|heading| heading.level == HeadingLevel::Attachment);
    let title = heading.map(|heading| line.text.slice(heading.title.clone())).filter(|title| !title.is_blank());
    title.map_or_else(|| line.text.clone(), |title| title.trim())
}

fn ends_like_a_document(rules: &Rules, line: &Line<'_>) -> bool {
    let folded = fold(line.text.text());
    let name = match folded.rfind('(') {
        Some(open) if open > 0 && folded.ends_with(')') => &folded[..open],
        _ => folded.as_str(),
    };
    let noun = rules.pack.words("metadata.title-noun").iter().any(|w| name.ends_with(w.as_str()));
    (6..=80).contains(&folded.chars().count()) && noun && is_plain(line)
}

/// The first line of the text, where it names a year and is no sentence.
fn first_line(rules: &Rules, lines: &[Line<'_>]) -> Option<Vec<Passage>> {
    let line = lines.iter().find(|line| !line.furniture)?;
    let text = fold(line.text.text());
    let short = (6..=LONGEST_PLAIN).contains(&text.chars().count());
    let unnumbered =
        line.paragraph.heading.is_none() && rules.pack.find_cue("table-title", &Folded::new(&text)).is_none();
    (short && unnumbered && has_year(&text) && is_plain(line)).then(|| vec![line.text.clone()])
}

fn is_plain(line: &Line<'_>) -> bool {
    !line.furniture && !fold(line.text.text()).contains(['。', ':', ';', '|', ','])
}

/// "2023年" or "2021-2025年" in a text.
fn has_year(folded: &str) -> bool {
    folded.match_indices("20").any(|(at, _)| {
        let digits = folded[at..].bytes().take_while(u8::is_ascii_digit).count();
        digits == 4 && folded[at + 4..].starts_with(['年', '-', '—', '–', '至'])
    })
}
