use super::office::{base, base_arguments, failed, month, today, today_argument};
use super::options::option;
use super::{FAILED, FINE, complain, print};
use crate::pipeline::{self, CollectQuery, Collected, RemarkKind};
use clap::{Arg, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// `gongwen collect 填报表...`
pub(super) fn declare() -> Command {
    let command =
        Command::new("collect").about("收回填好的填报表，指出改动、缺失和存疑，写出进度汇总；也读回待复核表里的更正");
    let files = Arg::new("files")
        .value_name("填报表")
        .num_args(1..)
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help("填好的填报表、填了更正的文件工作簿，或放着它们的文件夹，可以写多个")
        .help_heading("参数");
    let period = option("period", "月份", "这些填报表是哪一期的，如 2022-06 [默认：表里写的]").value_parser(month);
    let ledger = option("ledger", "文件", "把进展记入哪个台账 [默认：结果文件夹里的 gongwen.sqlite，没有就不记]")
        .value_parser(value_parser!(PathBuf));
    let arguments = [files].into_iter().chain(base_arguments()).chain([ledger, period, today_argument()]);
    command.override_usage("gongwen collect [选项] <填报表>...").next_help_heading("选项").args(arguments)
}

/// Takes in the workbooks, prints what is wrong with them, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let query = CollectQuery {
        base: base(matches),
        files: matches.get_many("files").unwrap_or_default().cloned().collect(),
        period: matches.get_one("period").copied(),
        ledger: matches.get_one("ledger").cloned(),
        today: today(matches),
    };
    let collected = match pipeline::collect(&query) {
        Ok(collected) => collected,
        Err(error) => return failed(&error),
    };
    collected.failures.iter().for_each(|failure| complain(failure));
    let printed = print(&shown(&collected));
    if printed != FINE || !collected.failures.is_empty() { FAILED } else { FINE }
}

fn shown(collected: &Collected) -> String {
    let mut text = String::new();
    for remark in &collected.remarks {
        let place = [remark.file.as_str(), &remark.place].join(" ");
        let item = if remark.item.is_empty() { String::new() } else { format!("{}：", remark.item) };
        text.push_str(&format!("[{}] {}：{item}{}\n", remark.kind.label(), place.trim(), remark.message));
    }
    if collected.corrected > 0 {
        let next = "再次运行 gongwen extract 时照此更正";
        text.push_str(&format!("待复核更正 {} 处，已记入 corrections.toml，{next}\n", collected.corrected));
    }
    let Some(report) = &collected.report else { return text };
    let counts = RemarkKind::ALL.map(|kind| {
        let count = collected.remarks.iter().filter(|remark| remark.kind == kind).count();
        format!("{} {count}", kind.label())
    });
    text.push_str(&format!(
        "{}：收到填报表 {} 份，单位 {} 个，填报 {} 项\n问题 {} 处：{}\n汇总在“{}”\n",
        collected.period.shown(),
        collected.files,
        collected.units.len(),
        collected.filled,
        collected.remarks.len(),
        counts.join("，"),
        report.display(),
    ));
    text
}
