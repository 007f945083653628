//! How wide and how high a cell must be for its text to be read whole.
//!
//! The library's own fitting takes a Chinese character for a narrow one and cuts half of every text, so widths are
//! counted here: two columns a Chinese character, one a Latin letter or digit.

use unicode_width::UnicodeWidthChar;

/// Narrowest and widest column, in Latin characters.
pub const NARROWEST: u16 = 8;
/// Widest column that texts share a page with.
pub const WIDEST: u16 = 60;
/// Widest column for a text that does not fit a row of [`WIDEST`].
const WIDEST_EVER: u16 = 150;

/// Excel's limit for the height of a row, in points.
const HIGHEST: f64 = 409.0;
/// Height of a row with one line of text.
const LOWEST: f64 = 21.0;
/// Height of a line of 10.5 point text, with room for fonts that are taller than 宋体.
const LINE: f64 = 15.5;
/// Room above and below the text of a cell together.
const PADDING: f64 = 5.5;
/// Columns of a cell that its borders and padding take.
const MARGIN: u16 = 1;

/// Columns that the longest line of `text` takes.
pub fn width(text: &str) -> usize {
    text.lines().map(|line| line.chars().map(columns_of).sum()).max().unwrap_or(0)
}

/// A column that shows lines of `longest` columns, between [`NARROWEST`] and `limit`.
pub fn column(longest: usize, limit: u16) -> u16 {
    let wanted = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(2);
    wanted.clamp(NARROWEST.min(limit), limit)
}

/// Lines that `text` takes in a column of `width`, broken as spreadsheet programs break Chinese text: anywhere between
/// Chinese characters, not inside Latin words and numbers, closing punctuation not at the beginning of a line.
pub fn lines(text: &str, width: u16) -> usize {
    let room = room(width);
    // No character takes more columns than bytes.
    let one_line = |paragraph: &str| paragraph.len() <= room;
    text.split('\n').map(|paragraph| if one_line(paragraph) { 1 } else { wrapped(paragraph, room) }).sum()
}

/// Columns of text that a column of `width` shows in a line.
fn room(width: u16) -> usize {
    usize::from(width.saturating_sub(MARGIN).max(2))
}

/// Height of a row for a number of lines.
pub fn height(lines: usize) -> f64 {
    (lines as f64 * LINE + PADDING).clamp(LOWEST, HIGHEST)
}

/// Width, of at least `width`, in which every one of `texts` fits the highest row, as far as columns can grow.
pub fn column_for_long(texts: &[&str], width: u16) -> u16 {
    let most = ((HIGHEST - PADDING) / LINE) as usize;
    let fits = |width: u16| texts.iter().all(|text| most_lines(text, width) <= most || lines(text, width) <= most);
    (width..WIDEST_EVER).step_by(10).find(|&width| fits(width)).unwrap_or(WIDEST_EVER)
}

/// More lines than [`lines`] without counting them: two lines of a paragraph together hold more than one has room for.
fn most_lines(text: &str, width: u16) -> usize {
    let paragraphs = 1 + text.bytes().filter(|&byte| byte == b'\n').count();
    paragraphs + 2 * text.len() / room(width)
}

/// A line being filled, word by word.
struct Filling {
    room: usize,
    lines: usize,
    used: usize,
}

impl Filling {
    /// Puts a word of `long` columns, of which `solid` are not blanks at its end.
    fn put(&mut self, long: usize, solid: usize) {
        if self.used > 0 && self.used + solid > self.room {
            self.lines += 1;
            self.used = 0;
        }
        if solid > self.room {
            self.lines += (solid - 1) / self.room;
            self.used = solid % self.room;
        } else {
            self.used += long;
        }
    }
}

fn wrapped(paragraph: &str, room: usize) -> usize {
    let mut filling = Filling { room, lines: 1, used: 0 };
    let (mut long, mut solid) = (0, 0);
    let mut before = None;
    for c in paragraph.chars() {
        if before.is_some_and(|before| breaks_between(before, c)) {
            filling.put(long, solid);
            (long, solid) = (0, 0);
        }
        long += columns_of(c);
        if !c.is_whitespace() {
            solid = long;
        }
        before = Some(c);
    }
    filling.put(long, solid);
    filling.lines
}

/// Columns of a character; the commonest ones without looking them up.
fn columns_of(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '一'..='鿿' => 2,
        _ => c.width_cjk().unwrap_or(0),
    }
}

fn breaks_between(before: char, after: char) -> bool {
    let may = before == ' ' || is_wide(before) || is_wide(after);
    may && after != ' ' && !is_closing(after) && !is_opening(before)
}

fn is_wide(c: char) -> bool {
    columns_of(c) > 1
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '】'
            | '〕'
            | '”'
            | '’'
            | '」'
            | '』'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | ')'
            | ']'
            | '}'
            | '%'
            | '％'
    )
}

fn is_opening(c: char) -> bool {
    matches!(c, '（' | '《' | '【' | '〔' | '“' | '‘' | '「' | '『' | '(' | '[' | '{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_counts_a_chinese_character_twice() {
        let cases = [("", 0), ("abc", 3), ("人均", 4), ("（%）", 5), ("甲\n乙丙", 4), ("——", 4), ("“甲”", 6)];
        for (text, expected) in cases {
            assert_eq!(width(text), expected, "{text}");
        }
    }

    #[test]
    fn columns_stay_between_their_limits() {
        let cases = [(0, 60, 8), (4, 60, 8), (10, 60, 12), (58, 60, 60), (59, 60, 60), (70_000, 60, 60), (20, 6, 6)];
        for (longest, limit, expected) in cases {
            assert_eq!(column(longest, limit), expected, "{longest} in {limit}");
        }
    }

    #[test]
    fn lines_break_where_spreadsheets_break_them() {
        let cases = [
            ("", 11, 1),
            ("一二三四五", 11, 1),
            ("一二三四五六", 11, 2),
            ("一二三四五\n六", 11, 2),
            ("一\n\n二", 11, 3),
            ("一二三四五。", 11, 2),
            ("一二三四abc", 11, 2),
            ("abcdefghijklmnop", 11, 2),
            ("ab cd ef gh", 6, 2),
            ("ab cd ef gh", 5, 4),
            ("一二三四（五）", 11, 2),
        ];
        for (text, width, expected) in cases {
            assert_eq!(lines(text, width), expected, "{text} in {width}");
        }
    }

    #[test]
    fn closing_punctuation_takes_its_character_along() {
        let text = "建成“数字大脑”，3.5万户（含）";
        let pairs = text.chars().zip(text.chars().skip(1));
        let breaks: String =
            pairs.flat_map(|(a, b)| if breaks_between(a, b) { vec![a, '|'] } else { vec![a] }).collect();
        assert_eq!(breaks, "建|成|“数|字|大|脑”，|3.5|万|户|（含");
    }

    #[test]
    fn the_bound_is_never_below_the_lines() {
        let texts =
            ["", "一二三四五六七八九十", "abcdefghijklmnop", "ab cd ef gh", "一\n二三四五\n\n六", "（一）“二”，三四。"];
        for text in texts {
            for width in 1..30 {
                assert!(most_lines(text, width) >= lines(text, width), "{text} in {width}");
            }
        }
    }

    #[test]
    fn heights_grow_by_lines_up_to_the_limit_of_excel() {
        assert_eq!(height(1), 21.0);
        assert_eq!(height(2), 36.5);
        assert_eq!(height(26), 408.5);
        assert_eq!(height(27), 409.0);
        assert_eq!(height(9_999), 409.0);
    }

    #[test]
    fn a_very_long_text_gets_a_wider_column() {
        let long = "字".repeat(1000);
        let wide = column_for_long(&[&long], WIDEST);
        assert!(wide > WIDEST && lines(&long, wide) <= 26, "{wide}");
        assert_eq!(column_for_long(&["短"], 20), 20);
        assert_eq!(column_for_long(&[&"字".repeat(30_000)], WIDEST), WIDEST_EVER);
    }
}
