//! What a quantity is about, in a form in which two wordings can be compared.

use super::{Conflict, plain};
use std::collections::BTreeMap;

/// What a quantity counts or measures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subject {
    /// The wording without verbs, quotation marks, brackets and words that say nothing.
    pub(super) core: String,
    /// Kinds of what is done (新建, 改造, 养护), by their place in the settings.
    pub(super) actions: Vec<usize>,
    /// Words of scope (省级, 农村), with the group that they stand in.
    pub(super) scopes: Vec<(usize, String)>,
    /// A rate of change, not a level.
    pub(super) growth: bool,
}

/// How two subjects are thought to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Likeness {
    /// How much in doubt it is: 0 for the same words.
    pub(super) doubt: usize,
    /// Chinese words on why.
    pub(super) reason: String,
}

/// The words of the settings, the longest first, made ready once a run.
pub(super) struct SubjectReader<'a> {
    /// Whole names that an office lists as spellings of others.
    known: &'a BTreeMap<String, String>,
    synonyms: &'a [(String, String)],
    leads: Vec<&'a str>,
    growth: Vec<&'a str>,
    scopes: Vec<Vec<&'a str>>,
    actions: Vec<Vec<&'a str>>,
    noise: Vec<&'a str>,
}

impl<'a> SubjectReader<'a> {
    pub(super) fn new(words: &'a Conflict) -> Self {
        let groups = |groups: &'a [Vec<String>]| groups.iter().map(|group| longest_first(group)).collect();
        SubjectReader {
            known: &words.known,
            synonyms: &words.synonyms,
            leads: longest_first(&words.leads),
            growth: longest_first(&words.growth_words),
            scopes: groups(&words.scopes),
            actions: groups(&words.actions),
            noise: longest_first(&words.noise),
        }
    }

    /// Reads a wording such as `改造渔农村公路` or `居民人均可支配收入增速`.
    pub(super) fn read(&self, wording: &str) -> Subject {
        let printed = plain(wording);
        let named = self.known.get(&printed).unwrap_or(&printed);
        let mut core = without_brackets(&named.to_ascii_uppercase());
        core.retain(|c| !"“”\"‘’'《》。；;：:,，".contains(c));
        for (from, to) in self.synonyms {
            core = core.replace(from.as_str(), to);
        }
        take_any(&mut core, &self.leads);
        let growth = take_any(&mut core, &self.growth);
        let mut scopes = Vec::new();
        for (group, members) in self.scopes.iter().enumerate() {
            scopes.extend(taken(&mut core, members).into_iter().map(|word| (group, word)));
        }
        let mut actions = Vec::new();
        for (class, members) in self.actions.iter().enumerate() {
            if take_any(&mut core, members) {
                actions.push(class);
            }
        }
        take_any(&mut core, &self.noise);
        core.retain(|c| !"、·—-~".contains(c));
        Subject { core, actions, scopes, growth }
    }
}

fn longest_first(words: &[String]) -> Vec<&str> {
    let mut sorted: Vec<&str> = words.iter().map(String::as_str).collect();
    sorted.sort_by_key(|word| std::cmp::Reverse(word.len()));
    sorted
}

impl Subject {
    /// The number of characters of the core.
    pub(super) fn length(&self) -> usize {
        self.core.chars().count()
    }

    /// Pairs of neighbouring characters, by which candidates are found.
    pub(super) fn pairs(&self) -> Vec<(char, char)> {
        self.core.chars().zip(self.core.chars().skip(1)).collect()
    }

    /// May the two be one and the same; `None` when a word tells them apart or they are too different.
    pub(super) fn like(&self, other: &Subject, words: &Conflict) -> Option<Likeness> {
        let acts = self.actions.is_empty()
            || other.actions.is_empty()
            || self.actions.iter().any(|act| other.actions.contains(act));
        if self.growth != other.growth || !acts || self.contrary_scope(other) {
            return None;
        }
        let (doubt, wording) = self.same_words(other, words)?;
        let one_sided: Vec<&str> = one_sided(&self.scopes, &other.scopes);
        let mut reason = wording;
        if !one_sided.is_empty() {
            reason.push_str(&format!("（一处写明“{}”，另一处没有写）", one_sided.join("、")));
        }
        Some(Likeness { doubt: doubt + usize::from(!one_sided.is_empty()), reason })
    }

    /// Does each name another member of one group: 省级 and 市级.
    fn contrary_scope(&self, other: &Subject) -> bool {
        let of = |subject: &Subject, group: usize| -> Vec<String> {
            subject.scopes.iter().filter(|(own, _)| *own == group).map(|(_, word)| word.clone()).collect()
        };
        self.scopes.iter().any(|(group, _)| {
            let (mine, theirs) = (of(self, *group), of(other, *group));
            !theirs.is_empty() && mine != theirs
        })
    }

    fn same_words(&self, other: &Subject, words: &Conflict) -> Option<(usize, String)> {
        let (short, long) = if self.length() <= other.length() { (self, other) } else { (other, self) };
        let generic = |subject: &Subject| words.generic_subjects.contains(&subject.core);
        if generic(short) || generic(long) {
            return None;
        }
        let shared: usize =
            short.scopes.iter().filter(|scope| long.scopes.contains(scope)).map(|(_, word)| word.chars().count()).sum();
        if short.core == long.core {
            return (short.length() + shared >= words.characters_same).then(|| (0, "名称相同".to_owned()));
        }
        let (mine, theirs) = leftovers(&short.core, &long.core);
        let telling = |rest: &str| words.distinguishing_words.iter().any(|word| rest.contains(word.as_str()));
        if short.length() < words.characters_alike || telling(&mine) || telling(&theirs) {
            return None;
        }
        let common = short.length() - mine.chars().count();
        let share = 2.0 * common as f64 / (short.length() + long.length()) as f64;
        let part = mine.is_empty() && common as f64 >= long.length() as f64 * words.share_part;
        (part || share >= words.share_alike).then(|| (0, format!("名称“{}”与“{}”相近", short.core, long.core)))
    }
}

/// The characters of each text that the other has not, as bags, in their order.
fn leftovers(a: &str, b: &str) -> (String, String) {
    let beyond = |text: &str, other: &str| {
        let mut count: BTreeMap<char, usize> = BTreeMap::new();
        other.chars().for_each(|c| *count.entry(c).or_default() += 1);
        let unmatched = |c: &char| match count.get_mut(c) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        text.chars().filter(unmatched).collect::<String>()
    };
    (beyond(a, b), beyond(b, a))
}

/// Words of scope that only one side has.
fn one_sided<'a>(a: &'a [(usize, String)], b: &'a [(usize, String)]) -> Vec<&'a str> {
    let only = |of: &'a [(usize, String)], not: &'a [(usize, String)]| {
        of.iter().filter(|scope| !not.contains(scope)).map(|(_, word)| word.as_str())
    };
    only(a, b).chain(only(b, a)).collect()
}

/// Takes the words out of the text, the longest first as they come, and returns those that were there.
fn taken(text: &mut String, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for word in words {
        if text.contains(word) {
            *text = text.replace(word, "");
            found.push((*word).to_owned());
        }
    }
    found
}

fn take_any(text: &mut String, words: &[&str]) -> bool {
    !taken(text, words).is_empty()
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' | '〔' | '[' => depth += 1,
            ')' | '〕' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Settings;

    fn like(a: &str, b: &str) -> Option<usize> {
        let words = Settings::default().conflict;
        let reader = SubjectReader::new(&words);
        reader.read(a).like(&reader.read(b), &words).map(|likeness| likeness.doubt)
    }

    #[test]
    fn one_thing_is_known_in_several_wordings() {
        for (a, b, doubt) in [
            ("改造渔农村公路", "农村公路提升", 0),
            ("完成村卫生室规范化建设", "改(扩)建规范化村卫生室", 0),
            ("新改扩建规范化村卫生室(社区卫生服务站)", "改(扩)建规范化村卫生室", 0),
            ("完成省级高标准示范小区建设", "建成省级高标准垃圾分类示范小区", 0),
            ("争创省级城乡风貌样板区", "打造城乡风貌样板区", 1),
            ("有序改造老旧小区", "开工改造城镇老旧小区", 1),
            ("人均地区生产总值", "人均GDP", 0),
            ("规上工业增加值增长", "规上工业增加值增速", 0),
        ] {
            assert_eq!(like(a, b), Some(doubt), "{a} {b}");
        }
    }

    #[test]
    fn different_things_are_kept_apart() {
        for (a, b) in [
            ("新增技能人才", "新增高技能人才"),
            ("农村公路新改建", "农村公路养护"),
            ("竣工保障性安置住房", "交付保障性安置住房"),
            ("省级示范乡镇建设", "市级示范乡镇建设"),
            ("新增普惠托位", "新增托位"),
            ("整治病险山塘", "整治病险水库"),
            ("规上工业增加值", "规上工业增加值增速"),
            ("完成投资", "完成投资"),
            ("培训小微企业劳动者", "新增小微企业"),
        ] {
            assert_eq!(like(a, b), None, "{a} {b}");
        }
    }
}
