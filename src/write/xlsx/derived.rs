//! Cells that the spreadsheet works out from others of their row, with the result at the time of writing: programs that
//! do not calculate show that.

use super::cell::{digits, float};
use crate::record::Decimal;
use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError, utility::column_number_to_name,
};
use std::borrow::Cow;

/// A cell that is worked out. Distances count columns to the left of the cell, 1 for its neighbour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// What is worked out.
    pub rule: Rule,
    /// What it comes to.
    pub value: Decimal,
}

/// How a cell is worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The sum of the cells at these distances.
    Sum(Vec<u16>),
    /// The cell at the first distance less that at the second.
    Difference {
        of: u16,
        less: u16,
        /// Something explains a difference: rounding, 以上 and 以内, parts that are not printed.
        is_explained: bool,
    },
}

/// Decimals that a difference is rounded to, so that the noise of floats is not taken for one.
const EXACT: u32 = 6;

impl Derived {
    /// The formula in a cell, both places 0-based, with its result.
    pub fn formula(&self, row: u32, column: u16) -> Formula {
        Formula::new(self.text(row, column)).set_result(float(self.value).to_string())
    }

    fn text(&self, row: u32, column: u16) -> String {
        let name = |back: u16| format!("{}{}", column_number_to_name(column.saturating_sub(back)), row + 1);
        match &self.rule {
            Rule::Sum(distances) => {
                let ranges: Vec<String> =
                    runs(distances).into_iter().map(|(far, near)| range(far, near, &name)).collect();
                format!("=SUM({})", ranges.join(","))
            }
            Rule::Difference { of, less, .. } => format!("=ROUND({}-{},{EXACT})", name(*of), name(*less)),
        }
    }

    /// Number format with as many decimals as the result has; a difference has its sign.
    pub fn format(&self) -> Cow<'static, str> {
        let decimals = self.value.normalize().scale() as usize;
        let digits = digits(decimals);
        match self.rule {
            Rule::Sum(_) => digits,
            Rule::Difference { .. } => format!("+{digits};-{digits};0").into(),
        }
    }

    /// What the number format shows.
    pub fn shown(&self) -> String {
        let sign = if matches!(self.rule, Rule::Difference { .. }) && self.value > Decimal::ZERO { "+" } else { "" };
        format!("{sign}{}", self.value.normalize())
    }
}

/// Distances in falling order as runs of neighbours, each from the far end to the near one.
fn runs(distances: &[u16]) -> Vec<(u16, u16)> {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for &distance in distances {
        match runs.last_mut() {
            Some((_, near)) if *near == distance + 1 => *near = distance,
            _ => runs.push((distance, distance)),
        }
    }
    runs
}

fn range(far: u16, near: u16, name: &impl Fn(u16) -> String) -> String {
    if far == near { name(near) } else { format!("{}:{}", name(far), name(near)) }
}

/// Colours a column of differences as it stands, whatever is typed later: green for none, yellow where something
/// explains it, red for the rest. `rows` are those of the column that hold a difference, 0-based, with whether it is
/// explained.
pub fn colour_differences(sheet: &mut Worksheet, column: u16, rows: &[(u32, bool)]) -> Result<(), XlsxError> {
    let (Some((first, _)), Some((last, _))) = (rows.first(), rows.last()) else { return Ok(()) };
    let name = |row: u32| format!("{}{}", column_number_to_name(column), row + 1);
    // The formula of a rule speaks of the first cell of its range.
    let rule = |row: u32, test: &str, ground, text| {
        let cell = name(row);
        let format = Format::new().set_background_color(Color::RGB(ground)).set_font_color(Color::RGB(text));
        let formula = format!("=AND(ISNUMBER({cell}),{cell}{test}0)");
        ConditionalFormatFormula::new().set_rule(formula.as_str()).set_format(format).set_stop_if_true(true)
    };
    let explained: Vec<u32> = rows.iter().filter(|(_, is_explained)| *is_explained).map(|(row, _)| *row).collect();
    sheet.add_conditional_format(*first, column, *last, column, &rule(*first, "=", 0xE2_EF_DA, 0x1E_6B_2E))?;
    if let Some(&row) = explained.first() {
        let names = explained.iter().map(|&row| name(row)).collect::<Vec<_>>().join(" ");
        let yellow = rule(row, "<>", 0xFF_EB_9C, 0x7F_60_00).set_multi_range(names);
        sheet.add_conditional_format(row, column, row, column, &yellow)?;
    }
    sheet.add_conditional_format(*first, column, *last, column, &rule(*first, "<>", 0xFF_C7_CE, 0x9C_00_06))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_name_the_cells_to_the_left() {
        let derived = |rule, value: &str| Derived { rule, value: value.parse().unwrap() };
        let sum = derived(Rule::Sum(vec![5, 4, 3, 1]), "78.80");
        assert_eq!(sum.text(3, 9), "=SUM(E4:G4,I4)");
        assert_eq!((&*sum.format(), sum.shown().as_str()), ("0.0", "78.8"));
        let rule = Rule::Difference { of: 6, less: 1, is_explained: false };
        let difference = derived(rule, "-0.8");
        assert_eq!(difference.text(3, 10), "=ROUND(E4-J4,6)");
        assert_eq!((&*difference.format(), difference.shown().as_str()), ("+0.0;-0.0;0", "-0.8"));
        assert_eq!(derived(Rule::Sum(vec![2]), "7").text(0, 2), "=SUM(A1)");
    }
}
