//! Two texts held against each other word by word (逐字对照), and commitments that became weaker.

use crate::record::comparison::{Weakening, WordChange, WordKind};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Longer texts are compared up to here, in words; a goal is far shorter.
const LONGEST: usize = 4000;

/// The words of two texts with what both have and what only one has.
pub(super) struct Comparison {
    pub(super) changes: Vec<WordChange>,
    pub(super) weakened: Vec<Weakening>,
    /// Share of the words that both have, 0..1.
    pub(super) share: f64,
}

/// Compares two texts. `commitments` are words by strength, the strongest group first; they count as one word each.
pub(super) fn compare(old: &str, new: &str, commitments: &[Vec<String>]) -> Comparison {
    let (old, new) = (words(old, commitments), words(new, commitments));
    let mut comparison = Comparison { changes: Vec::new(), weakened: Vec::new(), share: 0.0 };
    let mut common = 0;
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if let DiffOp::Equal { len, .. } = op {
            common += len;
        }
        let (gone, come) = (&old[op.old_range()], &new[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => comparison.push(WordKind::Kept, gone),
            _ => {
                comparison.push(WordKind::Removed, gone);
                comparison.push(WordKind::Added, come);
                comparison.weakened.extend(weakening(gone, come, commitments));
            }
        }
    }
    comparison.share = 2.0 * common as f64 / (old.len() + new.len()).max(1) as f64;
    comparison
}

/// The whole old text taken away and the whole new one put in its place, for texts that have little in common.
pub(super) fn replaced(old: &str, new: &str) -> Vec<WordChange> {
    let stretch = |kind, text: &str| WordChange { kind, text: text.split_whitespace().collect() };
    let both = [stretch(WordKind::Removed, old), stretch(WordKind::Added, new)];
    both.into_iter().filter(|stretch| !stretch.text.is_empty()).collect()
}

impl Comparison {
    fn push(&mut self, kind: WordKind, words: &[&str]) {
        if words.is_empty() {
            return;
        }
        let text = words.concat();
        match self.changes.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.text.push_str(&text),
            None => self.changes.push(WordChange { kind, text }),
        }
    }
}

/// Numbers with their decimals, runs of Latin letters, commitments, and else single characters; blanks are no words.
fn words<'t>(text: &'t str, commitments: &[Vec<String>]) -> Vec<&'t str> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next().filter(|_| words.len() < LONGEST) {
        let commitment = commitments.iter().flatten().filter(|word| rest.starts_with(word.as_str()));
        let length = match commitment.map(String::len).max() {
            Some(length) => length,
            None if c.is_ascii_digit() => run(rest, |c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%')),
            None if c.is_ascii_alphabetic() => run(rest, |c| c.is_ascii_alphanumeric()),
            None => c.len_utf8(),
        };
        words.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    words
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// The strongest word that went and the strongest that came in its place, where that is weaker.
fn weakening(gone: &[&str], come: &[&str], commitments: &[Vec<String>]) -> Option<Weakening> {
    let strength = |word: &str| commitments.iter().position(|group| group.iter().any(|own| own == word));
    let strongest = |words: &[&str]| {
        let ranked = words.iter().filter_map(|word| Some((strength(word)?, (*word).to_string())));
        ranked.min_by_key(|(strength, _)| *strength)
    };
    let ((before, from), (after, to)) = (strongest(gone)?, strongest(come)?);
    (after > before).then_some(Weakening { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commitments() -> Vec<Vec<String>> {
        let group = |words: &str| words.split(' ').map(String::from).collect();
        vec![group("完成 建成 确保"), group("推进 建设"), group("探索 力争")]
    }

    fn shown(old: &str, new: &str) -> (String, String) {
        let comparison = compare(old, new, &commitments());
        let mark = |change: &WordChange| match change.kind {
            WordKind::Kept => change.text.clone(),
            WordKind::Removed => format!("[-{}-]", change.text),
            WordKind::Added => format!("{{+{}+}}", change.text),
        };
        let weakened: Vec<_> = comparison.weakened.iter().map(|w| format!("{}→{}", w.from, w.to)).collect();
        (comparison.changes.iter().map(mark).collect(), weakened.join(" "))
    }

    #[test]
    fn words_and_numbers_change_as_a_whole() {
        for (old, new, marks, weakened) in [
            ("完成泊位12个", "推进泊位8个", "[-完成-]{+推进+}泊位[-12-]{+8+}个", "完成→推进"),
            ("建成泊位", "建设泊位", "[-建成-]{+建设+}泊位", "建成→建设"),
            ("探索泊位", "建成泊位", "[-探索-]{+建成+}泊位", ""),
            ("确保 增长8%以上", "力争增长8.5%以上", "[-确保-]{+力争+}增长[-8%-]{+8.5%+}以上", "确保→力争"),
            ("一样", "一样", "一样", ""),
            ("", "新的", "{+新的+}", ""),
        ] {
            assert_eq!(shown(old, new), (marks.to_string(), weakened.to_string()), "{old} {new}");
        }
    }

    #[test]
    fn the_share_tells_a_new_text_from_a_changed_one() {
        let share = |old, new| compare(old, new, &[]).share;
        assert_eq!(share("新建泊位", "新建泊位"), 1.0);
        assert!(share("新建泊位2处", "新建泊位3处") > 0.8 && share("新建泊位", "整治山塘") == 0.0);
        assert_eq!(share("", ""), 0.0);
    }
}
