//! The reporting rhythm (报送周期): which period a day belongs to, and until when its report is due.

use super::date::{Date, Month};
use super::layout::ReportingSetting;
use crate::record::Reporting;

/// How often units report and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rhythm {
    /// Months that a report covers, 1 to 12, counted from January.
    every: u32,
    /// Last day for the report, clamped to the month.
    day: u32,
    /// The day is one of the month behind the period.
    following: bool,
    /// The sentence of the document; none where it is a setting.
    stated: Option<String>,
}

impl Rhythm {
    /// The rhythm that a document states, else the setting.
    pub fn of(stated: Option<&Reporting>, setting: &ReportingSetting) -> Rhythm {
        match stated {
            Some(stated) => Rhythm {
                every: stated.every_months.clamp(1, 12),
                day: stated.day.unwrap_or(31),
                following: stated.following_month,
                stated: Some(stated.text.clone()),
            },
            None => Rhythm {
                every: setting.every_months.clamp(1, 12),
                day: setting.day,
                following: setting.following_month,
                stated: None,
            },
        }
    }

    /// The sentence of the document that states it.
    pub fn stated(&self) -> Option<&str> {
        self.stated.as_deref()
    }

    /// The period, by its last month, that a report on this day is about: the last that is over where reports come in
    /// the month behind, else the one that the day is in.
    pub fn period_of(&self, day: Date) -> Month {
        let before = (day.month - 1) / self.every * self.every;
        match (self.following, before) {
            (false, _) => self.window_end(day.month_of()),
            (true, 0) => Month { year: day.year - 1, month: 12 },
            (true, before) => Month { year: day.year, month: before },
        }
    }

    /// The period, by its last month, whose report is due next on this day.
    pub fn next_period(&self, day: Date) -> Month {
        let last = self.period_of(day);
        if self.deadline(last) >= day { last } else { self.window_end(last.plus(1)) }
    }

    /// The last month of the period that a month belongs to.
    fn window_end(&self, month: Month) -> Month {
        let before = (month.month - 1) / self.every * self.every;
        Month { year: month.year, month: (before + self.every).min(12) }
    }

    /// The last day for the report of a period.
    pub fn deadline(&self, period: Month) -> Date {
        let month = period.plus(u32::from(self.following));
        Date { day: self.day.clamp(1, month.days()), ..month.last() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_find_their_period_and_its_deadline() {
        let cases = [
            (1, 5, true, "2022-07-03", "2022-06", "2022-07-05"),
            (1, 5, true, "2022-01-03", "2021-12", "2022-01-05"),
            (1, 28, false, "2022-06-27", "2022-06", "2022-06-28"),
            (1, 31, false, "2022-02-27", "2022-02", "2022-02-28"),
            (2, 15, true, "2022-07-15", "2022-06", "2022-07-15"),
            (2, 15, true, "2022-08-15", "2022-06", "2022-07-15"),
            (2, 15, true, "2022-02-01", "2021-12", "2022-01-15"),
            (3, 10, false, "2022-05-09", "2022-06", "2022-06-10"),
            (5, 10, false, "2022-12-09", "2022-12", "2022-12-10"),
        ];
        for (every, day, following, today, period, deadline) in cases {
            let rhythm = Rhythm { every, day, following, stated: None };
            let found = rhythm.period_of(Date::parse(today).unwrap());
            assert_eq!(found.to_string(), period, "{today}");
            assert_eq!(rhythm.deadline(found).to_string(), deadline, "{today}");
        }
    }

    #[test]
    fn sheets_are_for_the_report_that_is_due_next() {
        let cases = [
            (2, 15, true, "2022-05-10", "2022-04"),
            (2, 15, true, "2022-05-15", "2022-04"),
            (2, 15, true, "2022-05-16", "2022-06"),
            (2, 15, true, "2022-06-20", "2022-06"),
            (2, 15, true, "2022-12-20", "2022-12"),
            (1, 5, true, "2022-01-06", "2022-01"),
            (1, 28, false, "2022-06-28", "2022-06"),
            (1, 28, false, "2022-06-29", "2022-07"),
            (3, 10, false, "2022-12-11", "2023-03"),
        ];
        for (every, day, following, today, period) in cases {
            let rhythm = Rhythm { every, day, following, stated: None };
            let found = rhythm.next_period(Date::parse(today).unwrap());
            assert_eq!(found.to_string(), period, "{today}");
        }
    }
}
