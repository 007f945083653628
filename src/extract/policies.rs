//! Policy documents (政策文件) that a text names in 《》, nested and unbalanced ones included.

use crate::record::PolicyReference;
use crate::rules::{Kind, Pack};

/// Longest title, in characters; what opens a bracket and never closes it is cut at the end of its line.
const LONGEST_TITLE: usize = 120;

/// The policy documents of a text in order, each once.
pub fn find(pack: &Pack, text: &str) -> Vec<PolicyReference> {
    let mut out: Vec<PolicyReference> = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('《') {
        let inner = &rest[open + '《'.len_utf8()..];
        let end = closing(inner);
        let title: String = inner[..end].chars().filter(|c| *c != '\n').collect();
        let behind = inner[end..].strip_prefix('》').unwrap_or(&inner[end..]);
        let policy = PolicyReference { title: title.trim().to_string(), doc_number: number_behind(pack, behind) };
        let sound = (2..=LONGEST_TITLE).contains(&policy.title.chars().count());
        if sound && !out.iter().any(|p| p.title == policy.title) {
            out.push(policy);
        }
        rest = behind;
    }
    out
}

/// Where the title that begins here ends: at the 》 that belongs to it, or at the end of its line.
fn closing(inner: &str) -> usize {
    let mut depth = 0;
    let mut last_close = None;
    for (at, c) in inner.char_indices() {
        match c {
            '《' | '〈' | '<' => depth += 1,
            '〉' | '>' => depth -= 1,
            '》' if depth <= 0 => return at,
            '》' => {
                depth -= 1;
                last_close = Some(at);
            }
            '。' | '\n' => return last_close.unwrap_or(at),
            _ => {}
        }
    }
    last_close.unwrap_or(inner.len())
}

/// A document number in brackets directly behind the title.
fn number_behind(pack: &Pack, behind: &str) -> Option<String> {
    let head: String = behind.chars().take(40).collect();
    if !head.starts_with(['(', '\u{ff08}']) {
        return None;
    }
    let m = pack.find(Kind::Metadata, &head).filter(|m| m.rule.yields("field") == "doc_number")?;
    m.group_range("value").map(|range| head[range].to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Vec<(String, Option<String>)> {
        let mut pack = Pack::default();
        pack.add("metadata.toml", include_str!("../../rules/metadata.toml")).unwrap();
        find(&pack, text).into_iter().map(|p| (p.title, p.doc_number)).collect()
    }

    #[test]
    fn nested_numbered_and_unbalanced() {
        assert_eq!(
            titles("落实《甲规划》和《乙办法》、《甲规划》。"),
            [("甲规划".into(), None), ("乙办法".into(), None)]
        );
        assert_eq!(titles("《关于<甲意见>的方案》"), [("关于<甲意见>的方案".into(), None)]);
        assert_eq!(titles("《关于《甲意见》的方案》"), [("关于《甲意见》的方案".into(), None)]);
        assert_eq!(
            titles("《资金办法》(某服务〔2020〕55号)"),
            [("资金办法".into(), Some("某服务〔2020〕55号".into()))]
        );
        assert_eq!(titles("《没有关上的。下一句"), [("没有关上的".into(), None)]);
        assert_eq!(titles("没有文件"), []);
    }
}
