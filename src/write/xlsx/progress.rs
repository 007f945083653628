//! 进度汇总.xlsx: how far everything is, what is late, and what is wrong with the sheets that came in.

use super::cell::Cell;
use super::links::Links;
use super::measure::WIDEST;
use super::new_workbook;
use super::sheet::{Column, HEADER_ROW, Row, Table};
use super::style::Styles;
use crate::supervise::{Date, Duty, Fill, Group, Late, Light, Progress, Remark, Store, Tally, UnitDuties};
use crate::write::WriteError;
use rust_xlsxwriter::{Chart, ChartType, Worksheet, XlsxError};
use std::path::Path;

const TITLE: &str = "任务指标进度汇总";
const UNITS: &str = "按单位";
const OVERVIEW: &str = "总览";

/// Units that a chart has room for.
const MOST_BARS: usize = 30;

/// What the workbook shows.
pub struct ProgressReport<'a> {
    /// The numbers.
    pub progress: &'a Progress<'a>,
    /// The units with their duties, for the details.
    pub units: &'a [UnitDuties],
    /// What was reported.
    pub store: &'a Store,
    /// What is wrong with the sheets of this collection.
    pub remarks: &'a [Remark],
    /// Days before the last day from which a duty counts as due soon.
    pub soon_days: u32,
}

/// The workbook as the bytes of an `.xlsx` file. The same state gives the same bytes.
///
/// # Errors
/// When there is more than a workbook holds.
pub fn progress_workbook(report: &ProgressReport) -> Result<Vec<u8>, WriteError> {
    build(report).map_err(|error| WriteError::workbook(Path::new(TITLE), error))
}

fn build(report: &ProgressReport) -> Result<Vec<u8>, XlsxError> {
    let progress = report.progress;
    let styles = Styles::new();
    let mut workbook = new_workbook(TITLE)?;
    let note = format!("报送期：{}　截至日期：{}", progress.period.shown(), progress.cutoff);
    let sheets = [
        (OVERVIEW, overview(progress)),
        (UNITS, groups("单位", &progress.units, true)),
        ("按类别", groups("清单和类别", &progress.categories, false)),
        ("按月", groups("截止月份", &progress.months, false)),
        ("逾期事项", late(&progress.late)),
        ("填报问题", remarks(report.remarks)),
        ("明细", details(report)),
    ];
    for (name, table) in sheets {
        let count = format!("　共{}行", table.rows.len());
        let table = table.note(format!("{name}　{note}{count}")).without_idle_columns();
        let sheet = workbook.add_worksheet().set_name(name)?;
        table.write(sheet, TITLE, &styles, &Links::default(), false)?;
        if name == OVERVIEW {
            draw(sheet, progress)?;
        }
    }
    workbook.save_to_buffer()
}

/// The names of the statuses with their numbers, in the order of the chart.
fn statuses(tally: &Tally) -> [(&'static str, u32); 5] {
    [
        ("已完成", tally.done),
        ("推进中", tally.under_way),
        ("滞后", tally.behind),
        ("未启动", tally.not_begun),
        ("未填报", tally.unreported),
    ]
}

fn overview(progress: &Progress) -> Table {
    let now = &progress.overall.now;
    let before = progress.overall.before.as_ref();
    let reported = progress.units.iter().filter(|unit| unit.reported).count() as u32;
    let lines = statuses(now).into_iter().enumerate();
    let mut rows: Vec<Row> = lines
        .map(|(at, (name, count))| line(name, count, before.map(|before| statuses(before)[at].1), now.all))
        .collect();
    rows.push(line("事项合计", now.all, before.map(|before| before.all), now.all));
    rows.push(line("其中逾期未完成", now.overdue, before.map(|before| before.overdue), now.all));
    rows.push(line("本期报送的单位", reported, None, progress.units.len() as u32));
    let compared = progress.previous.map_or_else(|| "上期".to_owned(), |month| format!("上期（{month}）"));
    let columns = vec![
        Column::text("项目", 20).even(),
        Column::short("本期", 10).even(),
        Column::short("占比", 10).even(),
        Column::short(compared, 18).optional(),
        Column::short("增减", 10).optional(),
    ];
    Table { is_form: true, ..Table::list(columns, rows) }
}

fn line(name: &str, count: u32, before: Option<u32>, all: u32) -> Row {
    let share = if all > 0 { Cell::Share(f64::from(count) / f64::from(all)) } else { Cell::Empty };
    let change = before.map(|before| i64::from(count) - i64::from(before));
    vec![Cell::text(name), Cell::Whole(count.into()), share, Cell::whole(before), Cell::whole(change)]
}

/// A pie of the statuses and bars of the units that have done least, beside the table.
fn draw(sheet: &mut Worksheet, progress: &Progress) -> Result<(), XlsxError> {
    let first = HEADER_ROW + 1;
    let mut pie = Chart::new(ChartType::Pie);
    pie.add_series().set_categories((OVERVIEW, first, 0, first + 4, 0)).set_values((OVERVIEW, first, 1, first + 4, 1));
    pie.title().set_name("事项状态");
    pie.set_width(460).set_height(300);
    let below = first + 10;
    sheet.insert_chart(below, 0, &pie)?;
    let shown = progress.units.len().min(MOST_BARS) as u32;
    if shown > 0 {
        let mut bars = Chart::new(ChartType::Bar);
        bars.add_series().set_name("完成率").set_categories((UNITS, first, 0, first + shown - 1, 0)).set_values((
            UNITS,
            first,
            8,
            first + shown - 1,
            8,
        ));
        bars.title().set_name(if progress.units.len() > MOST_BARS {
            "各单位完成率（前30个）"
        } else {
            "各单位完成率"
        });
        bars.legend().set_hidden();
        // The axis of the names runs upward unless told otherwise.
        bars.y_axis().set_reverse();
        bars.x_axis().set_num_format("0%").set_min(0).set_max(1);
        bars.set_width(460).set_height(160 + 20 * shown);
        sheet.insert_chart(below + 16, 0, &bars)?;
    }
    Ok(())
}

fn groups(name: &str, groups: &[Group], are_units: bool) -> Table {
    let columns = vec![
        Column::text(name, 40),
        Column::short("本期报送", 10).optional(),
        Column::short("事项", 9),
        Column::short("已完成", 9),
        Column::short("推进中", 9),
        Column::short("滞后", 9),
        Column::short("未启动", 9),
        Column::short("未填报", 9),
        Column::short("完成率", 10),
        Column::short("逾期", 9),
        Column::short("上期已完成", 12).optional(),
        Column::short("上期逾期", 12).optional(),
    ];
    let row = |group: &Group| {
        let now = &group.now;
        let reported = if are_units { Cell::text(if group.reported { "是" } else { "否" }) } else { Cell::Empty };
        let counts = [now.all, now.done, now.under_way, now.behind, now.not_begun, now.unreported];
        let mut row = vec![Cell::text(&group.name), reported];
        row.extend(counts.map(|count| Cell::Whole(count.into())));
        row.extend([now.rate().map_or(Cell::Empty, Cell::Share), Cell::Whole(now.overdue.into())]);
        row.extend([Cell::whole(group.before.map(|b| b.done)), Cell::whole(group.before.map(|b| b.overdue))]);
        row
    };
    Table::list(columns, groups.iter().map(row).collect()).frozen(1)
}

fn date(date: Option<Date>) -> Cell {
    date.map_or(Cell::Empty, |date| Cell::Date(date.year as u16, date.month as u8, date.day as u8))
}

fn late(late: &[Late]) -> Table {
    let columns = vec![
        Column::short("截止日期", 12),
        Column::short("逾期天数", 10),
        Column::text("责任单位", 26),
        Column::text("指标或任务", 30),
        Column::text("节点要求", WIDEST).optional(),
        Column::short("状态", 10),
        Column::text("进展情况", 40).optional(),
        Column::text("存在问题", 30).optional(),
        Column::text("文件", 24),
        Column::short("编号", 8),
    ];
    let row = |late: &Late| {
        let item = late.item;
        let fill = |text: fn(&Fill) -> &String| late.fill.map_or(Cell::Empty, |fill| Cell::text(text(fill)));
        vec![
            date(item.due),
            Cell::Whole(late.days),
            Cell::text(item.answering()),
            Cell::text(&item.name),
            Cell::text(&item.step),
            Cell::text(late.fill.and_then(|fill| fill.status).map_or("未填报", |status| status.label())),
            fill(|fill| &fill.progress),
            fill(|fill| &fill.problem),
            Cell::text(&item.document_name),
            Cell::text(&item.record),
        ]
    };
    Table::list(columns, late.iter().map(row).collect()).frozen(1)
}

fn remarks(remarks: &[Remark]) -> Table {
    let columns = vec![
        Column::short("类型", 8),
        Column::text("单位", 20),
        Column::text("文件", 30),
        Column::short("位置", 16),
        Column::text("指标或任务", 30).optional(),
        Column::text("问题", WIDEST),
    ];
    let row = |remark: &Remark| {
        let texts = [&remark.unit, &remark.file, &remark.place, &remark.item, &remark.message];
        [Cell::text(remark.kind.label())].into_iter().chain(texts.map(Cell::text)).collect()
    };
    Table::list(columns, remarks.iter().map(row).collect()).frozen(2)
}

fn details(report: &ProgressReport) -> Table {
    let columns = vec![
        Column::text("单位", 20),
        Column::short("分工", 8),
        Column::short("类型", 8),
        Column::text("指标或任务", 30),
        Column::text("节点要求", 40).optional(),
        Column::short("截止日期", 12).optional(),
        Column::short("预警", 8).optional(),
        Column::short("目标值", 12).optional(),
        Column::short("完成值", 12).optional(),
        Column::short("状态", 10),
        Column::text("进展情况", 40).optional(),
        Column::text("存在问题", 26).optional(),
        Column::text("下一步", 26).optional(),
        Column::short("填报人", 10).optional(),
        Column::short("填报日期", 12).optional(),
        Column::text("文件", 22),
        Column::short("编号", 8),
    ];
    let rows = report.units.iter().flat_map(|unit| unit.duties.iter().map(|duty| detail(unit, duty, report)));
    Table::list(columns, rows.collect()).frozen(4)
}

fn detail(unit: &UnitDuties, duty: &Duty, report: &ProgressReport) -> Row {
    let item = &duty.item;
    let fill = report.store.latest(&item.key, &unit.name, report.progress.period).cloned().unwrap_or_default();
    let done = fill.status == Some(crate::supervise::Status::Done);
    let light = Light::of(item.due, done, report.progress.cutoff, report.soon_days);
    vec![
        Cell::text(&unit.name),
        Cell::text(duty.role.label()),
        Cell::text(item.kind.label()),
        Cell::text(&item.name),
        Cell::text(&item.step),
        date(item.due),
        light.map_or(Cell::Empty, |light| Cell::text(light.label())),
        item.goal.as_ref().map_or(Cell::Empty, Cell::goal),
        Cell::number(fill.value),
        Cell::text(fill.status.map_or("未填报", |status| status.label())),
        Cell::text(fill.progress),
        Cell::text(fill.problem),
        Cell::text(fill.next),
        Cell::text(fill.reporter),
        date(fill.reported_on),
        Cell::text(&item.document_name),
        Cell::text(&item.record),
    ]
}
