//! 进度安排: one step of a task a row over a grid of months, or of years where steps are given by the year only. Bars
//! follow the first and the last month of the row; a comment tells the step by itself. Only in the workbook of a
//! document; over all documents steps stand in 时间节点.

use super::bars::{Bars, Scale};
use super::cell::{Cell, Day};
use super::sheet::{Column, Row, Table};
use super::tasks::several_lists;
use super::{Contents, Kind, NONE};
use crate::record::{ScheduleEntry, Task};
use crate::write::wording;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

pub const KIND: Kind = Kind { name: "进度安排", of_document, homes: NONE, columns: Vec::new, rows: |_| Vec::new() };

const START: &str = "开始";
const END: &str = "截止";

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

impl Span {
    /// First and last year.
    fn years(self) -> Option<(i32, i32)> {
        match self {
            Span::Months((first, _), (last, _)) | Span::Years(first, last) => Some((first, last)),
            Span::Undated => None,
        }
    }

    /// First and last month.
    fn months(self) -> Option<(Month, Month)> {
        match self {
            Span::Months(first, last) => Some((first, last)),
            Span::Years(first, last) => Some(((first, 1), (last, 12))),
            Span::Undated => None,
        }
    }
}

fn span(step: &ScheduleEntry) -> Span {
    let month = |text: &Option<String>| text.as_deref().and_then(month);
    let (start, end) = match (month(&step.start), month(&step.end)) {
        (Some(start), Some(end)) => (start.min(end), end),
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
    let year = year.parse().ok().filter(|year| (1900..=9999).contains(year))?;
    Some((year, month))
}

fn of_document(Contents { records, .. }: Contents) -> Option<Table> {
    let steps: Vec<(&Task, &ScheduleEntry)> =
        records.tasks.iter().flat_map(|task| task.schedule.iter().map(move |step| (task, step))).collect();
    if steps.is_empty() {
        return None;
    }
    let spans: Vec<Span> = steps.iter().map(|(_, step)| span(step)).collect();
    let grid = Grid::over(&spans);
    let with_list = several_lists(&records.tasks);
    let mut comments = Comments { most: MOST_COMMENTS, written: 0, left_out: 0 };
    let columns = [leading_columns(), grid.columns(), ending_columns()].concat();
    let row = |((task, step), span): (&(&Task, &ScheduleEntry), &Span)| {
        let mut row = Vec::with_capacity(columns.len());
        row.extend(leading(task, step, with_list));
        row.extend(grid.cells(*span, || comments.next(task, step)));
        row.extend(ending(task, step));
        row
    };
    let rows = steps.iter().zip(&spans).map(row).collect();
    let note = note(&grid, &spans, comments.left_out);
    Some(Table::list(columns, rows).note(note).frozen(3).bars(grid.bars()))
}

/// What is said under the title: how many steps, what the colours mean, what the grid does not show.
fn note(grid: &Grid, spans: &[Span], without_comment: usize) -> String {
    let beyond = spans.iter().filter(|span| span.years().is_some() && grid.place(**span).is_none()).count();
    let mut note = format!("共{}步，深色是截止的{}，改动“{START}”“{END}”两列时横道随之变动", spans.len(), grid.word());
    if beyond > 0 {
        note.push_str(&format!("；{beyond}步不在这些年份，见“{START}”“{END}”"));
    }
    if without_comment > 0 {
        note.push_str(&format!("；批注只加在前{MOST_COMMENTS}步上，另有{without_comment}步没有"));
    }
    note
}

/// Comments of a sheet. Every one is a drawing; spreadsheet programs open sheets with many thousands slowly.
const MOST_COMMENTS: usize = 2_000;

/// The comments of a sheet, of which the first are written.
struct Comments {
    most: usize,
    written: usize,
    left_out: usize,
}

impl Comments {
    /// The comment on the next step, while there are not too many.
    fn next(&mut self, task: &Task, step: &ScheduleEntry) -> Option<String> {
        if self.written == self.most {
            self.left_out += 1;
            return None;
        }
        self.written += 1;
        Some(comment(task, step))
    }
}

fn leading_columns() -> Vec<Column> {
    vec![
        Column::text("清单", 24).optional(),
        Column::short("序号", 8).optional(),
        Column::text("任务", 20),
        Column::text("牵头（责任）单位", 16).optional(),
        Column::text("时间原文", 12).optional(),
        Column::text("工作内容", 44),
        Column::short(START, 13),
        Column::short(END, 13),
    ]
}

fn leading(task: &Task, step: &ScheduleEntry, with_list: bool) -> [Cell; 8] {
    [
        if with_list { Cell::text(&task.list) } else { Cell::Empty },
        Cell::whole(task.seq),
        Cell::text(task.shown_title()),
        Cell::text(wording::units_answering(&task.responsible)),
        Cell::text(&step.raw),
        Cell::text(&step.text),
        Cell::month(&step.start, Day::First),
        Cell::month(&step.end, Day::Last),
    ]
}

fn ending_columns() -> Vec<Column> {
    vec![Column::short("出处", 16), Column::short("编号", 8)]
}

fn ending(task: &Task, step: &ScheduleEntry) -> [Cell; 2] {
    [Cell::text(step.anchor.place()), Cell::text(&task.id)]
}

/// The periods that the sheet has columns for.
#[derive(Debug, PartialEq, Eq)]
struct Grid {
    scale: Scale,
    years: RangeInclusive<i32>,
}

/// Years that months are shown for, and years that are shown as such; more would not fit on paper, and a misread year
/// must not fill a sheet.
const MOST_YEARS_OF_MONTHS: i32 = 3;
const MOST_YEARS: i32 = 15;

impl Grid {
    /// Months where any step has a month, else years.
    fn over(spans: &[Span]) -> Grid {
        let by_month = |span: &&Span| matches!(span, Span::Months(..));
        let years = |spans: Vec<&Span>| spans.into_iter().filter_map(|span| span.years()).collect::<Vec<_>>();
        let with_months = years(spans.iter().filter(by_month).collect());
        if with_months.is_empty() {
            return Grid { scale: Scale::Years, years: window(&years(spans.iter().collect()), MOST_YEARS) };
        }
        Grid { scale: Scale::Months, years: window(&with_months, MOST_YEARS_OF_MONTHS) }
    }

    fn word(&self) -> &'static str {
        match self.scale {
            Scale::Months => "月份",
            Scale::Years => "年份",
        }
    }

    fn count(&self) -> usize {
        let years = self.years.clone().count();
        match self.scale {
            Scale::Months => years * 12,
            Scale::Years => years,
        }
    }

    fn titles(&self) -> Vec<String> {
        let one_year = self.years.clone().count() == 1;
        let of_year = |year: i32| match self.scale {
            Scale::Years => vec![format!("{year}年")],
            Scale::Months if one_year => (1..=12).map(|month| format!("{month}月")).collect(),
            Scale::Months => (1..=12).map(|month| format!("{year}年{month}月")).collect(),
        };
        self.years.clone().flat_map(of_year).collect()
    }

    fn columns(&self) -> Vec<Column> {
        const WIDTH: u16 = 7;
        const WIDTH_OF_YEAR: u16 = 10;
        let width = if self.scale == Scale::Months { WIDTH } else { WIDTH_OF_YEAR };
        self.titles().into_iter().map(|title| Column::short(title, width).even()).collect()
    }

    fn bars(&self) -> Bars {
        let titles = self.titles();
        let periods = u16::try_from(titles.len()).unwrap_or(u16::MAX);
        let first = titles.into_iter().next().unwrap_or_default();
        Bars { start: START, end: END, first, periods, scale: self.scale, year: *self.years.start() }
    }

    /// The first period that a step takes, counted from 0; none where it takes none of the grid.
    fn place(&self, span: Span) -> Option<usize> {
        let (first, last) = span.months()?;
        let begins = first.max((*self.years.start(), 1));
        if begins > last || begins.0 > *self.years.end() {
            return None;
        }
        let years = usize::try_from(begins.0 - self.years.start()).ok()?;
        Some(match self.scale {
            Scale::Months => years * 12 + usize::from(begins.1) - 1,
            Scale::Years => years,
        })
    }

    /// The cells of a step: empty, they are coloured by its days; where its bar begins stands the comment, if there is
    /// one.
    fn cells(&self, span: Span, comment: impl FnOnce() -> Option<String>) -> Row {
        let mut cells = vec![Cell::Empty; self.count()];
        let begin = self.place(span).and_then(|at| cells.get_mut(at));
        if let Some((cell, comment)) = begin.and_then(|cell| Some((cell, comment()?))) {
            *cell = Cell::Empty.noted(comment);
        }
        cells
    }
}

/// The run of at most `most` years that most of the spans touch, the earliest of several, without years at its end that
/// none touches. Of no spans, no years.
fn window(spans: &[(i32, i32)], most: i32) -> RangeInclusive<i32> {
    let touched = |first: i32| spans.iter().filter(|(from, to)| *from < first + most && *to >= first).count();
    let firsts: BTreeSet<i32> = spans.iter().map(|(from, _)| *from).collect();
    // Of equals, the last in this order is taken.
    let Some(first) = firsts.into_iter().rev().max_by_key(|first| touched(*first)) else {
        return RangeInclusive::new(1, 0);
    };
    let ends = spans.iter().filter(|(from, to)| *from < first + most && *to >= first);
    let last = ends.map(|(_, to)| (*to).min(first + most - 1)).max().unwrap_or(first);
    first..=last
}

/// The text of a step behind its printed period.
fn step_text(step: &ScheduleEntry) -> String {
    match step.raw.trim() {
        "" => step.text.clone(),
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
        step_text(step),
        months,
        labelled("牵头（责任）单位", wording::units_answering(&task.responsible)),
        labelled("出处", step.anchor.place()),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
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
            (Some("2022-09"), Some("2022-03"), Months((2022, 3), (2022, 3))),
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

    #[test]
    fn the_grid_shows_the_years_that_most_steps_are_in() {
        let cases = [
            (vec![(2022, 2022), (2022, 2023)], 2022..=2023),
            (vec![(2022, 2022), (2022, 2022), (9202, 9202)], 2022..=2022),
            (vec![(2022, 2022), (2023, 2022)], 2022..=2022),
            (vec![(2021, 2025), (2024, 2024), (2025, 2025)], 2024..=2025),
            (vec![(1999, 1999), (2022, 2022), (2023, 9202)], 2022..=2024),
            (vec![], RangeInclusive::new(1, 0)),
        ];
        for (spans, expected) in cases {
            assert_eq!(window(&spans, 3), expected, "{spans:?}");
        }
    }

    #[test]
    fn a_bar_begins_in_its_first_month_that_is_shown() {
        let grid = Grid { scale: Scale::Months, years: 2022..=2023 };
        let cases = [
            (Span::Months((2022, 2), (2022, 4)), Some(1)),
            (Span::Months((2022, 11), (2023, 2)), Some(10)),
            (Span::Months((2023, 1), (2023, 1)), Some(12)),
            (Span::Months((2021, 11), (2022, 2)), Some(0)),
            (Span::Months((2021, 3), (2021, 11)), None),
            (Span::Months((2024, 1), (2024, 2)), None),
            (Span::Years(2021, 2025), Some(0)),
            (Span::Undated, None),
        ];
        for (span, expected) in cases {
            assert_eq!(grid.place(span), expected, "{span:?}");
        }
        assert_eq!(Grid { scale: Scale::Years, years: 2021..=2025 }.place(Span::Years(2023, 2024)), Some(2));
    }

    #[test]
    fn columns_are_named_by_month_and_by_year_only_where_needed() {
        let titles = |scale, years| Grid { scale, years }.titles();
        assert_eq!(titles(Scale::Months, 2022..=2022)[..2], ["1月", "2月"]);
        assert_eq!(titles(Scale::Months, 2022..=2023)[11..13], ["2022年12月", "2023年1月"]);
        assert_eq!(titles(Scale::Years, 2021..=2022), ["2021年", "2022年"]);
        let years = Grid::over(&[Span::Years(2021, 2022), Span::Undated]);
        assert_eq!(years, Grid { scale: Scale::Years, years: 2021..=2022 });
        assert_eq!(Grid::over(&[Span::Undated]).titles(), Vec::<String>::new());
    }

    #[test]
    fn a_comment_tells_the_step_by_itself_up_to_a_limit() {
        let task = task("K001", Some("平台"));
        let steps = [
            step("2-4月", Some("2022-02"), Some("2022-04"), "甲"),
            step("4月", Some("2022-04"), Some("2022-04"), "乙"),
            step("每季度", None, None, "丙"),
        ];
        let grid = Grid { scale: Scale::Months, years: 2022..=2022 };
        let comments = |comments: &mut Comments| -> Vec<String> {
            let cells = steps.iter().flat_map(|step| grid.cells(span(step), || comments.next(&task, step)));
            cells.filter_map(|cell| cell.parts().1.map(str::to_owned)).collect()
        };
        let first = "【平台】\n2-4月：甲\n起止：2022年2月至2022年4月\n牵头（责任）单位：市经信局\n出处：第41行";
        let (mut all, mut one) =
            (Comments { most: 9, written: 0, left_out: 0 }, Comments { most: 1, written: 0, left_out: 0 });
        let told = comments(&mut all);
        assert_eq!((told[0].as_str(), told.len(), all.left_out), (first, 2, 0));
        assert_eq!((comments(&mut one), one.left_out), (vec![first.to_owned()], 1));
    }

    #[test]
    fn what_the_grid_does_not_show_is_said() {
        let grid = Grid { scale: Scale::Months, years: 2022..=2022 };
        let spans = [Span::Months((2022, 2), (2022, 4)), Span::Years(2024, 2025), Span::Undated];
        assert!(note(&grid, &spans[..1], 0).ends_with("随之变动"));
        assert!(
            note(&grid, &spans, 7).ends_with("；1步不在这些年份，见“开始”“截止”；批注只加在前2000步上，另有7步没有")
        );
    }
}
