//! GW301 conflict (前后矛盾): the same quantity is stated twice in one document with different values.
//!
//! Statements are gathered from tables and running text, sorted into subjects, and only subjects that share a rare pair
//! of characters are compared, so that the work grows with the document and not with its square.

use super::interval::{Interval, half_step};
use super::statement::{Collection, Figure, Source, Statement, collect};
use super::subject::Likeness;
use super::{Check, Context, Draft, pairing, quantity, sister_list};
use crate::record::{Decimal, Operator, Severity};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) const CHECK: Check = Check {
    code: "GW301",
    name: "conflict",
    title: "前后数字矛盾",
    severity: Severity::Warning,
    explanation: "\
查什么：同一件事的数量在一份文件里写了两处以上（表与表、表与正文、正文与正文），折算成同一单位后对不上；分解表里有一行的数，\
在逐项对应的责任分解正文里找不到。
怎样认定是同一件事：名称去掉“新建”“完成”等动词和无关字后相同或相近，计量单位相同（4.5万人即45000人，0.6万亩即6000亩），\
年度相同，范围不冲突（省级与市级、农村与城镇、累计与新增、全市与某县不是一回事；新建、改造、养护不是一回事）。\
报告里写明凭什么认为是同一件事；一处写了“省级”另一处没写的，把握小些，只作提示。
怎样判断：按印出的数比较；“以上”“以内”按区间，区间碰不到一起才算矛盾。\
一处写“3个以上”、另一处写“4个”的，区间相容但目标不同，只作提示；一处15.1、另一处15，取整后相容的，也只作提示。进度中间的数不比。
为什么：两处数字不一样，下面各取所需，年底考核各说各话。
例：工作报告写改造农村公路112公里，民生实事和分解表写115公里；指标写占比7%，任务写达到4.8%。
怎样处理：问起草单位以哪个为准。词表在 rules/checks.toml 的 conflict 中：认错的，把区别的字加进 distinguishing_words。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW301 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let collection = collect(context);
    let groups = pairing::groups(&collection.subjects, context);
    let mut drafts: Vec<Draft> = groups
        .iter()
        .filter_map(|group| report(&statements(group, &collection, context), &collection, context))
        .collect();
    let told: BTreeSet<String> = drafts.iter().flat_map(|draft| draft.subject.clone()).collect();
    drafts.extend(
        sister_list::run(context)
            .into_iter()
            .filter(|draft| !draft.subject.first().is_some_and(|id| told.contains(id))),
    );
    drafts
}

/// What is stated about the subjects of a group, in the order of the source; nothing where a single record speaks of
/// them.
fn statements<'a>(group: &[usize], collection: &Collection<'a>, context: &Context<'a>) -> Vec<Statement<'a>> {
    let places = group
        .iter()
        .flat_map(|&subject| collection.sources[subject].iter().map(move |(order, source)| (*order, subject, source)));
    let mut places: Vec<_> = places.collect();
    let first = places.first().map(|(_, _, source)| source.id());
    if places.iter().all(|(_, _, source)| Some(source.id()) == first) || is_heading(&places) {
        return Vec::new();
    }
    places.sort_unstable_by_key(|(order, _, _)| *order);
    let of_place = |(_, subject, source): (usize, usize, &Source<'a>)| {
        source.statements(subject, collection.subjects[subject].growth, context)
    };
    places.into_iter().flat_map(of_place).collect()
}

/// Is it stated over and over in one unit.
fn is_heading(places: &[(usize, usize, &Source)]) -> bool {
    let mut units: HashMap<Option<&str>, usize> = HashMap::new();
    for (_, _, source) in places {
        let unit = match source {
            Source::Row(target, _) => target.unit.as_deref(),
            Source::Mention(_, mention) => mention.unit.as_deref(),
            Source::Named(_) => continue,
        };
        *units.entry(unit).or_default() += 1;
    }
    units.values().any(|count| *count > MOST_STATEMENTS)
}

/// Two statements that contradict each other.
struct Contradiction {
    pair: (usize, usize),
    likeness: Likeness,
    /// Both may hold, though the figures differ.
    compatible: Option<&'static str>,
}

/// So many places that state one quantity in one unit for one region are a heading that everything has.
const MOST_STATEMENTS: usize = 60;

fn report<'a>(statements: &[Statement<'a>], collection: &Collection<'a>, context: &Context<'a>) -> Option<Draft> {
    let mut comparable: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, statement) in statements.iter().enumerate() {
        comparable.entry((&statement.unit, &statement.region)).or_default().push(at);
    }
    let mut found = Vec::new();
    for mut members in comparable.into_values() {
        drop_ambiguous(&mut members, statements);
        if members.len() > MOST_STATEMENTS {
            continue;
        }
        let judge = Judge { statements, members: &members, collection, context };
        for (at, &a) in members.iter().enumerate() {
            found.extend(members[at + 1..].iter().filter_map(|&b| judge.contradiction(a, b)));
        }
    }
    found.sort_unstable_by_key(|one| one.pair);
    let least = found.iter().map(doubt).min()?;
    // What is certain leads; a doubtful pair of the same things adds nothing.
    found.retain(|one| doubt(one) == least || one.compatible.is_none());
    Some(draft(&found, least, statements))
}

/// A name that stands in several rows of one table with different figures names nothing in particular.
fn drop_ambiguous(members: &mut Vec<usize>, statements: &[Statement]) {
    let place = |at: usize| {
        let of = &statements[at];
        of.in_table.then(|| (of.item.list(), of.subject, of.year))
    };
    let mut figures: BTreeMap<_, Vec<(&str, Option<Decimal>)>> = BTreeMap::new();
    for &at in members.iter() {
        let number = statements[at].figure.map(|figure| figure.printed.number.normalize());
        figures.entry(place(at)).or_default().push((statements[at].item.id(), number));
    }
    figures.remove(&None);
    let is_ambiguous = |of: &Vec<(&str, Option<Decimal>)>| of.iter().any(|one| one.0 != of[0].0 && one.1 != of[0].1);
    members.retain(|&at| !figures.get(&place(at)).is_some_and(is_ambiguous));
}

fn doubt(contradiction: &Contradiction) -> usize {
    contradiction.likeness.doubt + usize::from(contradiction.compatible.is_some())
}

/// Holds the statements of one unit and one region against each other.
struct Judge<'j, 'a> {
    statements: &'j [Statement<'a>],
    members: &'j [usize],
    collection: &'j Collection<'a>,
    context: &'j Context<'a>,
}

impl Judge<'_, '_> {
    fn contradiction(&self, a: usize, b: usize) -> Option<Contradiction> {
        let (one, other) = (&self.statements[a], &self.statements[b]);
        let one_list = one.item.list() == other.item.list();
        if one.item.id() == other.item.id() || one_list && (one.in_table || one.subject != other.subject) {
            return None;
        }
        let years = self.years(one, other)?;
        let compatible = match (&one.figure, &other.figure) {
            (Some(one_figure), Some(other_figure)) => {
                match agreement(one_figure, other_figure, &one.unit, self.context)? {
                    Agreement::Same => return None,
                    Agreement::Bounds => Some("按“以上”“以内”可以相容，但要求不同"),
                    Agreement::Rounded => Some("取整后可以相容"),
                    Agreement::Contrary => None,
                }
            }
            // A printed "/" against a figure says something in tables only, and of one region only.
            (None, None) => return None,
            _ if one.in_table && other.in_table && !one.region.is_empty() => None,
            _ => return None,
        };
        let subject = |of: &Statement| &self.collection.subjects[of.subject];
        let (words, telling) = (&self.context.settings.conflict, &self.context.words.telling_words);
        let likeness = subject(one).like(subject(other), words, telling)?;
        Some(Contradiction {
            pair: (a, b),
            likeness: Likeness { doubt: likeness.doubt + years, ..likeness },
            compatible,
        })
    }

    /// How much doubt the years add; `None` when the statements are of different years, or when a text without a year
    /// agrees with another year of the same table.
    fn years(&self, one: &Statement, other: &Statement) -> Option<usize> {
        let (dated, undated) = match (one.year, other.year) {
            (Some(one), Some(other)) => return (one == other).then_some(0),
            (None, None) => return Some(0),
            (Some(_), None) => (one, other),
            (None, Some(_)) => (other, one),
        };
        // What a step of one year wants is not what a text without a year wants in the end.
        if !dated.in_table {
            return None;
        }
        let row = || self.members.iter().map(|&at| &self.statements[at]).filter(|of| of.item.id() == dated.item.id());
        let years: BTreeSet<_> = row().filter_map(|of| of.year).collect();
        let last = years.last().copied() == dated.year;
        let meets = |of: &Statement| match (of.figure, undated.figure) {
            (Some(a), Some(b)) => exact(a) == exact(b),
            _ => false,
        };
        (last && !row().any(meets)).then_some(usize::from(years.len() > 1))
    }
}

fn exact(figure: Figure) -> Decimal {
    figure.printed.number.normalize()
}

/// How two figures stand to each other.
enum Agreement {
    Same,
    /// Both may hold, though one bounds what the other states: `3个以上` and `4个`.
    Bounds,
    /// The one may be the other, rounded: `15` and `15.1`.
    Rounded,
    Contrary,
}

fn agreement(a: &Figure, b: &Figure, unit: &str, context: &Context) -> Option<Agreement> {
    let (one, other) = (a.printed, b.printed);
    let interval = |printed: super::interval::Printed, against: i32| -> Option<Interval> {
        let coarser = printed.decimals < against;
        let counted = quantity::is_count_unit(unit, &context.settings.quantity) && printed.decimals >= 0;
        let margin = if coarser && !counted { half_step(printed.decimals) } else { Decimal::ZERO };
        printed.interval(margin, context.settings.sum.approximate_share)
    };
    let (one_values, other_values) = (interval(one, other.decimals)?, interval(other, one.decimals)?);
    if !one_values.meets(other_values) {
        return Some(Agreement::Contrary);
    }
    let side = |op: Operator| match op {
        Operator::Ge | Operator::Gt => 1,
        Operator::Le | Operator::Lt => -1,
        _ => 0,
    };
    Some(match (side(one.op), side(other.op)) {
        _ if one.number == other.number => Agreement::Same,
        (0, 0) => Agreement::Rounded,
        // Two floors of different height are two demands.
        (a, b) if a == b => Agreement::Contrary,
        _ => Agreement::Bounds,
    })
}

/// Differences of single regions that are quoted.
const MOST_REGIONS: usize = 6;

fn draft(found: &[Contradiction], doubt: usize, statements: &[Statement]) -> Draft {
    let mut members: BTreeSet<usize> = BTreeSet::new();
    // In the order of the source, not of the names, with the whole first.
    let mut regions: Vec<&str> = Vec::new();
    for one in found {
        let region = statements[one.pair.0].region.as_str();
        if !regions.contains(&region) && regions.len() < MOST_REGIONS {
            regions.push(region);
        }
        if regions.contains(&region) {
            members.extend([one.pair.0, one.pair.1]);
        }
    }
    regions.sort_by_key(|region| !region.is_empty());
    let told: Vec<String> = regions.iter().map(|region| told_of(region, &members, statements)).collect();
    let lead = found.iter().min_by_key(|one| self::doubt(one)).expect("a report has a contradiction");
    let compatible = match found.iter().all(|one| one.compatible.is_some()) {
        true => lead.compatible.map(|why| format!("，{why}")).unwrap_or_default(),
        false => String::new(),
    };
    let year = if lead.likeness.doubt > 0 && statements[lead.pair.0].year != statements[lead.pair.1].year {
        "，一处没有写年度"
    } else {
        ""
    };
    let apart = match (statements[lead.pair.0].figure, statements[lead.pair.1].figure) {
        (Some(a), Some(b)) if is_power_apart(a.printed.number, b.printed.number) => "，数字相同而小数点或“万”“亿”不同",
        _ => "",
    };
    let message = format!(
        "疑为同一数量而前后不一：{}；依据：{}、计量单位相同{year}{compatible}{apart}",
        told.join("；"),
        lead.likeness.reason
    );
    let mut ids: Vec<&str> = Vec::new();
    for &at in &members {
        if !ids.contains(&statements[at].item.id()) {
            ids.push(statements[at].item.id());
        }
    }
    let mut key: Vec<String> = members
        .iter()
        .map(|&at| format!("{}|{}|{}", statements[at].item.identity(), statements[at].region, statements[at].text))
        .collect();
    key.sort();
    let (first, second) = (&statements[lead.pair.0], &statements[lead.pair.1]);
    let evidence = members.iter().map(|&at| statements[at].evidence());
    Draft::new(message)
        .about(ids)
        .known_by(key)
        .expected(&first.text)
        .found(&second.text)
        .evidence(evidence)
        .softened(doubt)
}

/// Do two numbers have the same digits and another decimal point.
fn is_power_apart(a: Decimal, b: Decimal) -> bool {
    let (small, mut large) = (a.abs().min(b.abs()), a.abs().max(b.abs()));
    while small > Decimal::ZERO && large > small {
        large /= Decimal::TEN;
        if large == small {
            return true;
        }
    }
    false
}

/// What is said of one region, each figure with its places.
fn told_of(region: &str, members: &BTreeSet<usize>, statements: &[Statement]) -> String {
    let mut figures: Vec<(String, Vec<String>)> = Vec::new();
    for statement in members.iter().map(|&at| &statements[at]).filter(|statement| statement.region == region) {
        let text: String = statement.text.chars().filter(|c| !c.is_whitespace()).collect();
        let label = statement.item.label();
        match figures.iter_mut().find(|(known, _)| *known == text) {
            Some((_, labels)) if labels.contains(&label) => {}
            Some((_, labels)) => labels.push(label),
            None => figures.push((text, vec![label])),
        }
    }
    let told: Vec<String> = figures.iter().map(|(text, labels)| format!("“{text}”（{}）", labels.join("、"))).collect();
    if region.is_empty() { told.join("，") } else { format!("{region}：{}", told.join("，")) }
}

#[cfg(test)]
#[path = "conflict_tests.rs"]
mod tests;
