use super::{WRONG_USAGE, complain, print};
use crate::pipeline;
use clap::{Arg, ArgMatches, Command};

/// `gongwen explain [代码]`
pub(super) fn declare() -> Command {
    let code = Arg::new("code").value_name("代码").help("检查的代码，如 GW201；不写则列出全部").help_heading("参数");
    let command = Command::new("explain").about("解释一项检查：查什么、为什么、举例、怎样处理");
    command.override_usage("gongwen explain [代码]").arg(code)
}

/// Prints the page on a code, or all codes, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let Some(code) = matches.get_one::<String>("code") else { return print(&pipeline::codes()) };
    match pipeline::explain(code) {
        Some(page) => print(&page),
        None => {
            complain(&format!("错误：没有“{code}”这项检查。用 gongwen explain 查看全部代码"));
            WRONG_USAGE
        }
    }
}
