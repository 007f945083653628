//! Scrambling (防复制乱码): forums put strings of random signs before and behind the lines of a text, which show only in a
//! copy of it. They are no part of the document.

use std::ops::Range;

/// Lines of a text that must be scrambled before any is cleared.
const FEWEST_LINES: usize = 3;
/// Random words at an end of a line, at least.
const FEWEST_WORDS: usize = 4;
/// Of these, so many hold a sign that parts no words, and one a letter.
const FEWEST_SIGNS: usize = 2;
/// Longest random word, in characters.
const LONGEST_WORD: usize = 3;

/// Are the lines scrambled.
pub fn is_scrambled(lines: &[&str]) -> bool {
    lines.iter().filter(|line| content(line).len() < line.trim().len()).take(FEWEST_LINES).count() == FEWEST_LINES
}

/// The bytes of a line that random words leave at its ends.
pub fn content(line: &str) -> Range<usize> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let before = random(words.iter());
    let behind = random(words[before..].iter().rev());
    let kept = &words[before..words.len() - behind];
    let offset = |word: &str| word.as_ptr() as usize - line.as_ptr() as usize;
    match (kept.first(), kept.last()) {
        (Some(first), Some(last)) => offset(first)..offset(last) + last.len(),
        _ => 0..0,
    }
}

/// How many of the first words are random; none where they may be anything else.
fn random<'w>(words: impl Iterator<Item = &'w &'w str>) -> usize {
    let short = |word: &&&str| word.is_ascii() && word.len() <= LONGEST_WORD;
    let has_sign = |word: &&&str| word.contains(|c| "%&:;$[]^~'\"\\+_{}#@!?*=`".contains(c));
    let found: Vec<&&str> = words.take_while(short).collect();
    let lettered = found.iter().any(|word| word.contains(|c: char| c.is_ascii_alphabetic()));
    let signs = found.iter().filter(|word| has_sign(word)).count();
    if found.len() >= FEWEST_WORDS && signs >= FEWEST_SIGNS && lettered { found.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_words_at_the_ends_of_a_line_are_no_content() {
        for (line, wanted) in [
            ("& Q: W \\5 r2 各县人民政府: 3 V& i$ K2", "各县人民政府:"),
            ("/ B9 F% F9 p% f (一)失业率", "(一)失业率"),
            ("; k$ ]% Z3 J a 一、主要指标", "一、主要指标"),
            ("(三)新增0.5万人。", "(三)新增0.5万人。"),
            ("甲县 5% 6% 7% 8% /", "甲县 5% 6% 7% 8% /"),
            ("A B C D 四类", "A B C D 四类"),
            ("* c0 q4 d# n!", ""),
            ("", ""),
        ] {
            assert_eq!(&line[content(line)], wanted, "{line}");
        }
    }

    #[test]
    fn one_odd_line_is_no_scrambling() {
        let odd = "& Q: W \\5 r2 各县人民政府:";
        assert!(!is_scrambled(&[odd, odd, "正文"]));
        assert!(is_scrambled(&[odd, "正文", odd, odd]));
    }
}
