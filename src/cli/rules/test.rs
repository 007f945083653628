use super::{argument, flag, layers, refuse};
use crate::cli::{FAILED, FINE, print};
use crate::workbench::{accept, test};
use clap::{ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// `gongwen rules test [文件夹] [--accept]`
pub(super) fn declare() -> Command {
    let folder = argument("folder", "文件夹", "本单位的规则文件夹，其中“例文”里是核对过的来文");
    let command = Command::new("test").about("试验规则：全部例子和反例，再把例文读出的记录与记下的逐格对照");
    command.override_usage("gongwen rules test [文件夹] [选项]").next_help_heading("选项").args([
        folder.value_parser(value_parser!(PathBuf)),
        flag("accept", "把例文现在的记录记下来，作为以后对照的依据").requires("folder"),
    ])
}

/// Prints what differs, and gives the exit code: 1 where something does.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let layers = layers(matches, "folder");
    if matches.get_flag("accept") {
        match accept(&layers) {
            Ok(written) => {
                let lines = written.iter().map(|path| format!("已记下 {}\n", path.display()));
                print(&lines.collect::<String>());
            }
            Err(error) => return refuse(error),
        }
    }
    let trial = test(&layers);
    let printed = print(&trial.text());
    if trial.passed() && printed == FINE { FINE } else { FAILED }
}
