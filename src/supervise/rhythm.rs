//! The reporting rhythm (报送周期): which period a day belongs to, and until when its report is due.

use super::date::{Date, Month};
use super::layout::ReportingSetting;
use crate::record::{DocumentRecords, Reporting};
use std::collections::BTreeMap;

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
            (false, _) => self.period_with(day.month_of()),
            (true, before) => Month { year: day.year, month: before + 1 }.before(),
        }
    }

    /// The period, by its last month, whose report is due next on this day.
    pub fn next_period(&self, day: Date) -> Month {
        let last = self.period_of(day);
        if self.deadline(last) >= day { last } else { self.period_with(last.plus(1)) }
    }

    /// The period, by its last month, that a month belongs to.
    pub fn period_with(&self, month: Month) -> Month {
        let before = (month.month - 1) / self.every * self.every;
        Month { year: month.year, month: (before + self.every).min(12) }
    }

    /// The period whose report is due in a month, if one is.
    pub fn period_due_in(&self, month: Month) -> Option<Month> {
        let period = if self.following { month.before() } else { month };
        (self.period_with(period) == period).then_some(period)
    }

    /// A period with its last day as the sheets print it: `2022年6月期，7月15日前报送`.
    pub fn shown(&self, period: Month) -> String {
        let Date { year, month, day } = self.deadline(period);
        let year = if year == period.year { String::new() } else { format!("{year}年") };
        format!("{}期，{year}{month}月{day}日前报送", period.shown())
    }

    /// The last day for the report of a period.
    pub fn deadline(&self, period: Month) -> Date {
        let month = period.plus(u32::from(self.following));
        Date { day: self.day.clamp(1, month.days()), ..month.last() }
    }
}

/// The rhythm of each document (各文件的报送周期): what it states, else the setting of the office.
#[derive(Debug, Clone)]
pub struct Rhythms {
    /// By the id of the document.
    stated: BTreeMap<String, Rhythm>,
    setting: Rhythm,
}

impl Rhythms {
    /// Of no documents yet.
    pub fn new(setting: &ReportingSetting) -> Rhythms {
        Rhythms { stated: BTreeMap::new(), setting: Rhythm::of(None, setting) }
    }

    /// Takes the first statement of a document, where it has one.
    pub fn add(&mut self, records: &DocumentRecords, setting: &ReportingSetting) {
        if let Some(stated) = records.reporting.first() {
            self.stated.insert(records.document.id.clone(), Rhythm::of(Some(stated), setting));
        }
    }

    /// The rhythm of a document, by its id.
    pub fn of(&self, document: &str) -> &Rhythm {
        self.stated.get(document).unwrap_or(&self.setting)
    }

    /// The last period of a document that someone can have reported on by a day: the one that the day is in.
    pub fn last_begun(&self, document: &str, today: Date) -> Month {
        self.of(document).period_with(today.month_of())
    }

    /// The period that a sheet is for: the one with the month that someone asks for, else the one whose report is due
    /// next.
    pub fn for_sheet(&self, document: &str, asked: Option<Month>, today: Date) -> Month {
        let rhythm = self.of(document);
        asked.map_or_else(|| rhythm.next_period(today), |month| rhythm.period_with(month))
    }

    /// The period that a report is about: the one with the month that someone names, else what its sheet says, else the
    /// one that a report of the day is about.
    pub fn for_report(&self, document: &str, named: Option<Month>, of_sheet: Option<Month>, today: Date) -> Month {
        let rhythm = self.of(document);
        named.map(|month| rhythm.period_with(month)).or(of_sheet).unwrap_or_else(|| rhythm.period_of(today))
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
    fn a_month_knows_the_report_that_is_due_in_it() {
        let cases = [
            (2, true, "2022-07", Some("2022-06")),
            (2, true, "2022-06", None),
            (2, true, "2022-01", Some("2021-12")),
            (1, false, "2022-06", Some("2022-06")),
            (3, false, "2022-05", None),
            (3, false, "2022-06", Some("2022-06")),
        ];
        for (every, following, month, period) in cases {
            let rhythm = Rhythm { every, day: 15, following, stated: None };
            let found = rhythm.period_due_in(Month::parse(month).unwrap());
            assert_eq!(found.map(|period| period.to_string()).as_deref(), period, "{month} {every}");
        }
        let rhythm = Rhythm { every: 2, day: 15, following: true, stated: None };
        assert_eq!(rhythm.shown(Month { year: 2022, month: 6 }), "2022年6月期，7月15日前报送");
        assert_eq!(rhythm.shown(Month { year: 2022, month: 12 }), "2022年12月期，2023年1月15日前报送");
    }

    #[test]
    fn every_document_has_its_own_periods() {
        let setting = ReportingSetting { every_months: 1, day: 5, following_month: true };
        let mut rhythms = Rhythms::new(&setting);
        let two_months = Rhythm { every: 2, day: 15, following: true, stated: None };
        rhythms.stated.insert("甲文".into(), two_months);
        let (day, may) = (Date { year: 2022, month: 5, day: 20 }, Month { year: 2022, month: 5 });
        let june = may.plus(1);
        assert_eq!(["甲文", "乙文"].map(|document| rhythms.for_sheet(document, None, day)), [june, may]);
        assert_eq!(["甲文", "乙文"].map(|document| rhythms.for_sheet(document, Some(may), day)), [june, may]);
        let report = |document, named, of_sheet| rhythms.for_report(document, named, of_sheet, day);
        let april = Month { year: 2022, month: 4 };
        assert_eq!((report("甲文", None, None), report("乙文", None, None)), (april, april));
        assert_eq!(report("甲文", None, Some(june)), june, "what the sheet says");
        assert_eq!(report("甲文", Some(may), Some(april)), june, "what someone says");
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
