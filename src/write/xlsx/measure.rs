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
    text.split('\n').map(|paragraph| if fits(paragraph, room) { 1 } else { wrapped(paragraph, room) }).sum()
}

/// Does a paragraph take no more columns than there is room for?
fn fits(paragraph: &str, room: usize) -> bool {
    // No character takes more columns than bytes.
    if paragraph.len() <= room {
        return true;
    }
    let mut used = 0;
    paragraph.chars().all(|c| {
        used += columns_of(c);
        used <= room
    })
}

/// Columns of the longest line of any of the texts; those behind one that fills `enough` are not looked at.
pub fn longest<T: AsRef<str>>(texts: impl Iterator<Item = T>, enough: usize) -> usize {
    let mut longest = 0;
    for text in texts {
        longest = longest.max(width(text.as_ref()));
        if longest >= enough {
            break;
        }
    }
    longest
}

/// Lines of the text that takes most of them, of at least one; each with the width of its column.
pub fn most_of<'a>(texts: impl Iterator<Item = (&'a str, u16)> + Clone) -> usize {
    // Few texts must be counted when that with most room to take comes first.
    let room_taken = |(_, (text, width)): &(usize, (&str, u16))| text.len() / room(*width);
    let Some((at, (text, width))) = texts.clone().enumerate().max_by_key(room_taken) else { return 1 };
    let first = lines(text, width);
    let others = texts.enumerate().filter(|(other, _)| *other != at);
    others.fold(
        first,
        |found, (_, (text, width))| {
            if most_lines(text, width) <= found { found } else { found.max(lines(text, width)) }
        },
    )
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
    // A text has no more lines than bytes.
    let long: Vec<&str> = texts.iter().copied().filter(|text| text.len() >= most).collect();
    let fits = |width: u16| long.iter().all(|text| most_lines(text, width) <= most || lines(text, width) <= most);
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
        let columns = columns_of(c);
        if before.is_some_and(|before| breaks_between(before, (c, columns))) {
            filling.put(long, solid);
            (long, solid) = (0, 0);
        }
        long += columns;
        if is_ideograph(c) || !c.is_whitespace() {
            solid = long;
        }
        before = Some((c, columns));
    }
    filling.put(long, solid);
    filling.lines
}

/// Columns of a character; the commonest ones without looking them up.
fn columns_of(c: char) -> usize {
    match c {
        c if is_ideograph(c) => 2,
        ' '..='~' => 1,
        '\u{3000}'..='〉' | '！'..='｠' => 2,
        _ => c.width_cjk().unwrap_or(0),
    }
}

/// Nearly every character of a Chinese text, so that it is asked before all else.
fn is_ideograph(c: char) -> bool {
    matches!(c, '一'..='鿿')
}

/// May a line end between two characters, each given with its columns?
fn breaks_between((before, columns_before): (char, usize), (after, columns_after): (char, usize)) -> bool {
    if is_ideograph(before) && is_ideograph(after) {
        return true;
    }
    let may = before == ' ' || columns_before > 1 || columns_after > 1;
    may && after != ' ' && !is_closing(after) && !is_opening(before)
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
        let breaks = |a: char, b: char| breaks_between((a, columns_of(a)), (b, columns_of(b)));
        let breaks: String = pairs.flat_map(|(a, b)| if breaks(a, b) { vec![a, '|'] } else { vec![a] }).collect();
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
    fn columns_of_common_characters_are_those_of_the_tables() {
        for c in (' '..='~').chain('\u{3000}'..='〉').chain('一'..='鿿').chain('！'..='｠') {
            assert_eq!(Some(columns_of(c)), c.width_cjk(), "{c}");
        }
    }

    #[test]
    fn the_text_with_most_lines_makes_the_row() {
        let texts = ["一二三四五六七八九十", "", "一\n二\n三", "abcdefghijklmnopqrstuvwxyz"];
        for widths in [[11, 8, 8, 40], [60, 8, 8, 9], [3, 3, 3, 3], [60, 60, 8, 60]] {
            let pairs = || texts.into_iter().zip(widths);
            let expected = pairs().map(|(text, width)| lines(text, width)).max();
            assert_eq!(Some(most_of(pairs())), expected, "{widths:?}");
        }
        assert_eq!(most_of([].into_iter()), 1);
        assert_eq!((longest(texts.iter(), 99), longest(texts.iter(), 10), longest([""].iter(), 0)), (26, 20, 0));
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
