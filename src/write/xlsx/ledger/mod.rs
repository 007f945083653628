//! 责任单位填报表: the workbook that a unit fills in, with locked text, validated input and traffic lights that hang on
//! a frozen 截至日期.

mod head;
mod inputs;
mod rows;
mod sheet;

use super::style::Styles;
use super::{compression, new_workbook};
use crate::supervise::{Date, Duty, Layout, Month, Rhythms, Store, UnitDuties};
use crate::write::WriteError;
use inputs::Inputs;
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeMap;
use std::path::Path;

use rows::is_due_list;

/// What the workbooks of all units of a run share.
pub struct Issue<'a> {
    /// How they look.
    pub layout: &'a Layout,
    /// What was reported so far; carried over into the columns to fill in.
    pub store: &'a Store,
    /// When the documents want their reports.
    pub rhythms: &'a Rhythms,
    /// The month that the sheets are to report on; none for what is due next.
    pub period: Option<Month>,
    /// The day that the traffic lights hang on (截至日期).
    pub cutoff: Date,
}

impl Issue<'_> {
    /// The period (报送期) that the rows of a document are for.
    fn period_of(&self, duty: &Duty) -> Month {
        self.rhythms.for_sheet(&duty.item.document, self.period, self.cutoff)
    }

    /// The period of a row with the last day for its report, in words.
    fn report_of(&self, duty: &Duty) -> String {
        self.rhythms.of(&duty.item.document).shown(self.period_of(duty))
    }

    /// The period of every document that a unit has rows of, by its id.
    fn periods<'u>(&self, unit: &'u UnitDuties) -> BTreeMap<&'u str, Month> {
        unit.duties.iter().map(|duty| (duty.item.document.as_str(), self.period_of(duty))).collect()
    }

    /// The periods of rows with their last days, in words, each once and the earliest first.
    fn reports(&self, duties: &[&Duty]) -> Vec<String> {
        let report = |duty: &&Duty| {
            let period = self.period_of(duty);
            ((period, self.rhythms.of(&duty.item.document).deadline(period)), self.report_of(duty))
        };
        duties.iter().map(report).collect::<BTreeMap<_, _>>().into_values().collect()
    }
}

/// The workbook of a unit, as the bytes of an `.xlsx` file. The same duties, reports and days give the same bytes.
///
/// # Errors
/// When the duties do not fit a workbook.
pub fn unit_workbook(unit: &UnitDuties, issue: &Issue) -> Result<Vec<u8>, WriteError> {
    build(unit, issue).map_err(|error| WriteError::workbook(Path::new(&unit.name), error))
}

fn build(unit: &UnitDuties, issue: &Issue) -> Result<Vec<u8>, XlsxError> {
    let styles = Styles::new();
    let inputs = Inputs::new(&styles, issue.layout);
    let mut workbook = new_workbook(&head::title(unit, issue))?;
    let (mut written, mut written_rows) = (0, 0);
    for layout in &issue.layout.sheet {
        let rows = rows::of(layout, unit, issue);
        if rows.is_empty() && !is_due_list(layout) {
            continue;
        }
        let worksheet = workbook.add_worksheet().set_name(&layout.name)?;
        let layout = &rows::shown(layout, &rows, issue);
        sheet::Sheet { layout, unit, issue, styles: &styles, inputs: &inputs, rows: &rows }.write(worksheet)?;
        written += 1;
        written_rows += rows.len();
    }
    if written == 0 {
        workbook.add_worksheet().write_string(0, 0, "版式里没有可以列出本单位事项的工作表。")?;
    }
    head::write_meta(workbook.add_worksheet(), unit, issue)?;
    workbook.set_zip_compression_level(compression(written_rows)).save_to_buffer()
}

#[cfg(test)]
mod tests;
