//! Watching (旁观): which rules were asked about which texts, for `gongwen rules explain`.
//!
//! Reading a text is a pure function of it, so what is noted of a text holds wherever the document prints it. Nothing is
//! noted unless [`watch`] is at work on the thread; then a question costs one look at a flag.

use super::kind::{KINDS, Kind};
use super::rule::{Rule, match_rule};
use crate::grammar::fold::Folded;
use std::cell::{Cell, RefCell};

/// Least length of a part, in bytes, to be noted where the watched text is longer, or the text asked about: two characters
/// stand everywhere, and were asked about for another place.
const SHORTEST_PART: usize = 7;

/// A question to the rules about one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What was asked, in Chinese.
    pub about: String,
    /// The folded text.
    pub text: String,
    /// Number of rules that there are for such a question.
    pub rules: usize,
    /// Those that match, in the order in which they are asked.
    pub matching: Vec<Matching>,
    /// Id of the rule that won; None where none did.
    pub won: Option<String>,
    /// What was read, in few words; None where nothing was.
    pub result: Option<String>,
}

/// A rule that matches a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// Its id.
    pub rule: String,
    /// Its groups with their folded texts.
    pub groups: Vec<(String, String)>,
}

thread_local! {
    static ON: Cell<bool> = const { Cell::new(false) };
    static WATCH: RefCell<Watch> = const { RefCell::new(Watch { texts: Vec::new(), asked: Vec::new() }) };
}

#[derive(Default)]
struct Watch {
    /// Folded texts that are of interest.
    texts: Vec<String>,
    asked: Vec<Asked>,
}

/// Does some work, and notes every question about one of the folded texts or a part of it; each once, in the order in
/// which they were first asked.
pub fn watch<T>(texts: Vec<String>, work: impl FnOnce() -> T) -> (T, Vec<Asked>) {
    WATCH.set(Watch { texts, asked: Vec::new() });
    ON.set(true);
    let result = work();
    ON.set(false);
    (result, WATCH.take().asked)
}

/// Is anybody watching on this thread?
pub(super) fn is_on() -> bool {
    ON.get()
}

/// Is a question about this folded text to be noted?
pub(super) fn wants(folded: &str) -> bool {
    ON.get() && !folded.is_empty() && WATCH.with_borrow(|watch| watch.texts.iter().any(|text| is_about(text, folded)))
}

fn is_about(watched: &str, asked: &str) -> bool {
    let is_part = |part: &str, whole: &str| part.len() >= SHORTEST_PART && whole.contains(part);
    watched == asked || is_part(asked, watched) || is_part(watched, asked)
}

/// Notes a question; to be called only where [`wants`] says so.
pub(super) fn note<'r>(
    about: String,
    folded: &str,
    rules: impl Iterator<Item = &'r Rule>,
    won: Option<&str>,
    result: Option<String>,
) {
    // What is asked while noting is nobody's question.
    ON.set(false);
    let text = Folded::new(folded);
    let mut count = 0;
    let matching = rules.inspect(|_| count += 1).filter_map(|rule| {
        let found = match_rule(rule, &text)?;
        let groups = found.groups().map(|(name, text)| (name.to_string(), text.to_string())).collect();
        Some(Matching { rule: rule.id.clone(), groups })
    });
    let matching: Vec<Matching> = matching.collect();
    let asked = Asked { about, text: folded.to_string(), rules: count, matching, won: won.map(str::to_string), result };
    WATCH.with_borrow_mut(|watch| {
        if !watch.asked.contains(&asked) {
            watch.asked.push(asked);
        }
    });
    ON.set(true);
}

/// What a question about a kind is called.
pub(super) fn about_kind(kind: Kind) -> String {
    kind.spec().title.to_string()
}

/// What a question about a cue is called.
pub(super) fn about_cue(cue: &str) -> String {
    let values = KINDS[Kind::Cue as usize].keys.iter().flat_map(|key| key.values);
    let title = values.clone().find(|(name, _)| *name == cue).map_or(cue, |(_, title)| title);
    format!("正文里的提示：{title}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn questions_about_watched_texts_are_noted_once() {
        let rules = Rules::load(None).unwrap();
        let pack = &rules.pack;
        let (found, asked) = watch(vec!["责任单位".to_string()], || {
            pack.column("责任 单位");
            pack.column("序号");
            pack.column("责任单位").map(|column| column.rule)
        });
        assert_eq!(found.as_deref(), Some("tables.responsible"));
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert_eq!(asked[0].won.as_deref(), Some("tables.responsible"));
        assert_eq!(asked[0].about, Kind::Column.spec().title);
        assert!(asked[0].matching.iter().any(|m| m.rule == "tables.responsible") && asked[0].rules > 10);
        assert!(!wants("责任单位"), "nothing is noted afterwards");
    }

    #[test]
    fn short_parts_of_a_watched_text_are_no_questions_about_it() {
        for (watched, asked, is) in [
            ("38", "38", true),
            ("全员劳动生产率(万元)", "全员劳动生产率", true),
            ("全员劳动生产率(万元)", ")", false),
            ("全员劳动生产率(万元)", "万元", false),
            ("评价体系", "按评价体系打分", true),
            ("3", "13", false),
        ] {
            assert_eq!(is_about(watched, asked), is, "{watched} {asked}");
        }
    }

    #[test]
    fn values_periods_and_units_say_what_was_read() {
        let rules = Rules::load(None).unwrap();
        let texts = ["90以上", "2-4月", "市发改委、市经信局"].map(String::from).to_vec();
        let (_, asked) = watch(texts, || {
            rules.pack.read_value("90 以上");
            rules.pack.read_period("2-4月", 0);
            rules.organisations.read_list(&rules.pack, "市发改委、市经信局");
        });
        let results: Vec<&str> = asked.iter().filter_map(|asked| asked.result.as_deref()).collect();
        assert!(results.contains(&"ge 90"), "{asked:?}");
        assert!(results.contains(&"2月至4月"), "{asked:?}");
        assert!(results.contains(&"市发改委、市经信局"), "{asked:?}");
    }
}
