//! GW103 missing-responsible (缺责任单位): a task or target without a responsible unit in a list where others have one.

use super::item::Item;
use super::{Check, Context, Draft};
use crate::record::{ListInfo, Severity};

pub(super) const CHECK: Check = Check {
    code: "GW103",
    name: "missing-responsible",
    title: "缺责任单位",
    severity: Severity::Warning,
    explanation: "\
查什么：同一清单里绝大多数条目都有责任单位，个别条目没有。整张表都不列责任单位的不报；\
与上一行同一编号的分行，责任单位随上一行，也不报。
为什么：没有责任单位的事项没有人认领，分解到部门的任务表里会漏掉它。
例：清单50项中49项写了责任单位，第27项空着。
怎样处理：核对原文，可能是合并单元格、换行造成的，也可能是起草时漏填。比例和行数在 rules/checks.toml 的 \
missing_responsible 中调整。确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW103 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    context.lists().flat_map(|(list, items)| in_list(list, &items, context)).collect()
}

fn in_list(list: &ListInfo, items: &[Item], context: &Context) -> Vec<Draft> {
    let settings = &context.settings.missing_responsible;
    let with = items.iter().filter(|item| !item.responsible().is_empty()).count();
    if with < settings.rows || (with as f64) < items.len() as f64 * settings.share {
        return Vec::new();
    }
    let bare = (0..items.len()).filter(|&at| items[at].responsible().is_empty() && !has_twin_with(items, at));
    bare.map(|at| missing(list, items[at], with)).collect()
}

/// Is a neighbour a row of the same printed number that has a responsible unit.
fn has_twin_with(items: &[Item], at: usize) -> bool {
    let is_twin = |twin: &&Item| items[at].seq().is_some() && twin.seq() == items[at].seq();
    let before = items[..at].iter().rev().take_while(is_twin);
    let after = items[at + 1..].iter().take_while(is_twin);
    before.chain(after).any(|twin| !twin.responsible().is_empty())
}

fn missing(list: &ListInfo, item: Item, with: usize) -> Draft {
    let message = format!("{}：没有责任单位，同一清单的{with}条都有", item.label());
    Draft::new(message).about([item.id()]).known_by([&list.title, &item.identity()]).evidence([item.evidence()])
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, messages, task};

    #[test]
    fn fires_on_the_one_row_without_a_unit() {
        let rows =
            (1..=6).map(|seq| task("某事").list("清单").seq(seq).by(if seq == 4 { "" } else { "甲局、乙局" }));
        assert_eq!(messages("GW103", document().with_all(rows)), ["清单 第4项 某事：没有责任单位，同一清单的5条都有"]);
    }

    #[test]
    fn stays_silent_where_lists_name_no_units_or_rows_share_them() {
        let none = (1..=6).map(|seq| task("某事").seq(seq));
        let half = (1..=6).map(|seq| task("某事").seq(seq).by(if seq % 2 == 0 { "甲局" } else { "" }));
        let few = (1..=3).map(|seq| task("某事").seq(seq).by(if seq == 3 { "" } else { "甲局" }));
        for rows in [none.collect(), half.collect(), few.collect::<Vec<_>>()] {
            assert_eq!(messages("GW103", document().with_all(rows)), [""; 0]);
        }
        let shared = [(1, "甲局"), (2, "乙局"), (2, ""), (3, "丙局"), (4, "丁局"), (5, "戊局")];
        let shared = shared.map(|(seq, units)| task("某事").seq(seq).by(units));
        assert_eq!(messages("GW103", document().with_all(shared)), [""; 0]);
    }
}
