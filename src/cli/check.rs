use super::options::{failed, limit_argument, option, rules_argument, run_options};
use super::progress::Bar;
use super::wording::{self, Language};
use super::{FAILED, FINE, WRONG_USAGE, complain, print};
use crate::pipeline::{self, Examination, Options, Report, Selection, Severity};
use clap::builder::{EnumValueParser, PossibleValue};
use clap::{Arg, ArgAction, ArgMatches, Command, ValueEnum, value_parser};
use std::path::{Path, PathBuf};

/// How findings are printed.
#[derive(Debug, Clone, Copy)]
struct Format(Report);

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        use Report::{Csv, Json, Markdown, Sarif, Text};
        &[Format(Text), Format(Json), Format(Sarif), Format(Csv), Format(Markdown)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self.0 {
            Report::Text => "text",
            Report::Json => "json",
            Report::Sarif => "sarif",
            Report::Csv => "csv",
            Report::Markdown => "markdown",
        }))
    }
}

/// From which severity on a finding ends the command with exit code 1.
#[derive(Debug, Clone, Copy)]
struct FailOn(Severity);

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [Self] {
        &[FailOn(Severity::Error), FailOn(Severity::Warning)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(if self.0 == Severity::Error { "error" } else { "warning" }))
    }
}

/// `gongwen check [路径]...`
pub(super) fn declare() -> Command {
    let folder = || value_parser!(PathBuf);
    let command = Command::new("check").about("只核对，不写工作簿：列出前后矛盾、数量不符等问题，附原文和位置");
    command.override_usage("gongwen check [选项] [路径]...").next_help_heading("选项").args([
        Arg::new("inputs")
            .value_name("路径")
            .num_args(0..)
            .default_value("seeds")
            .value_parser(folder())
            .help("要核对的文件或文件夹，可以写多个 [默认：seeds]")
            .help_heading("参数")
            .hide_default_value(true),
        option("format", "格式", "text 给人看，json、sarif、csv 给程序用，markdown 是核对单 [默认：text]")
            .default_value("text")
            .value_parser(EnumValueParser::<Format>::new())
            .hide_default_value(true)
            .hide_possible_values(true),
        codes("select", "只报这些代码，GW2 指 GW2 开头的全部，可以写多个"),
        codes("ignore", "不报这些代码"),
        option("fail-on", "等级", "有这个等级以上的问题时退出码为 1：error 错误，warning 警告")
            .value_parser(EnumValueParser::<FailOn>::new())
            .hide_possible_values(true),
        rules_argument(),
        option("output", "文件夹", "把核对单写进文件夹，一份文件一张，Excel 和 Markdown 各一个")
            .short('o')
            .value_parser(folder()),
        option("accepted", "文件", "已核对清单 [默认：规则文件夹里的 accepted.toml]").value_parser(folder()),
        limit_argument(),
    ])
}

fn codes(name: &'static str, help: &'static str) -> Arg {
    option(name, "代码", help).action(ArgAction::Append).value_delimiter(',')
}

/// Reads, checks, prints what was found, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let list = |name| matches.get_many::<String>(name).unwrap_or_default().cloned().collect();
    let selection = Selection { select: list("select"), ignore: list("ignore") };
    if let Some(code) = selection.unknown().first() {
        complain(&match pipeline::is_between_documents(code) {
            true => format!("错误：“{code}”要与别的文件对比才能查。请用 gongwen compare"),
            false => format!("错误：没有以“{code}”开头的检查。用 gongwen explain 查看全部代码"),
        });
        return WRONG_USAGE;
    }
    let bar = Bar::new(Language::Zh, false);
    let result = pipeline::examine(&options(matches), &selection, &bar);
    bar.clear();
    let examination = match result {
        Ok(examination) => examination,
        Err(error) => return failed(Language::Zh, &error),
    };
    examination.failures.iter().for_each(|failure| complain(&wording::failure(Language::Zh, failure)));
    examination.strays.iter().for_each(|stray| complain(&wording::stray(Language::Zh, stray)));
    let unwritten = matches.get_one::<PathBuf>("output").is_some_and(|folder| !write_checklists(&examination, folder));
    let format = matches.get_one::<Format>("format").expect("has a default");
    let printed = print(&examination.show(format.0));
    let bad = matches.get_one::<FailOn>("fail-on").is_some_and(|level| examination.at_least(level.0) > 0);
    if printed != FINE || bad || unwritten || !examination.failures.is_empty() { FAILED } else { FINE }
}

/// Writes the 核对单 of all documents, says so on standard error, and whether all went well.
fn write_checklists(examination: &Examination, folder: &Path) -> bool {
    let (written, failures) = examination.write_checklists(folder);
    failures.iter().for_each(|failure| complain(&wording::failure(Language::Zh, failure)));
    match written {
        0 => complain("没有需要核对的问题，没有写核对单"),
        _ => complain(&format!("{written} 份文件的核对单写在“{}”", folder.display())),
    }
    failures.is_empty()
}

fn options(matches: &ArgMatches) -> Options {
    Options { inputs: matches.get_many("inputs").expect("has a default").cloned().collect(), ..run_options(matches) }
}
