//! What a quantity is about, in a form in which two wordings can be compared.

use super::words::{WordSet, automaton};
use super::{Conflict, each_plain};
use aho_corasick::AhoCorasick;
use std::borrow::Cow;

/// What a quantity counts or measures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Subject {
    /// The wording without verbs, quotation marks, brackets and words that say nothing.
    pub(super) core: String,
    /// Kinds of what is done (新建, 改造, 养护), by their place in the settings.
    pub(super) actions: Vec<usize>,
    /// Words of scope (省级, 农村), with the group that they stand in.
    pub(super) scopes: Vec<(usize, String)>,
    /// A rate of change, not a level.
    pub(super) growth: bool,
    /// What is added, or all that there is (新增, 累计).
    pub(super) flows: Vec<String>,
}

/// How two subjects are thought to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Likeness {
    /// How much in doubt it is: 0 for the same words.
    pub(super) doubt: usize,
    /// Chinese words on why.
    pub(super) reason: String,
}

/// What a word of the settings says about the wording it stands in.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// It leads to the number, or says nothing.
    Nothing,
    Growth,
    /// Scope, by its group.
    Scope(usize),
    /// What is done, by its class.
    Action(usize),
    /// What is added, not what there is.
    Flow,
}

/// The words of the settings in one automaton: a wording is read once from left to right, the longest word at each place.
#[derive(Debug, Clone)]
pub(super) struct SubjectReader {
    words: AhoCorasick,
    /// What each word says, by its place in the automaton.
    kinds: Vec<Kind>,
    synonyms: AhoCorasick,
    spellings: Vec<String>,
}

impl SubjectReader {
    pub(super) fn new(words: &Conflict) -> Self {
        let groups = |groups: &[Vec<String>], kind: fn(usize) -> Kind| -> Vec<(String, Kind)> {
            let numbered = groups.iter().enumerate();
            numbered.flat_map(|(at, group)| group.iter().map(move |word| (word.clone(), kind(at)))).collect()
        };
        let plainly = |words: &[String], kind: Kind| words.iter().map(|word| (word.clone(), kind)).collect::<Vec<_>>();
        let all = [
            plainly(&words.leads, Kind::Nothing),
            plainly(&words.growth_words, Kind::Growth),
            plainly(&words.flows, Kind::Flow),
            groups(&words.scopes, Kind::Scope),
            groups(&words.actions, Kind::Action),
            plainly(&words.noise, Kind::Nothing),
        ];
        let (patterns, kinds): (Vec<String>, Vec<Kind>) = all.into_iter().flatten().unzip();
        SubjectReader {
            words: automaton(patterns),
            kinds,
            synonyms: automaton(words.synonyms.iter().map(|(from, _)| from)),
            spellings: words.synonyms.iter().map(|(_, to)| to.clone()).collect(),
        }
    }

    /// Reads a wording such as `改造渔农村公路` or `居民人均可支配收入增速`.
    pub(super) fn read(&self, wording: &str) -> Subject {
        let bare = bare(wording);
        let wording = self.one_spelling(&bare);
        let mut subject = Subject::default();
        let mut behind = 0;
        for hit in self.words.find_iter(wording.as_ref()) {
            subject.core.push_str(&wording[behind..hit.start()]);
            behind = hit.end();
            match self.kinds[hit.pattern().as_usize()] {
                Kind::Nothing => {}
                Kind::Growth => subject.growth = true,
                Kind::Flow => subject.flows.push(wording[hit.range()].to_owned()),
                Kind::Scope(group) => subject.scopes.push((group, wording[hit.range()].to_owned())),
                Kind::Action(class) => subject.actions.push(class),
            }
        }
        subject.core.push_str(&wording[behind..]);
        subject.core.retain(|c| !matches!(c, '、' | '·' | '—' | '-' | '~'));
        subject.flows.sort_unstable();
        subject.flows.dedup();
        subject.actions.sort_unstable();
        subject.actions.dedup();
        subject.scopes.sort_unstable();
        subject.scopes.dedup();
        subject
    }

    /// A name with one spelling for each thing: `GDP` for 地区生产总值.
    pub(super) fn one_spelling<'n>(&self, name: &'n str) -> Cow<'n, str> {
        if self.synonyms.is_match(name) { self.synonyms.replace_all(name, &self.spellings).into() } else { name.into() }
    }
}

/// A wording in capitals, without marks, and without what stands in brackets.
fn bare(wording: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(wording.len());
    each_plain(wording, |c| match c {
        '(' | '〔' | '[' => depth += 1,
        ')' | '〕' | ']' => depth = depth.saturating_sub(1),
        '“' | '”' | '"' | '‘' | '’' | '\'' | '《' | '》' | '。' | ';' | ':' | ',' => {}
        _ if depth > 0 => {}
        _ => kept.push(c.to_ascii_uppercase()),
    });
    kept
}

impl Subject {
    /// The number of characters of the core.
    pub(super) fn length(&self) -> usize {
        self.core.chars().count()
    }

    /// May the two be one and the same; `None` when a word tells them apart or they are too different.
    pub(super) fn like(&self, other: &Subject, words: &Conflict, telling: &WordSet) -> Option<Likeness> {
        let acts = self.actions.is_empty()
            || other.actions.is_empty()
            || self.actions.iter().any(|act| other.actions.contains(act));
        if self.growth != other.growth || self.flows != other.flows || !acts || self.contrary_scope(other) {
            return None;
        }
        let (doubt, wording) = self.same_words(other, words, telling)?;
        let one_sided: Vec<&str> = one_sided(&self.scopes, &other.scopes);
        let mut reason = wording;
        if !one_sided.is_empty() {
            reason.push_str(&format!("（一处写明“{}”，另一处没有写）", one_sided.join("、")));
        }
        Some(Likeness { doubt: doubt + usize::from(!one_sided.is_empty()), reason })
    }

    /// Does each name another member of one group: 省级 and 市级.
    fn contrary_scope<'s>(&'s self, other: &'s Subject) -> bool {
        self.scopes.iter().any(|(group, _)| {
            let of = |subject: &'s Subject| subject.scopes.iter().filter(move |(own, _)| own == group);
            of(other).next().is_some() && of(self).ne(of(other))
        })
    }

    fn same_words(&self, other: &Subject, words: &Conflict, telling: &WordSet) -> Option<(usize, String)> {
        let (short, long) = if self.length() <= other.length() { (self, other) } else { (other, self) };
        let generic = |subject: &Subject| words.generic_subjects.contains(&subject.core);
        if generic(short) || generic(long) {
            return None;
        }
        let flows: usize = short.flows.iter().map(|word| word.chars().count()).sum();
        let shared: usize =
            short.scopes.iter().filter(|scope| long.scopes.contains(scope)).map(|(_, word)| word.chars().count()).sum();
        if short.core == long.core {
            return (short.length() + shared + flows >= words.characters_same).then(|| (0, "名称相同".to_owned()));
        }
        let (mine, theirs) = leftovers(&short.core, &long.core);
        if short.length() < words.characters_alike || telling.is_in(&mine) || telling.is_in(&theirs) {
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
        let mut left: Vec<char> = other.chars().collect();
        let unmatched = |c: &char| match left.iter().position(|other| other == c) {
            Some(at) => {
                left.swap_remove(at);
                false
            }
            None => true,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Settings;

    fn like(a: &str, b: &str) -> Option<usize> {
        let words = Settings::default().conflict;
        let (reader, telling) = (SubjectReader::new(&words), WordSet::new(&words.distinguishing_words));
        reader.read(a).like(&reader.read(b), &words, &telling).map(|likeness| likeness.doubt)
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
            ("新增规上工业企业", "规上工业企业数"),
            ("整治病险山塘", "整治病险水库"),
            ("规上工业增加值", "规上工业增加值增速"),
            ("完成投资", "完成投资"),
            ("培训小微企业劳动者", "新增小微企业"),
        ] {
            assert_eq!(like(a, b), None, "{a} {b}");
        }
    }
}
