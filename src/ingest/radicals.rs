//! Radicals (部首) that fonts give for characters: ⺠ for 民. Browsers write them into the text of a PDF, and a pattern
//! for 国民 would never match.

use unicode_normalization::UnicodeNormalization;

/// Radicals of the CJK Radicals Supplement with the character that each looks like (Unicode's
/// `EquivalentUnifiedIdeograph`, those that stand as characters of their own). Compatibility normalisation has them not.
const SUPPLEMENT: [(char, char); 51] = [
    ('⺁', '厂'),
    ('⺈', '刀'),
    ('⺌', '小'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺖', '忄'),
    ('⺘', '扌'),
    ('⺛', '旡'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺡', '氵'),
    ('⺣', '灬'),
    ('⺨', '犭'),
    ('⺩', '王'),
    ('⺬', '示'),
    ('⺭', '礻'),
    ('⺮', '竹'),
    ('⺰', '纟'),
    ('⺹', '耂'),
    ('⺼', '月'),
    ('⻂', '衤'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻈', '讠'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻐', '钅'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻯', '竜'),
    ('⻰', '龙'),
    ('⻳', '龟'),
    ('⻲', '亀'),
];

/// The text with characters in the place of radicals.
pub fn unified(text: &str) -> String {
    let is_radical = |c: char| matches!(c, '\u{2e80}'..='\u{2fdf}');
    if !text.contains(is_radical) {
        return text.to_string();
    }
    let known = |c: char| SUPPLEMENT.iter().find(|(radical, _)| *radical == c).map(|(_, own)| *own);
    let character = |c: char| known(c).or_else(|| c.nfkc().next()).unwrap_or(c);
    text.chars().map(|c| if is_radical(c) { character(c) } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters() {
        assert_eq!(unified("国⺠⽣产⻓⻔⻅⼀①Ａ"), "国民生产长门见一①Ａ");
        assert_eq!(unified("国民"), "国民");
    }
}
