//! How far everything is (进度统计): by unit, by category, by month, and against the period before.

use super::date::{Date, Month};
use super::due::Light;
use super::fill::{Fill, Status};
use super::item::Item;
use super::store::Store;
use super::unit::{Duty, UnitDuties};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers of duties or items by status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub all: u32,
    /// 已完成
    pub done: u32,
    /// 推进中
    pub under_way: u32,
    /// 滞后
    pub behind: u32,
    /// 未启动
    pub not_begun: u32,
    /// Nobody has reported on them.
    pub unreported: u32,
    /// Behind their last day and not done.
    pub overdue: u32,
}

impl Tally {
    fn count(&mut self, status: Option<Status>, due: Option<Date>, cutoff: Date) {
        self.all += 1;
        *match status {
            Some(Status::Done) => &mut self.done,
            Some(Status::UnderWay) => &mut self.under_way,
            Some(Status::Behind) => &mut self.behind,
            Some(Status::NotBegun) => &mut self.not_begun,
            None => &mut self.unreported,
        } += 1;
        let light = Light::of(due, status == Some(Status::Done), cutoff, 0);
        self.overdue += u32::from(light == Some(Light::Overdue));
    }

    /// Share that is done, 0..1; none of nothing.
    pub fn rate(&self) -> Option<f64> {
        (self.all > 0).then(|| f64::from(self.done) / f64::from(self.all))
    }
}

/// The tally of a group, and that of the collection before.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What the group is called.
    pub name: String,
    /// Did the unit send its sheet for the period? Of groups that are no units: true.
    pub reported: bool,
    /// Now.
    pub now: Tally,
    /// At the collection before; none where there was none.
    pub before: Option<Tally>,
}

/// An item that is late.
#[derive(Debug, Clone, PartialEq)]
pub struct Late<'a> {
    /// The item.
    pub item: &'a Item,
    /// Days behind its last day.
    pub days: i64,
    /// What was reported last, if anything.
    pub fill: Option<&'a Fill>,
}

/// How far everything is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress<'a> {
    /// The period.
    pub period: Month,
    /// The day that overdue hangs on.
    pub cutoff: Date,
    /// The period that is compared with.
    pub previous: Option<Month>,
    /// All items.
    pub overall: Group,
    /// By responsible unit; a duty of two units counts for both.
    pub units: Vec<Group>,
    /// By list and category.
    pub categories: Vec<Group>,
    /// By the month of the last day.
    pub months: Vec<Group>,
    /// What is late, the latest first.
    pub late: Vec<Late<'a>>,
}

/// Counts everything as of a period and a day. A unit has reported when it did on the documents of all its duties for
/// the periods that are `expected` of them, or for later ones; none is expected of a duty that no sheet lists.
pub fn progress<'a>(
    items: &'a [Item],
    units: &'a [UnitDuties],
    store: &'a Store,
    period: Month,
    cutoff: Date,
    expected: &dyn Fn(&Duty) -> Option<Month>,
) -> Progress<'a> {
    let previous = store.periods().rfind(|known| *known < period);
    let counter = Counter { store, period, previous, cutoff };
    let answering = answering(units);
    let names = |item: &Item| answering.get(item.key.as_str()).cloned().unwrap_or_default();
    let all: Vec<(&Item, Vec<&str>)> = items.iter().map(|item| (item, names(item))).collect();
    let mut late: Vec<Late> = all.iter().filter_map(|(item, units)| counter.late(item, units)).collect();
    late.sort_by_key(|late| std::cmp::Reverse(late.days));
    let category = |item: &Item| {
        let parts = [item.list.as_str(), item.category.as_str()];
        Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / "))
    };
    Progress {
        period,
        cutoff,
        previous,
        overall: counter.group("全部事项".to_owned(), true, all.iter().map(|(item, units)| (*item, units.as_slice()))),
        units: units.iter().map(|unit| counter.unit(unit, expected)).collect(),
        categories: in_order(counter.by(&all, category), items, category),
        months: counter.by(&all, |item| item.due.map(|due| due.month_of().to_string())).into_values().collect(),
        late,
    }
}

/// The units that answer for each item, by its key; where none leads, all count.
fn answering(units: &[UnitDuties]) -> BTreeMap<&str, Vec<&str>> {
    let mut names: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
    for unit in units {
        for duty in &unit.duties {
            let leads = duty.role != crate::record::Role::Support;
            names.entry(&duty.item.key).or_default().push((&unit.name, leads));
        }
    }
    names.into_iter().map(|(key, parts)| (key, chosen(&parts))).collect()
}

/// Those that lead, or all where none does.
fn chosen<'a>(parts: &[(&'a str, bool)]) -> Vec<&'a str> {
    let any_leads = parts.iter().any(|(_, leads)| *leads);
    parts.iter().filter(|(_, leads)| *leads || !any_leads).map(|(name, _)| *name).collect()
}

/// Groups in the order in which their first item stands.
fn in_order(mut groups: BTreeMap<String, Group>, items: &[Item], name: impl Fn(&Item) -> Option<String>) -> Vec<Group> {
    items.iter().filter_map(name).filter_map(|name| groups.remove(&name)).collect()
}

struct Counter<'a> {
    store: &'a Store,
    period: Month,
    previous: Option<Month>,
    cutoff: Date,
}

impl<'a> Counter<'a> {
    /// What the units of an item have reported, the furthest: one that says done speaks for all, else the worst.
    fn fill(&self, item: &Item, units: &[&str], up_to: Month) -> Option<&'a Fill> {
        let rank = |fill: &&Fill| match fill.status {
            Some(Status::Done) => 4,
            Some(Status::Behind) => 3,
            Some(Status::UnderWay) => 2,
            Some(Status::NotBegun) => 1,
            None => 0,
        };
        units.iter().filter_map(|unit| self.store.latest(&item.key, unit, up_to)).max_by_key(rank)
    }

    fn group<'i, 'n: 'i>(
        &self,
        name: String,
        reported: bool,
        items: impl Iterator<Item = (&'i Item, &'i [&'n str])>,
    ) -> Group {
        let mut now = Tally::default();
        let mut before = self.previous.map(|_| Tally::default());
        for (item, units) in items {
            let status = |up_to| self.fill(item, units, up_to).and_then(|fill| fill.status);
            now.count(status(self.period), item.due, self.cutoff);
            if let (Some(before), Some(previous)) = (&mut before, self.previous) {
                before.count(status(previous), item.due, previous.last());
            }
        }
        Group { name, reported, now, before }
    }

    fn unit<'u>(&self, unit: &'u UnitDuties, expected: &dyn Fn(&Duty) -> Option<Month>) -> Group {
        let own = [unit.name.as_str()];
        let duties = unit.duties.iter().map(|duty| (&duty.item, own.as_slice()));
        let on = |duty: &'u Duty| Some((duty.item.document.as_str(), expected(duty)?));
        let expected: BTreeSet<(&str, Month)> = unit.duties.iter().filter_map(on).collect();
        let reported = expected.iter().all(|(document, period)| self.store.has_reported(&unit.name, document, *period));
        self.group(unit.name.clone(), reported, duties)
    }

    fn by(&self, all: &[(&Item, Vec<&str>)], name: impl Fn(&Item) -> Option<String>) -> BTreeMap<String, Group> {
        let mut parts: BTreeMap<String, Vec<(&Item, &[&str])>> = BTreeMap::new();
        for (item, units) in all {
            if let Some(name) = name(item) {
                parts.entry(name).or_default().push((item, units));
            }
        }
        let group =
            |(name, items): (String, Vec<(&Item, &[&str])>)| (name.clone(), self.group(name, true, items.into_iter()));
        parts.into_iter().map(group).collect()
    }

    fn late<'i>(&self, item: &'i Item, units: &[&str]) -> Option<Late<'i>>
    where
        'a: 'i,
    {
        let fill = self.fill(item, units, self.period);
        let days = self.cutoff.days_since(item.due?);
        let done = fill.is_some_and(|fill| fill.status == Some(Status::Done));
        (days > 0 && !done).then_some(Late { item, days, fill })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Operator, Role};
    use crate::supervise::{ItemKind, testing};

    #[test]
    fn a_unit_has_reported_when_it_did_on_every_document_that_its_sheets_list() {
        let june = Month { year: 2022, month: 6 };
        let other = Item { key: "另文|1".into(), document: "另文".into(), ..testing::target(Operator::Ge, "9") };
        let items = [testing::step("6月", None, Some("2022-06")), other];
        let duties = items.iter().map(|item| Duty { item: item.clone(), role: Role::Lead }).collect();
        let unit =
            UnitDuties { name: "甲局".into(), spellings: vec!["甲局".into()], region: "海湾市".into(), duties };
        let (mut store, day) = (Store::default(), june.last());
        store.put(june, "甲局", day, [(items[0].key.clone(), Fill::default())]);
        let reported = |expected: &dyn Fn(&Duty) -> Option<Month>| {
            progress(&items, std::slice::from_ref(&unit), &store, june, day, expected).units[0].reported
        };
        assert!(!reported(&|_| Some(june)), "nothing on the other document");
        assert!(reported(&|duty| (duty.item.kind == ItemKind::Task).then_some(june)), "no sheet lists indicators");
    }

    #[test]
    fn the_unit_that_answers_speaks_for_the_item() {
        let period = Month { year: 2022, month: 6 };
        let items = [
            testing::step("2-4月", Some("2022-02"), Some("2022-04")),
            testing::step("4-6月", Some("2022-04"), Some("2022-06")),
            testing::step("8月", Some("2022-08"), Some("2022-08")),
        ];
        let duty = |role| move |item: &Item| Duty { item: item.clone(), role };
        let unit = |name: &str, role| UnitDuties {
            name: name.into(),
            spellings: vec![name.into()],
            region: "海湾市".into(),
            duties: items.iter().map(duty(role)).collect(),
        };
        let units = [unit("甲局", Role::Lead), unit("乙局", Role::Support)];
        let fill = |status| Fill { status: Some(status), ..Fill::default() };
        let (mut store, day) = (Store::default(), Date { year: 2022, month: 7, day: 5 });
        store.put(period.plus(0), "甲局", day, [(items[0].key.clone(), fill(Status::UnderWay))]);
        store.put(period, "乙局", day, [(items[0].key.clone(), fill(Status::Done))]);
        let before = Month { year: 2022, month: 4 };
        store.put(before, "甲局", day, [(items[1].key.clone(), fill(Status::NotBegun))]);
        let progress = progress(&items, &units, &store, period, day, &|_| Some(period));
        let now = Tally { all: 3, under_way: 1, not_begun: 1, unreported: 1, overdue: 2, ..Tally::default() };
        assert_eq!(progress.overall.now, now);
        let then = Tally { all: 3, not_begun: 1, unreported: 2, ..Tally::default() };
        assert_eq!((progress.previous, progress.overall.before), (Some(before), Some(then)));
        assert_eq!((progress.units[1].now.done, progress.units[1].now.overdue), (1, 1));
        assert_eq!(progress.late.iter().map(|late| late.days).collect::<Vec<_>>(), [66, 5]);
        let months: Vec<&str> = progress.months.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(months, ["2022-04", "2022-06", "2022-08"]);
        assert_eq!(progress.units.iter().map(|unit| unit.reported).collect::<Vec<_>>(), [true, true]);
        assert_eq!(progress.categories.len(), 1);
        assert_eq!(progress.overall.now.rate(), Some(0.0));
        assert_eq!(Tally::default().rate(), None);
    }
}
