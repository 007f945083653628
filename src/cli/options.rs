//! The options that several commands have, as they are declared and as they are read.

use super::wording::{self, Language};
use super::{FAILED, WRONG_USAGE, complain};
use crate::pipeline::{self, Layers, Limits, Options, RunError};
use clap::builder::EnumValueParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use std::path::{Path, PathBuf};

/// An option with a value.
pub(super) fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// `-o`, with the folder `output` where it is not given.
pub(super) fn output_argument(help: &'static str) -> Arg {
    option("output", "文件夹", help)
        .short('o')
        .default_value("output")
        .value_parser(value_parser!(PathBuf))
        .hide_default_value(true)
}

/// `-o` of a command that writes results.
pub(super) fn results_argument() -> Arg {
    output_argument("结果写到哪个文件夹 [默认：output]")
}

/// `--rules`
pub(super) fn rules_argument() -> Arg {
    option("rules", "文件夹", "本单位的规则文件夹，叠加在内置规则之上").value_parser(value_parser!(PathBuf))
}

/// `--accepted`
pub(super) fn accepted_argument() -> Arg {
    option("accepted", "文件", "已核对清单，其中的发现不再报 [默认：规则文件夹里的 accepted.toml]")
        .value_parser(value_parser!(PathBuf))
}

/// `--ledger` and `--no-ledger` of a command that feeds a ledger.
pub(super) fn ledger_arguments() -> [Arg; 2] {
    [
        option("ledger", "文件", "把文件记入哪个台账 [默认：输出文件夹里的 gongwen.sqlite]")
            .value_parser(value_parser!(PathBuf)),
        Arg::new("no-ledger").long("no-ledger").action(ArgAction::SetTrue).conflicts_with("ledger").help("不记台账"),
    ]
}

/// `--limit`, as often as wanted.
pub(super) fn limit_argument() -> Arg {
    option("limit", "名称=数", "放宽或收紧一个读入上限，可以写多次；如 pages=8000")
        .action(ArgAction::Append)
        .value_parser(limit)
}

/// A bound with its number, `pages=8000`.
fn limit(text: &str) -> Result<(String, u64), String> {
    let known = || format!("写成 名称=数，名称可以是：{}", Limits::names().collect::<Vec<_>>().join("、"));
    let (name, number) = text.split_once('=').ok_or_else(known)?;
    let number = number.parse().ok().filter(|number| *number > 0).ok_or("等号后面要写大于 0 的整数")?;
    if !Limits::names().any(|known| known == name) {
        return Err(known());
    }
    Ok((name.to_string(), number))
}

/// The bounds with what `--limit` says.
fn limits(matches: &ArgMatches) -> Limits {
    let mut limits = Limits::default();
    for (name, number) in matches.get_many::<(String, u64)>("limit").into_iter().flatten() {
        limits.set(name, *number);
    }
    limits
}

/// `--lang`
pub(super) fn language_argument() -> Arg {
    option("lang", "语言", "提示文字的语言：zh 中文，en 英文 [默认：zh]")
        .default_value("zh")
        .value_parser(EnumValueParser::<Language>::new())
        .hide_default_value(true)
        .hide_possible_values(true)
}

/// `--quiet`
pub(super) fn quiet_argument() -> Arg {
    Arg::new("quiet").long("quiet").short('q').action(ArgAction::SetTrue).help("不显示进度和小结，只报告问题")
}

/// The language of `--lang`.
pub(super) fn language(matches: &ArgMatches) -> Language {
    *matches.get_one("lang").expect("has a default")
}

/// The folder of `-o`.
pub(super) fn output(matches: &ArgMatches) -> PathBuf {
    matches.get_one::<PathBuf>("output").expect("has a default").clone()
}

/// The ledger that `--ledger` names, else the one in the output folder; none with `--no-ledger`.
pub(super) fn ledger(matches: &ArgMatches, output: &Path) -> Option<PathBuf> {
    let ledger = || matches.get_one("ledger").cloned().unwrap_or_else(|| output.join(pipeline::LEDGER));
    (!matches.get_flag("no-ledger")).then(ledger)
}

/// Where the rules come from: the folder that an argument names, and the project's file of the working folder.
pub(super) fn layers(matches: &ArgMatches, argument: &str) -> Layers {
    Layers { folder: matches.get_one(argument).cloned(), project: pipeline::project_file(Path::new("")) }
}

/// What `--rules`, `--accepted` and `--limit` say of a run; the rest as it is where nothing is said.
pub(super) fn run_options(matches: &ArgMatches) -> Options {
    let Layers { folder, project } = layers(matches, "rules");
    let accepted = matches.get_one("accepted").cloned();
    Options { rules: folder, project, accepted, limits: limits(matches), ..Options::default() }
}

/// Says what keeps a command from going on, and gives the exit code.
pub(super) fn failed(language: Language, error: &RunError) -> u8 {
    complain(&wording::run_error(language, error));
    if error.is_usage() { WRONG_USAGE } else { FAILED }
}
