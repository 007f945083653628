use super::progress::Bar;
use super::wording::{self, Language};
use super::{FAILED, FINE, WRONG_USAGE, complain, print};
use crate::pipeline::{self, Options};
use clap::builder::{EnumValueParser, RangedU64ValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::{Path, PathBuf};
use std::time::Instant;

const MOST_JOBS: u64 = 256;

/// `gongwen extract [路径]... [-o 文件夹]`
pub(super) fn declare() -> Command {
    let path = || value_parser!(PathBuf);
    let command = Command::new("extract").about("从政策文件提取记录，写出工作簿、表格和 JSON");
    command.override_usage("gongwen extract [选项] [路径]...").next_help_heading("选项").args([
        Arg::new("inputs")
            .value_name("路径")
            .num_args(0..)
            .default_value("seeds")
            .value_parser(path())
            .help("要读取的文件或文件夹，可以写多个 [默认：seeds]")
            .help_heading("参数")
            .hide_default_value(true),
        option("output", "文件夹", "结果写到哪个文件夹 [默认：output]")
            .short('o')
            .default_value("output")
            .value_parser(path())
            .hide_default_value(true),
        option("rules", "文件夹", "本单位的规则文件夹，叠加在内置规则之上").value_parser(path()),
        option("accepted", "文件", "已核对清单，其中的发现不再报 [默认：规则文件夹里的 accepted.toml]")
            .value_parser(path()),
        option("ledger", "文件", "把文件记入哪个台账 [默认：输出文件夹里的 gongwen.sqlite]").value_parser(path()),
        Arg::new("no-ledger").long("no-ledger").action(ArgAction::SetTrue).conflicts_with("ledger").help("不记台账"),
        option("jobs", "数量", "同时处理的文件数 [默认：处理器核数]")
            .value_parser(RangedU64ValueParser::<usize>::new().range(1..=MOST_JOBS)),
        option("lang", "语言", "提示文字的语言：zh 中文，en 英文 [默认：zh]")
            .default_value("zh")
            .value_parser(EnumValueParser::<Language>::new())
            .hide_default_value(true)
            .hide_possible_values(true),
        Arg::new("quiet").long("quiet").short('q').action(ArgAction::SetTrue).help("不显示进度和小结，只报告问题"),
    ])
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// Runs the pipeline, prints failures and the closing summary, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let started = Instant::now();
    let language = *matches.get_one::<Language>("lang").expect("has a default");
    let quiet = matches.get_flag("quiet");
    let options = options(matches);
    let bar = Bar::new(language, quiet);
    let result = pipeline::run(&options, &bar);
    bar.clear();
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(error) => {
            complain(&wording::run_error(language, &error));
            return if error.is_usage() { WRONG_USAGE } else { FAILED };
        }
    };
    outcome.failures.iter().for_each(|failure| complain(&wording::failure(language, failure)));
    if !quiet {
        outcome.notes.iter().for_each(|note| complain(&wording::note(language, note)));
    }
    outcome.strays.iter().for_each(|stray| complain(&wording::stray(language, stray)));
    if !quiet {
        print(&wording::summary(language, &outcome, &options.output, started.elapsed()));
    }
    if outcome.failures.is_empty() { FINE } else { FAILED }
}

fn options(matches: &ArgMatches) -> Options {
    let output = matches.get_one::<PathBuf>("output").expect("has a default").clone();
    Options {
        inputs: matches.get_many("inputs").expect("has a default").cloned().collect(),
        ledger: ledger(matches, &output),
        output,
        rules: matches.get_one("rules").cloned(),
        accepted: matches.get_one("accepted").cloned(),
        jobs: matches.get_one("jobs").copied(),
        ..Options::default()
    }
}

/// The ledger that `--ledger` names, else the one in the output folder; none with `--no-ledger`.
pub(super) fn ledger(matches: &ArgMatches, output: &Path) -> Option<PathBuf> {
    let ledger = || matches.get_one("ledger").cloned().unwrap_or_else(|| output.join(pipeline::LEDGER));
    (!matches.get_flag("no-ledger")).then(ledger)
}
