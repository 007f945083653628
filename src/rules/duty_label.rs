//! Labels of a duty (责任标签): 牵头单位:, 责任单位:, 配合单位:, 责任领导:, 完成时限:, in a line, a bracket or running text.

use super::rule::Pack;
use crate::grammar::fold::Folded;
use std::ops::Range;

/// What stands behind a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyPart {
    /// Units that lead.
    Lead,
    /// Units that support.
    Support,
    /// Units that answer: they lead where others support and support where others lead.
    Responsible,
    /// A person.
    Leader,
    /// A period.
    Deadline,
}

impl DutyPart {
    /// Do units stand behind it.
    pub fn names_units(self) -> bool {
        !matches!(self, DutyPart::Leader | DutyPart::Deadline)
    }
}

/// The word lists of labels with what they say.
const LABELS: [(&str, DutyPart); 5] = [
    ("unit.label-lead", DutyPart::Lead),
    ("unit.label-support", DutyPart::Support),
    ("unit.label-responsible", DutyPart::Responsible),
    ("unit.label-leader", DutyPart::Leader),
    ("unit.label-deadline", DutyPart::Deadline),
];
/// A label of so many characters is one wherever it stands; a shorter one only at the beginning of a phrase.
const LONG_LABEL: usize = 4;

/// A label in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyLabel {
    /// What stands behind it.
    pub part: DutyPart,
    /// The label with its colon, in bytes of the raw text.
    pub range: Range<usize>,
}

impl Pack {
    /// The labels of a text, left to right. A colon makes them, perhaps behind a bracket: 责任单位(第一个为牵头单位):.
    pub fn duty_labels(&self, raw: &str) -> Vec<DutyLabel> {
        if !raw.contains([':', '\u{ff1a}']) {
            return Vec::new();
        }
        let folded = Folded::new(raw);
        let text = folded.text();
        let colons = text.match_indices(':').map(|(at, _)| at);
        let label = |colon: usize| {
            let (start, part) = self.label_before(raw, &folded, without_bracket(&text[..colon]))?;
            Some(DutyLabel { part, range: folded.raw_range(start..colon + ':'.len_utf8()) })
        };
        colons.filter_map(label).collect()
    }

    /// The longest label that ends a text, with the words before it that belong to it (市级, 有关).
    fn label_before(&self, raw: &str, folded: &Folded, before: &str) -> Option<(usize, DutyPart)> {
        let found = LABELS.iter().filter_map(|(list, part)| Some((self.list(list).suffix(before)?, *part)));
        let (length, part) = found.max_by_key(|(length, _)| *length)?;
        let mut start = before.len() - length;
        while let Some(prefix) = self.list("unit.label-prefix").suffix(&before[..start]) {
            start -= prefix;
        }
        let long = before[start..].chars().count() >= LONG_LABEL;
        (long || begins_phrase(raw, folded, start)).then_some((start, part))
    }
}

/// The text without the bracket that it ends with.
fn without_bracket(text: &str) -> &str {
    match text.strip_suffix(')').and_then(|inner| inner.rfind('(')) {
        Some(open) => &text[..open],
        None => text,
    }
}

/// Does a phrase begin at an offset of the shadow?
fn begins_phrase(raw: &str, folded: &Folded, at: usize) -> bool {
    let start = folded.raw_range(at..at).start;
    at == 0
        || folded.text()[..at].ends_with(|c| "、,。;:!?()〔〕[]【】".contains(c))
        || raw[..start].ends_with(char::is_whitespace)
        || raw[start..].starts_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::super::samples::unit_rules;
    use super::*;

    fn read(raw: &str) -> Vec<(DutyPart, &str)> {
        let (pack, _) = unit_rules();
        pack.duty_labels(raw).into_iter().map(|label| (label.part, &raw[label.range])).collect()
    }

    #[test]
    fn labels_of_duties() {
        use DutyPart::*;
        for (raw, wanted) in [
            ("牵头单位:市发改委;责任单位：各县", &[(Lead, "牵头单位:"), (Responsible, "责任单位：")][..]),
            ("牵头单位:区发改局 责任单位:各街道", &[(Lead, "牵头单位:"), (Responsible, "责任单位:")]),
            ("责任领导:张某;牵头单位:区商务局", &[(Leader, "责任领导:"), (Lead, "牵头单位:")]),
            ("完成时限：12月底前", &[(Deadline, "完成时限：")]),
            ("市级责任单位:市水利局", &[(Responsible, "市级责任单位:")]),
            ("责任单位（排首位的为牵头单位）：甲局", &[(Responsible, "责任单位（排首位的为牵头单位）：")]),
            ("牵头：甲局，配合：乙局", &[(Lead, "牵头："), (Support, "配合：")]),
            ("加快推进。协办单位:丙局", &[(Support, "协办单位:")]),
            ("要求如下:各单位要牵头:", &[]),
            ("责任单位名单附后", &[]),
            ("时间:9:30", &[(Deadline, "时间:")]),
            ("指标目标:生产总值增长6%", &[]),
        ] {
            assert_eq!(read(raw), wanted, "{raw}");
        }
    }
}
