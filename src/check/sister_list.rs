//! Sister lists (对应清单): an allocation table and the duties in prose that go through the same items one by one. A figure
//! of the table that the prose does not have is a conflict (GW301).

use super::interval::{numbers_in, numbers_with_scale};
use super::item::Item;
use super::{Context, Draft, plain};
use crate::record::{Decimal, Evidence, ListInfo, ListKind, Operator, Target, TargetValue, Task};
use std::collections::{BTreeMap, BTreeSet};

/// Drafts for figures that a sister list lacks.
pub(super) fn run(context: &Context) -> Vec<Draft> {
    let prose: Vec<&ListInfo> = context.records.lists.iter().filter(|list| list.kind == ListKind::Tasks).collect();
    let tables = context.records.lists.iter().filter(|list| list.kind == ListKind::Targets);
    tables
        .filter_map(|table| Some((table, sister(table, &prose, context)?)))
        .flat_map(|(table, sister)| compare(table, sister, context))
        .collect()
}

/// The prose list whose title is the most like that of the table.
fn sister<'a>(table: &ListInfo, prose: &[&'a ListInfo], context: &Context) -> Option<&'a ListInfo> {
    let title = bare(&table.title, context);
    let likeness = |list: &&&ListInfo| (pair_share(&title, &bare(&list.title, context)) * 1000.0) as u32;
    let best = prose.iter().max_by_key(|list| (likeness(list), std::cmp::Reverse(&list.id)))?;
    (f64::from(likeness(&best)) >= context.settings.sister_list.title_share * 1000.0).then_some(*best)
}

fn bare(title: &str, context: &Context) -> String {
    let words = &context.settings.sister_list.title_noise;
    words.iter().fold(plain(title), |title, word| title.replace(word.as_str(), ""))
}

/// The share of neighbouring characters that two titles have in common.
fn pair_share(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| text.chars().zip(text.chars().skip(1)).collect::<BTreeSet<_>>();
    let (a, b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { 2.0 * a.intersection(&b).count() as f64 / all as f64 }
}

/// The tasks of a group of the prose list, and the numbers in them.
struct Duties<'a> {
    heading: String,
    numbers: BTreeSet<Decimal>,
    first: &'a Task,
    text: String,
}

fn compare(table: &ListInfo, sister: &ListInfo, context: &Context) -> Vec<Draft> {
    let duties = duties(sister, context);
    let mut lacking = Vec::new();
    let mut found = 0;
    for target in context.items(&table.records).iter().filter_map(|item| item.target()) {
        let Some(value) = whole(target, context) else { continue };
        let group = target.category.first().map(|category| plain(category)).unwrap_or_default();
        let of_group =
            |duties: &&Duties| group.is_empty() || duties.heading.contains(&group) || group.contains(&duties.heading);
        let here: Vec<&Duties> = duties.iter().filter(of_group).collect();
        let wanted = numbers_in(&value.raw);
        match here.first() {
            None => {}
            Some(_)
                if here
                    .iter()
                    .any(|duties| wanted.iter().all(|number| duties.numbers.contains(&number.normalize()))) =>
            {
                found += 1
            }
            Some(first) => lacking.push((target, value, *first)),
        }
    }
    let settings = &context.settings.sister_list;
    if found < settings.rows || (found as f64) < (found + lacking.len()) as f64 * settings.share {
        return Vec::new();
    }
    lacking.into_iter().map(|(target, value, duties)| draft(target, value, duties, sister, found)).collect()
}

fn whole<'a>(target: &'a Target, context: &Context) -> Option<&'a TargetValue> {
    let words = &context.settings.regions.whole;
    let all = [&words.province, &words.city, &words.county, &words.town, &words.any];
    let own = |value: &&TargetValue| {
        let region = plain(&value.region);
        all.iter().any(|words| words.contains(&region))
            || context.records.document.region.as_ref().is_some_and(|own| plain(&own.name) == region)
    };
    let value = target.values.iter().find(own)?;
    (value.op != Operator::None && !numbers_in(&value.raw).is_empty()).then_some(value)
}

fn duties<'a>(list: &ListInfo, context: &Context<'a>) -> Vec<Duties<'a>> {
    let mut groups: BTreeMap<String, Duties> = BTreeMap::new();
    for task in context.items(&list.records).iter().filter_map(|item| item.task()) {
        let heading = task.category.first().map(|heading| heading_words(heading)).unwrap_or_default();
        let group = groups.entry(heading.clone()).or_insert_with(|| Duties {
            heading,
            numbers: BTreeSet::new(),
            first: task,
            text: String::new(),
        });
        for section in &task.sections {
            group.numbers.extend(numbers_with_scale(&section.text, &context.settings.quantity.scale));
            group.text.push_str(&section.text);
        }
    }
    groups.into_values().collect()
}

/// `一、安居工程方面` is about 安居工程.
fn heading_words(heading: &str) -> String {
    let plain = plain(heading);
    let words = plain
        .split_once(['、', ')', '.'])
        .map_or(plain.as_str(), |(number, words)| if number.chars().count() <= 3 { words } else { &plain });
    words.trim_end_matches("方面").to_owned()
}

fn draft(target: &Target, value: &TargetValue, duties: &Duties, sister: &ListInfo, found: usize) -> Draft {
    let item = Item::Target(target);
    let message = format!(
        "{}：表中 {} {}，“{}”的“{}”部分没有这个数；两份清单逐项对应，其余{found}项的数都能对上",
        item.label(),
        value.region,
        value.raw.trim(),
        sister.title,
        duties.heading
    );
    let row = Evidence { text: format!("{} {}", item.name(), value.raw.trim()), anchor: value.anchor.clone() };
    let prose = Evidence { text: super::item::shortened(&duties.text, QUOTED), anchor: duties.first.anchor.clone() };
    let draft = Draft::new(message).about([item.id(), duties.first.id.as_str()]).found(value.raw.trim());
    draft.known_by([item.identity(), plain(&sister.title)]).evidence([row, prose])
}

/// Characters of the prose that are quoted.
const QUOTED: usize = 120;

#[cfg(test)]
mod tests {
    use crate::check::testing::{DocumentBuilder, document, messages, target, task};

    fn sisters(last: &str) -> DocumentBuilder {
        let row = |name: &'static str, raw: &str| {
            target(name).list("民生实事任务分解").group("水利").regions(&format!("全市 {raw}, 甲县 {raw}, 乙县 /"))
        };
        let rows = [
            row("整治山塘", "9"),
            row("加固海塘", "27000"),
            row("疏浚河道", "12"),
            row("更新水表", "3500"),
            row("打机井", last),
        ];
        let duty = task("水利")
            .list("民生实事责任分解")
            .group("一、水利方面")
            .section("内容", "整治9座，加固2.7万米，疏浚12公里，更换3500只，打井66眼。");
        document().with_all(rows).with(duty)
    }

    #[test]
    fn fires_on_a_figure_that_the_prose_lacks() {
        assert_eq!(
            messages("GW301", sisters("61")),
            [
                "民生实事任务分解 打机井：表中 全市 61，“民生实事责任分解”的“水利”部分没有这个数；两份清单逐项对应，其余4项的数都能对上"
            ]
        );
    }

    #[test]
    fn stays_silent_when_all_figures_are_there() {
        assert_eq!(messages("GW301", sisters("66")), [""; 0]);
        assert_eq!(messages("GW301", sisters("全覆盖")), [""; 0]);
    }
}
