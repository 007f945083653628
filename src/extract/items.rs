//! Numbered items (分条) of a text: "1.甲。2.乙。" gives two.

use crate::grammar::fold::half_width;

/// The items of a text without their numbers; none when it is not numbered 1, 2, …
pub fn split(text: &str) -> Vec<String> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut wanted = 1;
    let mut begins = true;
    for (at, c) in text.char_indices() {
        if begins && c.is_ascii_digit() {
            if let Some(end) = number_ends(&text[at..], wanted) {
                starts.push((at, at + end));
                wanted += 1;
            }
            begins = false;
        } else if !c.is_whitespace() {
            begins = matches!(half_width(c), '。' | ';' | '”' | '》' | ')');
        } else if c == '\n' {
            begins = true;
        }
    }
    if starts.len() < 2 {
        return Vec::new();
    }
    let ends = starts.iter().skip(1).map(|s| s.0).chain([text.len()]);
    starts.iter().zip(ends).map(|((_, from), to)| text[*from..to].trim().to_string()).collect()
}

/// Length of "N." at the beginning when N is the number wanted.
fn number_ends(text: &str, wanted: u32) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u32 = text.get(..digits)?.parse().ok()?;
    let mark = text[digits..].chars().next()?;
    let after = text[digits + mark.len_utf8()..].chars().next()?;
    let is_mark = matches!(half_width(mark), '.' | '、');
    (number == wanted && is_mark && !after.is_ascii_digit()).then_some(digits + mark.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_a_cell() {
        assert_eq!(split("1. 甲。\n2. 乙,增长2.5%。"), ["甲。", "乙,增长2.5%。"]);
        assert_eq!(split("1.甲;2.乙"), ["甲;", "乙"]);
        assert_eq!(split("总述。1.甲。2.乙。"), ["甲。", "乙。"]);
        assert!(split("1.5万元。2.3万元。").is_empty());
        assert!(split("只有一条").is_empty());
    }
}
