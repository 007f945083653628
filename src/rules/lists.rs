//! The word lists (词表) that the program asks for, and how: a list that is not here would do nothing.

use super::words::WordList;

/// How the words of a list are looked for in a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The text begins with one.
    Begins,
    /// The text ends with one.
    Ends,
    /// The text is one.
    Whole,
    /// One stands somewhere in the text.
    Holds,
}

impl Use {
    /// In Chinese, for messages and papers.
    pub fn title(self) -> &'static str {
        match self {
            Use::Begins => "开头",
            Use::Ends => "结尾",
            Use::Whole => "整个",
            Use::Holds => "其中",
        }
    }

    /// Does the list know a folded text?
    pub(super) fn knows(self, list: &WordList, folded: &str) -> bool {
        match self {
            Use::Begins => list.prefix(folded).is_some(),
            Use::Ends => list.suffix(folded).is_some(),
            Use::Whole => list.contains(folded),
            Use::Holds => list.words().iter().any(|word| folded.contains(word.as_str())),
        }
    }
}

/// Every word list that the program uses; `*` at the end stands for any name of an office's own.
pub const LISTS: &[(&str, Use)] = &[
    ("unit.level", Use::Begins),
    ("unit.name", Use::Whole),
    ("unit.suffix", Use::Ends),
    ("unit.suffix-weak", Use::Ends),
    ("unit.not", Use::Ends),
    ("unit.not-begin", Use::Begins),
    ("unit.remark-begin", Use::Begins),
    ("unit.inseparable", Use::Ends),
    ("unit.lead-mark", Use::Ends),
    ("unit.support-mark", Use::Ends),
    ("unit.label-lead", Use::Ends),
    ("unit.label-support", Use::Ends),
    ("unit.label-responsible", Use::Ends),
    ("unit.label-leader", Use::Ends),
    ("unit.label-deadline", Use::Ends),
    ("unit.label-prefix", Use::Ends),
    ("indicator.same-*", Use::Holds),
    ("indicator.noise", Use::Holds),
    ("indicator.lead", Use::Begins),
    ("indicator.tail", Use::Ends),
    ("indicator.whole", Use::Ends),
    ("indicator.soft", Use::Whole),
    ("indicator.reach", Use::Ends),
    ("indicator.bound", Use::Begins),
    ("indicator.share", Use::Ends),
    ("indicator.verbs-*", Use::Begins),
    ("indicator.growth", Use::Ends),
    ("indicator.decline", Use::Ends),
    ("indicator.apart-*", Use::Holds),
    ("indicator.distinguishing", Use::Whole),
    ("indicator.kind-ratio", Use::Holds),
    ("indicator.kind-average", Use::Holds),
    ("indicator.kind-index", Use::Holds),
    ("indicator.kind-not", Use::Holds),
    ("indicator.kind-ratio-units", Use::Whole),
    ("indicator.direction-higher", Use::Holds),
    ("indicator.direction-lower", Use::Holds),
    ("indicator.direction-neutral", Use::Holds),
    ("measures.words", Use::Whole),
    ("measures.in-brackets", Use::Whole),
    ("table.attribute", Use::Whole),
    ("table.prefix-continues", Use::Ends),
    ("table.tail", Use::Ends),
    ("table.action", Use::Begins),
    ("table.surname", Use::Begins),
    ("table.header-tail", Use::Whole),
    ("table.amount", Use::Whole),
    ("periods.undated", Use::Whole),
    ("table.form-line", Use::Begins),
    ("metadata.title-noun", Use::Ends),
    ("metadata.label-title", Use::Begins),
    ("metadata.label-doc-number", Use::Begins),
    ("metadata.label-index-number", Use::Begins),
    ("metadata.label-publisher", Use::Begins),
    ("metadata.label-signed", Use::Begins),
    ("metadata.label-published", Use::Begins),
    ("metadata.label-generated", Use::Begins),
    ("metadata.label-other", Use::Begins),
    ("metadata.label-sure", Use::Begins),
    ("region.before", Use::Ends),
    ("region.not", Use::Ends),
    ("region.not-begin", Use::Begins),
    ("region.not-before", Use::Begins),
    ("region.governs", Use::Begins),
    ("region.municipality", Use::Whole),
    ("values.qualitative", Use::Holds),
    ("values.nothing", Use::Whole),
    ("values.before", Use::Whole),
    ("values.after", Use::Whole),
    ("values.neutral-verb", Use::Begins),
    ("values.level-verb", Use::Begins),
    ("values.ordinal-measures", Use::Whole),
    ("periods.not-cut", Use::Begins),
    ("periods.header-tail", Use::Whole),
    ("prose.lists", Use::Begins),
    ("prose.lead", Use::Begins),
    ("prose.groups", Use::Begins),
    ("prose.complete-names", Use::Ends),
    ("quantities.verbs", Use::Begins),
    ("quantities.manner", Use::Begins),
    ("quantities.adverbs", Use::Begins),
    ("quantities.predicates", Use::Begins),
    ("quantities.trailing", Use::Ends),
    ("quantities.activities", Use::Whole),
    ("quantities.not-subject", Use::Begins),
    ("quantities.outcomes", Use::Ends),
    ("quantities.short-nouns", Use::Whole),
    ("quantities.measured", Use::Ends),
    ("quantities.indices", Use::Ends),
    ("quantities.change-units", Use::Ends),
    ("quantities.not-counted", Use::Whole),
    ("quantities.classes", Use::Ends),
];

/// How a list is used; None where the program knows no such list.
pub fn use_of(id: &str) -> Option<Use> {
    let is = |known: &str| known == id || known.strip_suffix('*').is_some_and(|beginning| id.starts_with(beginning));
    LISTS.iter().find(|(known, _)| is(known)).map(|(_, how)| *how)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_asked_in_their_own_way() {
        let list = WordList::new(vec!["局".into(), "委员会".into()]);
        for (how, known, unknown) in [
            (Use::Begins, "局长", "长局"),
            (Use::Ends, "水利局", "局长"),
            (Use::Whole, "局", "水利局"),
            (Use::Holds, "各局长", "各处长"),
        ] {
            assert!(how.knows(&list, known) && !how.knows(&list, unknown), "{how:?}");
        }
        assert_eq!(use_of("unit.suffix"), Some(Use::Ends));
        assert_eq!(use_of("unit.sufix"), None);
    }
}
