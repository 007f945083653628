use super::office::{base, base_arguments, failed, month, today, today_argument, units, units_argument};
use super::options::option;
use super::{FAILED, FINE, complain, print};
use crate::pipeline::{self, Date, DueItem, DueList, DueQuery, Light};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::fmt::Write;
use std::path::PathBuf;

/// Longest text of an item in the list, in characters.
const LONGEST: usize = 60;

/// `gongwen due [--month 月份] [--unit 单位]`
pub(super) fn declare() -> Command {
    let command = Command::new("due").about("列出一个月里到期的任务节点和指标，也可写成日历");
    let own = [
        option("month", "月份", "哪个月，如 2022-06 [默认：今天所在的月]").value_parser(month),
        units_argument(),
        option("ics", "文件", "把到期事项、定期工作和报送期限写成日历文件（.ics），可导入日历软件")
            .value_parser(value_parser!(PathBuf)),
        Arg::new("running").long("running").action(ArgAction::SetTrue).help("也列出正在进行、以后才到期的"),
        today_argument(),
    ];
    let arguments = base_arguments().into_iter().chain(own);
    command.override_usage("gongwen due [选项]").next_help_heading("选项").args(arguments)
}

/// Prints what is due, writes the calendar, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let query = DueQuery {
        base: base(matches),
        units: units(matches),
        month: matches.get_one("month").copied(),
        today: today(matches),
    };
    let list = match pipeline::due(&query) {
        Ok(list) => list,
        Err(error) => return failed(&error),
    };
    let printed = print(&shown(&list, query.today, matches.get_flag("running")));
    let written = match matches.get_one::<PathBuf>("ics") {
        Some(path) => match pipeline::write_calendar(path, &list, query.today) {
            Ok(()) => FINE,
            Err(error) => {
                complain(&format!("错误：{error}"));
                FAILED
            }
        },
        None => FINE,
    };
    if printed == FINE && written == FINE { FINE } else { FAILED }
}

fn shown(list: &DueList, today: Date, with_running: bool) -> String {
    let mut text = String::new();
    section(&mut text, "此前已逾期", &list.overdue, today);
    section(&mut text, &format!("{}到期", list.month.shown()), &list.due, today);
    section(&mut text, &format!("{}应办的定期工作", list.month.shown()), &list.recurring, today);
    if with_running {
        section(&mut text, &format!("{}正在进行", list.month.shown()), &list.running, today);
    }
    reports(&mut text, list);
    if list.due.is_empty() && list.overdue.is_empty() && list.recurring.is_empty() {
        let _ = writeln!(text, "{}没有到期的事项", list.month.shown());
    }
    if !with_running && !list.running.is_empty() {
        let _ = writeln!(text, "另有 {} 项正在进行，用 --running 列出", list.running.len());
    }
    text
}

/// The reports on progress that documents want in the month.
fn reports(text: &mut String, list: &DueList) {
    if list.reports.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}应报送的进度：{} 期", list.month.shown(), list.reports.len());
    for report in &list.reports {
        let (period, document) = (report.period.shown(), &report.document);
        let _ =
            writeln!(text, "      {}前报送{period}期【{document}】（文件要求：{}）", report.deadline, report.stated);
    }
    text.push('\n');
}

fn section(text: &mut String, title: &str, entries: &[DueItem], today: Date) {
    if entries.is_empty() {
        return;
    }
    let done = entries.iter().filter(|entry| entry.done).count();
    let done = if done > 0 { format!("，已完成 {done} 项") } else { String::new() };
    let _ = writeln!(text, "{title}：{} 项{done}", entries.len());
    let mut document = "";
    for (at, entry) in (1..).zip(entries) {
        if entry.item.document_name != document {
            document = &entry.item.document_name;
            let _ = writeln!(text, "【{document}】");
        }
        line(text, at, entry, today);
    }
    text.push('\n');
}

/// An item in two lines: what is due, and who answers for it.
fn line(text: &mut String, at: usize, entry: &DueItem, today: Date) {
    let item = &entry.item;
    let due = item.due.map_or_else(|| item.period.clone(), |due| due.to_string());
    let state = match entry.light {
        Some(Light::Done) => "（已完成）".to_owned(),
        Some(Light::Overdue) => {
            item.due.map(|due| format!("（逾期 {} 天）", today.days_since(due))).unwrap_or_default()
        }
        _ => String::new(),
    };
    let what = if item.step.is_empty() { &item.content } else { &item.step };
    let seq = item.seq.map(|seq| format!("第{seq}项 ")).unwrap_or_default();
    let _ = writeln!(text, "{at:>4}. {due}{state} {seq}{}：{}", item.name, shortened(what));
    let _ = writeln!(text, "      {}　{}　{} {}", answering(entry), item.list, item.record, item.anchor.place());
}

fn answering(entry: &DueItem) -> String {
    let (answering, supporting) = (entry.item.answering(), entry.item.supporting());
    match (answering.is_empty(), supporting.is_empty()) {
        (true, true) => "（没有责任单位）".to_owned(),
        (_, true) => answering,
        _ => format!("{answering}（配合：{supporting}）"),
    }
}

fn shortened(text: &str) -> String {
    let text = text.replace('\n', " ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
