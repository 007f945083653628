//! Help and complaints about the command line, in Chinese.

use super::{FINE, WRONG_USAGE, complain, print};
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}\n";

/// Puts the words that clap adds by itself into Chinese, for a command and those below it.
pub(super) fn in_chinese(command: Command) -> Command {
    let is_root = command.get_version().is_some();
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助").help_heading("选项");
    let version =
        Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本").help_heading("选项");
    let command = command.disable_help_flag(true).disable_version_flag(true).help_template(TEMPLATE).arg(help);
    let command = if is_root { command.arg(version) } else { command };
    command.mut_subcommands(in_chinese)
}

/// Prints help, version, or what is wrong with the command line, and gives the exit code.
pub(super) fn explain(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print(&full_width(&error.render().to_string()));
            FINE
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            complain(full_width(&error.render().to_string()).trim_end());
            WRONG_USAGE
        }
        _ => {
            complain(&format!("错误：{}。用 gongwen --help 查看写法", complaint(error)));
            WRONG_USAGE
        }
    }
}

/// The colons that clap puts behind headings, as the rest of the text has them.
fn full_width(help: &str) -> String {
    let line = |line: &str| match line.strip_suffix(':') {
        Some(heading) => format!("{heading}：\n"),
        None => format!("{line}\n"),
    };
    help.lines().map(line).collect()
}

/// `<--a <甲>|--b <乙>>` as people say it.
fn choices(argument: &str) -> String {
    let inner = argument.strip_prefix("<--").and_then(|rest| rest.strip_suffix('>'));
    inner.map_or_else(|| argument.to_string(), |inner| format!("--{}", inner.replace('|', " 或 ")))
}

/// Why a value is none, where the option itself says it in Chinese; the library's own reasons are English.
fn reason(error: &Error) -> String {
    let reason = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    if reason.is_ascii() { String::new() } else { format!("，{reason}") }
}

fn complaint(error: &Error) -> String {
    let context = |kind| error.get(kind).map(|value| value.to_string()).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let allowed = context(ContextKind::ValidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "缺少命令".to_string(),
        ErrorKind::MissingRequiredArgument => format!("还要写“{}”", choices(&argument).replace(", ", "”“")),
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => format!("“{argument}”后面缺少内容"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            let hint = if allowed.is_empty() { reason(error) } else { format!("，可以是：{allowed}") };
            format!("“{argument}”不能是“{value}”{hint}")
        }
        ErrorKind::ArgumentConflict => format!("“{argument}”重复或与其他选项冲突"),
        kind => format!("命令写法有误（{kind}）"),
    }
}
