//! Days and months of the Gregorian calendar (日期、月份).

use serde::{Deserialize, Serialize};
use std::fmt;

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    /// Year, 1900 to 9999: what a spreadsheet can hold.
    pub year: i32,
    /// 1..12
    pub month: u32,
    /// 1..31
    pub day: u32,
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    /// Year, 1900 to 9999.
    pub year: i32,
    /// 1..12
    pub month: u32,
}

impl Date {
    /// A day that exists.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        let known = Month::new(year, month)?;
        (1..=known.days()).contains(&day).then_some(Date { year, month, day })
    }

    /// Reads `2022-06-30`, and what people write in its place: `2022/6/30`, `2022.6.30`, `2022年6月30日`, `20220630`.
    ///
    /// ```
    /// use gongwen::supervise::Date;
    /// assert_eq!(Date::parse("2022年6月30日"), Date::new(2022, 6, 30));
    /// assert_eq!(Date::parse("2022-6-31"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Date> {
        let text = text.trim();
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
        }
        let text = text.strip_suffix(['日', '号']).unwrap_or(text);
        let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).map(str::trim).collect();
        let [year, month, day] = parts[..] else { return None };
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Days since 1 January 1970, by the algorithm of Howard Hinnant (days_from_civil).
    pub fn number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((i64::from(self.month) + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day with this [`number`](Date::number), within the years that a spreadsheet can hold.
    pub fn of_number(number: i64) -> Option<Date> {
        let shifted = number.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Date::new(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
    }

    /// Days from `earlier` to this day, negative where it comes first.
    pub fn days_since(self, earlier: Date) -> i64 {
        self.number() - earlier.number()
    }

    /// The month that it is in.
    pub fn month_of(self) -> Month {
        Month { year: self.year, month: self.month }
    }
}

impl Month {
    /// A month that exists.
    pub fn new(year: i32, month: u32) -> Option<Month> {
        ((1900..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Month { year, month })
    }

    /// Reads `2022-06` and `2022年6月`.
    pub fn parse(text: &str) -> Option<Month> {
        let text = text.trim();
        let (year, month) = text.split_once(['-', '/', '.', '年'])?;
        Month::new(year.trim().parse().ok()?, month.trim_end_matches('月').trim().parse().ok()?)
    }

    /// Number of its days.
    pub fn days(self) -> u32 {
        match self.month {
            2 if self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Its first day.
    pub fn first(self) -> Date {
        Date { year: self.year, month: self.month, day: 1 }
    }

    /// Its last day.
    pub fn last(self) -> Date {
        Date { year: self.year, month: self.month, day: self.days() }
    }

    /// The month that comes `months` later.
    pub fn plus(self, months: u32) -> Month {
        let count = self.year * 12 + (self.month as i32 - 1) + months as i32;
        Month { year: count.div_euclid(12), month: count.rem_euclid(12) as u32 + 1 }
    }

    /// The month that comes before it.
    pub fn before(self) -> Month {
        match self.month {
            1 => Month { year: self.year - 1, month: 12 },
            month => Month { month: month - 1, ..self },
        }
    }

    /// `2022年6月`.
    pub fn shown(self) -> String {
        format!("{}年{}月", self.year, self.month)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

macro_rules! as_text {
    ($($kind:ident),*) => {$(
        impl TryFrom<String> for $kind {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                $kind::parse(&text).ok_or_else(|| format!("“{text}”不是日期或月份"))
            }
        }

        impl From<$kind> for String {
            fn from(it: $kind) -> String {
                it.to_string()
            }
        }
    )*};
}

as_text!(Date, Month);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let cases = [
            ("2022-06-30", Some("2022-06-30")),
            (" 2022/6/3 ", Some("2022-06-03")),
            ("2022.6.30", Some("2022-06-30")),
            ("2022年6月30日", Some("2022-06-30")),
            ("20220630", Some("2022-06-30")),
            ("2024-02-29", Some("2024-02-29")),
            ("2022-02-29", None),
            ("2022-6", None),
            ("6月30日", None),
            ("已完成", None),
            ("1899-12-31", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Date::parse(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
        assert_eq!(Month::parse("2022年6月"), Month::new(2022, 6));
        assert_eq!(Month::parse("2022-13"), None);
    }

    #[test]
    fn months_go_on_over_new_year() {
        let month = Month { year: 2022, month: 11 };
        assert_eq!([0, 1, 2, 14].map(|n| month.plus(n).to_string()), ["2022-11", "2022-12", "2023-01", "2024-01"]);
        assert_eq!([month, month.plus(2)].map(|month| month.before().to_string()), ["2022-10", "2022-12"]);
        assert_eq!(Month { year: 2024, month: 2 }.last().to_string(), "2024-02-29");
    }

    #[test]
    fn days_are_counted() {
        let days = |a: &str, b: &str| Date::parse(b).unwrap().days_since(Date::parse(a).unwrap());
        assert_eq!(Date { year: 1970, month: 1, day: 1 }.number(), 0);
        assert_eq!(days("2022-02-28", "2022-03-01"), 1);
        assert_eq!(days("2024-02-28", "2024-03-01"), 2);
        assert_eq!(days("2022-06-30", "2022-06-01"), -29);
    }

    proptest! {
        #[test]
        fn a_number_leads_back_to_its_day(number in -25_000i64..2_900_000) {
            let date = Date::of_number(number).expect("between 1901 and 9909");
            prop_assert_eq!(date.number(), number);
            prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
        }
    }
}
