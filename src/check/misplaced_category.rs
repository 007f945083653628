//! GW108 misplaced-category (类别错位): rows whose category was put by declared counts, and indicators that stand under
//! one category here and under another there.

use super::item::{Item, numbers};
use super::{Check, Context, Draft, plain};
use crate::record::{Evidence, ListInfo, Severity, Target};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check {
    code: "GW108",
    name: "misplaced-category",
    title: "类别错位",
    severity: Severity::Warning,
    explanation: "\
查什么：一、类别格印的位置与各组写明的项数（“(11项)”）对不上、程序按项数归类的行，每个清单提示一条；\
二、同一指标在两张表里归入不同类别，而两张表用的是同一套类别。
为什么：表格跨页时，类别格常常落在下一页的行里；类别错了，按类别汇总的项数就不对。
例：主要指标表把“律师万人比”列在“社会治理”，分解表列在“生态文明”。
怎样处理：对照原文看这些行归在哪一类。按项数归类的不一定是文件的错，只作提示。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW108 设为 \"off\"。",
    run,
};

/// The rule that an extracted record names when its category follows from declared counts.
const BY_COUNT: &str = "tables.category-by-count";
/// Rows that are quoted in a finding for many.
const QUOTED: usize = 5;

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts: Vec<_> = context.lists().filter_map(|(list, items)| put_by_count(list, items)).collect();
    drafts.extend(under_two_categories(context));
    drafts
}

fn put_by_count(list: &ListInfo, items: Vec<Item>) -> Option<Draft> {
    let moved: Vec<_> = items.into_iter().filter(|item| item.rules().iter().any(|rule| rule == BY_COUNT)).collect();
    if moved.is_empty() {
        return None;
    }
    let message = format!("{}：{}的类别格不在本行，按各组写明的项数归类，请对照原文", list.title, numbers(&moved));
    let draft = Draft::new(message).about(moved.iter().map(|item| item.id())).known_by([&list.title, "按项数归类"]);
    Some(draft.evidence(moved.iter().take(QUOTED).map(|item| item.evidence())).softened(1))
}

/// The indicators of each list by name, with the last part of their category.
type Placed<'a> = BTreeMap<String, &'a Target>;

fn under_two_categories(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut by_name: BTreeMap<String, Vec<(usize, &Target)>> = BTreeMap::new();
    let lists: Vec<(&ListInfo, Placed)> = context.lists().map(|(list, items)| (list, placed(&items))).collect();
    for (at, (_, placed)) in lists.iter().enumerate() {
        for (name, target) in placed {
            by_name.entry(name.clone()).or_default().push((at, target));
        }
    }
    let categories: Vec<BTreeSet<String>> =
        lists.iter().map(|(_, placed)| placed.values().filter_map(|target| category(target)).collect()).collect();
    for places in by_name.into_values() {
        let Some(((first, here), rest)) = places.split_first() else { continue };
        for (second, there) in rest {
            let (Some(one), Some(other)) = (category(here), category(there)) else { continue };
            let shared = categories[*second].contains(&one) && categories[*first].contains(&other);
            if one != other && shared {
                drafts.push(two_categories(here, there));
            }
        }
    }
    drafts
}

fn placed<'a>(items: &[Item<'a>]) -> Placed<'a> {
    let targets = items.iter().filter_map(|item| item.target());
    targets.map(|target| (plain(&Item::Target(target).name()), target)).collect()
}

fn category(target: &Target) -> Option<String> {
    target.category.last().map(|category| plain(category)).filter(|category| !category.is_empty())
}

fn two_categories(here: &Target, there: &Target) -> Draft {
    let (one, other) = (Item::Target(here), Item::Target(there));
    let last = |target: &Target| target.category.last().cloned().unwrap_or_default();
    let message = format!("{}归入“{}”，{}归入“{}”", one.label(), last(here), other.label(), last(there));
    let quote = |item: Item, category: String| Evidence {
        text: format!("{}：{category}", item.name()),
        anchor: item.anchor().clone(),
    };
    let evidence = [quote(one, last(here)), quote(other, last(there))];
    Draft::new(message).about([one.id(), other.id()]).evidence(evidence).expected(last(here)).found(last(there))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{Row, document, findings, messages, target};
    use crate::record::Severity;

    fn row(list: &str, name: &'static str, group: &str) -> Row {
        target(name).list(list).group(group)
    }

    #[test]
    fn fires_on_an_indicator_under_two_categories() {
        let document = document().with(row("表一", "律师万人比", "社会治理")).with(row("表一", "浓度", "生态文明"));
        let document = document.with(row("表二", "律师万人比", "生态文明")).with(row("表二", "满意度", "社会治理"));
        assert_eq!(messages("GW108", document), ["表一 律师万人比归入“社会治理”，表二 律师万人比归入“生态文明”"]);
    }

    #[test]
    fn fires_softly_once_a_list_on_rows_put_by_count() {
        let moved = |seq| target("山塘").seq(seq).group("水利").rule("tables.category-by-count");
        assert_eq!(
            findings("GW108", document().with(moved(3)).with(moved(4)).with(target("公路").seq(5))),
            [(Severity::Info, "表：第3、4项的类别格不在本行，按各组写明的项数归类，请对照原文".to_owned())]
        );
    }

    #[test]
    fn stays_silent_where_the_lists_are_grouped_in_other_ways() {
        let document = document().with(row("表一", "律师万人比", "社会治理")).with(row("表一", "浓度", "生态文明"));
        let document = document.with(row("表二", "律师万人比", "司法局")).with(row("表二", "浓度", "环保局"));
        assert_eq!(messages("GW108", document), [""; 0]);
    }
}
