use super::options::failed;
use super::print;
use super::wording::Language;
use crate::pipeline::{self, Confirmed};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// `gongwen confirm <名称> <名称> --rules <文件夹> [--different]`
pub(super) fn declare() -> Command {
    let name = |id: &'static str, help: &'static str| {
        Arg::new(id).value_name("名称").required(true).help(help).help_heading("参数")
    };
    let command = Command::new("confirm").about("确认两个名称是同一项指标（或不是），写进本单位的规则文件夹");
    command.override_usage("gongwen confirm [选项] <名称> <名称> --rules <文件夹>").next_help_heading("选项").args([
        name("first", "一项指标的名称"),
        name("second", "另一个名称"),
        Arg::new("rules")
            .long("rules")
            .value_name("文件夹")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help("本单位的规则文件夹，没有就新建"),
        Arg::new("different")
            .long("different")
            .action(ArgAction::SetTrue)
            .help("两个名称不是同一项，以后不再作为疑似提出"),
    ])
}

/// Writes the confirmation, says where, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let text = |id: &str| matches.get_one::<String>(id).expect("is required").as_str();
    let (first, second, same) = (text("first"), text("second"), !matches.get_flag("different"));
    let rules = matches.get_one::<PathBuf>("rules").expect("is required");
    match pipeline::confirm(first, second, same, rules) {
        Ok(Confirmed::Written(file)) => {
            let told = if same { "是同一项指标" } else { "不是同一项指标" };
            print(&format!("已记入“{}”：“{first}”和“{second}”{told}\n", file.display()))
        }
        Ok(Confirmed::Known) => print("规则里已经是这样，没有改动\n"),
        Err(error) => failed(Language::Zh, &error),
    }
}
