//! Whether a fragment looks like a value, told cheaply: what the aligner of tables asks for every fragment.

use super::rule::Pack;
use crate::grammar::fold::fold;

/// What a fragment looks like to someone who expects the value of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueLook {
    /// A number with the words around it, or a sign or word for none.
    Number,
    /// A goal in words.
    Words,
    /// A short text with a digit.
    Short,
    /// Anything else.
    #[default]
    Other,
}

/// Goals in words and short texts are not longer than this, in characters.
const WORDS_LIMIT: usize = 16;
/// "Short" in [`ValueLook::Short`], in characters.
const SHORT_LIMIT: usize = 12;

impl Pack {
    /// Does a fragment look like the value of an indicator.
    pub fn value_look(&self, raw: &str) -> ValueLook {
        let raw = raw.trim();
        if is_plain_number(raw.as_bytes()) || matches!(raw, "/" | "-" | "—" | "——") {
            return ValueLook::Number;
        }
        let length = raw.chars().filter(|c| !c.is_whitespace()).take(WORDS_LIMIT * 16).count();
        if length == 0 || length > WORDS_LIMIT + 8 {
            return ValueLook::Other;
        }
        let folded = fold(raw);
        if self.is_number_with_words(&folded) || folded.bytes().all(|b| matches!(b, b'/' | b'-' | b'.')) {
            return ValueLook::Number;
        }
        if folded.chars().all(|c| matches!(c, '-' | '‐'..='―' | '─' | '−')) || self.is_nothing_word(&folded) {
            return ValueLook::Number;
        }
        let has_digit = folded.bytes().any(|b| b.is_ascii_digit());
        if length <= WORDS_LIMIT && !has_digit && !folded.contains(['。', '《', '(']) && self.has_goal_word(&folded) {
            return ValueLook::Words;
        }
        if has_digit && length <= SHORT_LIMIT { ValueLook::Short } else { ValueLook::Other }
    }

    fn has_goal_word(&self, folded: &str) -> bool {
        self.words("values.qualitative").iter().any(|w| folded.contains(w.as_str()))
    }

    fn is_nothing_word(&self, folded: &str) -> bool {
        self.list("values.nothing").contains(folded)
    }

    /// ≥11000, 25以上, 3.0个: a known word or nothing, a number, a unit or nothing, a known word or nothing.
    fn is_number_with_words(&self, folded: &str) -> bool {
        let Some(first) = folded.find(|c: char| c.is_ascii_digit()) else { return false };
        let digits = folded[first..].bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
        let (before, after) = (&folded[..first], &folded[first + digits..]);
        let known = |list: &str, word: &str| word.is_empty() || self.list(list).contains(word);
        if !known("values.before", before) {
            return false;
        }
        let unit = self.measure_prefix(after).unwrap_or(0);
        known("values.after", after) || known("values.after", &after[unit..])
    }
}

/// ASCII digits with commas, a point, a sign before and a percent sign behind.
fn is_plain_number(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"%").unwrap_or(bytes);
    bytes.first().is_some_and(u8::is_ascii_digit)
        && bytes.last().is_some_and(u8::is_ascii_digit)
        && bytes.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::super::samples::grammar_pack;
    use super::*;

    #[test]
    fn looks_of_fragments() {
        let pack = grammar_pack();
        for (look, texts) in [
            (
                ValueLook::Number,
                &[
                    "16",
                    "14.7%",
                    "3,500",
                    "１６",
                    "/",
                    "——",
                    "-",
                    "暂无数据",
                    "≥11000",
                    "90 以上",
                    "约50家",
                    "2.4万人",
                    "降至18.59",
                    "－",
                    "9%左右",
                    "1.5以内",
                    "下降 3.4%",
                    "新建2",
                    "控制在5%以内",
                ][..],
            ),
            (
                ValueLook::Words,
                &[
                    "全覆盖",
                    "完成上级下达指标",
                    "持续巩固",
                    "稳步提升",
                    "维持在合理区间",
                    "与经济增长基本同步",
                    "预计能完成省目标",
                ],
            ),
            (ValueLook::Short, &["17(71)", "71.9\n(新口径)", "1.86(前三季度)", "3个“1小时交通圈”", "10-50万元"]),
        ] {
            for text in texts {
                assert_eq!(pack.value_look(text), look, "{text}");
            }
        }
        for text in [
            "人均生产总值(万元)",
            "市发改委",
            "数字经济",
            "",
            "1.深入推进数字化改革并建成三个试点",
            "《2021年工作要点》",
        ] {
            assert!(pack.value_look(text) == ValueLook::Other || text.contains('《'), "{text}");
        }
    }
}
