//! Taking over what units have filled in (收集): every row is found by its key, what was changed, left out or cannot be
//! right is remarked.

use super::date::{Date, Month};
use super::field::{Content, Field, content};
use super::fill::{Fill, Status};
use super::filled::{Filled, FilledRow, Read};
use super::judge;
use super::layout::Layout;
use super::rhythm::Rhythms;
use super::store::{Store, duty_key};
use super::unit::{Duty, UnitDuties};
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with a row or a file (填报问题).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What kind of trouble.
    pub kind: RemarkKind,
    /// The unit, empty where unknown.
    pub unit: String,
    /// The file, as the user named it.
    pub file: String,
    /// Sheet and cell, empty for the file as a whole.
    pub place: String,
    /// Name of the duty.
    pub item: String,
    /// What is wrong, a Chinese sentence without a full stop.
    pub message: String,
}

/// What kind of trouble a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// 改动: a locked cell was changed.
    Changed,
    /// 缺失: a row or column is gone.
    Lost,
    /// 新增: a row was put in.
    Added,
    /// 未填: nothing was filled in where something was due.
    Unfilled,
    /// 存疑: what was filled in cannot be right.
    Doubtful,
    /// 对不上: a key that no document has, or a unit that is none.
    Unknown,
}

impl RemarkKind {
    /// All of them.
    pub const ALL: [RemarkKind; 6] = [
        RemarkKind::Changed,
        RemarkKind::Lost,
        RemarkKind::Added,
        RemarkKind::Unfilled,
        RemarkKind::Doubtful,
        RemarkKind::Unknown,
    ];

    /// The word for users.
    pub fn label(self) -> &'static str {
        match self {
            RemarkKind::Changed => "改动",
            RemarkKind::Lost => "缺失",
            RemarkKind::Added => "新增",
            RemarkKind::Unfilled => "未填",
            RemarkKind::Doubtful => "存疑",
            RemarkKind::Unknown => "对不上",
        }
    }
}

/// What a file gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taken {
    /// What was filled in, by period and unit, by the key of the item.
    pub fills: BTreeMap<(Month, String), BTreeMap<String, Fill>>,
    /// What is wrong.
    pub remarks: Vec<Remark>,
}

/// What filled sheets are held against.
pub struct Expected<'a> {
    /// All units with their duties.
    pub units: &'a [UnitDuties],
    /// The duties that the sheets of a unit list; only these can be lost.
    pub listed: &'a dyn Fn(&Duty) -> bool,
    /// How the sheets look; columns to fill in that a sheet has by it and a file has not are lost.
    pub layout: &'a Layout,
    /// What was collected before.
    pub store: &'a Store,
    /// When the documents want their reports.
    pub rhythms: &'a Rhythms,
    /// The period that the report is about, for all documents; what the file says where none is named.
    pub period: Option<Month>,
    /// The day; nobody reports in the future.
    pub today: Date,
}

impl<'a> Expected<'a> {
    /// The columns to fill in that a sheet of this name has.
    fn inputs(&self, sheet: &str) -> impl Iterator<Item = Field> + use<'a> {
        let sheet = self.layout.sheet.iter().find(|layout| layout.name == sheet);
        let columns = sheet.into_iter().flat_map(|layout| &layout.columns);
        columns.map(|column| column.field).filter(|field| field.is_filled())
    }
}

/// Takes a file.
pub fn take(filled: &Filled, file: &str, expected: &Expected) -> Taken {
    let duties: BTreeMap<String, (&UnitDuties, &Duty)> = expected
        .units
        .iter()
        .flat_map(|unit| unit.duties.iter().map(move |duty| (duty_key(&duty.item.key, &unit.name), (unit, duty))))
        .collect();
    let mut desk = Desk { file, filled, expected, taken: Taken::default(), seen: BTreeMap::new() };
    for row in &filled.rows {
        match duties.get(&row.key) {
            Some((unit, duty)) => desk.take_row(row, unit, duty),
            None => desk.remark(
                RemarkKind::Unknown,
                &filled.unit,
                row.place(Field::Name),
                &row.read(Field::Name).shown(),
                "这一行的记录在现有文件里找不到，没有汇总；文件若重新提取过，请发新的填报表".to_owned(),
            ),
        }
    }
    desk.remark_rest();
    desk.taken
}

/// A file being taken.
struct Desk<'a> {
    file: &'a str,
    filled: &'a Filled,
    expected: &'a Expected<'a>,
    taken: Taken,
    /// Where each key was seen first.
    seen: BTreeMap<String, String>,
}

impl Desk<'_> {
    fn remark(&mut self, kind: RemarkKind, unit: &str, place: String, item: &str, message: String) {
        let (unit, file, item) = (unit.to_owned(), self.file.to_owned(), item.to_owned());
        self.taken.remarks.push(Remark { kind, unit, file, place, item, message });
    }

    fn take_row(&mut self, row: &FilledRow, unit: &UnitDuties, duty: &Duty) {
        let name = &duty.item.name;
        let place = row.place(Field::Name);
        if let Some(first) = self.seen.insert(row.key.clone(), place.clone()) {
            self.seen.insert(row.key.clone(), first.clone());
            let message = format!("与 {first} 是同一条记录，只汇总第一处");
            return self.remark(RemarkKind::Added, &unit.name, place, name, message);
        }
        for (field, (_, read)) in &row.cells {
            if let Some(message) = change(*field, &self.content(*field, duty), read) {
                self.remark(RemarkKind::Changed, &unit.name, row.place(*field), name, message);
            }
        }
        let (fill, doubts) = fill(row);
        for (field, message) in doubts {
            self.remark(RemarkKind::Doubtful, &unit.name, row.place(field), name, message);
        }
        let Expected { store, today, .. } = self.expected;
        let period = self.period(duty);
        let before = store.before(&duty.item.key, &unit.name, period);
        for (field, message) in judge::doubts(&fill, duty, before, period, *today) {
            self.remark(RemarkKind::Doubtful, &unit.name, row.place(field), name, message);
        }
        if judge::is_expected(duty, period) && fill.status.is_none() {
            let message = if fill.is_empty() { "整行没有填报" } else { "没有选状态" };
            self.remark(RemarkKind::Unfilled, &unit.name, row.place(Field::Status), name, message.to_owned());
        }
        self.taken.fills.entry((period, unit.name.clone())).or_default().insert(duty.item.key.clone(), fill);
    }

    /// The period that the report on a duty is about.
    fn period(&self, duty: &Duty) -> Month {
        let Expected { rhythms, period, today, .. } = self.expected;
        let document = &duty.item.document;
        rhythms.for_report(document, *period, self.filled.period_of(document), *today)
    }

    /// What a locked cell had when the sheet was written; none where that is not known.
    fn content(&self, field: Field, duty: &Duty) -> Option<Content> {
        let document = &duty.item.document;
        match field {
            Field::Report => {
                let period = self.filled.period_of(document)?;
                Some(Content::Text(self.expected.rhythms.of(document).shown(period)))
            }
            field => (!field.is_filled() && !field.is_derived()).then(|| content(field, duty)),
        }
    }

    /// Rows that are gone or were put in, columns that are gone.
    fn remark_rest(&mut self) {
        let filled = self.filled;
        for added in &filled.added {
            let place = format!("{}!A{}", added.sheet, added.row);
            let message = format!("填报单位自己加的行，没有汇总：{}", beginning(&added.text));
            self.remark(RemarkKind::Added, &filled.unit, place, "", message);
        }
        for (sheet, columns) in &filled.columns {
            for field in self.expected.inputs(sheet).filter(|field| !columns.contains(field)) {
                let message = format!("“{}”一栏不见了", field.title());
                self.remark(RemarkKind::Lost, &filled.unit, sheet.clone(), "", message);
            }
        }
        let expected = self.expected;
        let reported: BTreeSet<String> = self.taken.fills.keys().map(|(_, unit)| unit.clone()).collect();
        for unit in expected.units.iter().filter(|unit| reported.contains(&unit.name)) {
            for duty in unit.duties.iter().filter(|duty| (expected.listed)(duty)) {
                if !self.seen.contains_key(&duty_key(&duty.item.key, &unit.name)) {
                    let message = format!("这一行被删去了（{}）", duty.item.record);
                    self.remark(RemarkKind::Lost, &unit.name, String::new(), &duty.item.name, message);
                }
            }
        }
    }
}

/// What is filled in, and what of it is no value of its column.
fn fill(row: &FilledRow) -> (Fill, Vec<(Field, String)>) {
    let mut doubts = Vec::new();
    let text = |field| row.read(field).shown();
    let value = match row.read(Field::Value) {
        Read::Empty => None,
        Read::Number(number) => Some(*number),
        Read::Text(text) => number(text).or_else(|| {
            doubts.push((Field::Value, format!("完成值“{text}”不是数字，没有汇总")));
            None
        }),
        Read::Day(day) => {
            doubts.push((Field::Value, format!("完成值“{day}”是日期，没有汇总")));
            None
        }
    };
    let status = text(Field::Status);
    let known = Status::of(&status);
    if known.is_none() && !status.is_empty() {
        doubts.push((Field::Status, format!("状态“{status}”不在可选的四种之中，没有汇总")));
    }
    let reported_on = match row.read(Field::ReportedOn) {
        Read::Empty => None,
        Read::Day(day) => Some(*day),
        other => Date::parse(&other.shown()).or_else(|| {
            doubts.push((Field::ReportedOn, format!("填报日期“{}”不是日期，没有汇总", other.shown())));
            None
        }),
    };
    let fill = Fill {
        progress: text(Field::Progress),
        value,
        status: known,
        problem: text(Field::Problem),
        next: text(Field::Next),
        reporter: text(Field::Reporter),
        reported_on,
    };
    (fill, doubts)
}

/// A number that was typed as text: full-width digits, grouped by commas.
fn number(text: &str) -> Option<crate::record::Decimal> {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '．' => '.',
        '－' => '-',
        c => c,
    };
    let text: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).map(plain).collect();
    text.parse().ok()
}

/// What was changed in a locked cell, where it is known what it had.
fn change(field: Field, was: &Option<Content>, read: &Read) -> Option<String> {
    let was = was.as_ref()?;
    let same = match (was, read) {
        (Content::Goal(goal), Read::Number(number)) => close(goal.number, *number),
        (Content::Whole(whole), Read::Number(number)) => *number == (*whole).into(),
        (was, read) => same_text(&was.shown(), &read.shown()),
    };
    let (was, now) = (beginning(&was.shown()), beginning(&read.shown()));
    (!same).then(|| match (was.is_empty(), now.is_empty()) {
        (_, true) => format!("“{}”原为“{was}”，被清空", field.title()),
        (true, _) => format!("“{}”原为空，被填上“{now}”", field.title()),
        _ => format!("“{}”原为“{was}”，被改为“{now}”", field.title()),
    })
}

/// Spreadsheets keep fifteen digits.
fn close(one: crate::record::Decimal, other: crate::record::Decimal) -> bool {
    let scale = one.abs().max(crate::record::Decimal::ONE);
    (one - other).abs() <= scale * crate::record::Decimal::new(1, 12)
}

/// Are the texts the same, blanks aside? A cell holds no more than 32,767 units; what was cut there is not held against
/// the unit.
fn same_text(was: &str, now: &str) -> bool {
    const LONGEST: usize = 30_000;
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).take(LONGEST).collect::<String>();
    letters(was) == letters(now)
}

fn beginning(text: &str) -> String {
    const LONGEST: usize = 30;
    let text = text.replace('\n', " ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
