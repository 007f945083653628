use super::options::{
    accepted_argument, failed, language, language_argument, ledger, ledger_arguments, limit_argument, option, output,
    quiet_argument, results_argument, rules_argument, run_options,
};
use super::progress::Bar;
use super::wording;
use super::{FAILED, FINE, complain, print};
use crate::pipeline::{self, Options};
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use std::path::PathBuf;
use std::time::Instant;

const MOST_JOBS: u64 = 256;

/// `gongwen extract [路径]... [-o 文件夹]`
pub(super) fn declare() -> Command {
    let [ledger_file, no_ledger] = ledger_arguments();
    let command = Command::new("extract").about("从政策文件提取记录，写出工作簿、表格和 JSON");
    command.override_usage("gongwen extract [选项] [路径]...").next_help_heading("选项").args([
        Arg::new("inputs")
            .value_name("路径")
            .num_args(0..)
            .default_value("seeds")
            .value_parser(value_parser!(PathBuf))
            .help("要读取的文件或文件夹，可以写多个 [默认：seeds]")
            .help_heading("参数")
            .hide_default_value(true),
        results_argument(),
        rules_argument(),
        accepted_argument(),
        limit_argument(),
        ledger_file,
        no_ledger,
        option("jobs", "数量", "同时处理的文件数 [默认：处理器核数]")
            .value_parser(RangedU64ValueParser::<usize>::new().range(1..=MOST_JOBS)),
        language_argument(),
        quiet_argument(),
    ])
}

/// Runs the pipeline, prints failures and the closing summary, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let started = Instant::now();
    let language = language(matches);
    let quiet = matches.get_flag("quiet");
    let options = options(matches);
    let bar = Bar::new(language, quiet);
    let result = pipeline::run(&options, &bar);
    bar.clear();
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(error) => return failed(language, &error),
    };
    outcome.failures.iter().for_each(|failure| complain(&wording::failure(language, failure)));
    if !quiet {
        outcome.notes.iter().for_each(|note| complain(&wording::note(language, note)));
    }
    outcome.strays.iter().for_each(|stray| complain(&wording::stray(language, stray)));
    if !quiet {
        print(&wording::layers(language, &options.layers()));
        print(&wording::summary(language, &outcome, &options.output, started.elapsed()));
    }
    if outcome.failures.is_empty() { FINE } else { FAILED }
}

fn options(matches: &ArgMatches) -> Options {
    let output = output(matches);
    Options {
        inputs: matches.get_many("inputs").expect("has a default").cloned().collect(),
        ledger: ledger(matches, &output),
        output,
        jobs: matches.get_one("jobs").copied(),
        ..run_options(matches)
    }
}
