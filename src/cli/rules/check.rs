use super::{argument, layers};
use crate::cli::{FAILED, FINE, print};
use crate::workbench::check;
use clap::{ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// `gongwen rules check [文件夹]`
pub(super) fn declare() -> Command {
    let folder = argument("folder", "文件夹", "本单位的规则文件夹；不写则检查内置规则和 gongwen.toml");
    Command::new("check")
        .about("检查规则：写法、正则、例子和反例、相争和不起作用的规则，逐处指出")
        .override_usage("gongwen rules check [文件夹]")
        .arg(folder.value_parser(value_parser!(PathBuf)))
}

/// Prints what is wrong, and gives the exit code: 1 where the rules cannot be used.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let layers = layers(matches, "folder");
    let checkup = check(&layers);
    let printed = print(&checkup.text());
    if checkup.passed() && printed == FINE { FINE } else { FAILED }
}
