use super::office::{base, base_arguments, failed, today, today_argument, units, units_argument};
use super::print;
use crate::pipeline::{self, REMINDERS_FOLDER, RemindQuery};
use clap::{ArgMatches, Command};

/// `gongwen remind [--unit 单位]`
pub(super) fn declare() -> Command {
    let command = Command::new("remind").about("给有逾期事项的责任单位写督办单，按逾期天数和督办次数分蓝、橙、红三级");
    let arguments = base_arguments().into_iter().chain([units_argument(), today_argument()]);
    command.override_usage("gongwen remind [选项]").next_help_heading("选项").args(arguments)
}

/// Writes the reminders, lists them, and gives the exit code.
pub(super) fn execute(matches: &ArgMatches) -> u8 {
    let query = RemindQuery { base: base(matches), units: units(matches), today: today(matches) };
    let reminders = match pipeline::remind(&query) {
        Ok(reminders) => reminders,
        Err(error) => return failed(&error),
    };
    let mut text = String::new();
    for reminder in &reminders {
        text.push_str(&format!("{} {}：逾期 {} 项\n", reminder.urgency.label(), reminder.unit, reminder.count));
    }
    text.push_str(&match reminders.len() {
        0 => format!("到 {} 没有逾期事项\n", query.today),
        count => format!("督办单 {count} 份，在“{}”\n", query.base.output.join(REMINDERS_FOLDER).display()),
    });
    print(&text)
}
