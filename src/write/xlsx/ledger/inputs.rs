//! The cells to fill in: their formats, what may be entered, and the colours of the traffic lights.

use crate::supervise::{Colour, Field, Layout, Light, Status};
use crate::write::xlsx::cell::Cell;
use crate::write::xlsx::sheet::Align;
use crate::write::xlsx::style::{self, Styles};
use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime,
    Format, Formula, Worksheet, XlsxError,
};
use std::sync::Arc;

/// Longest name of a person, in characters.
const LONGEST_NAME: u32 = 20;
/// No figure of an office is larger; a spreadsheet keeps fifteen digits.
const LARGEST: f64 = 1e15;

/// Formats that the sheets of units have beside the common ones.
pub struct Inputs {
    text: Arc<Format>,
    short: Arc<Format>,
    number: Arc<Format>,
    day: Arc<Format>,
    /// Share of the goal: worked out, so locked.
    pub rate: Arc<Format>,
    /// The word of the traffic light.
    pub light: Arc<Format>,
    /// Header of columns to fill in.
    pub fill_header: Format,
    /// Header of locked columns.
    pub header: Format,
    lights: [(Light, Format); 3],
}

fn colour(colour: Colour) -> Color {
    Color::RGB(colour.0)
}

impl Inputs {
    /// Makes them in the colours of a layout.
    pub fn new(styles: &Styles, layout: &Layout) -> Inputs {
        let colours = &layout.colours;
        let locked = |align| Format::clone(styles.plain(align));
        let open = |align| locked(align).set_background_color(colour(colours.fill)).set_unlocked();
        let light = |of: Colour| Format::new().set_background_color(colour(of));
        Inputs {
            text: open(Align::Left).into(),
            short: open(Align::Center).into(),
            number: open(Align::Center).set_num_format("General").into(),
            day: open(Align::Center).set_num_format("yyyy\\-mm\\-dd").into(),
            rate: locked(Align::Center).set_num_format("0.0%").into(),
            light: Arc::clone(styles.plain(Align::Center)),
            fill_header: styles.header.clone().set_background_color(colour(colours.fill_header)),
            header: styles.header.clone().set_background_color(colour(colours.header)),
            lights: [
                (Light::Overdue, light(colours.overdue)),
                (Light::Soon, light(colours.soon)),
                (Light::OnTime, light(colours.on_time)),
            ],
        }
    }

    /// The format of a cell to fill in.
    pub fn of(&self, field: Field, cell: &Cell) -> Arc<Format> {
        let format = match field {
            Field::Value => &self.number,
            Field::ReportedOn => &self.day,
            Field::Status | Field::Reporter => &self.short,
            _ => &self.text,
        };
        style::kept_as_text(cell, format)
    }

    /// Colours cells by the word in the column of the light; done counts as on time.
    pub fn colour_lights(
        &self,
        sheet: &mut Worksheet,
        columns: &[u16],
        light: &str,
        rows: (u32, u32),
    ) -> Result<(), XlsxError> {
        let (first, last) = rows;
        let done = Light::Done.label();
        for (of, format) in &self.lights {
            let at = format!("${light}{}", first + 1);
            let rule = match of {
                Light::OnTime => format!("OR({at}=\"{}\",{at}=\"{done}\")", of.label()),
                _ => format!("{at}=\"{}\"", of.label()),
            };
            for &column in columns {
                let rule = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(format);
                sheet.add_conditional_format(first, column, last, column, &rule)?;
            }
        }
        Ok(())
    }
}

/// Lets only what fits into the cells of a column. The rules are those of the first version of the file format, which
/// other programs read and keep.
pub fn validate(sheet: &mut Worksheet, field: Field, column: u16, rows: (u32, u32)) -> Result<(), XlsxError> {
    let Some(validation) = validation(field)? else { return Ok(()) };
    sheet.add_data_validation(rows.0, column, rows.1, column, &validation)?;
    Ok(())
}

fn validation(field: Field) -> Result<Option<DataValidation>, XlsxError> {
    let blank = DataValidation::new().ignore_blank(true);
    let (validation, title, message) = match field {
        Field::Status => {
            let words = Status::ALL.map(Status::label);
            (blank.allow_list_strings(&words)?, "状态", "请从下拉列表中选：未启动、推进中、已完成、滞后。")
        }
        Field::Value => {
            let rule = DataValidationRule::Between(-LARGEST, LARGEST);
            (blank.allow_decimal_number(rule), "完成值", "只填数字，单位与目标值相同；说明请写在进展情况里。")
        }
        Field::ReportedOn => {
            let (first, last) = (ExcelDateTime::from_ymd(2000, 1, 1)?, ExcelDateTime::from_ymd(2099, 12, 31)?);
            (blank.allow_date(DataValidationRule::Between(first, last)), "填报日期", "请填日期，如 2022-06-30。")
        }
        Field::Reporter => {
            let rule = DataValidationRule::LessThanOrEqualTo(LONGEST_NAME);
            (blank.allow_text_length(rule), "填报人", "请填姓名，不超过20个字。")
        }
        _ => return Ok(None),
    };
    let validation = validation
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title(title)?
        .set_error_message(message)?
        .set_input_title(title)?
        .set_input_message(message)?;
    Ok(Some(validation))
}

/// The traffic light of a row: done, else by the days from the frozen cut-off day. All are cells of the same sheet,
/// the status is missing where the layout has no such column.
pub fn light_formula(due: &str, status: Option<&str>, cutoff: &str, soon_days: u32, light: Option<Light>) -> Formula {
    let [done, on_time, soon, overdue] = [Light::Done, Light::OnTime, Light::Soon, Light::Overdue].map(Light::label);
    let by_day = format!("IF({due}<{cutoff},\"{overdue}\",IF({due}-{cutoff}<={soon_days},\"{soon}\",\"{on_time}\"))");
    let by_status = match status {
        Some(status) => format!("IF({status}=\"{}\",\"{done}\",{by_day})", Status::Done.label()),
        None => by_day,
    };
    Formula::new(format!("=IF({due}=\"\",\"\",{by_status})")).set_result(light.map_or("", Light::label))
}
