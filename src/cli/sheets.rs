use super::office::{base, base_arguments, failed, month, today, today_argument, units, units_argument};
use super::options::option;
use super::{FAILED, FINE, complain, print};
use crate::pipeline::{self, Reporting, SHEETS_FOLDER, SheetsQuery};
use clap::{ArgMatches, Command};

/// `gongwen sheets [-o 文件夹]`
pub(super) fn declare() -> Command {
    let command = Command::new("sheets").about("给每个责任单位写一个进展填报表，已汇总的填报内容照样带上");
    let period = option("period", "月份", "报送期，如 2022-06 [默认：按报送要求推算]").value_parser(month);
    let arguments = base_arguments().into_iter().chain([units_argument(), period, today_argument()]);
    command.override_usage("gongwen sheets [选项]").next_help_heading("选项").args(arguments)
}

/// Writes the workbooks, says where they are, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let query = SheetsQuery {
        base: base(matches),
        units: units(matches),
        today: today(matches),
        period: matches.get_one("period").copied(),
    };
    let outcome = match pipeline::sheets(&query) {
        Ok(outcome) => outcome,
        Err(error) => return failed(&error),
    };
    outcome.problems.iter().for_each(|problem| complain(problem));
    let folder = query.base.output.join(SHEETS_FOLDER);
    let printed = print(&format!(
        "填报表 {} 份，在“{}”\n{}截至日期 {}\n",
        outcome.files.len(),
        folder.display(),
        reporting(&outcome.reporting),
        query.today,
    ));
    if printed != FINE || !outcome.problems.is_empty() { FAILED } else { FINE }
}

/// A line for each period, with its documents where there are several.
fn reporting(all: &[Reporting]) -> String {
    let line = |reporting: &Reporting| {
        let source = match &reporting.stated {
            Some(sentence) => format!("文件要求：{sentence}"),
            None => "文件没有写明报送要求，按设置".to_owned(),
        };
        let documents = if all.len() > 1 { format!("：{}", reporting.documents.join("、")) } else { String::new() };
        format!("报送期 {}，{}前报送（{source}）{documents}\n", reporting.period.shown(), reporting.deadline)
    };
    all.iter().map(line).collect()
}
