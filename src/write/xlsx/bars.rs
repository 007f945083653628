//! Bars over a grid of months or years (横道): conditional formats that read the first and the last day of each row, so
//! that a bar follows when someone changes them, and goes along when rows are sorted.

use super::sheet::{Column, HEADER_ROW};
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Worksheet, XlsxError, utility::column_number_to_name};

/// Ground of the periods that a step takes, and of the one that it ends in.
const UNDER_WAY: Color = Color::RGB(0xBD_D7_EE);
const DEADLINE: Color = Color::RGB(0x2F_75_B5);

/// What a column of the grid stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A month; twelve a year.
    Months,
    /// A year.
    Years,
}

/// A grid in a table and where its bars come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// Titles of the columns with the first and the last day.
    pub start: &'static str,
    /// See [`start`](Bars::start).
    pub end: &'static str,
    /// Title of the first column of the grid; the others follow it without a gap.
    pub first: String,
    /// Number of its columns.
    pub periods: u16,
    /// What they stand for.
    pub scale: Scale,
    /// The year that the first of them begins.
    pub year: i32,
}

impl Bars {
    /// Puts the rules on the grid of `rows` rows below the header: two over all of it. Nothing where a column that they
    /// need is gone.
    pub fn draw(&self, sheet: &mut Worksheet, columns: &[Column], rows: u32) -> Result<(), XlsxError> {
        let at = |title: &str| (0u16..).zip(columns).find(|(_, column)| column.title == title).map(|(at, _)| at);
        let (Some(start), Some(end), Some(first)) = (at(self.start), at(self.end), at(&self.first)) else {
            return Ok(());
        };
        if rows == 0 || self.periods == 0 {
            return Ok(());
        }
        let (first_row, last_row, last) = (HEADER_ROW + 1, HEADER_ROW + rows, first + self.periods - 1);
        for (rule, ground) in self.rules(start, end, first).into_iter().zip([DEADLINE, UNDER_WAY]) {
            let format = Format::new().set_background_color(ground);
            let rule =
                ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(format).set_stop_if_true(true);
            sheet.add_conditional_format(first_row, first, last_row, last, &rule)?;
        }
        Ok(())
    }

    /// The formulas for the first cell of the grid: is the last day in its period, is any day of the step. One day alone
    /// is both first and last.
    fn rules(&self, start: u16, end: u16, first: u16) -> [String; 2] {
        let row = HEADER_ROW + 2;
        let cell = |column: u16| format!("${}{row}", column_number_to_name(column));
        let (start, end) = (cell(start), cell(end));
        let either = |one: &str, other: &str| format!("IF({one}=\"\",{other},{one})");
        let (begins, ends) = (either(&start, &end), either(&end, &start));
        let letters = column_number_to_name(first);
        let nth = format!("COLUMN({letters}{row})-COLUMN(${letters}{row})");
        let day = |later: i32| match self.scale {
            Scale::Months => format!("DATE({},{nth}+{},1)", self.year, later + 1),
            Scale::Years => format!("DATE({}+{nth},1,1)", self.year + later),
        };
        let (from, until) = (day(0), day(1));
        let over = format!("{ends}>={from}");
        [
            format!("=AND(COUNT({start},{end})>0,{over},{ends}<{until})"),
            format!("=AND(COUNT({start},{end})>0,{over},{begins}<{until})"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(scale: Scale) -> Bars {
        Bars { start: "开始", end: "截止", first: "1月".into(), periods: 12, scale, year: 2022 }
    }

    #[test]
    fn the_rules_read_the_days_of_their_row() {
        let [deadline, under_way] = bars(Scale::Months).rules(4, 5, 6);
        let month = "COLUMN(G4)-COLUMN($G4)";
        let ends = "IF($F4=\"\",$E4,$F4)";
        let shared = format!("=AND(COUNT($E4,$F4)>0,{ends}>=DATE(2022,{month}+1,1),");
        assert_eq!(deadline, format!("{shared}{ends}<DATE(2022,{month}+2,1))"));
        assert_eq!(under_way, format!("{shared}IF($E4=\"\",$F4,$E4)<DATE(2022,{month}+2,1))"));
        let [deadline, _] = bars(Scale::Years).rules(4, 5, 6);
        assert!(deadline.contains(&format!(">=DATE(2022+{month},1,1)")), "{deadline}");
        assert!(deadline.contains(&format!("<DATE(2023+{month},1,1)")), "{deadline}");
    }

    #[test]
    fn a_grid_without_its_columns_has_no_rules() {
        let mut sheet = Worksheet::new();
        let columns = [Column::text("开始", 9), Column::text("1月", 9)];
        bars(Scale::Months).draw(&mut sheet, &columns, 3).unwrap();
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.push_worksheet(sheet);
        let bytes = workbook.save_to_buffer().unwrap();
        assert!(!super::super::tests::part_of(&bytes, "xl/worksheets/sheet1.xml").contains("conditionalFormatting"));
    }
}
