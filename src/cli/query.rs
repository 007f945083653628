use super::options::{failed, layers, option, rules_argument};
use super::wording::{self, Language};
use super::{WRONG_USAGE, complain, print};
use crate::pipeline::{self, Ask, Form, Query};
use clap::builder::{EnumValueParser, PossibleValue};
use clap::{Arg, ArgMatches, Command, ValueEnum, value_parser};
use std::path::{Path, PathBuf};

/// The output folder whose ledger is asked when nothing else is said.
const OUTPUT: &str = "output";

/// How the answer is printed.
#[derive(Debug, Clone, Copy)]
struct Format(Form);

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Format(Form::Text), Format(Form::Csv), Format(Form::Json)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self.0 {
            Form::Text => "text",
            Form::Csv => "csv",
            Form::Json => "json",
        }))
    }
}

/// `gongwen query <问题> …`
pub(super) fn declare() -> Command {
    let argument = |name: &'static str, title: &'static str, help: &'static str| {
        Arg::new(name).value_name(title).help(help).help_heading("参数")
    };
    let question = |name: &'static str, chinese: &'static str, about: &'static str| {
        Command::new(name).visible_alias(chinese).about(about).next_help_heading("选项")
    };
    let indicator = question("indicator", "指标", "一项指标历年、各地的完成值和目标值")
        .override_usage("gongwen query indicator [选项] <名称>")
        .arg(argument("name", "名称", "指标的名称，任何一种叫法").required(true));
    let unit = question("unit", "单位", "一个单位承担的指标和任务")
        .override_usage("gongwen query unit [选项] <名称>")
        .arg(argument("name", "名称", "单位的名称，缩写、旧名称都可以").required(true));
    let due = question("due", "到期", "某个月到期的步骤")
        .override_usage("gongwen query due [选项] <月份>")
        .arg(argument("month", "月份", "如 2025-09").required(true))
        .arg(Arg::new("to").long("to").value_name("月份").help("到哪个月为止 [默认：同一个月]"));
    let progress = question("progress", "进展", "各单位历次报送的进展（由 gongwen collect 收回）")
        .override_usage("gongwen query progress [选项] <名称>")
        .arg(argument("name", "名称", "指标或任务名称中的几个字，或记录编号").required(true));
    let documents =
        question("documents", "文件", "台账里的文件和各个版本").override_usage("gongwen query documents [选项]");
    let findings = question("findings", "发现", "核对中发现的问题")
        .override_usage("gongwen query findings [选项] [代码]")
        .arg(argument("code", "代码", "检查的代码，GW2 指 GW2 开头的全部；不写则列出全部"));
    let command = Command::new("query")
        .about("查台账：指标历年的数、单位的任务、某月到期的事、报送的进展、有哪些文件、有哪些发现");
    let questions = [indicator, unit, due, progress, documents, findings].map(with_common_options);
    command
        .override_usage("gongwen query <问题>")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading("问题")
        .disable_help_subcommand(true)
        .subcommands(questions)
}

fn with_common_options(command: Command) -> Command {
    command.args([
        option("ledger", "台账", "查哪个台账 [默认：output/gongwen.sqlite]").value_parser(value_parser!(PathBuf)),
        option("region", "地区", "只看这个地区"),
        option("year", "年份", "只看管这一年的文件").value_parser(value_parser!(i32)),
        rules_argument(),
        option("format", "格式", "text 给人看，csv、json 给程序用 [默认：text]")
            .default_value("text")
            .value_parser(EnumValueParser::<Format>::new())
            .hide_default_value(true)
            .hide_possible_values(true),
    ])
}

/// Asks the ledger, prints the answer, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let Some((name, matches)) = matches.subcommand() else { return WRONG_USAGE };
    let text = |id: &str| matches.get_one::<String>(id).cloned();
    let ask = match name {
        "indicator" => Ask::Indicator(text("name").unwrap_or_default()),
        "unit" => Ask::Unit(text("name").unwrap_or_default()),
        "due" => Ask::Due(text("month").unwrap_or_default(), text("to")),
        "progress" => Ask::Progress(text("name").unwrap_or_default()),
        "documents" => Ask::Documents,
        _ => Ask::Findings(text("code").unwrap_or_default()),
    };
    let ledger = matches.get_one("ledger").cloned();
    let query = Query {
        ask,
        ledger: ledger.unwrap_or_else(|| pipeline::default_ledger(Path::new(OUTPUT))),
        rules: layers(matches, "rules"),
        region: text("region"),
        year: matches.get_one("year").copied(),
    };
    match pipeline::ask(&query) {
        Ok(answered) => {
            if answered.is_empty() {
                complain(&wording::nothing_found(&answered.suggestions));
            }
            let format = matches.get_one::<Format>("format").expect("has a default");
            print(&answered.show(format.0))
        }
        Err(error) => failed(Language::Zh, &error),
    }
}
