//! The binary: what the user typed goes to the library, what came of it into the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    gongwen::cli::run(std::env::args_os())
}
