//! What the commands of supervision share: where the results are, which units, which day.

use super::options::{option, output, output_argument};
use super::{FAILED, WRONG_USAGE, complain};
use crate::pipeline::{Base, Date, Month, SupervisionError};
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// `-o`, `--rules`
pub(super) fn base_arguments() -> [Arg; 2] {
    [
        output_argument("extract 的结果所在的文件夹 [默认：output]"),
        option("rules", "文件夹", "本单位的规则文件夹，用其中的 sheets.toml").value_parser(value_parser!(PathBuf)),
    ]
}

/// `--unit`
pub(super) fn units_argument() -> Arg {
    option("unit", "单位", "只要这个责任单位，可以写多个 [默认：全部]").action(ArgAction::Append)
}

/// `--today`
pub(super) fn today_argument() -> Arg {
    option("today", "日期", "按哪一天算逾期和临期，如 2022-06-30 [默认：今天]").value_parser(date)
}

/// The results that a command works on.
pub(super) fn base(matches: &ArgMatches) -> Base {
    Base { output: output(matches), rules: matches.get_one("rules").cloned() }
}

/// The units that were named.
pub(super) fn units(matches: &ArgMatches) -> Vec<String> {
    matches.get_many("unit").unwrap_or_default().cloned().collect()
}

/// The day that was given, else today: the one place where a clock is asked.
pub(super) fn today(matches: &ArgMatches) -> Date {
    matches.get_one("today").copied().unwrap_or_else(today_in_china)
}

/// All of China keeps the time of Beijing, eight hours before UTC; a computer set otherwise must not shift a deadline.
fn today_in_china() -> Date {
    const AHEAD: u64 = 8 * 3600;
    const DAY: u64 = 24 * 3600;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = i64::try_from((seconds + AHEAD) / DAY).unwrap_or_default();
    Date::of_number(days).unwrap_or(Date { year: 1970, month: 1, day: 1 })
}

/// Reads a day of the command line.
fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "应写成年-月-日，如 2022-06-30".to_owned())
}

/// Reads a month of the command line.
pub(super) fn month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| "应写成年-月，如 2022-06".to_owned())
}

/// Says what keeps a command from going on, and gives the exit code.
pub(super) fn failed(error: &SupervisionError) -> u8 {
    match error {
        // Complete with its own head, file, line and column.
        SupervisionError::Rules(error) => complain(&error.to_string()),
        error => complain(&format!("错误：{error}")),
    }
    if error.is_usage() { WRONG_USAGE } else { FAILED }
}
