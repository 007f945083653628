//! GW203 order-of-magnitude (数量级): a figure differs from its neighbours by about a power of ten.

use super::item::Item;
use super::regions::Row;
use super::{Check, Context, Draft, Settings, quantity};
use crate::record::{Basis, Decimal, Evidence, Severity, Target, TargetValue};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW203",
    name: "order-of-magnitude",
    title: "数量级可疑",
    severity: Severity::Warning,
    explanation: "\
查什么：一、比率、人均、标准这类各地相差不大的指标，某一地的数是其余各地的十倍、百倍（或十分之一、百分之一）上下，而其余各地彼此接近；\
二、同一指标的目标值与上年完成值相差十倍上下；数量（个、公里）一年之间也可能差这么多，只作提示。
为什么：多半是漏了小数点、多写了一个零，或者该写“个”的写了“万个”。
例：各地劳动生产率在19至38万元之间，一地印作2.5万元（应为25万元）；上年14.7，目标160。
怎样处理：核对小数点和单位。多大算相差十倍、其余各地多近算接近，在 rules/checks.toml 的 magnitude 中调整。\
全市的数超出各地范围的由 GW202 报告。确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW203 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for row in context.rows().iter().filter(|row| row.is_ratio) {
        drafts.extend(odd_parts(row, context.settings));
    }
    let reached = context.records.targets.iter().filter(|target| target.values.iter().any(is_reached));
    drafts.extend(reached.flat_map(|target| leaps(target, context)));
    drafts
}

/// Is one of the two about ten, a hundred … times the other.
fn is_power_apart(a: Decimal, b: Decimal, settings: &Settings) -> bool {
    let (small, large) = (a.min(b), a.max(b));
    let (low, high) = (settings.magnitude.low, settings.magnitude.high);
    if small <= Decimal::ZERO {
        return false;
    }
    let Some(mut times) = large.checked_div(small) else { return false };
    while times > high {
        times /= Decimal::TEN;
    }
    times >= low && large >= small.saturating_mul(low)
}

/// Would the number lie among the others with its decimal point moved by one to three places, and not as it stands.
fn fits_after_shift(number: Decimal, low: Decimal, high: Decimal, apart: Decimal) -> bool {
    if number <= Decimal::ZERO || (number.saturating_mul(apart) >= low && number <= high.saturating_mul(apart)) {
        return false;
    }
    let shifts = [Decimal::TEN, Decimal::ONE_HUNDRED, Decimal::ONE_THOUSAND];
    let within = |moved: Decimal| low <= moved && moved <= high;
    shifts.iter().any(|shift| within(number.saturating_mul(*shift)) || within(number / *shift))
}

fn odd_parts(row: &Row, settings: &Settings) -> Vec<Draft> {
    let parts: Vec<_> = row.parts.iter().copied().filter(|part| is_figure(part)).collect();
    if parts.len() < 3 {
        return Vec::new();
    }
    let Some(printed) = quantity::in_one_unit(&parts, &settings.quantity) else { return Vec::new() };
    let numbers: Vec<Decimal> = printed.iter().map(|printed| printed.number).collect();
    let odd = |at: &usize| {
        let others: Vec<_> = (0..numbers.len()).filter(|other| other != at).map(|other| numbers[other]).collect();
        let (Some(low), Some(high)) = (others.iter().min(), others.iter().max()) else { return false };
        let spread = settings.magnitude.spread;
        let close = *low > Decimal::ZERO && *high <= low.saturating_mul(spread);
        close && fits_after_shift(numbers[*at], *low, *high, settings.magnitude.low)
    };
    let found: Vec<_> = (0..numbers.len()).filter(odd).collect();
    found.into_iter().map(|at| odd_part(row.target, parts[at], &parts)).collect()
}

fn is_figure(value: &TargetValue) -> bool {
    use crate::record::Operator::{DownBy, Text, UpBy};
    value.number.is_some() && !matches!(value.op, UpBy | DownBy | Text)
}

fn odd_part(target: &Target, odd: &TargetValue, parts: &[&TargetValue]) -> Draft {
    let item = Item::Target(target);
    let others: Vec<_> = parts.iter().filter(|part| part.region != odd.region).take(4).collect();
    let told: Vec<_> = others.iter().map(|part| format!("{} {}", part.region, part.raw.trim())).collect();
    let message = format!(
        "{}：{} {}，与其他地区相差十倍上下（{}），可能漏了小数点或写错了单位",
        item.label(),
        odd.region,
        odd.raw.trim(),
        told.join("、")
    );
    let evidence = [odd].into_iter().chain(others.into_iter().copied()).map(quote);
    Draft::new(message)
        .about([item.id()])
        .known_by([item.identity(), odd.region.clone()])
        .evidence(evidence)
        .found(odd.raw.trim())
}

fn is_reached(value: &TargetValue) -> bool {
    matches!(value.basis, Basis::Actual | Basis::Forecast)
}

fn quote(value: &TargetValue) -> Evidence {
    Evidence { text: value.raw.clone(), anchor: value.anchor.clone() }
}

/// Targets that are about a power of ten away from what was reached before.
fn leaps(target: &Target, context: &Context) -> Vec<Draft> {
    let mut regions: BTreeMap<&str, Vec<&TargetValue>> = BTreeMap::new();
    for value in target.values.iter().filter(|value| is_figure(value)) {
        regions.entry(&value.region).or_default().push(value);
    }
    let mut drafts = Vec::new();
    for values in regions.into_values() {
        let reached = values.iter().filter(|value| is_reached(value));
        let Some(before) = reached.max_by_key(|value| value.year) else { continue };
        let goals: Vec<_> =
            values.iter().copied().filter(|value| value.basis == Basis::Target && value.year > before.year).collect();
        drafts.extend(goals.first().and_then(|goal| leap(target, before, goal, context)));
    }
    drafts
}

fn leap(target: &Target, before: &TargetValue, goal: &TargetValue, context: &Context) -> Option<Draft> {
    let settings = context.settings;
    let printed = quantity::in_one_unit(&[before, goal], &settings.quantity)?;
    let tiny = printed.iter().all(|printed| printed.number < settings.magnitude.least);
    if tiny || !is_power_apart(printed[0].number, printed[1].number, settings) {
        return None;
    }
    let item = Item::Target(target);
    let year = |value: &TargetValue| value.year.map(|year| format!("{year}年")).unwrap_or_default();
    let message = format!(
        "{}：{}{}完成 {}，{}目标 {}，相差十倍上下，可能漏了小数点或写错了单位",
        item.label(),
        goal.region,
        year(before),
        before.raw.trim(),
        year(goal),
        goal.raw.trim()
    );
    let draft = Draft::new(message).about([item.id()]).known_by([item.identity(), goal.region.clone(), year(goal)]);
    let counts = !quantity::is_ratio(target, &[before, goal], context);
    Some(draft.evidence([before, goal].map(quote)).found(goal.raw.trim()).softened(usize::from(counts)))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, messages, target};

    #[test]
    fn fires_on_one_part_ten_times_the_others() {
        let row = target("全员劳动生产率").seq(2).regions("全市 25, 甲区 19, 乙区 2.5, 丙县 38, 丁县 21");
        assert_eq!(
            messages("GW203", document().with(row)),
            [
                "表 第2项 全员劳动生产率：乙区 2.5，与其他地区相差十倍上下（甲区 19、丙县 38、丁县 21），可能漏了小数点或写错了单位"
            ]
        );
    }

    #[test]
    fn fires_on_a_target_ten_times_what_was_reached() {
        let row = target("人均生产总值")
            .unit("万元")
            .actual()
            .year(2022)
            .region("全市", "14.7")
            .goal()
            .year(2023)
            .region("全市", "160");
        assert_eq!(
            messages("GW203", document().with(row)),
            ["表 人均生产总值：全市2022年完成 14.7，2023年目标 160，相差十倍上下，可能漏了小数点或写错了单位"]
        );
    }

    #[test]
    fn stays_silent_on_counts_on_scattered_parts_and_on_small_numbers() {
        let rate = |cells: &str| target("劳动生产率").regions(cells);
        let leap = |before: &str, after: &str| {
            target("人均产值").actual().year(2022).region("全市", before).goal().year(2023).region("全市", after)
        };
        for row in [
            target("山塘").unit("座").regions("全市 70, 甲区 30, 乙区 2, 丙县 38"),
            rate("全市 25, 甲区 19, 乙区 2.5, 丙县 90, 丁县 300"),
            rate("全市 25, 甲区 19, 乙区 /, 丙县 38, 丁县 21"),
            leap("14.7", "30"),
            leap("0.2", "2"),
        ] {
            assert_eq!(messages("GW203", document().with(row)), [""; 0]);
        }
    }
}
