use super::extract::ledger;
use super::wording::{self, Language};
use super::{FAILED, FINE, WRONG_USAGE, complain, print};
use crate::pipeline::{self, Event, Options, WatchOptions};
use clap::builder::{EnumValueParser, RangedU64ValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
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
    let path = || value_parser!(PathBuf);
    let command = Command::new("watch").about("看守一个文件夹：放进去的文件读完后移走，结果随时更新");
    command.override_usage("gongwen watch [选项] <文件夹>").next_help_heading("选项").args([
        Arg::new("folder")
            .value_name("文件夹")
            .required(true)
            .value_parser(path())
            .help("投递文件夹；读过的移到其中的“已处理”，读不了的移到“失败”，旁边写明原因")
            .help_heading("参数"),
        option("output", "文件夹", "结果写到哪个文件夹 [默认：output]")
            .short('o')
            .default_value("output")
            .value_parser(path())
            .hide_default_value(true),
        option("settle", "秒", "文件大小和时间多久不变才算放完 [默认：2]")
            .default_value("2")
            .value_parser(RangedU64ValueParser::<u64>::new().range(0..=MOST_SECONDS))
            .hide_default_value(true),
        option("ledger", "文件", "把文件记入哪个台账 [默认：输出文件夹里的 gongwen.sqlite]").value_parser(path()),
        Arg::new("no-ledger").long("no-ledger").action(ArgAction::SetTrue).conflicts_with("ledger").help("不记台账"),
        option("rules", "文件夹", "本单位的规则文件夹，叠加在内置规则之上").value_parser(path()),
        option("accepted", "文件", "已核对清单，其中的发现不再报 [默认：规则文件夹里的 accepted.toml]")
            .value_parser(path()),
        option("lang", "语言", "提示文字的语言：zh 中文，en 英文 [默认：zh]")
            .default_value("zh")
            .value_parser(EnumValueParser::<Language>::new())
            .hide_default_value(true)
            .hide_possible_values(true),
    ])
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// Watches until it is told to stop, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let language = *matches.get_one::<Language>("lang").expect("has a default");
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
        Err(error) => {
            complain(&wording::run_error(language, &error));
            if error.is_usage() { WRONG_USAGE } else { FAILED }
        }
    }
}

fn options(matches: &ArgMatches) -> WatchOptions {
    let output = matches.get_one::<PathBuf>("output").expect("has a default").clone();
    WatchOptions {
        folder: matches.get_one::<PathBuf>("folder").expect("required").clone(),
        run: Options {
            ledger: ledger(matches, &output),
            output,
            rules: matches.get_one("rules").cloned(),
            accepted: matches.get_one("accepted").cloned(),
            ..Options::default()
        },
        settle: Duration::from_secs(*matches.get_one("settle").expect("has a default")),
        every: EVERY,
    }
}
