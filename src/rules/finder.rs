//! Finders (查找器): the named pieces that patterns are composed of, `{number}` instead of a digit class.

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

/// Replaces `{finder}` by a group of that name and `{finder:name}` by a group called `name`.
///
/// A brace that begins a repetition (`{2,4}`) stays. Gives the name of the unknown finder as error.
pub(super) fn expand(pattern: &str) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let (before, tail) = rest.split_at(open);
        out.push_str(before);
        let inner_end = tail.find('}').unwrap_or(tail.len());
        let inner = &tail[1..inner_end];
        let is_finder = inner.chars().next().is_some_and(|c| c.is_ascii_lowercase()) && !before.ends_with("\\p");
        if !is_finder {
            out.push('{');
            rest = &tail[1..];
            continue;
        }
        let (finder, group) = inner.split_once(':').unwrap_or((inner, inner));
        let (_, body) = FINDERS.iter().find(|(name, _)| *name == finder).ok_or_else(|| finder.to_string())?;
        if group.is_empty() {
            out.push_str(&format!("(?:{body})"));
        } else {
            out.push_str(&format!("(?<{group}>{body})"));
        }
        rest = &tail[(inner_end + 1).min(tail.len())..];
    }
    out.push_str(rest);
    Ok(out)
}

/// The names of all finders, for messages.
pub(super) fn names() -> String {
    FINDERS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn every_finder_compiles_and_needs_text() {
        for (name, _) in FINDERS {
            let re = Regex::new(&format!("^{}$", expand(&format!("{{{name}}}")).unwrap())).unwrap();
            assert!(!re.is_match(""), "{name}");
        }
    }

    #[test]
    fn repetitions_and_classes_stay() {
        assert_eq!(expand(r"\p{Han}{2,4}").unwrap(), r"\p{Han}{2,4}");
        assert_eq!(expand("{day:}日").unwrap(), "(?:(?:3[01]|[12][0-9]|0?[1-9]))日");
        assert_eq!(expand("{nummer}"), Err("nummer".to_string()));
        assert!(expand("{month:from}{dash:}{month:to}").unwrap().contains("(?<to>"));
    }
}
