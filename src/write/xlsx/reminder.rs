//! 督办单: a sheet of paper that reminds a unit of what it is late with.

use super::cell::fitting;
use super::measure;
use super::new_workbook;
use super::sheet::{Align, write_across};
use super::style::Styles;
use crate::supervise::{Colours, Date, Item, ReminderLayout, Urgency};
use crate::write::WriteError;
use rust_xlsxwriter::{Color, Format, Worksheet, XlsxError};
use std::path::Path;

/// Colours of the three grades, on paper and on screen.
const BLUE: Color = Color::RGB(0x1F_4E_78);
const ORANGE: Color = Color::RGB(0xC5_5A_11);
const RED: Color = Color::RGB(0xC0_00_00);

const WIDTHS: [u16; 6] = [6, 24, 42, 12, 9, 9];
const HEADER: [&str; 6] = ["序号", "事项", "要求", "截止日期", "逾期天数", "督办等级"];

/// A duty that the unit is late with.
#[derive(Debug, Clone, PartialEq)]
pub struct Reminded<'a> {
    /// The item.
    pub item: &'a Item,
    /// Days behind its last day.
    pub days: i64,
    /// How often the unit was reminded of it before.
    pub times: usize,
    /// How urgent.
    pub urgency: Urgency,
}

/// The reminder of a unit as the bytes of an `.xlsx` file, one sheet of A4.
///
/// # Errors
/// When there is more than a workbook holds.
pub fn reminder_workbook(
    unit: &str,
    reminded: &[Reminded],
    layout: &ReminderLayout,
    colours: &Colours,
    today: Date,
) -> Result<Vec<u8>, WriteError> {
    build(unit, reminded, layout, colours, today).map_err(|error| WriteError::workbook(Path::new(unit), error))
}

fn build(
    unit: &str,
    reminded: &[Reminded],
    layout: &ReminderLayout,
    colours: &Colours,
    today: Date,
) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let mut workbook = new_workbook(&layout.title)?;
    let sheet = workbook.add_worksheet().set_name("督办单")?;
    for (at, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    let worst = reminded.iter().map(|one| one.urgency).max().unwrap_or(Urgency::Blue);
    let title = styles.title.clone().set_font_size(22).set_font_color(colour(worst));
    write_across(sheet, 0, &format!("{}（{}）", layout.title, worst.label()), WIDTHS.len(), &title)?;
    sheet.set_row_height(0, 42)?;
    let left = Format::clone(styles.plain(Align::Left));
    let reply = Date::of_number(today.number() + i64::from(layout.reply_days)).unwrap_or(today);
    let count = reminded.len().to_string();
    let text = layout.text.replace("{unit}", unit).replace("{count}", &count).replace("{reply}", &chinese(reply));
    let plain = Format::new().set_font_name("宋体").set_font_size(12).set_text_wrap();
    write_across(sheet, 1, &text, WIDTHS.len(), &plain)?;
    sheet.set_row_height(1, measure::lines(&text, 85) as f64 * 20.0 + 12.0)?;
    let header = styles.header.clone().set_background_color(Color::RGB(colours.header.0));
    for (at, name) in (0..).zip(HEADER) {
        sheet.write_string_with_format(2, at, name, &header)?;
    }
    sheet.set_row_height(2, measure::height(2))?;
    for (at, one) in (1..).zip(reminded) {
        write_duty(sheet, at, one, &styles, &left)?;
    }
    let end = 3 + reminded.len() as u32;
    write_reply(sheet, end, layout, today, &left, &plain)?;
    sheet.set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.6, 0.5, 0.7, 0.7, 0.3, 0.3).set_print_center_horizontally(true);
    sheet.set_repeat_rows(2, 2)?.set_footer("&C第 &P 页 共 &N 页");
    workbook.save_to_buffer()
}

fn colour(urgency: Urgency) -> Color {
    match urgency {
        Urgency::Blue => BLUE,
        Urgency::Orange => ORANGE,
        Urgency::Red => RED,
    }
}

fn write_duty(sheet: &mut Worksheet, at: u32, one: &Reminded, styles: &Styles, left: &Format) -> Result<(), XlsxError> {
    let row = at + 2;
    let item = one.item;
    let what = if item.step.is_empty() { &item.content } else { &item.step };
    let center = Format::clone(styles.plain(Align::Center));
    let times = if one.times > 0 { format!("\n第{}次", one.times + 1) } else { String::new() };
    let grade = format!("{}{times}", one.urgency.label());
    let graded = center.clone().set_font_color(colour(one.urgency)).set_bold();
    sheet.write_number_with_format(row, 0, at, &center)?;
    sheet.write_string_with_format(row, 1, &*fitting(&item.name), left)?;
    sheet.write_string_with_format(row, 2, &*fitting(what), left)?;
    sheet.write_string_with_format(row, 3, item.due.map(|due| due.to_string()).unwrap_or_default(), &center)?;
    sheet.write_number_with_format(row, 4, one.days as f64, &center)?;
    sheet.write_string_with_format(row, 5, &grade, &graded)?;
    let lines = [(&item.name, WIDTHS[1]), (what, WIDTHS[2]), (&grade, WIDTHS[5])];
    let most = lines.iter().map(|(text, width)| measure::lines(text, *width)).max().unwrap_or(1);
    sheet.set_row_height(row, measure::height(most))?;
    Ok(())
}

/// Room for the answer, and who asks.
fn write_reply(
    sheet: &mut Worksheet,
    row: u32,
    layout: &ReminderLayout,
    today: Date,
    framed: &Format,
    plain: &Format,
) -> Result<(), XlsxError> {
    write_across(sheet, row, "办理情况：", WIDTHS.len(), framed)?;
    sheet.set_row_height(row, 110)?;
    write_across(
        sheet,
        row + 1,
        "单位负责人（签字）：　　　　　　　　　　　经办人：　　　　　　　　　　　年　　月　　日",
        WIDTHS.len(),
        framed,
    )?;
    sheet.set_row_height(row + 1, 30)?;
    let sender = if layout.sender.is_empty() { String::new() } else { format!("{}　", layout.sender) };
    let right = plain.clone().set_align(rust_xlsxwriter::FormatAlign::Right);
    write_across(sheet, row + 2, &format!("{sender}{}", chinese(today)), WIDTHS.len(), &right)?;
    sheet.set_row_height(row + 2, 30)?;
    Ok(())
}

fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year, date.month, date.day)
}
