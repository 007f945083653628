//! Markup inside a line or a cell: tags, entities, bold marks, links; the text keeps its places.

use super::text::trim;
use crate::document::Passage;
use regex::{Captures, Regex};
use std::sync::LazyLock;

const TAGS_AND_ENTITIES: &str = r"(?ix)
    (?<break> </?(?:br|p|li|ol|ul|div)(?:\s[^<>]*)?/?> )
  | (?<drop>  </?(?:b|strong|i|em|u|s|del|ins|sub|sup|span|font|small|big|mark|center)(?:\s[^<>]*)?/?> | <!--[^<>]*--> )
  | &(?: (?<name> amp|lt|gt|nbsp|quot|apos|emsp|ensp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot|times|ge|le|deg|plusmn )
     | \#(?<dec>[0-9]{1,7}) | \#x(?<hex>[0-9a-f]{1,6}) );";

const MARKDOWN_MARKS: &str = r"(?x)
  | (?<drop_md> !\[[^\[\]]*\]\([^()\s]*\) )
  | \[(?<link>[^\[\]]+)\]\((?:https?://|mailto:|\.{0,2}/|\#)[^()\s]*\)
  | \\(?<escaped>[!-/:-@\[-`{-~])";

static PLAIN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(TAGS_AND_ENTITIES).expect("a fixed pattern, compiled in every test"));
static MARKDOWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("{TAGS_AND_ENTITIES}{MARKDOWN_MARKS}")).expect("a fixed pattern, compiled in every test")
});

/// The lines of a stretch of raw text that begins at `line`, `column` (1-based): markup removed, split at
/// breaks such as `<br>`, blanks trimmed, empty ones left out.
pub(super) fn lines(raw: &str, line: u32, column: u32, markdown: bool) -> Vec<Passage> {
    let mut writer = Writer { line, column, lines: Vec::new(), current: Passage::default() };
    let pattern = if markdown { &*MARKDOWN } else { &*PLAIN };
    let bold = if markdown { bold_marks(raw) } else { Vec::new() };
    let mut bold = bold.into_iter().peekable();
    let mut done = 0;
    for found in pattern.captures_iter(raw) {
        let whole = found.get_match();
        writer.keep_without(&raw[done..whole.start()], done, &mut bold);
        while bold.next_if(|&(at, _)| at < whole.end()).is_some() {}
        writer.apply(&found, whole.as_str());
        done = whole.end();
    }
    writer.keep_without(&raw[done..], done, &mut bold);
    writer.end_line();
    writer.lines
}

/// The passage of a cell: its lines with breaks between.
pub(super) fn cell(raw: &str, line: u32, column: u32) -> Passage {
    let mut passage = Passage::default();
    for part in lines(raw, line, column, true) {
        passage.push_break();
        passage.append(&part);
    }
    passage
}

struct Writer {
    line: u32,
    /// Column of the next raw character.
    column: u32,
    lines: Vec<Passage>,
    current: Passage,
}

impl Writer {
    fn keep(&mut self, text: &str) {
        self.current.push(text, self.line, self.column);
        self.skip(text);
    }

    fn skip(&mut self, text: &str) {
        self.column += text.chars().count() as u32;
    }

    /// Keeps text that begins at byte `start` of the line, but for the bold marks inside.
    fn keep_without(
        &mut self,
        text: &str,
        start: usize,
        marks: &mut std::iter::Peekable<impl Iterator<Item = (usize, usize)>>,
    ) {
        let mut done = 0;
        while let Some((at, length)) = marks.next_if(|&(at, length)| at + length <= start + text.len()) {
            // A mark may stick out of the stretch before: then that markup has taken it.
            if let Some(begin) = at.checked_sub(start).filter(|&begin| begin >= done) {
                self.keep(&text[done..begin]);
                self.skip(&text[begin..begin + length]);
                done = begin + length;
            }
        }
        self.keep(&text[done..]);
    }

    fn apply(&mut self, found: &Captures, whole: &str) {
        if found.name("break").is_some() {
            self.skip(whole);
            self.end_line();
        } else if let Some(label) = found.name("link").or_else(|| found.name("escaped")) {
            self.skip(&whole[..1]);
            self.keep(label.as_str());
            self.skip(&whole[1 + label.len()..]);
        } else {
            if let Some(c) = entity(found) {
                self.current.push(c.encode_utf8(&mut [0; 4]), self.line, self.column);
            }
            self.skip(whole);
        }
    }

    fn end_line(&mut self) {
        let line = trim(&std::mem::take(&mut self.current));
        if !line.text().is_empty() {
            self.lines.push(line);
        }
    }
}

/// The character that an entity stands for; line breaks and other control characters count as a blank.
fn entity(found: &Captures) -> Option<char> {
    let code = |group: &str, radix| found.name(group).and_then(|m| u32::from_str_radix(m.as_str(), radix).ok());
    if let Some(code) = code("dec", 10).or_else(|| code("hex", 16)) {
        let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some(if c.is_control() { ' ' } else { c });
    }
    Some(match found.name("name")?.as_str().to_ascii_lowercase().as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => '\u{a0}',
        "quot" => '"',
        "apos" => '\'',
        "emsp" => '\u{2003}',
        "ensp" => '\u{2002}',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "middot" => '·',
        "times" => '×',
        "ge" => '≥',
        "le" => '≤',
        "deg" => '°',
        "plusmn" => '±',
        _ => return None,
    })
}

/// Byte offsets and lengths of the pairs of `**` (or `***`) that make text bold.
///
/// A pair opens before a character that is no blank, and not between a character and punctuation, so that masked
/// names (张**、李**) stay as they are; it closes behind anything but a blank, which Chinese punctuation needs.
fn bold_marks(raw: &str) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (at, length) in star_runs(raw) {
        let before = raw[..at].chars().next_back();
        let after = raw[at + length..].chars().next();
        let free = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || !c.is_alphanumeric());
        match open {
            Some(first) if before.is_some_and(|c| !c.is_whitespace()) => {
                pairs.extend([first, (at, length)]);
                open = None;
            }
            _ if after.is_some_and(|c| !c.is_whitespace() && (c.is_alphanumeric() || free(before))) => {
                open = Some((at, length));
            }
            _ => {}
        }
    }
    pairs
}

/// Runs of two or three asterisks that no backslash stands before.
fn star_runs(raw: &str) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = raw[at..].find('*') {
        let start = at + found;
        let length = raw[start..].bytes().take_while(|&b| b == b'*').count();
        if (2..=3).contains(&length) && !raw[..start].ends_with('\\') {
            runs.push((start, length));
        }
        at = start + length;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(raw: &str, markdown: bool) -> Vec<String> {
        lines(raw, 1, 1, markdown).iter().map(|p| p.text().to_string()).collect()
    }

    #[test]
    fn tags_break_or_vanish() {
        let cases: [(&str, &[&str]); 10] = [
            ("市发改局<br>市财政局", &["市发改局", "市财政局"]),
            ("市发改局<BR/> <br />市财政局", &["市发改局", "市财政局"]),
            ("<p>1. 新建。</p> <p>2. 改建。</p>", &["1. 新建。", "2. 改建。"]),
            (
                "<ol style=\"list-style-type: none\"> <li>1. 走访。</li> <li>2. 调研。</li> </ol>",
                &["1. 走访。", "2. 调研。"],
            ),
            ("1000m<sup>2</sup>", &["1000m2"]),
            ("<b>合计</b>", &["合计"]),
            ("《<关于加强监管的意见>的方案》", &["《<关于加强监管的意见>的方案》"]),
            ("<p实施>", &["<p实施>"]),
            ("<0.019 且 >0.01", &["<0.019 且 >0.01"]),
            ("前<!-- 第3页 -->后", &["前后"]),
        ];
        for (raw, expected) in cases {
            assert_eq!(texts(raw, true), expected, "{raw}");
            assert_eq!(texts(raw, false), expected, "{raw}");
        }
    }

    #[test]
    fn entities_are_decoded_once() {
        let cases = [
            ("R&amp;D", "R&D"),
            ("&lt;5", "<5"),
            ("&ge;90", "≥90"),
            ("&#20803;&#x5143;", "元元"),
            ("&amp;lt;", "&lt;"),
            ("A&B; &nosuch; &#99999999;", "A&B; &nosuch; &#99999999;"),
            ("一&#10;二", "一 二"),
        ];
        for (raw, expected) in cases {
            assert_eq!(texts(raw, false), [expected], "{raw}");
        }
        assert_eq!(texts("&nbsp;&nbsp;", false), Vec::<String>::new());
    }

    #[test]
    fn markdown_marks_vanish_in_markdown_only() {
        let cases = [
            ("**(一)稳增长。**扩大投资", "(一)稳增长。扩大投资"),
            ("推进**重点**工作", "推进重点工作"),
            ("***牵头单位:***市发改局", "牵头单位:市发改局"),
            ("张**、李**", "张**、李**"),
            ("5 ** 3", "5 ** 3"),
            ("\\*注", "*注"),
            ("1\\. 目标", "1. 目标"),
            ("见[附件](https://example.cn/a.html)。", "见附件。"),
            ("市政发[2022](9)号", "市政发[2022](9)号"),
            ("图![](images/1.jpg)示", "图示"),
            ("****", "****"),
        ];
        for (raw, expected) in cases {
            assert_eq!(texts(raw, true), [expected], "{raw}");
            let plain = texts(raw, false);
            assert_eq!(plain, [raw], "{raw}");
        }
    }

    /// A comment that never ends was looked for anew behind every tag.
    #[test]
    fn hostile_lines_take_linear_time() {
        for part in ["<!--<br>", "<b <br>", "![a](<br>", "[a](/<br>", "a**<br>", "&#1<br>", "\\<br>"] {
            let raw = part.repeat(190_000 / part.len());
            let start = std::time::Instant::now();
            lines(&raw, 1, 1, true);
            assert!(start.elapsed().as_secs() < 5, "{part}: {:?}", start.elapsed());
        }
    }

    #[test]
    fn a_cell_keeps_places_over_breaks_and_tags() {
        let passage = cell(" 产值<br>(<b>万</b>元) ", 7, 3);
        assert_eq!(passage.text(), "产值\n(万元)");
        let columns: Vec<(u32, u32)> = passage.spans().iter().map(|s| (s.column, s.end_column)).collect();
        assert_eq!(columns, [(4, 5), (10, 10), (14, 14), (19, 20)]);
    }
}
