//! The command line: one file a command, in each what it declares and what it executes.

mod check;
mod collect;
mod compare;
mod confirm;
mod due;
mod explain;
mod extract;
mod office;
mod options;
mod progress;
mod query;
mod remind;
mod rules;
mod schema;
mod sheets;
mod usage;
mod watch;
mod wording;

pub use wording::Language;

use clap::Command;
use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// Everything went well.
const FINE: u8 = 0;
/// Some input failed, or some result could not be written.
const FAILED: u8 = 1;
/// The command line or the rules must be changed.
const WRONG_USAGE: u8 = 2;

/// Runs the program with its arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let code = match declare().try_get_matches_from(arguments) {
        Ok(matches) => match matches.subcommand() {
            Some(("extract", matches)) => extract::execute(matches),
            Some(("check", matches)) => check::execute(matches),
            Some(("compare", matches)) => compare::execute(matches),
            Some(("confirm", matches)) => confirm::execute(matches),
            Some(("query", matches)) => query::execute(matches),
            Some(("explain", matches)) => explain::execute(matches),
            Some(("watch", matches)) => watch::execute(matches),
            Some(("rules", matches)) => rules::execute(matches),
            Some(("sheets", matches)) => sheets::execute(matches),
            Some(("collect", matches)) => collect::execute(matches),
            Some(("due", matches)) => due::execute(matches),
            Some(("remind", matches)) => remind::execute(matches),
            Some(("schema", matches)) => schema::execute(matches),
            _ => WRONG_USAGE,
        },
        Err(error) => usage::explain(&error),
    };
    ExitCode::from(code)
}

/// All commands with their help.
pub fn declare() -> Command {
    let command = Command::new("gongwen")
        .version(env!("CARGO_PKG_VERSION"))
        .about("读取政策文件，提取指标、任务、进度安排和责任单位，核对前后矛盾，生成 Excel、CSV 和 JSON")
        .override_usage("gongwen <命令>")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading("命令")
        .disable_help_subcommand(true)
        .subcommand(extract::declare())
        .subcommand(check::declare())
        .subcommand(compare::declare())
        .subcommand(query::declare())
        .subcommand(confirm::declare())
        .subcommand(explain::declare())
        .subcommand(watch::declare())
        .subcommand(rules::declare())
        .subcommand(sheets::declare())
        .subcommand(collect::declare())
        .subcommand(due::declare())
        .subcommand(remind::declare())
        .subcommand(schema::declare());
    usage::in_chinese(command)
}

/// Prints to standard output; a reader that has seen enough (`| head`) is no failure.
fn print(text: &str) -> u8 {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => FAILED,
        _ => FINE,
    }
}

/// Prints a line to standard error; where that is closed, nobody is there to be told.
fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_declaration_is_sound() {
        super::declare().debug_assert();
    }
}
