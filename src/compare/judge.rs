//! How a target stands to what was wanted or reached before.

use super::View;
use crate::check::interval::{half_step, numbers_in, times_ten_to};
use crate::record::comparison::{Baseline, ComparedIndicator, Direction, Judgement, SeriesValue};
use crate::record::{Basis, Decimal, Operator};

/// What the new document wants, and what stands against it.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) goal: Option<SeriesValue>,
    pub(super) earlier_goal: Option<SeriesValue>,
    pub(super) actual: Option<SeriesValue>,
    pub(super) superior: Option<SeriesValue>,
}

/// A judgement with its ground.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Verdict {
    pub(super) judgement: Judgement,
    pub(super) against: Option<Baseline>,
    pub(super) change: Option<Decimal>,
    pub(super) note: Option<String>,
}

/// Looks up the target of the new document and what it is held against, for a region.
pub(super) fn facts(series: &[SeriesValue], place: Option<&str>, view: &View) -> Facts {
    let new = view.id(0);
    let here = |value: &&SeriesValue| Some(value.place.as_str()) == place;
    let goals = || series.iter().filter(here).filter(|value| value.basis == Basis::Target);
    let Some(goal) = goal_of(goals().filter(|value| value.document == new), view.year(0)) else {
        return Facts::default();
    };
    let before = |value: &&SeriesValue| goal.year.is_none_or(|year| value.year.is_some_and(|own| own < year));
    let olds = || goals().filter(|value| value.document != new && view.is_earlier(&value.document));
    let same_year = olds().find(|value| value.year.is_some() && value.year == goal.year);
    let earlier_goal = same_year.or_else(|| latest(olds().filter(before)));
    let reached = |value: &&SeriesValue| matches!(value.basis, Basis::Actual | Basis::Forecast);
    let actual = latest(series.iter().filter(here).filter(reached).filter(before));
    let of_year = |value: &&SeriesValue| value.year == goal.year;
    let printed = series.iter().filter(here).filter(of_year);
    let printed = printed.filter(|v| v.document == new).find(|value| value.basis == Basis::SuperiorTarget);
    let allotted = || goals().filter(of_year).find(|value| view.is_above(&value.document));
    Facts {
        superior: printed.or_else(allotted).cloned(),
        earlier_goal: earlier_goal.cloned(),
        actual: actual.cloned(),
        goal: Some(goal.clone()),
    }
}

/// The target for the year of the document, else for the next year that it names, else for the last; of equals the one
/// with a number.
fn goal_of<'v>(goals: impl Iterator<Item = &'v SeriesValue>, year: Option<i32>) -> Option<&'v SeriesValue> {
    let distance = |value: &SeriesValue| match (value.year, year) {
        (Some(own), Some(year)) if own >= year => (0, own - year),
        (Some(own), Some(year)) => (1, year - own),
        _ => (2, 0),
    };
    goals.min_by_key(|value| (distance(value), value.value.is_none()))
}

/// The value of the latest year; of equals the one with a number, then the first.
fn latest<'v>(values: impl Iterator<Item = &'v SeriesValue>) -> Option<&'v SeriesValue> {
    values.min_by_key(|value| (std::cmp::Reverse(value.year), value.value.is_none()))
}

/// Judges the target against the first ground on which both can be compared.
/// `converted` tells that every member's unit could be converted.
pub(super) fn judge(facts: &Facts, direction: Direction, converted: bool, view: &View) -> Verdict {
    let Some(goal) = &facts.goal else { return silent("新文件没有本地区的目标") };
    let earlier = facts
        .earlier_goal
        .as_ref()
        .map(|value| (if value.year == goal.year { Baseline::SameYear } else { Baseline::EarlierGoal }, value));
    let grounds: Vec<_> = earlier.into_iter().chain(facts.actual.as_ref().map(|v| (Baseline::Actual, v))).collect();
    if grounds.is_empty() {
        return silent("没有更早的数可比");
    }
    let comparable = grounds.iter().find(|(_, value)| goal.value.is_some() && value.value.is_some());
    let Some((against, base)) = comparable else {
        let note = match (goal.value, goal.number, converted) {
            (None, Some(_), false) => "计量单位不同，不能直接比较",
            (None, _, _) => "目标不是具体的数",
            _ => "以前的目标不是具体的数，或计量单位不同",
        };
        return silent(note);
    };
    if view.redefined(goal, base) {
        return Verdict { against: Some(*against), ..silent("口径有变化，不能直接比较") };
    }
    verdict(goal, base, *against, direction, view)
}

/// Judges what stands against a target of an indicator that is known already.
pub(super) fn verdict_of(facts: &Facts, indicator: &ComparedIndicator, view: &View) -> Verdict {
    let converted = indicator.members.iter().all(|member| member.scale.is_some());
    judge(facts, indicator.direction, converted, view)
}

/// How one figure stands to another.
pub(super) fn judge_against(goal: &SeriesValue, base: &SeriesValue, direction: Direction, view: &View) -> Judgement {
    if view.redefined(goal, base) {
        return Judgement::NotComparable;
    }
    let against = if base.basis == Basis::Actual { Baseline::Actual } else { Baseline::SameYear };
    verdict(goal, base, against, direction, view).judgement
}

fn silent(note: &str) -> Verdict {
    Verdict { judgement: Judgement::NotComparable, against: None, change: None, note: Some(note.to_string()) }
}

fn verdict(goal: &SeriesValue, base: &SeriesValue, against: Baseline, direction: Direction, view: &View) -> Verdict {
    let (Some(wanted), Some(before)) = (binding(goal, direction), binding(base, direction)) else {
        return silent("没有具体的数");
    };
    let Some(change) = wanted.checked_sub(before) else { return silent("数太大，不能计算") };
    let alike = change.abs() <= room(goal, base, against, view);
    let (judgement, note) = match (direction, change.is_sign_negative()) {
        _ if change.is_zero() => (Judgement::Same, None),
        _ if alike => (Judgement::Same, Some("按印出的位数看不出差别".to_string())),
        (Direction::Neutral, _) => (Judgement::NotComparable, Some("这项指标没有好坏方向，只列变化".to_string())),
        (Direction::Higher, false) | (Direction::Lower, true) => (Judgement::Better, None),
        (Direction::Higher, true) | (Direction::Lower, false) => (Judgement::Worse, None),
    };
    Verdict { judgement, against: Some(against), change: Some(change.normalize()), note }
}

/// The end of a range that binds: the lower one where higher is better.
fn binding(value: &SeriesValue, direction: Direction) -> Option<Decimal> {
    let number = value.value?;
    let upper = || {
        let factor = number.checked_div(value.number.filter(|n| !n.is_zero())?)?;
        value.number_max?.checked_mul(factor)
    };
    match (value.op, direction) {
        (Operator::Range, Direction::Lower) => upper().or(Some(number)),
        _ => Some(number),
    }
}

/// By how much two figures may differ and yet be the same: a target is exact as printed, what was reached is rounded to
/// its last digit, and 左右 widens both.
fn room(goal: &SeriesValue, base: &SeriesValue, against: Baseline, view: &View) -> Decimal {
    let about = [goal, base].into_iter().any(|value| value.op == Operator::Approx);
    let share = view.settings.sum.approximate_share;
    let widened =
        |value: &SeriesValue| value.value.and_then(|number| number.abs().checked_mul(share)).unwrap_or_default();
    let approximate = if about { widened(goal).max(widened(base)) } else { Decimal::ZERO };
    let rounded = if against == Baseline::Actual { rounding(base).unwrap_or_default() } else { Decimal::ZERO };
    approximate.max(rounded)
}

/// Half a unit of the last printed digit, in the unit of the indicator.
fn rounding(value: &SeriesValue) -> Option<Decimal> {
    let number = value.number.filter(|number| !number.is_zero())?;
    let printed = numbers_in(&value.raw).into_iter().next()?;
    let power = (-12..=12).find(|&power| times_ten_to(printed, power) == Some(number)).unwrap_or(0);
    let factor = value.value?.checked_div(number)?;
    half_step(printed.scale() as i32 - power).checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{compared, year};
    use super::*;
    use crate::check::testing::{Row, document, target};
    use crate::record::comparison::ComparedIndicator;

    fn water(unit: &str) -> Row {
        target("农村自来水普及率").unit(unit)
    }

    fn judged(old: Row, new: Row) -> ComparedIndicator {
        compared(&year(2024, document().with(new)), &[&year(2023, document().with(old))]).indicators.remove(0)
    }

    #[test]
    fn a_target_is_judged_by_direction_unit_and_rounding() {
        use Judgement::{Better, NotComparable, Same, Worse};
        for (name, before, after, judgement) in [
            ("农村自来水普及率", ("%", "75"), ("%", "76"), Better),
            ("农村自来水普及率", ("%", "75"), ("%", "≥75"), Same),
            ("农村自来水普及率", ("%", "75"), ("", "0.76"), Better),
            ("农村自来水普及率", ("%", "75"), ("%", "74.9"), Worse),
            ("农村自来水普及率", ("%", "75左右"), ("%", "74.9"), Same),
            ("登记失业率", ("%", "3"), ("%", "2.5"), Better),
            ("登记失业率", ("%", "3"), ("%", "3.5以内"), Worse),
            ("参保人数", ("万人", "4.5"), ("人", "45000"), Same),
            ("参保人数", ("万元", "4.5"), ("人", "45000"), NotComparable),
            ("某项活动", ("场", "4"), ("场", "5"), NotComparable),
            ("农村自来水普及率", ("%", "稳步提升"), ("%", "75"), NotComparable),
            ("农村自来水普及率", ("%", "75"), ("%", "稳步提升"), NotComparable),
        ] {
            let old = target(name).unit(before.0).year(2023).region("全市", before.1);
            let new = target(name).unit(after.0).year(2024).region("全市", after.1);
            assert_eq!(judged(old, new).judgement, judgement, "{name} {before:?} {after:?}");
        }
    }

    #[test]
    fn the_same_year_counts_before_an_earlier_one_and_that_before_what_was_reached() {
        let new = || water("%").actual().year(2023).region("全市", "70.0").goal().year(2024).region("全市", "75");
        let old = water("%").year(2023).region("全市", "72").year(2024).region("全市", "76");
        let entry = judged(old, new());
        assert_eq!((entry.against, entry.judgement), (Some(Baseline::SameYear), Judgement::Worse));
        let entry = judged(water("%").year(2023).region("全市", "72"), new());
        assert_eq!(
            (entry.against, entry.change.map(|c| c.to_string())),
            (Some(Baseline::EarlierGoal), Some("3".into()))
        );
        let entry = judged(water("%").year(2023).region("全市", "稳步提升"), new());
        assert_eq!((entry.against, entry.judgement), (Some(Baseline::Actual), Judgement::Better));
    }

    #[test]
    fn what_was_reached_is_rounded_and_a_target_is_not() {
        let new = |reached: &str, goal: &str| {
            water("%").actual().year(2023).region("全市", reached).goal().year(2024).region("全市", goal)
        };
        let old = || water("%").year(2023).region("甲县", "1");
        let judgement = |reached, goal| judged(old(), new(reached, goal)).judgement;
        assert_eq!(judgement("75", "75.4"), Judgement::Same);
        assert_eq!(judgement("75.0", "75.4"), Judgement::Better);
        assert_eq!(judgement("75.0", "74.96"), Judgement::Same);
        assert_eq!(judgement("75.0", "74.9"), Judgement::Worse);
    }

    #[test]
    fn shares_as_fractions_are_brought_to_per_cent() {
        let old = target("居民人均可支配收入与人均GDP之比").unit("%").year(2023).region("全市", "29.6");
        let new = target("居民人均可支配收入与人均GDP之比").year(2024).region("全市", "0.32");
        let entry = judged(old, new);
        let scales: Vec<Option<String>> = entry.members.iter().map(|m| m.scale.map(|s| s.to_string())).collect();
        assert_eq!(scales, [Some("100".into()), Some("1".into())]);
        assert_eq!(entry.goal.and_then(|goal| goal.value).map(|value| value.to_string()), Some("32".into()));
    }
}
