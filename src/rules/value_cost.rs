//! How much a fragment looks like a value, cheaply: what the aligner of tables asks for every fragment.

use super::rule::Pack;
use crate::grammar::fold::fold;

/// Cost of a number or of "no number"; negative speaks for a value. The costs of this file were tuned on real and
/// generated tables together with the other costs of the aligner.
const NUMBER: f32 = -1.0;
/// Cost of a goal in words.
const WORDS: f32 = -0.6;
/// Cost of a short text with a digit.
const SHORT_WITH_DIGIT: f32 = 0.5;
/// Cost of any other text, before its length is added.
const OTHER: f32 = 5.0;
/// The most that the length adds.
const LENGTH_LIMIT: f32 = 3.0;

/// Goals in words and short texts are not longer than this, in characters.
const WORDS_LIMIT: usize = 16;
/// "Short" in [`SHORT_WITH_DIGIT`], in characters.
const SHORT_LIMIT: usize = 12;

impl Pack {
    /// Cost of taking a fragment for the value of an indicator: -1 for numbers and "no number", -0.6 for goals in
    /// words, 0.5 for short texts with a digit, 5 to 8 for anything else.
    pub fn value_cost(&self, raw: &str) -> f32 {
        let raw = raw.trim();
        if is_plain_number(raw.as_bytes()) || matches!(raw, "/" | "-" | "—" | "——") {
            return NUMBER;
        }
        let length = raw.chars().filter(|c| !c.is_whitespace()).take(WORDS_LIMIT * 16).count();
        if length == 0 || length > WORDS_LIMIT + 8 {
            return other(length);
        }
        let folded = fold(raw);
        if self.is_number_with_words(&folded) || folded.bytes().all(|b| matches!(b, b'/' | b'-' | b'.')) {
            return NUMBER;
        }
        if folded.chars().all(|c| matches!(c, '-' | '‐'..='―' | '─' | '−')) || self.is_nothing_word(&folded) {
            return NUMBER;
        }
        let has_digit = folded.bytes().any(|b| b.is_ascii_digit());
        if length <= WORDS_LIMIT && !has_digit && !folded.contains(['。', '《', '(']) && self.has_goal_word(&folded) {
            return WORDS;
        }
        if has_digit && length <= SHORT_LIMIT { SHORT_WITH_DIGIT } else { other(length) }
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

fn other(length: usize) -> f32 {
    OTHER + (length as f32 / 20.0).min(LENGTH_LIMIT)
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
    use proptest::prelude::*;

    #[test]
    fn costs_of_fragments() {
        let pack = grammar_pack();
        for (cost, texts) in [
            (
                -1.0,
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
                -0.6,
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
            (0.5, &["17(71)", "71.9\n(新口径)", "1.86(前三季度)", "3个“1小时交通圈”", "10-50万元"]),
        ] {
            for text in texts {
                assert_eq!(pack.value_cost(text), cost, "{text}");
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
            assert!((5.0..=8.0).contains(&pack.value_cost(text)) || text.contains('《'), "{text}");
        }
        assert!(pack.value_cost(&"推进工作落地见效。".repeat(20)) > pack.value_cost("推进工作"));
    }

    proptest! {
        #[test]
        fn any_fragment_has_a_cost(raw in "\\PC{0,40}") {
            let cost = grammar_pack().value_cost(&raw);
            prop_assert!((-1.0..=8.0).contains(&cost));
        }
    }
}
