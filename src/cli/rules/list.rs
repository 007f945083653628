use super::{flag, layers, option, refuse, rules_argument};
use crate::cli::print;
use crate::rules::KINDS;
use crate::workbench::{Show, list};
use clap::{ArgMatches, Command};

/// Kinds that are no kinds of rules.
const OTHERS: [&str; 3] = ["words", "unit", "indicator"];

/// `gongwen rules list`
pub(super) fn declare() -> Command {
    let kinds: Vec<&str> = KINDS.iter().map(|spec| spec.name).chain(OTHERS).collect();
    let command = Command::new("list").about("列出生效的规则和词表，各来自哪一层");
    command.override_usage("gongwen rules list [选项]").next_help_heading("选项").args([
        rules_argument(),
        option(
            "kind",
            "种类",
            "只列一种：column、heading、metadata、furniture、value、period、cue、measure、words、unit、indicator",
        )
        .value_parser(kinds)
        .hide_possible_values(true),
        flag("own", "只列自己的，不列内置的"),
        flag("json", "写成 JSON，供程序使用"),
    ])
}

/// Prints the list and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let show = Show { kind: matches.get_one("kind").cloned(), own: matches.get_flag("own") };
    match list(&layers(matches, "rules"), show) {
        Ok(listing) if matches.get_flag("json") => print(&listing.json()),
        Ok(listing) => print(&listing.text()),
        Err(error) => refuse(error),
    }
}
