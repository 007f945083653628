//! The two charts of 总览: how many steps are due in each month, and which units have most to do. Their numbers stand in
//! the sheet as rows of their own, so that they can be read where charts are not shown.

use super::cell::Cell;
use super::overview::KIND;
use super::sheet::{HEADER_ROW, Row, Table};
use crate::record::{DocumentRecords, Unit};
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// Units that are shown.
const UNITS: usize = 10;
/// Height of the row that the charts stand in, in points, and of the charts in pixels.
const ROOM: f64 = 235.0;
const HEIGHT: u32 = 300;

/// A chart with its numbers.
pub struct Burden {
    /// Title of the chart and of its rows.
    pub title: String,
    shape: ChartType,
    /// What is counted, for the axis.
    counted: &'static str,
    lines: Vec<(String, u32)>,
}

impl Burden {
    /// What a document has numbers for.
    pub fn all_of(records: &DocumentRecords) -> Vec<Burden> {
        [months(records), units(&records.units)].into_iter().flatten().collect()
    }

    /// The rows with the numbers, one a bar.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.lines.iter().map(|(name, count)| vec![Cell::text(name), Cell::Whole((*count).into())])
    }
}

/// Steps by the month in which they end, in the year in which most of them end.
fn months(records: &DocumentRecords) -> Option<Burden> {
    let mut years: BTreeMap<i32, [u32; 12]> = BTreeMap::new();
    for end in records.tasks.iter().flat_map(|task| &task.schedule).filter_map(|step| step.end.as_deref()) {
        let Some((year, month)) = end.split_once('-') else { continue };
        let (Ok(year), Ok(month @ 1..=12)) = (year.parse(), month.parse::<usize>()) else { continue };
        years.entry(year).or_default()[month - 1] += 1;
    }
    // The earlier of two years with as many.
    let (year, counts) = years.into_iter().rev().max_by_key(|(_, counts)| counts.iter().sum::<u32>())?;
    Some(Burden {
        title: format!("{year}年各月到期的步骤"),
        shape: ChartType::Column,
        counted: "步骤",
        lines: (1..=12).map(|month| format!("{month}月")).zip(counts).collect(),
    })
}

/// The units with most targets and tasks, as they come among those with as many.
fn units(units: &[Unit]) -> Option<Burden> {
    let mut lines: Vec<(String, u32)> =
        units.iter().map(|unit| (unit.name.clone(), unit.targets.saturating_add(unit.tasks))).collect();
    lines.retain(|(_, count)| *count > 0);
    lines.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let title = match lines.len() {
        0 => return None,
        few if few <= UNITS => "各责任单位的指标和任务".to_owned(),
        _ => format!("指标和任务最多的{UNITS}个责任单位"),
    };
    lines.truncate(UNITS);
    Some(Burden { title, shape: ChartType::Bar, counted: "指标和任务", lines })
}

/// Title of the row that the charts stand in.
pub const CHARTS: &str = "分布图";

/// Puts the charts side by side into the row under the title [`CHARTS`], each with the rows under its own title.
pub fn draw(sheet: &mut Worksheet, table: &Table, burdens: &[Burden]) -> Result<(), XlsxError> {
    let under = |title: &str| {
        let is_it = |row: &Row| matches!(row.first(), Some(Cell::Label(label)) if label == title);
        table.rows.iter().position(is_it).map(|at| HEADER_ROW + 2 + at as u32)
    };
    let Some(row) = under(CHARTS) else { return Ok(()) };
    sheet.set_row_height(row, ROOM)?;
    // A column of so many characters takes seven pixels for each and five for its borders.
    let room: u32 = table.widths().iter().map(|width| u32::from(*width) * 7 + 5).sum();
    let width = (room / burdens.len().max(1) as u32).saturating_sub(12);
    for (nth, burden) in (0..).zip(burdens) {
        let Some(first) = under(&burden.title) else { continue };
        let chart = chart(burden, first, width);
        sheet.insert_chart_with_offset(row, 0, &chart, 6 + nth * (width + 12), 6)?;
    }
    Ok(())
}

fn chart(burden: &Burden, first: u32, width: u32) -> Chart {
    let last = first + burden.lines.len().saturating_sub(1) as u32;
    let mut chart = Chart::new(burden.shape);
    let series = chart.add_series();
    series.set_name(burden.counted);
    series.set_categories((KIND.name, first, 0, last, 0)).set_values((KIND.name, first, 1, last, 1));
    series
        .set_gap(60)
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0x5B_9B_D5))));
    series.set_data_label(ChartDataLabel::new().show_value());
    chart.title().set_name(&burden.title).set_font(ChartFont::new().set_size(12).set_bold());
    chart.legend().set_hidden();
    chart.y_axis().set_major_gridlines(false);
    match burden.shape {
        ChartType::Bar => {
            // The axis of the names runs upward unless told otherwise.
            chart.y_axis().set_reverse();
            chart.x_axis().set_hidden(true).set_major_gridlines(false);
        }
        _ => {
            chart.x_axis().set_name("月份").set_font(ChartFont::new().set_size(8));
            // Lying, as turned Chinese is hard to read.
            let mut lying = ChartFont::new();
            lying.set_rotation(0);
            chart.y_axis().set_name(burden.counted).set_name_font(&lying).set_num_format("0").set_min(0);
        }
    }
    chart.set_width(width).set_height(HEIGHT);
    chart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::specimen;

    #[test]
    fn steps_are_counted_in_the_year_that_has_most() {
        let mut records = specimen::empty();
        let mut task = specimen::task("K001", None);
        let ends =
            [Some("2022-06"), Some("2022-06"), Some("2022-12"), Some("2023-01"), Some("2022-13"), Some("底"), None];
        task.schedule = ends.map(|end| specimen::step("", None, end, "甲")).to_vec();
        records.tasks = vec![task];
        let burden = months(&records).unwrap();
        assert_eq!(burden.title, "2022年各月到期的步骤");
        let counts: Vec<u32> = burden.lines.iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1]);
        records.tasks[0].schedule.clear();
        assert!(months(&records).is_none());
    }

    #[test]
    fn the_busiest_units_come_first_and_idle_ones_not_at_all() {
        let mut all = specimen::city().units;
        all.truncate(1);
        let unit = |name: String, targets, tasks| Unit { name, targets, tasks, ..all[0].clone() };
        let few = [unit("甲局".into(), 1, 0), unit("乙局".into(), 0, 3), unit("丙局".into(), 0, 0)];
        let burden = units(&few).unwrap();
        assert_eq!(burden.title, "各责任单位的指标和任务");
        assert_eq!(burden.lines, [("乙局".to_owned(), 3), ("甲局".to_owned(), 1)]);
        let many: Vec<Unit> = (0..12).map(|at| unit(format!("{at}局"), at, 1)).collect();
        let burden = units(&many).unwrap();
        assert_eq!((burden.title.as_str(), burden.lines.len()), ("指标和任务最多的10个责任单位", UNITS));
        assert_eq!(burden.lines[0], ("11局".to_owned(), 12));
        assert!(units(&[]).is_none());
    }
}
