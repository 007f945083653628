use super::{argument, layers, option, paths, refuse, rules_argument};
use crate::cli::wording::{self, Language};
use crate::cli::{FAILED, FINE, complain, print};
use crate::pipeline::files;
use crate::rules::{Layers, Rules};
use crate::workbench::effect;
use clap::{ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// `gongwen rules diff <路径>... --rules <文件夹>`
pub(super) fn declare() -> Command {
    let path = || value_parser!(PathBuf);
    let command = Command::new("diff").about("比较改规则前后读出的记录，逐格列出增加、减少和改变");
    command.override_usage("gongwen rules diff <路径>... --rules <文件夹> [选项]").next_help_heading("选项").args([
        argument("inputs", "路径", "来文或文件夹，可以写多个").num_args(1..).required(true).value_parser(path()),
        rules_argument(),
        option("against", "文件夹", "与这个规则文件夹比 [默认：只有内置规则]").value_parser(path()),
    ])
}

/// Prints what differs and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let new = layers(matches, "rules");
    let old = Layers { folder: matches.get_one("against").cloned(), project: None };
    if new == old {
        return refuse("没有可以比较的规则。请用 --rules 写明改过的规则文件夹");
    }
    let (old, new) = match (Rules::of(&old), Rules::of(&new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(error), _) | (_, Err(error)) => return refuse(error),
    };
    let files = match files(&paths(matches, "inputs")) {
        Ok(files) => files,
        Err(error) => return refuse(error),
    };
    let effect = effect(&files, &old, &new);
    effect.failures.iter().for_each(|failure| complain(&wording::failure(Language::Zh, failure)));
    let printed = print(&effect.text());
    if printed == FINE && effect.failures.is_empty() { FINE } else { FAILED }
}
