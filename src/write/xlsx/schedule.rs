//! 进度安排: tasks against months, or against years where steps are given by the year only. A step takes the cells of
//! its span, coloured, with a comment that tells the step by itself. Only in the workbook of a document; over all documents steps stand in 时间节点.

use super::cell::{Cell, Tint};
use super::sheet::{Column, Row, Table};
use super::tasks::several_lists;
use super::{Contents, Kind};
use crate::record::{ScheduleEntry, Task};
use crate::write::wording;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

pub const KIND: Kind = Kind { name: "进度安排", of_document, columns: Vec::new, rows: |_| Vec::new() };

/// A month: year and 1..12.
type Month = (i32, u8);

/// Where a step belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    /// From a month to a month; a step with a deadline alone stands in its month.
    Months(Month, Month),
    /// Whole years, first and last.
    Years(i32, i32),
    Undated,
}

fn span(step: &ScheduleEntry) -> Span {
    let month = |text: &Option<String>| text.as_deref().and_then(month);
    let (start, end) = match (month(&step.start), month(&step.end)) {
        (Some(start), Some(end)) => (start, end.max(start)),
        (Some(only), None) | (None, Some(only)) => (only, only),
        (None, None) => return Span::Undated,
    };
    match (start, end) {
        ((first, 1), (last, 12)) => Span::Years(first, last),
        _ => Span::Months(start, end),
    }
}

fn month(text: &str) -> Option<Month> {
    let (year, month) = text.split_once('-')?;
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let year = year.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    Some((year, month))
}

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let tasks: Vec<Task> = records.tasks.iter().filter(|task| !task.schedule.is_empty()).cloned().collect();
    if tasks.is_empty() {
        return None;
    }
    let spans = || tasks.iter().flat_map(|task| &task.schedule).map(span);
    let by_year = spans().all(|span| !matches!(span, Span::Months(..))) && spans().any(|s| s != Span::Undated);
    let mut table = if by_year { by_years(&tasks) } else { by_months(&tasks) };
    let steps: usize = tasks.iter().map(|task| task.schedule.len()).sum();
    let left_out = keep_comments(&mut table.rows, MOST_COMMENTS);
    let left_out = match left_out {
        0 => String::new(),
        more => format!("；批注只加在前{MOST_COMMENTS}格上，另有{more}格没有"),
    };
    Some(table.note(format!("{}项任务，{steps}步，按时间排序请用“时间节点”表{left_out}", tasks.len())))
}

/// Comments of a sheet. Every one is a drawing; spreadsheet programs open sheets with many thousands slowly.
const MOST_COMMENTS: usize = 2_000;

/// Takes the comments away behind the first `most`, and says how many those are.
fn keep_comments(rows: &mut [Row], most: usize) -> usize {
    let noted = rows.iter_mut().flatten().filter(|cell| matches!(cell, Cell::Noted(..)));
    let rest = noted.skip(most).map(|cell| *cell = cell.parts().0.clone());
    rest.count()
}

fn identity_columns() -> Vec<Column> {
    vec![
        Column::text("清单", 16).optional(),
        Column::short("序号", 8).optional(),
        Column::text("任务", 20),
        Column::text("牵头（责任）单位", 16).optional(),
    ]
}

fn identity(task: &Task, with_list: bool) -> Row {
    vec![
        if with_list { Cell::text(&task.list) } else { Cell::Empty },
        Cell::whole(task.seq),
        Cell::text(task.shown_title()),
        Cell::text(wording::units_answering(&task.responsible)),
    ]
}

fn ending_columns() -> Vec<Column> {
    vec![Column::text("未定时间", 26).optional(), Column::short("出处", 16), Column::short("编号", 8)]
}

fn ending(task: &Task, undated: &[String]) -> Row {
    vec![Cell::text(undated.join("\n")), Cell::text(task.anchor.place()), Cell::text(&task.id)]
}

/// The periods of one row, laid step by step.
struct Lane {
    periods: Vec<Period>,
}

/// A cell of the calendar on its way.
#[derive(Debug, Clone, Default)]
struct Period {
    /// The texts of the steps that begin here.
    texts: Vec<String>,
    /// What the comment says of each of them.
    comments: Vec<String>,
    /// The step laid here last, counted in its task.
    step: Option<usize>,
}

impl Lane {
    fn new(periods: usize) -> Self {
        Lane { periods: vec![Period::default(); periods] }
    }

    /// Lays a step over its periods; its text stands in the first of them, under a text that stands there.
    fn lay(&mut self, periods: RangeInclusive<usize>, text: &str, comment: &str, step: usize) {
        let first = &mut self.periods[*periods.start()];
        first.texts.push(text.to_owned());
        first.comments.push(comment.to_owned());
        self.periods[periods].iter_mut().for_each(|period| period.step = Some(step));
    }

    /// The cells: a text has the room up to the next text or the end of its step.
    fn cells(&self) -> Row {
        let mut owner = None;
        let cell = |period: &Period| {
            let Some(step) = period.step else {
                owner = None;
                return Cell::Empty;
            };
            match period.texts.is_empty() {
                true if owner == Some(step) => Cell::Covered,
                true => Cell::Tinted(String::new(), tint(step)),
                false => {
                    owner = Some(step);
                    Cell::Tinted(period.texts.join("\n"), tint(step)).noted(period.comments.join("\n\n"))
                }
            }
        };
        self.periods.iter().map(cell).collect()
    }
}

/// Neighbouring steps have different colours.
fn tint(nth: usize) -> Tint {
    if nth.is_multiple_of(2) { Tint::First } else { Tint::Second }
}

/// The text of a step with its printed period, which is left out where the column says the same.
fn step_text(step: &ScheduleEntry, column: &str) -> String {
    match step.raw.trim() {
        raw if raw.is_empty() || raw == column => step.text.clone(),
        raw => format!("{raw}：{}", step.text),
    }
}

/// The step as it is told away from its row: task, printed period, text, months, units, place.
fn comment(task: &Task, step: &ScheduleEntry) -> String {
    let month = |(year, month): Month| format!("{year}年{month}月");
    let months = match span(step) {
        Span::Undated => String::new(),
        Span::Years(first, last) if first == last => format!("起止：{first}年全年"),
        Span::Years(first, last) => format!("起止：{first}年至{last}年"),
        Span::Months(only, last) if only == last => format!("起止：{}", month(only)),
        Span::Months(first, last) => format!("起止：{}至{}", month(first), month(last)),
    };
    let labelled = |label: &str, text: String| if text.is_empty() { text } else { format!("{label}：{text}") };
    let parts = [
        format!("【{}】", task.shown_title()),
        step_text(step, ""),
        months,
        labelled("牵头（责任）单位", wording::units_answering(&task.responsible)),
        labelled("出处", step.anchor.place()),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn undated(task: &Task) -> Vec<String> {
    task.schedule.iter().filter(|step| span(step) == Span::Undated).map(|step| step_text(step, "")).collect()
}

fn by_years(tasks: &[Task]) -> Table {
    let years = years(tasks);
    let several_lists = several_lists(tasks);
    let row = |task: &Task| {
        let mut lane = Lane::new(years.len());
        for (nth, step) in task.schedule.iter().enumerate() {
            let Span::Years(first, last) = span(step) else { continue };
            let at = |year: i32| years.iter().position(|known| *known == year).unwrap_or_default();
            lane.lay(at(first)..=at(last), &step_text(step, &format!("{first}年")), &comment(task, step), nth);
        }
        [identity(task, several_lists), lane.cells(), ending(task, &undated(task))].concat()
    };
    let mut columns = identity_columns();
    columns.extend(years.iter().map(|year| Column::text(format!("{year}年"), 50)));
    columns.extend(ending_columns());
    Table::list(columns, tasks.iter().map(row).collect()).frozen(3)
}

/// All years that a step of whole years touches.
fn years(tasks: &[Task]) -> Vec<i32> {
    let mut years = BTreeSet::new();
    for span in tasks.iter().flat_map(|task| &task.schedule).map(span) {
        if let Span::Years(first, last) = span {
            years.extend([first, last]);
        }
    }
    years.into_iter().collect()
}

fn by_months(tasks: &[Task]) -> Table {
    let several_lists = several_lists(tasks);
    let lanes: Vec<(&Task, Lanes)> = tasks.iter().map(|task| (task, month_lanes(task))).collect();
    let years: BTreeSet<i32> = lanes.iter().flat_map(|(_, lanes)| lanes.keys().flatten()).copied().collect();
    let mut rows = Vec::new();
    for (task, lanes) in &lanes {
        rows.extend(month_rows(task, lanes, &identity(task, several_lists), years.len() > 1));
    }
    let mut columns = identity_columns();
    columns.extend(month_columns());
    columns.extend(ending_columns());
    Table::list(columns, rows).frozen(3)
}

/// Year, the year as a whole, twelve months.
fn month_columns() -> Vec<Column> {
    let mut columns = vec![Column::short("年度", 8).optional(), Column::text("全年", 20).optional()];
    columns.extend((1..=12).map(|month| Column::text(format!("{month}月"), 12).even()));
    columns
}

/// A lane a year; none for a task without a dated step.
type Lanes = BTreeMap<Option<i32>, Lane>;

fn month_lanes(task: &Task) -> Lanes {
    let mut lanes = Lanes::new();
    for (nth, step) in task.schedule.iter().enumerate() {
        let comment = comment(task, step);
        let mut lay = |year: i32, periods, text: &str, nth| {
            lanes.entry(Some(year)).or_insert_with(|| Lane::new(13)).lay(periods, text, &comment, nth);
        };
        match span(step) {
            Span::Undated => {}
            Span::Years(first, last) => {
                lay(first, 0..=0, &step_text(step, "全年"), nth);
                continued(first, last).for_each(|year| lay(year, 0..=0, &step_text(step, ""), nth));
            }
            Span::Months((first, from), (last, to)) => {
                let end = if first == last { usize::from(to) } else { 12 };
                lay(first, usize::from(from)..=end, &step_text(step, &format!("{from}月")), nth);
                for year in continued(first, last) {
                    let end = if year == last { usize::from(to) } else { 12 };
                    lay(year, 1..=end, &step_text(step, ""), nth);
                }
            }
        }
    }
    if lanes.is_empty() {
        lanes.insert(None, Lane::new(13));
    }
    lanes
}

/// The years behind the first that a step goes on in. A misread year must not fill a sheet.
fn continued(first: i32, last: i32) -> RangeInclusive<i32> {
    const LONGEST: i32 = 15;
    first + 1..=last.min(first + LONGEST)
}

/// One row a year; undated steps stand in the first.
fn month_rows(task: &Task, lanes: &Lanes, identity: &Row, with_year: bool) -> Vec<Row> {
    let mut undated = undated(task);
    let mut rows = Vec::new();
    for (year, lane) in lanes {
        let year = if with_year { Cell::whole(*year) } else { Cell::Empty };
        rows.push([identity.clone(), vec![year], lane.cells(), ending(task, &undated)].concat());
        undated.clear();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::specimen::{step, task};

    #[test]
    fn steps_find_their_span() {
        use Span::*;
        let cases = [
            (Some("2022-02"), Some("2022-04"), Months((2022, 2), (2022, 4))),
            (None, Some("2022-06"), Months((2022, 6), (2022, 6))),
            (Some("2022-03"), None, Months((2022, 3), (2022, 3))),
            (Some("2022-09"), Some("2022-03"), Months((2022, 9), (2022, 9))),
            (Some("2022-01"), Some("2022-12"), Years(2022, 2022)),
            (Some("2021-01"), Some("2025-12"), Years(2021, 2025)),
            (Some("2022-11"), Some("2023-02"), Months((2022, 11), (2023, 2))),
            (None, None, Undated),
            (Some("2022-13"), Some("去年"), Undated),
            (Some("2147483647-02"), None, Undated),
        ];
        for (start, end, expected) in cases {
            assert_eq!(span(&step("", start, end, "")), expected, "{start:?} {end:?}");
        }
    }

    /// The cells without their comments.
    fn bare(lane: &Lane) -> Row {
        lane.cells().iter().map(|cell| cell.parts().0.clone()).collect()
    }

    #[test]
    fn a_comment_tells_the_step_by_itself_up_to_a_limit() {
        let mut task = task("K001", Some("平台"));
        task.schedule = vec![
            step("2-4月", Some("2022-02"), Some("2022-04"), "甲"),
            step("4月", Some("2022-04"), Some("2022-04"), "乙"),
            step("6月底前", None, Some("2022-06"), "丙"),
        ];
        let first = "【平台】\n2-4月：甲\n起止：2022年2月至2022年4月\n牵头（责任）单位：市经信局\n出处：第41行";
        let mut rows = vec![month_lanes(&task)[&Some(2022)].cells()];
        let comments = |rows: &[Row]| -> Vec<String> {
            rows.iter().flatten().filter_map(|cell| cell.parts().1.map(str::to_owned)).collect()
        };
        assert_eq!(comments(&rows)[0], first);
        assert_eq!(comments(&rows).len(), 3);
        assert_eq!(keep_comments(&mut rows, 1), 2);
        assert_eq!(comments(&rows), [first]);
        assert_eq!(rows[0][6], Cell::Tinted("6月底前：丙".into(), Tint::First));
    }

    #[test]
    fn the_text_stands_in_the_first_month_and_the_span_is_coloured() {
        let mut task = task("K001", Some("平台"));
        task.schedule = vec![
            step("2-4月", Some("2022-02"), Some("2022-04"), "甲"),
            step("4月", Some("2022-04"), Some("2022-04"), "乙"),
            step("4-5月", Some("2022-04"), Some("2022-05"), "丙"),
        ];
        let lanes = month_lanes(&task);
        let cells = &bare(&lanes[&Some(2022)])[1..=6];
        let (first, third) =
            (Cell::Tinted("2-4月：甲".into(), Tint::First), Cell::Tinted("乙\n4-5月：丙".into(), Tint::First));
        assert_eq!(cells, [Cell::Empty, first, Cell::Covered, third, Cell::Covered, Cell::Empty]);
    }

    #[test]
    fn a_step_inside_a_longer_one_leaves_it_both_ends() {
        let mut task = task("K001", Some("平台"));
        task.schedule = vec![
            step("1-6月", Some("2022-01"), Some("2022-06"), "甲"),
            step("3-4月", Some("2022-03"), Some("2022-04"), "乙"),
        ];
        let cells = &bare(&month_lanes(&task)[&Some(2022)])[1..=6];
        let (long, short) =
            (Cell::Tinted("1-6月：甲".into(), Tint::First), Cell::Tinted("3-4月：乙".into(), Tint::Second));
        let rest = Cell::Tinted(String::new(), Tint::First);
        assert_eq!(cells, [long, Cell::Covered, short, Cell::Covered, rest.clone(), rest]);
    }

    #[test]
    fn a_step_over_new_year_goes_on_in_the_next_row() {
        let mut task = task("K001", Some("平台"));
        task.schedule = vec![step("", Some("2022-11"), Some("2023-02"), "甲"), step("每季度", None, None, "乙")];
        let rows = month_rows(&task, &month_lanes(&task), &vec![], true);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0][0], Cell::Whole(2022));
        assert_eq!(rows[0][12].parts().0, &Cell::Tinted("甲".into(), Tint::First));
        assert_eq!(rows[0][14], Cell::text("每季度：乙"));
        assert_eq!(rows[1][2].parts().0, &Cell::Tinted("甲".into(), Tint::First));
        assert_eq!(rows[1][14], Cell::Empty);
    }

    #[test]
    fn a_misread_year_does_not_fill_the_sheet() {
        let mut task = task("K001", None);
        task.schedule = vec![step("", Some("2022-02"), Some("9202-02"), "甲")];
        assert_eq!(month_lanes(&task).len(), 16);
    }

    #[test]
    fn steps_of_whole_years_give_columns_of_years() {
        let mut one = task("K001", Some("平台"));
        one.schedule = vec![
            step("2021年", Some("2021-01"), Some("2021-12"), "立项"),
            step("2022年", Some("2022-01"), Some("2022-12"), "建成"),
        ];
        let table = by_years(&[one]).without_idle_columns();
        let titles: Vec<_> = table.columns.iter().map(|column| column.title.as_str()).collect();
        assert_eq!(titles, ["序号", "任务", "牵头（责任）单位", "2021年", "2022年", "出处", "编号"]);
        assert_eq!(table.rows[0][3].parts().0, &Cell::Tinted("立项".into(), Tint::First));
        assert_eq!(table.rows[0][4].parts().0, &Cell::Tinted("建成".into(), Tint::Second));
    }
}
