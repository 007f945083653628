use super::*;
use crate::record::{Operator, Role};
use crate::supervise::{Duty, Expected, Fill, Item, RemarkKind, Status, Taken, filled, take, testing};

const JUNE: Month = Month { year: 2022, month: 6 };
const CUTOFF: Date = Date { year: 2022, month: 7, day: 5 };

fn unit(items: &[Item]) -> UnitDuties {
    let duties = items.iter().map(|item| Duty { item: item.clone(), role: Role::Lead }).collect();
    UnitDuties { name: "甲局".into(), spellings: vec!["甲局".into()], region: "海湾市".into(), duties }
}

fn items() -> [Item; 3] {
    let step = testing::step("4-6月", Some("2022-04"), Some("2022-06"));
    let formula = Item { name: "=1+1".into(), ..testing::step("7月", Some("2022-07"), Some("2022-07")) };
    [testing::target(Operator::Ge, "78.8"), step, formula]
}

fn workbook(unit: &UnitDuties, store: &Store) -> Vec<u8> {
    let layout = Layout::default();
    let rhythms = Rhythms::new(&layout.reporting);
    let issue = Issue { layout: &layout, store, rhythms: &rhythms, period: Some(JUNE), cutoff: CUTOFF };
    unit_workbook(unit, &issue).unwrap()
}

fn full() -> Fill {
    Fill {
        progress: "=已开工\n完成桩基".into(),
        value: Some("40.5".parse().unwrap()),
        status: Some(Status::UnderWay),
        problem: "缺资金".into(),
        next: "+加快".into(),
        reporter: "张三".into(),
        reported_on: Some(CUTOFF),
    }
}

fn take_empty_handed(read: &filled::Filled, units: &[UnitDuties]) -> Taken {
    let (layout, store) = (Layout::default(), Store::default());
    let rhythms = Rhythms::new(&layout.reporting);
    let expected = Expected {
        units,
        listed: &|_| true,
        layout: &layout,
        store: &store,
        rhythms: &rhythms,
        period: Some(JUNE),
        today: CUTOFF,
    };
    take(read, "甲局.xlsx", &expected)
}

#[test]
fn what_was_reported_is_carried_over_and_read_back_as_it_was() {
    let unit = unit(&items());
    let mut store = Store::default();
    let fills = items().map(|item| (item.key, full()));
    store.put(JUNE, &unit.name, CUTOFF, fills.clone());
    let bytes = workbook(&unit, &store);
    assert_eq!(bytes, workbook(&unit, &store), "the same state gives the same bytes");
    let read = filled::read(&bytes).unwrap();
    assert_eq!((read.unit.as_str(), read.period_of("文"), read.rows.len()), ("甲局", Some(JUNE), 3));
    let units = [unit];
    let taken = take_empty_handed(&read, &units);
    assert_eq!(taken.fills[&(JUNE, "甲局".to_owned())], fills.into_iter().collect());
    assert_eq!(taken.remarks, []);
}

#[test]
fn what_comes_to_nothing_is_shown_as_nothing() {
    let undated = testing::step("适时", None, None);
    let bytes = workbook(&unit(&[undated, testing::target(Operator::Ge, "78.8")]), &Store::default());
    for (sheet, formulas) in [(2, 1), (3, 2)] {
        let xml = super::super::tests::part_of(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
        assert_eq!(xml.matches("<f>").count(), formulas, "{xml}");
        assert!(!xml.contains("</f><v>0</v>"), "{xml}");
    }
}

#[test]
fn an_empty_sheet_is_unfilled_where_something_was_due() {
    let units = [unit(&items())];
    let read = filled::read(&workbook(&units[0], &Store::default())).unwrap();
    let taken = take_empty_handed(&read, &units);
    let kinds: Vec<RemarkKind> = taken.remarks.iter().map(|remark| remark.kind).collect();
    assert_eq!(kinds, [RemarkKind::Unfilled; 2], "the third begins in July: {:?}", taken.remarks);
}

#[test]
fn a_column_that_is_gone_is_said_once_a_sheet() {
    let units = [unit(&items())];
    let mut read = filled::read(&workbook(&units[0], &Store::default())).unwrap();
    read.columns[0].1.retain(|field| *field != crate::supervise::Field::Status);
    let remarks = take_empty_handed(&read, &units).remarks;
    let lost: Vec<&str> = remarks.iter().filter(|r| r.kind == RemarkKind::Lost).map(|r| r.message.as_str()).collect();
    assert_eq!(lost, ["“状态”一栏不见了"]);
}
