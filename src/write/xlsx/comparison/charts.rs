//! Native line charts of a comparison: per category and unit of measure the indicators of the document's own region. The
//! figures stand on a sheet of their own, so that sorting the tables breaks no chart.

use crate::record::comparison::{ComparedIndicator, Comparison};
use crate::write::comparison::view::{Point, judged, own_place, points};
use crate::write::xlsx::cell::fitting;
use crate::write::xlsx::sheet::{Column, HEADER_ROW, finish, write_head, write_header};
use crate::write::xlsx::style::Styles;
use rust_xlsxwriter::{
    Chart, ChartEmptyCells, ChartLegendPosition, ChartMarker, ChartMarkerType, ChartType, Workbook, Worksheet,
    XlsxError,
};

const CHARTS: &str = "图";
const DATA: &str = "图的数据";
/// Most lines of a chart.
const LINES: usize = 6;
/// Size of a chart in pixels, and the rows that it takes with the gap below.
const WIDTH: u32 = 620;
const HEIGHT: u32 = 330;
const ROWS: u32 = 17;
/// Rows of charts on a page.
const A_PAGE: usize = 2;
/// Widths of the columns of the figures.
const WIDTHS: [u16; 6] = [30, 36, 14, 10, 14, 14];
/// Columns of ordinary width that a chart takes.
const COLUMNS: u16 = 10;

/// The indicators of one chart.
struct Plot<'a> {
    title: String,
    unit: &'a str,
    lines: Vec<(&'a str, Vec<Point>)>,
}

/// Adds the charts and their figures; nothing where no indicator covers two years.
pub fn add(workbook: &mut Workbook, comparison: &Comparison, title: &str, styles: &Styles) -> Result<(), XlsxError> {
    let plots = plots(comparison);
    if plots.is_empty() {
        return Ok(());
    }
    let mut charts = Worksheet::new();
    let mut data = Worksheet::new();
    charts.set_name(CHARTS)?.set_screen_gridlines(false).set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    data.set_name(DATA)?;
    let columns: Vec<Column> =
        ["图", "指标", "计量单位", "年份", "数值", "是否完成值"].map(|title| Column::short(title, 24)).to_vec();
    write_head(&mut data, title, "“图”里各条线的数，已折算成同一计量单位", &WIDTHS, styles)?;
    let header = write_header(&mut data, &columns, &WIDTHS, styles)?;
    data.set_row_height(HEADER_ROW, header)?;
    let mut row = HEADER_ROW + 1;
    for (at, plot) in (0..).zip(&plots) {
        let chart = plot.write(&mut data, &mut row)?;
        let (down, right) = (at / 2, at % 2);
        charts.insert_chart(down * ROWS, right as u16 * COLUMNS, &chart)?;
    }
    let pages = plots.len().div_ceil(2 * A_PAGE) as u32;
    charts.set_page_breaks(&(1..pages).map(|page| page * A_PAGE as u32 * ROWS).collect::<Vec<_>>())?;
    finish(&mut data, &WIDTHS, row - 1, true)?;
    workbook.push_worksheet(charts);
    workbook.push_worksheet(data);
    Ok(())
}

fn plots(comparison: &Comparison) -> Vec<Plot<'_>> {
    let own = own_place(comparison);
    let mut plots: Vec<Plot> = Vec::new();
    for indicator in judged(comparison) {
        let points = points(indicator, own);
        if points.len() < 2 {
            continue;
        }
        let (category, unit) = (category(indicator), indicator.unit.as_deref().unwrap_or_default());
        let fits = |plot: &&mut Plot| {
            plot.title == category && plot.unit == unit && plot.lines.len() < LINES && plot.is_of_size(&points)
        };
        match plots.iter_mut().find(fits) {
            Some(plot) => plot.lines.push((&indicator.canonical, points)),
            None => plots.push(Plot { title: category, unit, lines: vec![(&indicator.canonical, points)] }),
        }
    }
    plots
}

fn category(indicator: &ComparedIndicator) -> String {
    indicator.category.last().cloned().unwrap_or_else(|| "指标".to_string())
}

impl Plot<'_> {
    /// Are the figures of the size of those in the chart; beside 60000 nobody sees 3 change.
    fn is_of_size(&self, points: &[Point]) -> bool {
        const SPREAD: f64 = 12.0;
        let most = |points: &[Point]| points.iter().map(|point| point.value.abs()).fold(0.0, f64::max);
        let known = self.lines.iter().map(|(_, points)| most(points)).fold(0.0, f64::max);
        let (small, large) = (known.min(most(points)), known.max(most(points)));
        small > 0.0 && large / small < SPREAD
    }

    /// Writes the figures and gives the chart over them.
    fn write(&self, data: &mut Worksheet, row: &mut u32) -> Result<Chart, XlsxError> {
        let mut chart = Chart::new(ChartType::ScatterStraightWithMarkers);
        let unit = if self.unit.is_empty() { String::new() } else { format!("（{}）", self.unit) };
        let name = if let [(only, _)] = self.lines[..] { only } else { &self.title };
        let title = format!("{name}{unit}");
        chart.title().set_name(&title);
        chart.set_width(WIDTH).set_height(HEIGHT).show_empty_cells_as(ChartEmptyCells::Connected);
        chart.legend().set_position(ChartLegendPosition::Bottom);
        let years = self.lines.iter().flat_map(|(_, points)| points).map(|point| point.year);
        let (first, last) = years.fold((i32::MAX, i32::MIN), |(low, high), year| (low.min(year), high.max(year)));
        let axis = chart.x_axis();
        axis.set_name("年份").set_num_format("0").set_min(first).set_max(last).set_major_unit(1);
        if !self.unit.is_empty() {
            chart.y_axis().set_name(self.unit);
        }
        for (name, points) in &self.lines {
            let from = *row;
            for point in points {
                let reached = if point.reached { "完成值" } else { "目标值" };
                data.write_string(*row, 0, &*fitting(&title))?;
                data.write_string(*row, 1, &*fitting(name))?;
                data.write_string(*row, 2, self.unit)?;
                data.write_number(*row, 3, point.year)?;
                data.write_number(*row, 4, point.value)?;
                data.write_string(*row, 5, reached)?;
                *row += 1;
            }
            let last = *row - 1;
            chart
                .add_series()
                .set_name((DATA, from, 1))
                .set_categories((DATA, from, 3, last, 3))
                .set_values((DATA, from, 4, last, 4))
                .set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(6));
        }
        Ok(chart)
    }
}
