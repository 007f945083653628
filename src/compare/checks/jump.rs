//! GW502 jump (变化过大): a figure changes by more than its history, or the rules, allow.

use super::super::finding::{Check, Context, Draft, told};
use super::{named, regions};
use crate::check::Settings;
use crate::record::comparison::{ComparedIndicator, QuantityKind, SeriesValue};
use crate::record::{Basis, Decimal, Severity};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW502",
    name: "jump",
    title: "变化过大",
    severity: Severity::Info,
    explanation: "\
查什么：新目标与上一次的目标（没有的用完成值）相比，变化大得不寻常。
怎样判断：这个地区、这项指标以前有三年以上的数时，每年的变化超过历年最大变化的几倍才算；不足三年的，比率看百分点，其他看倍数。隔几年就放宽几倍。\
界限在 rules/checks.toml 的 comparison 中。
为什么：突然跳一大截，多半是小数点、计量单位或者口径出了问题。
例：每万人拥有律师2023年目标3.4人，2024年目标34人。
怎样处理：核对小数点、计量单位和口径。确认无误的，把指纹记入 accepted.toml。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for indicator in context.indicators {
        for (place, facts) in regions(indicator, context.view) {
            let (Some(goal), Some(base)) = (&facts.goal, facts.earlier_goal.as_ref().or(facts.actual.as_ref())) else {
                continue;
            };
            if context.view.redefined(goal, base) {
                continue;
            }
            let Some(why) = too_far(goal, base, place, indicator, context.view.settings) else { continue };
            let message = format!(
                "{}：{}，{}的{}，{why}",
                named(indicator, place, context.view),
                told(goal),
                context.view.label(&base.document),
                told(base)
            );
            let key = vec![indicator.canonical.clone(), place.to_string()];
            let found = Some(goal.raw.clone());
            drafts.push(Draft { found, ..Draft::of_values(message, key, &[goal, base]) });
        }
    }
    drafts
}

/// Says in Chinese how the change is out of the ordinary.
fn too_far(
    goal: &SeriesValue,
    base: &SeriesValue,
    place: &str,
    indicator: &ComparedIndicator,
    settings: &Settings,
) -> Option<String> {
    let words = &settings.comparison;
    let (after, before) = (goal.value?, base.value?);
    let years = goal.year.zip(base.year).map_or(1, |(a, b)| (a - b).abs().max(1));
    let change = after.checked_sub(before)?.abs();
    let a_year = change.checked_div(Decimal::from(years))?;
    if let Some(step) = greatest_step(place, goal, indicator) {
        let allowed = step.checked_mul(words.jump_history)?;
        return (a_year > allowed)
            .then(|| format!("每年变化超过以往最大变化（{}）的{}倍", step.normalize(), words.jump_history));
    }
    let is_share = matches!(indicator.kind, QuantityKind::Ratio | QuantityKind::Index);
    if is_share && indicator.unit.as_deref() == Some("%") {
        return (a_year > words.jump_points).then(|| format!("每年变化超过{}个百分点", words.jump_points));
    }
    let (small, large) = (after.abs().min(before.abs()), after.abs().max(before.abs()));
    let mut limit = small;
    for _ in 0..years {
        limit = limit.checked_mul(words.jump_times)?;
    }
    (!small.is_zero() && large > limit).then(|| format!("相差超过每年{}倍", words.jump_times))
}

/// The greatest change a year among three or more figures of earlier years.
fn greatest_step(place: &str, goal: &SeriesValue, indicator: &ComparedIndicator) -> Option<Decimal> {
    let mut by_year: BTreeMap<i32, Decimal> = BTreeMap::new();
    let of_place = indicator.series.iter().filter(|value| value.place == place && value.basis != Basis::SuperiorTarget);
    for value in of_place.filter(|value| value.year < goal.year) {
        if let Some((year, number)) = value.year.zip(value.value) {
            // What was reached says more than what was wanted.
            if value.basis == Basis::Actual || !by_year.contains_key(&year) {
                by_year.insert(year, number);
            }
        }
    }
    let points: Vec<(i32, Decimal)> = by_year.into_iter().collect();
    if points.len() < 3 {
        return None;
    }
    let step = |pair: &[(i32, Decimal)]| {
        let change = pair[1].1.checked_sub(pair[0].1)?.abs();
        change.checked_div(Decimal::from(pair[1].0 - pair[0].0))
    };
    points.windows(2).filter_map(step).max().filter(|step| !step.is_zero())
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{found, year};
    use crate::check::testing::{document, target};

    fn jumps(name: &'static str, unit: &str, figures: &[(i32, &str)], after: &str) -> usize {
        let row = figures.iter().fold(target(name).unit(unit), |row, (year, raw)| row.year(*year).region("全市", raw));
        let old = year(2023, document().with(row));
        let new = year(2024, document().with(target(name).unit(unit).year(2024).region("全市", after)));
        found("GW502", &new, &[&old]).len()
    }

    #[test]
    fn fires_on_a_lost_point_a_great_leap_and_a_break_of_history() {
        assert_eq!(jumps("新建泊位", "个", &[(2023, "3.4")], "34"), 1);
        assert_eq!(jumps("农村自来水普及率", "%", &[(2023, "60")], "95"), 1);
        assert_eq!(jumps("人均预期寿命", "岁", &[(2021, "81.1"), (2022, "81.3"), (2023, "81.4")], "84"), 1);
    }

    #[test]
    fn stays_silent_on_ordinary_changes() {
        assert_eq!(jumps("新建泊位", "个", &[(2023, "30")], "45"), 0);
        assert_eq!(jumps("农村自来水普及率", "%", &[(2023, "60")], "68"), 0);
        assert_eq!(jumps("人均预期寿命", "岁", &[(2021, "81.1"), (2022, "81.3"), (2023, "81.4")], "81.7"), 0);
        assert_eq!(jumps("新建泊位", "个", &[(2023, "0")], "45"), 0);
    }
}
