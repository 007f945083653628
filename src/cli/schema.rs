use super::print;
use crate::pipeline;
use clap::Command;

/// `gongwen schema`
pub(super) fn declare() -> Command {
    Command::new("schema")
        .about("打印 documents/*.json 的 JSON Schema（2020-12），供其他程序校验和生成代码")
        .override_usage("gongwen schema")
}

/// Prints the schema and gives the exit code.
pub(super) fn execute() -> u8 {
    print(&pipeline::schema())
}
