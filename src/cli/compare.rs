use super::options::{
    accepted_argument, failed, language, language_argument, limit_argument, option, output, quiet_argument,
    results_argument, rules_argument, run_options,
};
use super::progress::Bar;
use super::wording;
use super::{FAILED, FINE, WRONG_USAGE, complain, print};
use crate::pipeline::{self, CompareOptions, Options};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// `gongwen compare <新文件> --with <旧文件>... [--ledger 台账]`
pub(super) fn declare() -> Command {
    let path = || value_parser!(PathBuf);
    let command = Command::new("compare")
        .about("新文件与以前的文件、上级的文件对比：指标、任务、单位的变化，写出工作簿、网页和 JSON");
    command.override_usage("gongwen compare [选项] <新文件> --with <旧文件>...").next_help_heading("选项").args([
        Arg::new("new")
            .value_name("新文件")
            .required(true)
            .value_parser(path())
            .help("要核对的新文件，或者它提取好的 documents/*.json")
            .help_heading("参数"),
        option("with", "旧文件", "以前的、上级的、下级的文件，可以写多个，也可以是文件夹")
            .num_args(1..)
            .action(ArgAction::Append)
            .value_parser(path()),
        option("ledger", "台账", "从台账里取同一地区和上下级的文件来比").value_parser(path()),
        Arg::new("record")
            .long("record")
            .action(ArgAction::SetTrue)
            .requires("ledger")
            .help("把新文件和任务的沿革记入台账"),
        results_argument(),
        rules_argument(),
        accepted_argument(),
        limit_argument(),
        language_argument(),
        quiet_argument(),
    ])
}

/// Compares, prints failures and the summary, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let language = language(matches);
    let quiet = matches.get_flag("quiet");
    let options = options(matches);
    if options.old.is_empty() && options.ledger.is_none() {
        complain(wording::nothing_to_compare(language));
        return WRONG_USAGE;
    }
    let bar = Bar::new(language, quiet);
    let result = pipeline::compare(&options, &bar);
    bar.clear();
    let compared = match result {
        Ok(compared) => compared,
        Err(error) => return failed(language, &error),
    };
    compared.failures.iter().for_each(|failure| complain(&wording::failure(language, failure)));
    if !quiet {
        print(&wording::comparison(language, &compared.comparison, &options.run.output));
    }
    if compared.failures.is_empty() { FINE } else { FAILED }
}

fn options(matches: &ArgMatches) -> CompareOptions {
    CompareOptions {
        new: matches.get_one::<PathBuf>("new").expect("is required").clone(),
        old: matches.get_many("with").unwrap_or_default().cloned().collect(),
        ledger: matches.get_one("ledger").cloned(),
        record: matches.get_flag("record"),
        run: Options { output: output(matches), ..run_options(matches) },
    }
}
