//! The collected state (进展库): what units have reported, by period, and how often they were reminded.
//!
//! One small JSON file beside the results. Only this module knows its form; everyone else asks for the latest report,
//! that of a period, or puts one in.

use super::date::{Date, Month};
use super::fill::{Fill, Status};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Version of the file; raised when an old program could not read a new file.
const VERSION: u32 = 1;

/// Everything that was collected so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    version: u32,
    /// By period (报送期), the month that a report is about.
    collections: BTreeMap<Month, Collection>,
    /// Days on which a duty was reminded of, by its key.
    reminders: BTreeMap<String, BTreeSet<Date>>,
}

/// What was collected for a period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Collection {
    /// Units that sent their sheet, with the day on which it was collected.
    units: BTreeMap<String, Date>,
    /// Ids of the documents that the sheet of a unit had rows of, whether they were filled in or not.
    #[serde(default)]
    documents: BTreeMap<String, BTreeSet<String>>,
    /// By the key of a duty, see [`duty_key`].
    fills: BTreeMap<String, Fill>,
}

/// A report of a unit on an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report<'a> {
    /// The period that it is about.
    pub period: Month,
    /// The key of the item.
    pub item: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// The day on which the last sheet of the unit for the period was collected.
    pub on: Date,
    /// What was filled in.
    pub fill: &'a Fill,
}

/// The key of a duty: the item and the unit, since every unit of an item reports for itself.
pub fn duty_key(item: &str, unit: &str) -> String {
    format!("{item}|{unit}")
}

/// The id of the document that an item is of, from its key.
fn document_of(item: &str) -> &str {
    item.split_once('|').map_or(item, |(document, _)| document)
}

impl Default for Store {
    fn default() -> Self {
        Store { version: VERSION, collections: BTreeMap::new(), reminders: BTreeMap::new() }
    }
}

impl Store {
    /// Reads the text of the file.
    ///
    /// # Errors
    /// Why it is none of ours, a Chinese sentence without a full stop.
    pub fn parse(text: &str) -> Result<Store, String> {
        let store: Store = serde_json::from_str(text).map_err(|error| format!("不是本程序写的进展库（{error}）"))?;
        match store.version {
            VERSION => Ok(store),
            newer => Err(format!("由更新的程序写成（版本 {newer}）")),
        }
    }

    /// The text of the file; the same state gives the same bytes.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("texts, numbers and maps with text keys");
        text.push('\n');
        text
    }

    /// Enters the report of a unit, all rows that its sheet has, by the key of the item. What it sent for the same period before is replaced row by row; a row that was
    /// emptied is forgotten, one that the file does not hold stays.
    pub fn put(&mut self, period: Month, unit: &str, on: Date, fills: impl IntoIterator<Item = (String, Fill)>) {
        let collection = self.collections.entry(period).or_default();
        collection.units.insert(unit.to_owned(), on);
        let documents = collection.documents.entry(unit.to_owned()).or_default();
        for (item, fill) in fills {
            documents.insert(document_of(&item).to_owned());
            let key = duty_key(&item, unit);
            match fill.is_empty() {
                true => collection.fills.remove(&key),
                false => collection.fills.insert(key, fill),
            };
        }
    }

    /// The last report on a duty up to a period.
    pub fn latest(&self, item: &str, unit: &str, up_to: Month) -> Option<&Fill> {
        let key = duty_key(item, unit);
        self.collections.range(..=up_to).rev().find_map(|(_, collection)| collection.fills.get(&key))
    }

    /// The last report on a duty before a period.
    pub fn before(&self, item: &str, unit: &str, period: Month) -> Option<&Fill> {
        let key = duty_key(item, unit);
        self.collections.range(..period).rev().find_map(|(_, collection)| collection.fills.get(&key))
    }

    /// Everything that was reported, by period.
    pub fn reports(&self) -> impl Iterator<Item = Report<'_>> {
        self.collections.iter().flat_map(|(period, collection)| {
            collection.fills.iter().filter_map(move |(key, fill)| {
                let (item, unit) = key.rsplit_once('|')?;
                let on = *collection.units.get(unit)?;
                Some(Report { period: *period, item, unit, on, fill })
            })
        })
    }

    /// Is there a report on a duty for this very period?
    pub fn holds(&self, item: &str, unit: &str, period: Month) -> bool {
        self.collections.get(&period).is_some_and(|collection| collection.fills.contains_key(&duty_key(item, unit)))
    }

    /// Has any unit of the item reported it done up to a period? Steps of several units are done by those that answer.
    pub fn is_done(&self, item: &str, units: &[&str], up_to: Month) -> bool {
        let done = |unit: &&str| self.latest(item, unit, up_to).is_some_and(|fill| fill.status == Some(Status::Done));
        units.iter().any(done)
    }

    /// Did the unit send a sheet with rows of the document for the period or a later one?
    pub fn has_reported(&self, unit: &str, document: &str, period: Month) -> bool {
        let reported = |collection: &Collection| {
            collection.documents.get(unit).is_some_and(|documents| documents.contains(document))
        };
        self.collections.range(period..).any(|(_, collection)| reported(collection))
    }

    /// Periods that something was collected for, the earliest first.
    pub fn periods(&self) -> impl DoubleEndedIterator<Item = Month> {
        self.collections.keys().copied()
    }

    /// Notes that a unit was reminded of a duty; twice on a day counts once.
    pub fn remind(&mut self, item: &str, unit: &str, on: Date) {
        self.reminders.entry(duty_key(item, unit)).or_default().insert(on);
    }

    /// How often a unit was reminded of a duty before a day.
    pub fn reminded(&self, item: &str, unit: &str, before: Date) -> usize {
        self.reminders.get(&duty_key(item, unit)).map_or(0, |days| days.range(..before).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JUNE: Month = Month { year: 2022, month: 6 };
    const DAY: Date = Date { year: 2022, month: 7, day: 5 };

    fn fill(progress: &str, status: Status) -> Fill {
        Fill { progress: progress.into(), status: Some(status), ..Fill::default() }
    }

    #[test]
    fn a_later_report_covers_an_earlier_one_and_its_own() {
        let mut store = Store::default();
        store.put(
            JUNE,
            "甲局",
            DAY,
            [("文|1".to_owned(), fill("一", Status::UnderWay)), ("文|2".into(), Fill::default())],
        );
        store.put(JUNE, "乙甲局", DAY, [("文|1".to_owned(), fill("别的单位", Status::Behind))]);
        store.put(JUNE.plus(1), "甲局", DAY, [("文|1".to_owned(), fill("二", Status::Done))]);
        assert_eq!(store.latest("文|1", "甲局", JUNE).unwrap().progress, "一");
        assert_eq!(store.latest("文|1", "甲局", JUNE.plus(9)).unwrap().progress, "二");
        assert_eq!(store.before("文|1", "甲局", JUNE.plus(1)).unwrap().progress, "一");
        assert_eq!(store.latest("文|2", "甲局", JUNE), None);
        assert!(store.is_done("文|1", &["乙甲局", "甲局"], JUNE.plus(1)) && !store.is_done("文|1", &["甲局"], JUNE));
        store.put(JUNE, "甲局", DAY, []);
        assert_eq!(store.latest("文|1", "甲局", JUNE).unwrap().progress, "一", "a file without the row");
        store.put(JUNE, "甲局", DAY, [("文|1".to_owned(), Fill::default())]);
        assert_eq!(store.latest("文|1", "甲局", JUNE), None, "a row that was emptied");
        assert_eq!(store.latest("文|1", "乙甲局", JUNE).unwrap().progress, "别的单位");
    }

    #[test]
    fn who_reports_on_one_document_has_not_reported_on_another() {
        let mut store = Store::default();
        store.put(JUNE, "甲局", DAY, [("文|1".to_owned(), Fill::default())]);
        store.put(JUNE.plus(1), "甲局", DAY, [("另文|1".to_owned(), fill("二", Status::Done))]);
        let cases = [
            ("甲局", "文", JUNE, true),
            ("甲局", "文", JUNE.before(), true),
            ("甲局", "文", JUNE.plus(1), false),
            ("甲局", "另文", JUNE.plus(1), true),
            ("甲局", "另文", JUNE, true),
            ("乙局", "文", JUNE, false),
        ];
        for (unit, document, period, expected) in cases {
            assert_eq!(store.has_reported(unit, document, period), expected, "{unit} {document} {period}");
        }
    }

    #[test]
    fn the_text_leads_back_to_the_state() {
        let mut store = Store::default();
        let full =
            Fill {
                value: Some("78.80".parse().unwrap()), reported_on: Some(DAY), ..fill("完成“验收”", Status::Done)
            };
        store.put(JUNE, "甲局", DAY, [("文|1".to_owned(), full)]);
        store.remind("文|1", "甲局", DAY);
        store.remind("文|1", "甲局", DAY);
        assert_eq!(Store::parse(&store.to_text()), Ok(store.clone()));
        assert_eq!((store.reminded("文|1", "甲局", DAY), store.reminded("文|1", "甲局", JUNE.plus(2).first())), (0, 1));
        for odd in ["", "[]", "{\"version\":1}", "{\"version\":2,\"collections\":{},\"reminders\":{}}"] {
            assert!(Store::parse(odd).is_err(), "{odd}");
        }
    }
}
