//! A sheet of the workbook of a unit.

use super::Issue;
use super::head::{self, Places};
use super::inputs::{self, Inputs};
use super::rows::is_due_list;
use crate::supervise::filled::{KEY, MARK};
use crate::supervise::{
    Content, Duty, Field, Fill, Light, SheetLayout, Status, UnitDuties, content, filled_content, row_key,
};
use crate::write::xlsx::cell::{Cell, fitting};
use crate::write::xlsx::links::Links;
use crate::write::xlsx::measure;
use crate::write::xlsx::row;
use crate::write::xlsx::sheet::{self, Align, Column, Row, Table};
use crate::write::xlsx::style::Styles;
use rust_xlsxwriter::{Formula, ProtectionOptions, Worksheet, XlsxError, utility};
use std::sync::Arc;

/// Fields that stay in view when the sheet is moved sideways, with all columns before them.
const KEPT_IN_VIEW: [Field; 1] = [Field::Name];

/// A sheet on its way.
pub struct Sheet<'a> {
    pub layout: &'a SheetLayout,
    pub unit: &'a UnitDuties,
    pub issue: &'a Issue<'a>,
    pub styles: &'a Styles,
    pub inputs: &'a Inputs,
    pub rows: &'a [&'a Duty],
}

impl Sheet<'_> {
    /// Writes everything.
    pub fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        // Programs that do not calculate would show a zero where a formula comes to nothing.
        sheet.set_formula_result_default("");
        let table = self.table();
        let widths = table.widths();
        for (at, width) in (0..).zip(&widths) {
            sheet.set_column_width(at, *width)?;
        }
        let places = head::write(sheet, &widths, self.rows, self.unit, self.issue, self.styles)?;
        self.write_header(sheet, &widths, &places)?;
        for (row, (duty, cells)) in (places.header_row + 1..).zip(self.rows.iter().zip(&table.rows)) {
            sheet.set_row_height(row, row::row_height(cells, &widths))?;
            self.write_cells(sheet, row, duty, cells, &places)?;
        }
        self.frame(sheet, &table, &places)?;
        self.finish(sheet, &widths, &places)
    }

    fn is_open(&self) -> bool {
        !is_due_list(self.layout)
    }

    /// Is the column one to fill in here?
    fn is_input(&self, field: Field) -> bool {
        self.is_open() && field.is_filled()
    }

    fn fill(&self, duty: &Duty) -> Fill {
        self.issue
            .store
            .latest(&duty.item.key, &self.unit.name, self.issue.period_of(duty))
            .cloned()
            .unwrap_or_default()
    }

    /// Columns and cells, for widths and heights; what is derived is written over them.
    fn table(&self) -> Table {
        let column = |column: &crate::supervise::ColumnLayout| {
            let align = if is_running_text(column.field) { Align::Left } else { Align::Center };
            Column { align, ..Column::text(&column.title, column.width).even() }
        };
        let columns = self.layout.columns.iter().map(column).collect();
        let rows = (1..).zip(self.rows).map(|(at, duty)| self.cells(at, duty)).collect();
        Table::list(columns, rows)
    }

    fn cells(&self, at: i64, duty: &Duty) -> Row {
        let fill = self.fill(duty);
        let cell = |field| match field {
            Field::Number => Cell::Whole(at),
            Field::Report => Cell::Text(self.issue.report_of(duty)),
            field if field.is_filled() => cell(filled_content(field, &fill)),
            field => cell(content(field, duty)),
        };
        self.layout.columns.iter().map(|column| cell(column.field)).collect()
    }

    /// The hidden names of the columns, and their titles.
    fn write_header(&self, sheet: &mut Worksheet, widths: &[u16], places: &Places) -> Result<(), XlsxError> {
        let mut lines = 1;
        for (at, column) in (0..).zip(&self.layout.columns) {
            let format = if self.is_input(column.field) { &self.inputs.fill_header } else { &self.inputs.header };
            sheet.write_string_with_format(places.header_row, at, &*fitting(&column.title), format)?;
            lines = lines.max(measure::lines(&column.title, widths[usize::from(at)]));
            if self.is_open() {
                sheet.write_string(places.names_row, at, format!("{MARK}{}", column.field.name()))?;
            }
        }
        if self.is_open() {
            sheet.write_string(places.names_row, self.key_column(), KEY)?;
            sheet.write_string(places.header_row, self.key_column(), "记录")?;
            sheet.set_column_hidden(self.key_column())?;
        }
        sheet.set_row_height(places.header_row, measure::height(lines) + 4.0)?;
        sheet.set_row_hidden(places.names_row)?;
        Ok(())
    }

    fn key_column(&self) -> u16 {
        self.layout.columns.len() as u16
    }

    fn column_of(&self, field: Field) -> Option<u16> {
        (0..).zip(&self.layout.columns).find(|(_, column)| column.field == field).map(|(at, _)| at)
    }

    /// What stands in the cells of a row, some of it worked out; formats come by [`Sheet::frame`].
    fn write_cells(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        duty: &Duty,
        cells: &Row,
        places: &Places,
    ) -> Result<(), XlsxError> {
        let fill = self.fill(duty);
        for (at, (column, cell)) in (0..).zip(self.layout.columns.iter().zip(cells)) {
            let formula = match column.field {
                Field::Light => Some(self.light(row, duty, &fill, places)),
                Field::Rate => self.rate(row, duty, &fill),
                _ => None,
            };
            match formula {
                Some(formula) => {
                    sheet.write_formula(row, at, formula)?;
                }
                None => row::write_value(sheet, (row, at), cell, self.styles, &Links::default())?,
            }
        }
        if self.is_open() {
            sheet.write_string(row, self.key_column(), row_key(duty, &self.unit.name))?;
        }
        Ok(())
    }

    /// Gives the cells their formats, column by column.
    fn frame(&self, sheet: &mut Worksheet, table: &Table, places: &Places) -> Result<(), XlsxError> {
        let first = places.header_row + 1;
        row::frame_columns(sheet, first, &table.rows, |row, at, cell| {
            Some(match self.layout.columns[at].field {
                Field::Light => Arc::clone(&self.inputs.light),
                Field::Rate if is_rated(self.rows[row]) => Arc::clone(&self.inputs.rate),
                field if self.is_input(field) => self.inputs.of(field, cell),
                _ => self.styles.of(cell, table.columns[at].align),
            })
        })
    }

    /// The cell of a field in a row, as a formula names it.
    fn name(&self, field: Field, row: u32) -> Option<String> {
        Some(format!("{}{}", utility::column_number_to_name(self.column_of(field)?), row + 1))
    }

    fn light(&self, row: u32, duty: &Duty, fill: &Fill, places: &Places) -> Formula {
        let soon = self.issue.layout.lights.soon_days;
        let done = fill.status == Some(Status::Done) && self.column_of(Field::Status).is_some();
        let light = Light::of(duty.item.due, done, self.issue.cutoff, soon);
        let due = self.name(Field::Due, row).unwrap_or_default();
        inputs::light_formula(&due, self.name(Field::Status, row).as_deref(), &places.cutoff(), soon, light)
    }

    /// Share of the goal that is reached, or whether a bound is kept; nothing for a goal in words.
    fn rate(&self, row: u32, duty: &Duty, fill: &Fill) -> Option<Formula> {
        let goal = duty.item.goal.as_ref()?;
        let (goal_cell, value_cell) = (self.name(Field::Goal, row)?, self.name(Field::Value, row)?);
        if goal.is_reached_upward() {
            let share = fill.value.map(|value| (value / goal.number).to_string()).unwrap_or_default();
            return Some(
                Formula::new(format!("=IF({value_cell}=\"\",\"\",{value_cell}/{goal_cell})")).set_result(share),
            );
        }
        let sign = goal.bound_sign()?;
        let kept = fill.value.and_then(|value| goal.keeps_bound(value));
        let word = kept.map_or("", |kept| if kept { "达标" } else { "未达标" });
        let formula = format!("=IF({value_cell}=\"\",\"\",IF({value_cell}{sign}{goal_cell},\"达标\",\"未达标\"))");
        Some(Formula::new(formula).set_result(word))
    }

    /// Validation, colours, filter, paper, protection.
    fn finish(&self, sheet: &mut Worksheet, widths: &[u16], places: &Places) -> Result<(), XlsxError> {
        let first = places.header_row + 1;
        let last = places.header_row + self.rows.len() as u32;
        if last >= first {
            for (at, column) in (0..).zip(&self.layout.columns).filter(|(_, column)| self.is_input(column.field)) {
                inputs::validate(sheet, column.field, at, (first, last))?;
            }
            if let Some(light) = self.column_of(Field::Light) {
                let columns: Vec<u16> = self.column_of(Field::Due).into_iter().chain([light]).collect();
                let name = utility::column_number_to_name(light);
                self.inputs.colour_lights(sheet, &columns, &name, (first, last))?;
            }
        } else {
            sheet.write_string(first, 0, "无")?;
        }
        sheet::finish_at(sheet, widths, places.header_row, last, true)?;
        sheet.set_print_area(0, 0, last.max(first), widths.len() as u16 - 1)?;
        let kept = KEPT_IN_VIEW.iter().find_map(|field| self.column_of(*field)).map_or(0, |at| at + 1);
        sheet.set_freeze_panes(first, kept)?;
        sheet.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            sort: true,
            use_autofilter: true,
            ..ProtectionOptions::default()
        });
        Ok(())
    }
}

/// Can the share of the goal that is reached be worked out?
fn is_rated(duty: &Duty) -> bool {
    duty.item.goal.as_ref().is_some_and(|goal| goal.is_reached_upward() || goal.bound_sign().is_some())
}

fn is_running_text(field: Field) -> bool {
    use Field::{Category, Content, List, Name, Next, Problem, Progress, Step, Supports};
    matches!(field, List | Category | Name | Content | Step | Supports | Progress | Problem | Next)
}

fn cell(content: Content) -> Cell {
    match content {
        Content::Empty => Cell::Empty,
        Content::Text(text) => Cell::Text(text),
        Content::Whole(number) => Cell::Whole(number),
        Content::Goal(goal) => Cell::goal(&goal),
        Content::Day(day) => Cell::Date(day.year as u16, day.month as u8, day.day as u8),
    }
}
