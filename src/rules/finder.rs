//! Finders (查找器): the named pieces that patterns are composed of, `{number}` instead of a digit class.

use std::ops::Range;

/// Digits with an optional sign, grouping commas and decimals.
const NUMBER: &str = r"[-−]?[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?";

/// A number in any form but a bare Chinese numeral: 2/3, 三分之二, 百分之五, 三成, 3,500.
const AMOUNT: &str = concat!(
    r"(?:[0-9]{1,3}/[0-9]{1,3}|[一二两三四五六七八九十百千]+分之[〇零一二两三四五六七八九十百千点]+",
    r"|[一二三四五六七八九]成半?|[-−]?[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?)"
);

/// Words that lead to a level that is reached or held: 达到, 降至, 保持在.
const REACH: &str = concat!(
    r"(?:达到?了?|达至|实现|完成|为|是|保持在?|稳定在|维持在|控制[到至]|持续?巩固在|调整[至到为]|[升降增减]?[至到]",
    r"|(?:提升|提高|上升|增长|增加|扩大|下降|降低|减少|缩小|缩短|压减|压缩|回升|回落)(?:至|到|为))"
);

/// What leads to a deadline: 到, 截至, 力争于.
const BY: &str = concat!(
    r"(?:(?:力争|确保|争取|计划|预计)(?:于|在|到|至|截至|截止)?",
    r"|最迟于?|不晚于|不迟于|于|在|到|至|截至|截止)"
);

/// What a change is measured by: 同比, 较上年, 比2020年.
const THAN: &str = concat!(
    r"(?:(?:同比|环比|同?[比较与](?:上一?年|去年|前年|同期|基期|[0-9]{4}年|“?十[一二三四五]五”?[期末]末?)(?:度|底|末)?(?:同期)?(?:相比)?)",
    r"(?:上年|去年)?|[比较])"
);

/// Name and pattern of every finder. The patterns match on the folded shadow and hold no group of their own.
const FINDERS: &[(&str, &str)] = &[
    ("number", NUMBER),
    ("amount", AMOUNT),
    ("unit", r"(?:[%‰]|(?:m[23]|[\p{Han}A-Za-zμ%/·]){1,10}?(?:\([\p{Han}]{1,2}\))?)"),
    ("hedge", r"(?:力争|争取|确保|努力|总体|全年|年均|累计|共计|也|均|要|能|可|再)"),
    ("forecast", r"(?:预计|预期|预测|估计|有望|预估)(?:将|能|可)?"),
    ("reach", REACH),
    ("than", THAN),
    ("integer", r"[0-9]{1,6}"),
    ("han_number", r"[〇零一二两三四五六七八九十百千]+"),
    ("count", r"(?:[0-9]{1,5}|[一二两三四五六七八九十百]+)"),
    ("year", r"(?:19|20)[0-9]{2}"),
    ("month", r"(?:1[0-2]|0?[1-9])"),
    ("han_month", r"(?:十[一二]?|[一二三四五六七八九])"),
    ("by", BY),
    ("day", r"(?:3[01]|[12][0-9]|0?[1-9])"),
    ("dash", r"[-‐-―−─~～〜∼˜至到]+"),
    ("han", r"\p{Han}"),
    ("open", r"[(〔\[【]"),
    ("close", r"[)〕\]】]"),
];

/// A pattern whose finders are replaced, with the way back to what is written.
pub(super) struct Expansion {
    /// The regular expression.
    pub(super) text: String,
    /// Stretches of `text` with the stretches of the pattern that they come from, in order.
    pieces: Vec<(Range<usize>, Range<usize>)>,
}

impl Expansion {
    fn push(&mut self, text: &str, source: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push((start..self.text.len(), source));
    }

    /// The bytes of the written pattern that a stretch of the expanded one comes from; a finder comes as a whole.
    pub(super) fn source(&self, expanded: Range<usize>) -> Range<usize> {
        let at = |offset: usize, end: bool| {
            let piece = self.pieces.iter().rev().find(|(range, _)| range.start <= offset);
            let Some((range, source)) = piece else { return 0 };
            match range.len() == source.len() {
                true => source.start + (offset - range.start).min(range.len()),
                false if end && offset > range.start => source.end,
                false => source.start,
            }
        };
        let start = at(expanded.start, false);
        start..at(expanded.end, true).max(start)
    }
}

/// An unknown finder: its name and the whole `{…}`, in bytes of the pattern.
#[derive(Debug, PartialEq)]
pub(super) struct UnknownFinder {
    pub(super) name: Range<usize>,
    pub(super) whole: Range<usize>,
}

/// Replaces `{finder}` by a group of that name where it is one of `groups`, else by no group; `{finder:name}` by a group
/// called `name`, `{finder:}` by no group.
///
/// A brace that begins a repetition (`{2,4}`) stays.
pub(super) fn expand(pattern: &str, groups: &[&str]) -> Result<Expansion, UnknownFinder> {
    let mut out = Expansion { text: String::with_capacity(pattern.len() * 2), pieces: Vec::new() };
    let mut at = 0;
    while let Some(open) = pattern[at..].find('{').map(|open| at + open) {
        let inner_end = pattern[open..].find('}').map_or(pattern.len(), |end| open + end);
        let inner = &pattern[open + 1..inner_end];
        let is_finder = inner.starts_with(|c: char| c.is_ascii_lowercase()) && !pattern[..open].ends_with("\\p");
        if !is_finder {
            out.push(&pattern[at..=open], at..open + 1);
            at = open + 1;
            continue;
        }
        out.push(&pattern[at..open], at..open);
        let own = if groups.contains(&inner) { inner } else { "" };
        let (finder, group) = inner.split_once(':').unwrap_or((inner, own));
        let end = (inner_end + 1).min(pattern.len());
        let known = FINDERS.iter().find(|(name, _)| *name == finder);
        let unknown = UnknownFinder { name: open + 1..open + 1 + finder.len(), whole: open..end };
        let (_, body) = known.ok_or(unknown)?;
        let text = if group.is_empty() { format!("(?:{body})") } else { format!("(?<{group}>{body})") };
        out.push(&text, open..end);
        at = end;
    }
    out.push(&pattern[at..], at..pattern.len());
    Ok(out)
}

/// The names of all finders.
pub(super) fn list() -> impl Iterator<Item = &'static str> {
    FINDERS.iter().map(|(name, _)| *name)
}

/// The names of all finders, for messages.
pub(super) fn names() -> String {
    list().collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn every_finder_compiles_and_needs_text() {
        for (name, _) in FINDERS {
            let re = Regex::new(&format!("^{}$", expand(&format!("{{{name}}}"), &[]).unwrap().text)).unwrap();
            assert!(!re.is_match(""), "{name}");
        }
    }

    #[test]
    fn repetitions_and_classes_stay() {
        let expanded = |pattern: &str| expand(pattern, &["year"]).unwrap().text;
        assert_eq!(expanded(r"\p{Han}{2,4}"), r"\p{Han}{2,4}");
        assert_eq!(expanded("{day:}日"), "(?:(?:3[01]|[12][0-9]|0?[1-9]))日");
        assert_eq!(expanded("{day}"), "(?:(?:3[01]|[12][0-9]|0?[1-9]))");
        assert!(expanded("{year}").starts_with("(?<year>"));
        assert!(expanded("{month:from}{dash:}{month:to}").contains("(?<to>"));
        assert_eq!(expand("甲{nummer}", &[]).err(), Some(UnknownFinder { name: 4..10, whole: 3..11 }));
    }

    #[test]
    fn places_lead_back_to_what_is_written() {
        let pattern = r"^{number}[家个(]{2}";
        let expansion = expand(pattern, &["number"]).unwrap();
        let open = expansion.text.find("家").unwrap();
        assert_eq!(&pattern[expansion.source(open..open + 3)], "家");
        assert_eq!(&pattern[expansion.source(3..5)], "{number}");
        assert_eq!(&pattern[expansion.source(0..1)], "^");
        let whole = expansion.source(0..expansion.text.len());
        assert_eq!(&pattern[whole], pattern);
    }
}
