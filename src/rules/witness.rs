//! Witnesses (样本): texts that a pattern matches, made from the pattern itself so that each of its branches has one.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

/// As many texts are made of a pattern.
const MOST: usize = 120;
/// As many characters of a class are tried.
const OF_A_CLASS: usize = 3;
/// Characters that stand for a class that has them: what documents are made of.
const TYPICAL: [char; 4] = ['甲', '1', 'a', '。'];

/// Folded texts that a pattern matches: at least one for each branch, though not every combination.
pub(super) fn of(pattern: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(pattern) else { return Vec::new() };
    let mut texts = texts(&hir);
    texts.truncate(MOST);
    texts
}

fn texts(hir: &Hir) -> Vec<String> {
    let mut out = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8_lossy(&literal.0).into_owned()],
        HirKind::Class(Class::Unicode(set)) => characters(set),
        HirKind::Repetition(repetition) => {
            let inner = texts(&repetition.sub);
            let least = repetition.min.max(1) as usize;
            let often = inner.iter().map(|text| text.repeat(least));
            let none = (repetition.min == 0).then(String::new);
            none.into_iter().chain(often).collect()
        }
        HirKind::Capture(capture) => texts(&capture.sub),
        HirKind::Alternation(branches) => branches.iter().flat_map(texts).collect(),
        HirKind::Concat(parts) => joined(&parts.iter().map(texts).collect::<Vec<_>>()),
    };
    out.truncate(MOST);
    out
}

/// The first choice of every part together, and then one part at a time with its other choices.
fn joined(parts: &[Vec<String>]) -> Vec<String> {
    let first = |part: &Vec<String>| part.first().cloned().unwrap_or_default();
    let base: Vec<String> = parts.iter().map(first).collect();
    let mut out = vec![base.concat()];
    for (at, part) in parts.iter().enumerate() {
        out.extend(part.iter().skip(1).map(|choice| {
            let with = |(i, text): (usize, &String)| if i == at { choice.clone() } else { text.clone() };
            base.iter().enumerate().map(with).collect::<String>()
        }));
    }
    out
}

fn characters(set: &ClassUnicode) -> Vec<String> {
    let has = |c: char| set.iter().any(|range| (range.start()..=range.end()).contains(&c));
    let typical: Vec<String> = TYPICAL.into_iter().filter(|c| has(*c)).map(String::from).collect();
    if !typical.is_empty() {
        return typical;
    }
    set.iter().flat_map(|range| range.start()..=range.end()).take(OF_A_CLASS).map(String::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn every_branch_has_a_witness() {
        let pattern = "^(?:牵头|责任|承办)(?:单位|部门)?$";
        let texts = of(pattern);
        for wanted in ["牵头", "责任", "承办", "牵头单位", "牵头部门"] {
            assert!(texts.iter().any(|text| text == wanted), "{wanted} in {texts:?}");
        }
        let regex = Regex::new(pattern).unwrap();
        assert!(texts.iter().all(|text| regex.is_match(text)));
    }

    #[test]
    fn classes_and_repetitions_are_short() {
        assert_eq!(of("^[0-9]{2,4}年$"), ["11年"]);
        assert_eq!(of("^\\p{Han}{1,8}区$"), ["甲区"]);
        assert_eq!(of("^[家个]$"), ["个", "家"]);
        assert!(of("(?:甲|乙){3}[丙丁戊己]*").len() < MOST);
    }
}
