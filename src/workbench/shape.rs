//! Patterns made from what is printed (照样子写正则): the figures of a value, the numbers of headings.

pub(super) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The pattern of values of one shape: 14(58) and 6(25).
pub(super) fn value_pattern(folded: &str) -> String {
    let mut out = String::from("^");
    let mut rest = folded;
    let mut named = false;
    while let Some(c) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || ".,".contains(c)).len();
        if digits > 0 && c.is_ascii_digit() {
            out.push_str(if named { "{number:}" } else { "{number}" });
            named = true;
            rest = &rest[digits..];
        } else {
            out.push_str(&regex::escape(&c.to_string()));
            rest = &rest[c.len_utf8()..];
        }
    }
    out + "$"
}

/// The pattern of headings with numbers of this style, and the level that they probably are of.
pub(super) fn numbering_pattern(number: &str) -> (String, &'static str) {
    const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
    const HAN: &str = "一二三四五六七八九十";
    const FORMAL: &str = "壹贰叁肆伍陆柒捌玖拾";
    let mut inner = String::new();
    let mut outer = true;
    let mut before = "";
    for c in number.chars() {
        let class = match c {
            '0'..='9' => "[0-9]{1,2}",
            'I' | 'V' | 'X' => "[IVX]{1,4}",
            'A'..='Z' => "[A-Z]",
            'a'..='z' => "[a-z]",
            c if STEMS.contains(c) => "[甲乙丙丁戊己庚辛壬癸]",
            c if HAN.contains(c) => "[一二三四五六七八九十]{1,3}",
            c if FORMAL.contains(c) => "[壹贰叁肆伍陆柒捌玖拾]{1,3}",
            _ => "",
        };
        outer &= !c.is_ascii_alphanumeric();
        match class {
            "" => inner.push_str(&regex::escape(&c.to_string())),
            class if class == before => {}
            class => inner.push_str(class),
        }
        before = class;
    }
    let mark = inner.chars().next_back().filter(|c| "、.:".contains(*c)).map_or("", |_| "[、.:]");
    let body = if mark.is_empty() { inner } else { inner.trim_end_matches(['、', '.', ':', '\\']).to_string() };
    (format!("^(?<number>{body}){mark}(?<title>.+)$"), if outer { "han" } else { "digit" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_made_from_what_is_printed() {
        assert_eq!(value_pattern("14(58)"), r"^{number}\({number:}\)$");
        assert_eq!(value_pattern("第3,500名"), "^第{number}名$");
        for (number, pattern, level) in [
            ("甲、", "^(?<number>[甲乙丙丁戊己庚辛壬癸])[、.:](?<title>.+)$", "han"),
            ("A.", "^(?<number>[A-Z])[、.:](?<title>.+)$", "digit"),
            ("1-12、", r"^(?<number>[0-9]{1,2}\-[0-9]{1,2})[、.:](?<title>.+)$", "digit"),
            ("第一项:", "^(?<number>第[一二三四五六七八九十]{1,3}项)[、.:](?<title>.+)$", "han"),
            ("(A)", r"^(?<number>\([A-Z]\))(?<title>.+)$", "digit"),
        ] {
            assert_eq!(numbering_pattern(number), (pattern.to_string(), level), "{number}");
        }
    }
}
