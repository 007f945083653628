use super::{argument, flag, in_option, layers, paths, refuse, rules_argument};
use crate::cli::print;
use crate::rules::Rules;
use crate::workbench::{Place, explain};
use clap::{ArgMatches, Command};

/// `gongwen rules explain <文件:行>`
pub(super) fn declare() -> Command {
    let command = Command::new("explain").about("解释一行怎样认出：哪些规则看过，哪条起作用，得到什么记录");
    command.override_usage("gongwen rules explain <文件:行> [选项]").next_help_heading("选项").args([
        argument("place", "文件:行", "来文的一行，如 来文.md:12；只看其中一格的，再写列号，如 来文.md:12:5")
            .required(true),
        rules_argument(),
        in_option(),
        flag("all", "没有匹配的也列出"),
    ])
}

/// Prints the explanation and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let typed = matches.get_one::<String>("place").expect("is required");
    let place = match Place::parse(typed) {
        Ok(place) => place,
        Err(error) => return refuse(error),
    };
    let rules = match Rules::of(&layers(matches, "rules")) {
        Ok(rules) => rules,
        Err(error) => return refuse(error),
    };
    match explain(&rules, &place, &paths(matches, "in")) {
        Ok(explanation) => print(&explanation.text(matches.get_flag("all"))),
        Err(error) => refuse(error),
    }
}
