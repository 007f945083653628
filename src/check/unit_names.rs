//! Spellings of one unit (单位名称的不同写法): 县交通局 and 县交通运输局, 市人社局 and 市人力社保局, 县法院 and 县人民法院.
//!
//! A name is read as level prefix, core and organ ending. Two names are one unit when the level agrees and one core is the
//! other or abbreviates it (the same first character, the rest in order) with the same ending. A branch, a unit of
//! another level, and a name that stands for many units never pair.

use super::{UnitNames, plain};
use std::collections::{BTreeMap, BTreeSet};

/// Spellings that name one unit, the most frequent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spellings {
    /// The names as printed, with how often each is printed.
    pub names: Vec<(String, usize)>,
    /// All are linked by abbreviation alone; otherwise a level prefix is missing somewhere or the endings differ.
    pub certain: bool,
}

/// Groups the names (with their counts) that are spellings of one unit; names without another spelling are left out.
/// Groups come in the order of `names`.
pub fn find(names: &[(String, usize)], words: &UnitNames) -> Vec<Spellings> {
    let mut links = links(names, words);
    drop_ambiguous(&mut links);
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for start in 0..names.len() {
        let members = reached(start, &links, &mut seen, |_| true);
        if members.len() > 1 {
            let by_strong_links = reached(start, &links, &mut BTreeSet::new(), |link| link != Link::Weak);
            let mut names: Vec<_> = members.iter().map(|&at| names[at].clone()).collect();
            names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            groups.push(Spellings { names, certain: by_strong_links.len() == members.len() });
        }
    }
    groups
}

/// Like [`find`], names only: for filling the aliases of a unit.
pub fn groups(names: &[(String, usize)], words: &UnitNames) -> Vec<Vec<String>> {
    let names_of = |spellings: Spellings| spellings.names.into_iter().map(|(name, _)| name).collect();
    find(names, words).into_iter().map(names_of).collect()
}

/// How two names are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    /// A level prefix is missing, or the endings differ.
    Weak,
    /// The same name apart from what the aliases fold.
    Same,
    /// The first abbreviates the second.
    Abbreviates,
    /// The second abbreviates the first.
    IsAbbreviated,
}

/// For every name the names that it is linked with.
type Links = BTreeMap<usize, BTreeMap<usize, Link>>;

fn links(names: &[(String, usize)], words: &UnitNames) -> Links {
    let mut by_first: BTreeMap<char, Vec<(usize, Reading)>> = BTreeMap::new();
    let mut temporary: Vec<(usize, Reading)> = Vec::new();
    for (at, (name, _)) in names.iter().enumerate() {
        for reading in readings(name, words) {
            let Some(first) = reading.core.chars().next() else { continue };
            if words.temporary_suffixes.contains(&reading.suffix) {
                temporary.push((at, reading.clone()));
            }
            by_first.entry(first).or_default().push((at, reading));
        }
    }
    let mut links = Links::new();
    for bucket in by_first.values().chain([&temporary]) {
        for (at, (a, one)) in bucket.iter().enumerate() {
            for (b, other) in &bucket[at + 1..] {
                if let Some(link) = link(one, other, words).filter(|_| a != b && !are_apart(names, *a, *b, words)) {
                    add(&mut links, *a, *b, link);
                    add(&mut links, *b, *a, reversed(link));
                }
            }
        }
    }
    links
}

fn add(links: &mut Links, from: usize, to: usize, link: Link) {
    let kept = links.entry(from).or_default().entry(to).or_insert(link);
    *kept = (*kept).max(link);
}

fn reversed(link: Link) -> Link {
    match link {
        Link::Abbreviates => Link::IsAbbreviated,
        Link::IsAbbreviated => Link::Abbreviates,
        other => other,
    }
}

/// Two units for certain: a branch, or a pair that an office tells apart.
fn are_apart(names: &[(String, usize)], a: usize, b: usize, words: &UnitNames) -> bool {
    let (one, other) = (plain(&names[a].0), plain(&names[b].0));
    let told = |pair: &(String, String)| (pair.0 == one && pair.1 == other) || (pair.0 == other && pair.1 == one);
    words.apart.iter().any(told) || is_branch(names, a, b, words)
}

/// 市公安局交警支队 is a branch of 市公安局: the one name goes on behind the organ ending of the other.
fn is_branch(names: &[(String, usize)], a: usize, b: usize, words: &UnitNames) -> bool {
    let (a, b) = (plain(&names[a].0), plain(&names[b].0));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let is_organ = words.organ_suffixes.iter().any(|suffix| short.ends_with(suffix.as_str()));
    is_organ && long.len() > short.len() && long.starts_with(&short)
}

/// A short name that abbreviates two names which are not spellings of each other says nothing.
fn drop_ambiguous(links: &mut Links) {
    let mut dropped = Vec::new();
    for (&short, others) in links.iter() {
        let long: Vec<_> = others.iter().filter(|(_, link)| **link == Link::Abbreviates).map(|(&at, _)| at).collect();
        let related = |a: usize, b: usize| a == b || links.get(&a).is_some_and(|others| others.contains_key(&b));
        if long.iter().any(|&a| long.iter().any(|&b| !related(a, b))) {
            dropped.extend(long.into_iter().map(|long| (short, long)));
        }
    }
    for (short, long) in dropped {
        links.entry(short).or_default().remove(&long);
        links.entry(long).or_default().remove(&short);
    }
}

fn reached(start: usize, links: &Links, seen: &mut BTreeSet<usize>, follow: impl Fn(Link) -> bool) -> Vec<usize> {
    let mut found = Vec::new();
    let mut waiting = vec![start];
    while let Some(at) = waiting.pop() {
        if seen.insert(at) {
            found.push(at);
            let others = links.get(&at).into_iter().flatten();
            waiting.extend(others.filter(|(_, link)| follow(**link)).map(|(other, _)| *other));
        }
    }
    found.sort_unstable();
    found
}

/// One way to take a name apart.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    /// 市, 县 …; `None` where no level is printed.
    prefix: Option<String>,
    /// The first character may be a level and is read as part of the name here (市场监管局); such a reading is held
    /// against names with a printed level only.
    unlevelled: bool,
    /// 市委…: an organ of the party committee.
    party: bool,
    core: String,
    suffix: String,
}

/// All readings of a name; none for a name with brackets or one that stands for many units.
fn readings(name: &str, words: &UnitNames) -> Vec<Reading> {
    let printed = plain(name);
    let named = words.known.get(&printed).unwrap_or(&printed);
    let mut name: String = named.chars().filter(|c| !"“”\"‘’《》".contains(*c)).collect();
    let collective = words.collective_prefixes.iter().any(|word| name.starts_with(word.as_str()))
        || words.collective_words.iter().any(|word| name.contains(word.as_str()));
    if collective || name.contains(['(', ')', '、', '/']) {
        return Vec::new();
    }
    for (long, short) in &words.aliases {
        name = name.replace(long.as_str(), short);
    }
    let mut readings = vec![reading(&name, words)];
    let level = words.level_prefixes.iter().find_map(|level| Some((level, name.strip_prefix(level.as_str())?)));
    if let Some((level, rest)) = level {
        readings[0].unlevelled = true;
        let organ = rest.strip_prefix('委').filter(|organ| organ.chars().count() > 1);
        let core = reading(organ.unwrap_or(rest), words);
        readings.push(Reading { prefix: Some(level.clone()), party: organ.is_some(), ..core });
    }
    readings
}

fn reading(name: &str, words: &UnitNames) -> Reading {
    let suffixes = words.organ_suffixes.iter().chain(&words.branch_suffixes);
    let cut = suffixes.filter_map(|suffix| Some((name.strip_suffix(suffix.as_str())?, suffix)));
    let cut = cut.filter(|(core, _)| !core.is_empty()).min_by_key(|(core, _)| core.len());
    let (core, suffix) = cut.map_or((name, ""), |(core, suffix)| (core, suffix.as_str()));
    Reading { prefix: None, unlevelled: false, party: false, core: core.to_owned(), suffix: suffix.to_owned() }
}

fn link(a: &Reading, b: &Reading, words: &UnitNames) -> Option<Link> {
    if a.prefix.is_some() && b.prefix.is_some() && a.prefix != b.prefix {
        return None;
    }
    if (a.unlevelled && b.prefix.is_none()) || (b.unlevelled && a.prefix.is_none()) {
        return None;
    }
    let agree = a.prefix == b.prefix && a.party == b.party;
    if a.core == b.core {
        return same_core(a, b, words).map(|link| if agree { link } else { Link::Weak });
    }
    if a.suffix != b.suffix || a.party != b.party {
        return None;
    }
    if words.temporary_suffixes.contains(&a.suffix) && mostly_common(&a.core, &b.core) {
        return Some(Link::Weak);
    }
    let link = match a.core.chars().count() < b.core.chars().count() {
        true => abbreviates(&a.core, &b.core, a, words).then_some(Link::Abbreviates),
        false => abbreviates(&b.core, &a.core, a, words).then_some(Link::IsAbbreviated),
    };
    link.map(|link| if agree { link } else { Link::Weak })
}

fn same_core(a: &Reading, b: &Reading, words: &UnitNames) -> Option<Link> {
    if a.suffix == b.suffix {
        return Some(Link::Same);
    }
    let both = |set: &&Vec<String>| set.contains(&a.suffix) && set.contains(&b.suffix);
    let interchangeable = words.interchangeable_suffixes.iter().any(|set| both(&set));
    (interchangeable && a.core.chars().count() > 1).then_some(Link::Weak)
}

/// Does the short core abbreviate the long one.
fn abbreviates(short: &str, long: &str, of: &Reading, words: &UnitNames) -> bool {
    let is_place =
        |core: &str| of.suffix.is_empty() && words.region_suffixes.iter().any(|suffix| core.ends_with(suffix.as_str()));
    if short.chars().count() < 2 || is_place(short) || is_place(long) || short.chars().next() != long.chars().next() {
        return false;
    }
    let told_apart = |extra: String| words.distinguishing_words.iter().any(|word| extra.contains(word.as_str()));
    let backwards = |text: &str| text.chars().rev().collect::<String>();
    let (Some(extra), Some(extra_backwards)) = (beyond(short, long), beyond(&backwards(short), &backwards(long)))
    else {
        return false;
    };
    // Both ways, because 信息 sits in 信用信息 twice, and only from behind 信用 is what the long name has more.
    !told_apart(extra) && !told_apart(backwards(&extra_backwards))
}

/// Characters that the names of two temporary organs must have in common, and their share.
const COMMON: usize = 4;

/// Have two names, none of which abbreviates the other, two thirds of their characters in common, in one order.
fn mostly_common(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut lengths = vec![0_usize; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let above = lengths[at + 1];
            lengths[at + 1] = if x == y { diagonal + 1 } else { above.max(lengths[at]) };
            diagonal = above;
        }
    }
    let common = lengths[b.len()];
    let is_part = common == a.len().min(b.len());
    common >= COMMON && !is_part && 3 * common >= 2 * a.len().max(b.len())
}

/// What the long text has beyond the characters of the short one; `None` unless it has those in their order.
fn beyond(short: &str, long: &str) -> Option<String> {
    let mut wanted = short.chars().peekable();
    let extra = long.chars().filter(|c| wanted.next_if_eq(c).is_none()).collect();
    wanted.peek().is_none().then_some(extra)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Settings;

    fn spelt(names: &str) -> Vec<Vec<String>> {
        let counted: Vec<_> =
            names.split(' ').zip((1..100).rev()).map(|(name, count)| (name.to_owned(), count)).collect();
        groups(&counted, &Settings::default().unit_names)
    }

    #[test]
    fn spellings_of_one_unit_are_found() {
        for pair in [
            "县交通局 县交通运输局",
            "县文旅局 县文广旅体局",
            "县综合执法局 县综合行政执法局",
            "县海洋渔业局 县海洋与渔业局",
            "县大数据中心 县大数据管理中心",
            "市人社局 市人力社保局",
            "市人社局 市人力资源和社会保障局",
            "县法院 县人民法院",
            "县检察院 县人民检察院",
            "县编办 县委编办",
            "洋山镇 洋山镇政府",
            "东浦区政府 东浦区人民政府",
            "县发改局 县发改委",
            "市资规局 市资源规划局",
            "市资规局 市自然资源和规划局",
            "市港航局 市港航和口岸局",
            "洋管中心 县洋管中心",
            "市场监管局 市市场监管局",
            "县市监局 县市场监管局",
            "市农业农村局 市农业局",
            "县府办 县政府办",
            "市残联 市残疾人联合会",
            "市工商联 市工商业联合会",
            "市消防支队 市消防救援支队",
            "县湿地修复指挥部 县湿地修复推进指挥部",
            "县小微产业园区指挥部 县绿色小微园区指挥部",
            "县文旅局 县旅游局",
        ] {
            assert_eq!(spelt(pair), [pair.split(' ').map(str::to_owned).collect::<Vec<_>>()], "{pair}");
        }
    }

    #[test]
    fn units_that_only_look_alike_are_kept_apart() {
        for pair in [
            "市教育局 市体育局",
            "市委办 市府办",
            "县委办 县编办",
            "县委办 县委编办",
            "市委宣传部 市委统战部",
            "市民政局 市民宗局",
            "市水利局 市水务局",
            "区交通局 区交警大队",
            "市总工会 市工商联",
            "市自来水公司 市水务集团",
            "市公安局 市公安局交警支队",
            "市公安局 市公安分局",
            "市生态环境局 市生态环境局甲县分局",
            "市税务局 市税务稽查局",
            "市财政局 市财政局(市国资委)",
            "市教育局 县教育局",
            "黄龙乡 黄龙山乡",
            "县信息中心 县信用信息中心",
            "市城投集团 市交投集团",
            "县大数据局 县大数据中心",
            "各乡镇 各有关乡镇",
            "市发改委 市发改委成员单位",
            "移动分公司 联通分公司",
            "县海塘安澜指挥部 县山塘整治指挥部",
            "市妇联 市残联",
        ] {
            assert_eq!(spelt(pair), Vec::<Vec<String>>::new(), "{pair}");
        }
    }

    #[test]
    fn several_spellings_make_one_group_and_the_most_frequent_leads() {
        let names = [("市港航局", 1), ("市港航和口岸局", 9), ("港航局", 2), ("市教育局", 5)];
        let names: Vec<_> = names.map(|(name, count)| (name.to_owned(), count)).to_vec();
        let found = find(&names, &Settings::default().unit_names);
        assert_eq!(found.len(), 1);
        let spelt: Vec<_> = found[0].names.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(spelt, ["市港航和口岸局", "港航局", "市港航局"]);
        assert!(!found[0].certain, "one spelling lacks its level");
    }

    #[test]
    fn an_office_knows_better_than_likeness() {
        let mut words = Settings::default().unit_names;
        words.known.insert("市大管局".into(), "市数据资源中心".into());
        let names = |names: [&str; 2]| names.map(|name| (name.to_owned(), 1)).to_vec();
        assert_eq!(find(&names(["市大管局", "市数据资源中心"]), &words).len(), 1);
        assert!(find(&names(["市大管局", "市数据资源中心"]), &words)[0].certain);
        words.apart.push(("市交通局".into(), "市交通运输局".into()));
        assert_eq!(find(&names(["市交通运输局", "市交通局"]), &words), []);
    }

    #[test]
    fn a_short_name_that_fits_two_units_is_left_alone() {
        assert_eq!(spelt("市文局 市文化旅游局 市文物保护局"), Vec::<Vec<String>>::new());
        assert_eq!(spelt("市海渔局 市海洋渔业局 市海上渔政局"), Vec::<Vec<String>>::new());
    }
}
