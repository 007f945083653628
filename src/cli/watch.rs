use super::options::{
    accepted_argument, failed, language, language_argument, ledger, ledger_arguments, limit_argument, option, output,
    results_argument, rules_argument, run_options,
};
use super::wording;
use super::{FAILED, FINE, complain, print};
use crate::pipeline::{self, Event, Options, WatchOptions};
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How often the folder is looked through.
const EVERY: Duration = Duration::from_secs(1);
const MOST_SECONDS: u64 = 3600;

/// `gongwen watch 文件夹 [-o 文件夹]`
pub(super) fn declare() -> Command {
    let [ledger_file, no_ledger] = ledger_arguments();
    let command = Command::new("watch").about("看守一个文件夹：放进去的文件读完后移走，结果随时更新");
    command.override_usage("gongwen watch [选项] <文件夹>").next_help_heading("选项").args([
        Arg::new("folder")
            .value_name("文件夹")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help("投递文件夹；读过的移到其中的“已处理”，读不了的移到“失败”，旁边写明原因")
            .help_heading("参数"),
        results_argument(),
        option("settle", "秒", "文件大小和时间多久不变才算放完 [默认：2]")
            .default_value("2")
            .value_parser(RangedU64ValueParser::<u64>::new().range(0..=MOST_SECONDS))
            .hide_default_value(true),
        ledger_file,
        no_ledger,
        rules_argument(),
        accepted_argument(),
        limit_argument(),
        language_argument(),
    ])
}

/// Watches until it is told to stop, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let language = language(matches);
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        if let Err(error) = flag::register(signal, stop.clone()) {
            complain(&error.to_string());
            return FAILED;
        }
    }
    let options = options(matches);
    let mut tell = |event: Event| {
        let line = wording::event(language, &options.folder, &event);
        match event {
            Event::Begun | Event::Taken { .. } | Event::Known { .. } | Event::Back => {
                print(&format!("{line}\n"));
            }
            Event::Failed(_) | Event::Trouble(_) | Event::Lost => complain(&line),
        }
    };
    match pipeline::watch(&options, &stop, &mut tell) {
        Ok(()) => FINE,
        Err(error) => failed(language, &error),
    }
}

fn options(matches: &ArgMatches) -> WatchOptions {
    let output = output(matches);
    WatchOptions {
        folder: matches.get_one::<PathBuf>("folder").expect("required").clone(),
        run: Options { ledger: ledger(matches, &output), output, ..run_options(matches) },
        settle: Duration::from_secs(*matches.get_one("settle").expect("has a default")),
        every: EVERY,
    }
}
