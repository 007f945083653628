//! GW202 outside-parts (超出各部分范围): a ratio or average of the whole lies outside the range of its parts.

use super::interval::{Interval, half_step};
use super::item::Item;
use super::regions::Row;
use super::{Check, Context, Draft, Settings, quantity};
use crate::record::{Decimal, Evidence, Operator, Severity, Target, TargetValue};

pub(super) const CHECK: Check = Check {
    code: "GW202",
    name: "outside-parts",
    title: "总体值超出各部分范围",
    severity: Severity::Warning,
    explanation: "\
查什么：比率、人均、平均这类不能相加的量，全市的数是否落在各地最小值与最大值之间。收入倍差、系数、排名、下降率不在此列，\
它们的总体值可以在各地之外；有空格、有文字说明的行不查。
为什么：总体的平均数是各部分的加权平均，不会比最小的还小、比最大的还大。落在外面，往往是漏了小数点、填错了列或单位不同。
例：各地全员劳动生产率在19至38万元之间，全市印作2.5万元（应为25万元）。
怎样处理：先看小数点和单位；若有未列出的部分（如市本级、功能区）特别高或特别低，也会这样，这时把指纹记入 accepted.toml。\
词表在 rules/checks.toml 的 quantity 和 outside_parts；不需要这项检查的，把 GW202 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    context.rows().iter().filter(|row| row.is_ratio).filter_map(|row| outside(row, context)).collect()
}

fn outside(row: &Row, context: &Context) -> Option<Draft> {
    let (target, settings) = (row.target, context.settings);
    let parts: Vec<_> =
        row.parts.iter().copied().filter(|part| !quantity::is_nothing(part, &settings.quantity)).collect();
    let values: Vec<_> = [row.whole].into_iter().chain(parts.iter().copied()).collect();
    if parts.len() < 2 || context.words.outside_parts_exempt.is_in(&quantity::wording(target)) {
        return None;
    }
    let intervals = intervals(&values, settings)?;
    let (whole, parts_at) = intervals.split_first()?;
    let range = parts_at.iter().copied().reduce(Interval::hull)?;
    if whole.meets(range) {
        return None;
    }
    draft(target, row.whole, &parts)
}

/// What each value stands for; `None` where one is in words, a change, or of another unit.
fn intervals(values: &[&TargetValue], settings: &Settings) -> Option<Vec<Interval>> {
    if values.iter().any(|value| value.op == Operator::Text) {
        return None;
    }
    let printed = quantity::in_one_unit(values, &settings.quantity)?;
    let interval =
        |value: &super::interval::Printed| value.interval(half_step(value.decimals), settings.sum.approximate_share);
    printed.iter().map(interval).collect()
}

fn draft(target: &Target, whole: &TargetValue, parts: &[&TargetValue]) -> Option<Draft> {
    let item = Item::Target(target);
    let by_number = |value: &&&TargetValue| value.number.unwrap_or(Decimal::ZERO);
    let (low, high) = (parts.iter().min_by_key(by_number)?, parts.iter().max_by_key(by_number)?);
    let (low_raw, high_raw) = (low.raw.trim(), high.raw.trim());
    let message = format!(
        "{}：{} {}，各地在 {low_raw}（{}）至 {high_raw}（{}）之间，比率、平均数不应超出",
        item.label(),
        whole.region,
        whole.raw.trim(),
        low.region,
        high.region
    );
    let key = [item.identity(), format!("{:?}{:?}", whole.year, whole.basis)];
    let evidence = [whole, low, high].map(|value| Evidence { text: value.raw.clone(), anchor: value.anchor.clone() });
    let draft = Draft::new(message).about([item.id()]).known_by(key).evidence(evidence);
    Some(draft.expected(format!("{low_raw}—{high_raw}")).found(whole.raw.trim()))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{Row, document, messages, target};

    fn ratio(cells: &str) -> Row {
        target("全员劳动生产率").seq(2).regions(cells)
    }

    #[test]
    fn fires_on_a_lost_decimal_point() {
        assert_eq!(
            messages("GW202", document().with(ratio("全市 2.5, 甲区 19, 乙区 20, 丙县 38, 丁县 /"))),
            ["表 第2项 全员劳动生产率：全市 2.5，各地在 19（甲区）至 38（丙县）之间，比率、平均数不应超出"]
        );
        assert_eq!(messages("GW202", document().with(ratio("全市 20, 甲区 ≤17, 乙区 ≤16"))).len(), 1);
    }

    #[test]
    fn stays_silent_inside_the_range_and_where_it_cannot_be_known() {
        for row in [
            ratio("全市 25, 甲区 19, 乙区 38"),
            ratio("全市 91.7, 甲区 91.7, 乙区 91.3"),
            ratio("全市 3.4, 甲区 3, 乙区 3.35"),
            ratio("全市 90以上, 甲区 91.7, 乙区 85"),
            ratio("全市 17, 甲区 ≤17, 乙区 ≤16"),
            ratio("全市 2.5, 甲区 19, 乙区 完成上级任务"),
            ratio("全市 2.5, 甲区 19, 乙区 , 丙县 20"),
            ratio("全市 2.5, 甲区 19, 乙区 /"),
            target("居民收入倍差").regions("全市 1.9, 甲区 1.6, 乙区 1.5"),
            target("山塘").unit("座").regions("全市 9, 甲区 4, 乙区 5"),
        ] {
            assert_eq!(messages("GW202", document().with(row.clone())), [""; 0]);
        }
    }
}
