use super::print;
use crate::{pipeline, rules};
use clap::{Arg, ArgMatches, Command};

/// What there is a schema of, the first by default.
const SUBJECTS: [&str; 3] = ["records", "comparison", "rules"];

/// `gongwen schema [records|comparison|rules]`
pub(super) fn declare() -> Command {
    let subject = Arg::new("subject")
        .value_name("内容")
        .help(
            "records 记录（documents/*.json），comparison 对比结果（comparison.json），rules 规则文件 [默认：records]",
        )
        .help_heading("参数")
        .value_parser(SUBJECTS)
        .default_value(SUBJECTS[0])
        .hide_default_value(true)
        .hide_possible_values(true);
    Command::new("schema")
        .about("打印记录、对比结果或规则文件的 JSON Schema，供其他程序校验、编辑器提示")
        .override_usage("gongwen schema [内容]")
        .arg(subject)
}

/// Prints the schema and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    match matches.get_one::<String>("subject").map(String::as_str) {
        Some("rules") => print(&rules::schema()),
        Some("comparison") => print(&pipeline::comparison_schema()),
        _ => print(&pipeline::schema()),
    }
}
