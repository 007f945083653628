use super::print;
use crate::pipeline;
use clap::{Arg, ArgAction, ArgMatches, Command};

/// `gongwen schema [--comparison]`
pub(super) fn declare() -> Command {
    Command::new("schema")
        .about("打印 documents/*.json 的 JSON Schema（2020-12），供其他程序校验和生成代码")
        .override_usage("gongwen schema [选项]")
        .next_help_heading("选项")
        .arg(Arg::new("comparison").long("comparison").action(ArgAction::SetTrue).help("打印 comparison.json 的"))
}

/// Prints the schema and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    print(&if matches.get_flag("comparison") { pipeline::comparison_schema() } else { pipeline::schema() })
}
