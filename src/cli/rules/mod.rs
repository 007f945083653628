//! `gongwen rules`: the rule workbench, one file a command below it.

mod check;
mod diff;
mod explain;
mod export;
mod list;
mod new;
mod test;

use super::options::{layers, option, rules_argument};
use super::{WRONG_USAGE, complain};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::fmt::Display;
use std::path::PathBuf;

/// `gongwen rules <命令>`
pub(super) fn declare() -> Command {
    Command::new("rules")
        .about("查看、检查、试验规则，解释一行怎样认出，建议新的规则")
        .override_usage("gongwen rules <命令>")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading("命令")
        .disable_help_subcommand(true)
        .subcommand(list::declare())
        .subcommand(check::declare())
        .subcommand(test::declare())
        .subcommand(explain::declare())
        .subcommand(new::declare())
        .subcommand(diff::declare())
        .subcommand(export::declare())
}

/// Does what the command below says, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    match matches.subcommand() {
        Some(("list", matches)) => list::execute(matches),
        Some(("check", matches)) => check::execute(matches),
        Some(("test", matches)) => test::execute(matches),
        Some(("explain", matches)) => explain::execute(matches),
        Some(("new", matches)) => new::execute(matches),
        Some(("diff", matches)) => diff::execute(matches),
        Some(("export", matches)) => export::execute(matches),
        _ => WRONG_USAGE,
    }
}

/// The folders in which files are looked for that are not found as they are named.
fn in_option() -> Arg {
    option("in", "文件夹", "来文所在的文件夹，可以写多个 [默认：seeds]")
        .action(ArgAction::Append)
        .default_value("seeds")
        .hide_default_value(true)
        .value_parser(value_parser!(PathBuf))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn argument(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_name(value).help(help).help_heading("参数")
}

fn paths(matches: &ArgMatches, name: &str) -> Vec<PathBuf> {
    matches.get_many(name).unwrap_or_default().cloned().collect()
}

/// Says why a command can do nothing.
fn refuse(error: impl Display) -> u8 {
    let text = error.to_string();
    // Messages of rule files carry their own head.
    let head = if text.starts_with("规则") { "" } else { "错误：" };
    complain(&format!("{head}{text}"));
    WRONG_USAGE
}
