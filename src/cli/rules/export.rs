use super::argument;
use crate::cli::{FAILED, complain, print};
use crate::workbench::export;
use clap::{ArgMatches, Command, value_parser};
use std::path::PathBuf;

/// `gongwen rules export <文件夹>`
pub(super) fn declare() -> Command {
    let folder = argument("folder", "文件夹", "写到哪个文件夹，没有则新建；已有同名文件时不覆盖");
    Command::new("export")
        .about("把内置规则写成文件，供查看和参考")
        .override_usage("gongwen rules export <文件夹>")
        .arg(folder.required(true).value_parser(value_parser!(PathBuf)))
}

/// Writes the files and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let folder = matches.get_one::<PathBuf>("folder").expect("is required");
    match export(folder) {
        Ok(files) => print(&format!("已写到“{}”：{}\n", folder.display(), files.join("、"))),
        Err(error) => {
            complain(&format!("错误：{error}"));
            FAILED
        }
    }
}
