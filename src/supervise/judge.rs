//! What a unit has filled in that cannot well be right (填报存疑).

use super::date::{Date, Month};
use super::field::Field;
use super::fill::{Fill, Status};
use super::unit::Duty;
use crate::record::Decimal;

/// A value so many times its goal has probably another unit of measure.
const TIMES_TOO_MUCH: i64 = 10;

/// A field and what is doubtful about it.
type Doubt = (Field, String);

/// What is doubtful about a report: value against goal, status against value, days, what was said the last time.
pub fn doubts(fill: &Fill, duty: &Duty, before: Option<&Fill>, period: Month, today: Date) -> Vec<Doubt> {
    let found = [
        value_and_status(fill, duty),
        too_much(fill, duty),
        words(fill),
        day(fill, period, today),
        before.and_then(|before| backward(fill, before, duty)),
    ];
    found.into_iter().flatten().collect()
}

/// Should something be said about the duty in a report of the period? What begins later need not be reported yet.
pub fn is_expected(duty: &Duty, period: Month) -> bool {
    let item = &duty.item;
    match (item.start, item.due) {
        (Some(start), _) => start <= period,
        (None, Some(due)) => due.month_of() <= period,
        (None, None) => true,
    }
}

fn value_and_status(fill: &Fill, duty: &Duty) -> Option<Doubt> {
    let (goal, value, status) = (duty.item.goal.as_ref()?, fill.value?, fill.status?);
    let number = goal.number.normalize();
    if goal.is_reached_upward() {
        return match status {
            Status::Done if value < goal.number => {
                Some((Field::Status, format!("状态是已完成，完成值 {value} 却不到目标值 {number}")))
            }
            Status::Behind if value >= goal.number => {
                Some((Field::Status, format!("完成值 {value} 已达目标值 {number}，状态却是滞后")))
            }
            Status::NotBegun if value > Decimal::ZERO => {
                Some((Field::Status, format!("状态是未启动，却有完成值 {value}")))
            }
            _ => None,
        };
    }
    let broken = goal.keeps_bound(value) == Some(false) && status == Status::Done;
    broken.then(|| (Field::Status, format!("状态是已完成，完成值 {value} 却超过上限 {number}")))
}

fn too_much(fill: &Fill, duty: &Duty) -> Option<Doubt> {
    let (goal, value) = (duty.item.goal.as_ref()?, fill.value?);
    if goal.is_reached_upward() && value < Decimal::ZERO {
        return Some((Field::Value, format!("完成值 {value} 是负数")));
    }
    let times = value.checked_div(goal.number).filter(|_| goal.number > Decimal::ZERO)?;
    (times >= TIMES_TOO_MUCH.into())
        .then(|| (Field::Value, format!("完成值 {value} 是目标值的 {} 倍，请核对计量单位", times.round_dp(0))))
}

fn words(fill: &Fill) -> Option<Doubt> {
    match fill.status? {
        Status::Behind if fill.problem.is_empty() => Some((Field::Problem, "状态是滞后，没有写存在问题".to_owned())),
        Status::Done if fill.progress.is_empty() && fill.value.is_none() => {
            Some((Field::Progress, "状态是已完成，没有写进展情况".to_owned()))
        }
        _ => None,
    }
}

fn day(fill: &Fill, period: Month, today: Date) -> Option<Doubt> {
    let day = fill.reported_on?;
    if day > today {
        return Some((Field::ReportedOn, format!("填报日期 {day} 还没有到")));
    }
    let old = day < period.first() && fill.status != Some(Status::Done);
    old.then(|| (Field::ReportedOn, format!("填报日期 {day} 早于报送期 {}，可能没有更新", period.shown())))
}

fn backward(fill: &Fill, before: &Fill, duty: &Duty) -> Option<Doubt> {
    if before.status == Some(Status::Done) && fill.status.is_some_and(|status| status != Status::Done) {
        let status = fill.status.map_or("", Status::label);
        return Some((Field::Status, format!("上期报已完成，本期改报{status}")));
    }
    let upward = duty.item.goal.as_ref().is_some_and(|goal| goal.is_reached_upward());
    let (now, then) = (fill.value?, before.value?);
    (upward && now < then).then(|| (Field::Value, format!("完成值 {now} 比上期的 {then} 小")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Operator, Role};
    use crate::supervise::testing;

    fn fill(value: Option<&str>, status: Option<Status>) -> Fill {
        let value = value.map(|value| value.parse().unwrap());
        Fill { progress: "有进展".into(), problem: "缺资金".into(), value, status, ..Fill::default() }
    }

    fn messages(op: Operator, goal: &str, fill: &Fill, before: Option<&Fill>) -> String {
        let duty = Duty { item: testing::target(op, goal), role: Role::Lead };
        let (period, today) = (Month { year: 2022, month: 6 }, Date { year: 2022, month: 7, day: 5 });
        let doubts = doubts(fill, &duty, before, period, today);
        doubts.into_iter().map(|(_, message)| message).collect::<Vec<_>>().join("；")
    }

    #[test]
    fn what_cannot_be_right_is_said_and_nothing_else() {
        use Operator::{Ge, Le};
        use Status::{Behind, Done, NotBegun, UnderWay};
        let cases = [
            (Ge, "78", Some("78.5"), Some(Done), ""),
            (Ge, "78", Some("40"), Some(UnderWay), ""),
            (Ge, "78", Some("40"), Some(Done), "状态是已完成，完成值 40 却不到目标值 78"),
            (Ge, "78", Some("80"), Some(Behind), "完成值 80 已达目标值 78，状态却是滞后"),
            (Ge, "78", Some("1"), Some(NotBegun), "状态是未启动，却有完成值 1"),
            (Ge, "78", Some("0"), Some(NotBegun), ""),
            (Ge, "78", Some("785"), Some(Done), "完成值 785 是目标值的 10 倍，请核对计量单位"),
            (Ge, "78", Some("-1"), Some(UnderWay), "完成值 -1 是负数"),
            (Le, "5", Some("4.9"), Some(Done), ""),
            (Le, "5", Some("5.1"), Some(Done), "状态是已完成，完成值 5.1 却超过上限 5"),
            (Le, "5", Some("5.1"), Some(UnderWay), ""),
            (Ge, "78", None, Some(Done), ""),
            (Ge, "78", None, None, ""),
        ];
        for (op, goal, value, status, expected) in cases {
            assert_eq!(messages(op, goal, &fill(value, status), None), expected, "{op:?} {goal} {value:?} {status:?}");
        }
    }

    #[test]
    fn words_and_days_are_asked_for() {
        let status = |status| Fill { status: Some(status), ..Fill::default() };
        assert_eq!(messages(Operator::Ge, "78", &status(Status::Behind), None), "状态是滞后，没有写存在问题");
        assert_eq!(messages(Operator::Ge, "78", &status(Status::Done), None), "状态是已完成，没有写进展情况");
        let on = |day: &str| Fill { reported_on: Date::parse(day), ..fill(None, Some(Status::UnderWay)) };
        assert_eq!(messages(Operator::Ge, "78", &on("2022-07-06"), None), "填报日期 2022-07-06 还没有到");
        assert_eq!(messages(Operator::Ge, "78", &on("2022-07-05"), None), "");
        let old = "填报日期 2022-05-31 早于报送期 2022年6月，可能没有更新";
        assert_eq!(messages(Operator::Ge, "78", &on("2022-05-31"), None), old);
    }

    #[test]
    fn nothing_goes_backward_unnoticed() {
        let before = fill(Some("50"), Some(Status::UnderWay));
        let case = |value, status, before: &Fill| messages(Operator::Ge, "78", &fill(value, status), Some(before));
        assert_eq!(case(Some("49"), Some(Status::UnderWay), &before), "完成值 49 比上期的 50 小");
        assert_eq!(case(Some("51"), Some(Status::UnderWay), &before), "");
        let done = fill(Some("80"), Some(Status::Done));
        assert_eq!(case(Some("80"), Some(Status::UnderWay), &done), "上期报已完成，本期改报推进中");
    }

    #[test]
    fn what_begins_later_need_not_be_reported() {
        let period = Month { year: 2022, month: 6 };
        let cases = [
            (Some("2022-07"), Some("2022-09"), false),
            (Some("2022-06"), Some("2022-09"), true),
            (None, Some("2022-09"), false),
            (None, Some("2022-06"), true),
            (None, None, true),
        ];
        for (start, end, expected) in cases {
            let duty = Duty { item: testing::step("", start, end), role: Role::Lead };
            assert_eq!(is_expected(&duty, period), expected, "{start:?} {end:?}");
        }
    }
}
