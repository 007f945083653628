//! What is due when (到期), how it stands on a day, and how urgent a reminder is.

use super::date::{Date, Month};
use super::item::Item;
use super::layout::Lights;
use std::collections::BTreeMap;

/// Why an item concerns a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Its last day is in the month.
    Due,
    /// It recurs, and one of its times is the month.
    Recurs,
    /// It goes on in the month and ends later.
    Runs,
}

/// Why, if at all, an item concerns a month. `recurring` has words for what recurs with the months between two times,
/// counted from January.
pub fn concerns(item: &Item, month: Month, recurring: &BTreeMap<String, u32>) -> Option<When> {
    match item.due.map(Date::month_of) {
        Some(due) if due == month => Some(When::Due),
        Some(due) => (due > month && item.start.is_some_and(|start| start <= month)).then_some(When::Runs),
        None => {
            let words = recurring.iter().filter(|(word, _)| item.period.contains(word.as_str()));
            // 每两个月 is more than the 每 of another word: the longest word counts.
            let (_, every) = words.max_by_key(|(word, _)| word.len())?;
            (*every > 0 && month.month.is_multiple_of(*every)).then_some(When::Recurs)
        }
    }
}

/// How a duty stands on a day (预警).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// 已完成
    Done,
    /// 正常
    OnTime,
    /// 临期: due within the days of the setting.
    Soon,
    /// 逾期
    Overdue,
}

impl Light {
    /// The word in the sheets.
    pub fn label(self) -> &'static str {
        match self {
            Light::Done => "已完成",
            Light::OnTime => "正常",
            Light::Soon => "临期",
            Light::Overdue => "逾期",
        }
    }

    /// How a duty stands; none where it has no last day.
    pub fn of(due: Option<Date>, done: bool, cutoff: Date, soon_days: u32) -> Option<Light> {
        let left = due?.days_since(cutoff);
        Some(match left {
            _ if done => Light::Done,
            left if left < 0 => Light::Overdue,
            left if left <= i64::from(soon_days) => Light::Soon,
            _ => Light::OnTime,
        })
    }
}

/// How urgent a reminder sheet is (督办等级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// 蓝色
    Blue,
    /// 橙色
    Orange,
    /// 红色
    Red,
}

impl Urgency {
    /// The word in the sheets.
    pub fn label(self) -> &'static str {
        match self {
            Urgency::Blue => "蓝色",
            Urgency::Orange => "橙色",
            Urgency::Red => "红色",
        }
    }

    /// By days behind the last day and by the reminders so far; the worse of both counts.
    pub fn of(days_late: i64, reminded: usize, lights: &Lights) -> Urgency {
        let times = reminded as u64 + 1;
        let reaches = |days: u32, count: u32| days_late >= i64::from(days) || times >= u64::from(count);
        match () {
            () if reaches(lights.red_days, lights.red_times) => Urgency::Red,
            () if reaches(lights.orange_days, lights.orange_times) => Urgency::Orange,
            () => Urgency::Blue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervise::{Layout, testing};

    #[test]
    fn a_step_concerns_its_months() {
        let recurring = Layout::default().recurring;
        let month = |text: &str| Month::parse(text).unwrap();
        let cases = [
            ("2-4月", Some("2022-02"), Some("2022-04"), "2022-04", Some(When::Due)),
            ("2-4月", Some("2022-02"), Some("2022-04"), "2022-03", Some(When::Runs)),
            ("2-4月", Some("2022-02"), Some("2022-04"), "2022-01", None),
            ("2-4月", Some("2022-02"), Some("2022-04"), "2022-05", None),
            ("6月底前", None, Some("2022-06"), "2022-06", Some(When::Due)),
            ("6月底前", None, Some("2022-06"), "2022-05", None),
            ("每季度", None, None, "2022-06", Some(When::Recurs)),
            ("每季度", None, None, "2022-05", None),
            ("每两个月", None, None, "2022-04", Some(When::Recurs)),
            ("每月", None, None, "2022-05", Some(When::Recurs)),
            ("适时", None, None, "2022-05", None),
        ];
        for (raw, start, end, at, expected) in cases {
            let item = testing::step(raw, start, end);
            assert_eq!(concerns(&item, month(at), &recurring), expected, "{raw} {at}");
        }
    }

    #[test]
    fn the_light_changes_at_its_days() {
        let day = |text: &str| Date::parse(text).unwrap();
        let due = Some(day("2022-06-30"));
        let cases = [
            ("2022-05-30", Light::OnTime),
            ("2022-05-31", Light::Soon),
            ("2022-06-30", Light::Soon),
            ("2022-07-01", Light::Overdue),
        ];
        for (cutoff, light) in cases {
            assert_eq!(Light::of(due, false, day(cutoff), 30), Some(light), "{cutoff}");
            assert_eq!(Light::of(due, true, day(cutoff), 30), Some(Light::Done));
        }
        assert_eq!(Light::of(None, false, day("2022-07-01"), 30), None);
    }

    #[test]
    fn reminders_grow_with_days_and_times() {
        let lights = Layout::default().lights;
        let cases = [
            (1, 0, Urgency::Blue),
            (14, 0, Urgency::Blue),
            (15, 0, Urgency::Orange),
            (1, 1, Urgency::Orange),
            (30, 0, Urgency::Red),
            (1, 2, Urgency::Red),
        ];
        for (days, reminded, urgency) in cases {
            assert_eq!(Urgency::of(days, reminded, &lights), urgency, "{days} {reminded}");
        }
    }
}
