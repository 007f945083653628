//! GW104 missing-value (空格): a cell is empty where its neighbours in the row and in the column have values.

use super::item::Item;
use super::{Check, Context, Draft};
use crate::record::{Anchor, Basis, Evidence, Operator, Severity, Target, TargetValue};

pub(super) const CHECK: Check = Check {
    code: "GW104",
    name: "missing-value",
    title: "目标值空格",
    severity: Severity::Warning,
    explanation: "\
查什么：指标、分解表中有一格什么也没印，而同一行别的格有数值，同一列别的行也不空。印了“/”“——”的不算空格；\
空格占四分之一以上的表，是用空格表示没有任务，不报。
为什么：没有任务的格通常印“/”。空着的格看不出是没有任务还是漏填，下达后会有争议；合计也可能因此对不上。
例：全市11座，东浦5、望洲3、澜山3，其他地区都印“/”，只有市本级空着。
怎样处理：问起草单位，补“/”或数值。比例在 rules/checks.toml 的 missing_value 中调整。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW104 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    context.lists().flat_map(|(_, items)| in_list(&targets(&items), context)).collect()
}

fn targets<'a>(items: &[Item<'a>]) -> Vec<&'a Target> {
    let target = |item: &Item<'a>| match item {
        Item::Target(target) => Some(*target),
        Item::Task(_) => None,
    };
    items.iter().filter_map(target).collect()
}

fn in_list(targets: &[&Target], context: &Context) -> Vec<Draft> {
    let cells = || targets.iter().flat_map(|target| &target.values);
    let empty = cells().filter(|value| is_empty(value)).count();
    if empty == 0 || empty as f64 > cells().count() as f64 * context.settings.missing_value.share {
        return Vec::new();
    }
    let filled: std::collections::BTreeSet<_> = cells().filter(|value| !is_empty(value)).map(column).collect();
    let mut drafts = Vec::new();
    for target in targets {
        let has_values = target.values.iter().any(|value| value.op != Operator::None);
        let holes =
            target.values.iter().filter(|value| has_values && is_empty(value) && filled.contains(&column(value)));
        drafts.extend(holes.map(|value| hole(target, value)));
    }
    drafts
}

/// Is nothing printed in the cell.
pub(super) fn is_empty(value: &TargetValue) -> bool {
    value.op == Operator::None && value.raw.trim().is_empty()
}

fn column(value: &TargetValue) -> (&str, Option<i32>, Basis) {
    (&value.region, value.year, value.basis)
}

fn hole(target: &Target, value: &TargetValue) -> Draft {
    let item = Item::Target(target);
    let year = value.year.map(|year| format!("{year}年")).unwrap_or_default();
    let cell = format!("{}{year}{}", value.region, value.basis.label());
    let row: Vec<_> = target.values.iter().filter(|other| other.op != Operator::None).collect();
    let others: Vec<_> = row.iter().take(4).map(|other| format!("{} {}", other.region, other.raw)).collect();
    let message = format!("{}：{cell}一格为空，同行有{}", item.label(), others.join("、"));
    // A cell without any text has no place of its own.
    let anchor = if value.anchor == Anchor::default() { &target.anchor } else { &value.anchor };
    let place = Evidence { text: item.name(), anchor: anchor.clone() };
    Draft::new(message).about([item.id()]).known_by([&item.identity(), &cell]).evidence([place])
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{Row, document, messages, target};

    fn table(cells: &[&str]) -> Vec<Row> {
        cells.iter().zip(1..).map(|(cells, seq)| target("山塘").list("分解表").seq(seq).regions(cells)).collect()
    }

    #[test]
    fn fires_on_a_hole_among_values() {
        let rows = ["全市 9, 甲县 5, 乙县 4, 丙县 /", "全市 11, 甲县 8, 乙县 , 丙县 3"];
        assert_eq!(
            messages("GW104", document().with_all(table(&rows))),
            ["分解表 第2项 山塘：乙县2023年目标值一格为空，同行有全市 11、甲县 8、丙县 3"]
        );
    }

    #[test]
    fn stays_silent_on_printed_marks_and_on_empty_rows_columns_and_tables() {
        for rows in [
            vec!["全市 9, 甲县 5, 乙县 4", "全市 11, 甲县 11, 乙县 /"],
            vec!["全市 9, 甲县 5, 乙县 4", "全市 9, 甲县 5, 乙县 4", "全市 /, 甲县 , 乙县 /"],
            vec!["全市 9, 甲县 9, 乙县 ", "全市 11, 甲县 11, 乙县 ", "全市 8, 甲县 8, 乙县 "],
            vec!["全市 9, 甲县 9, 乙县 ", "全市 11, 甲县 , 乙县 11"],
        ] {
            assert_eq!(messages("GW104", document().with_all(table(&rows))), [""; 0], "{rows:?}");
        }
    }
}
