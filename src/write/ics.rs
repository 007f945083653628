//! A calendar (日历) of what is due: iCalendar, RFC 5545.

use crate::supervise::{Date, Item, Month};

/// Longest line in bytes (RFC 5545, 3.1); longer ones are folded.
const LONGEST_LINE: usize = 75;

/// An event of a whole day (全天事项).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Names it across runs, so that a calendar that is read in again changes the event and does not double it.
    key: String,
    day: Date,
    summary: String,
    description: String,
    category: &'static str,
}

impl Event {
    /// The last day of an item.
    pub fn due(item: &Item, day: Date) -> Event {
        Event::of_item(item, day, "到期", item.key.clone())
    }

    /// The last day of a month in which an item recurs.
    pub fn recurring(item: &Item, month: Month) -> Event {
        Event::of_item(item, month.last(), "定期", format!("{}{month}", item.key))
    }

    fn of_item(item: &Item, day: Date, word: &str, key: String) -> Event {
        let what = if item.step.is_empty() { &item.content } else { &item.step };
        let description =
            format!("{what}\n责任单位：{}\n依据：{} {}", item.answering(), item.document_name, item.anchor.place());
        Event { key, day, summary: format!("【{word}】{}", item.name), description, category: item.kind.label() }
    }

    /// The last day for the report that a document wants on a period, with the sentence that says so.
    pub fn report(document: &str, period: Month, deadline: Date, stated: &str) -> Event {
        Event {
            key: format!("{document}{period}"),
            day: deadline,
            summary: format!("【报送】{}期进展：{document}", period.shown()),
            description: format!("文件要求：{stated}"),
            category: "报送",
        }
    }
}

/// The events with an alarm three days before each. The stamp is that of the day that is given, so that the same input
/// gives the same bytes.
pub fn calendar(events: &[Event], today: Date) -> String {
    let mut lines: Vec<String> =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gongwen//gongwen//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
            .map(str::to_owned)
            .to_vec();
    lines.extend(events.iter().flat_map(|event| event.lines(today)));
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

impl Event {
    fn lines(&self, today: Date) -> Vec<String> {
        let next = Date::of_number(self.day.number() + 1).unwrap_or(self.day);
        vec![
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@gongwen", crate::record::digest(std::slice::from_ref(&self.key))),
            format!("DTSTAMP:{}T000000Z", plain(today)),
            format!("DTSTART;VALUE=DATE:{}", plain(self.day)),
            format!("DTEND;VALUE=DATE:{}", plain(next)),
            format!("SUMMARY:{}", escaped(&self.summary)),
            format!("DESCRIPTION:{}", escaped(&self.description)),
            format!("CATEGORIES:{}", escaped(self.category)),
            "TRANSP:TRANSPARENT".to_owned(),
            "BEGIN:VALARM".to_owned(),
            "ACTION:DISPLAY".to_owned(),
            format!("DESCRIPTION:{}", escaped(&self.summary)),
            "TRIGGER:-P3D".to_owned(),
            "END:VALARM".to_owned(),
            "END:VEVENT".to_owned(),
        ]
    }
}

fn plain(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// Text as a value: backslash, semicolon, comma and line feed escaped (3.3.11), control characters left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The line with its end, folded before it is too long and never inside a character.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut room = LONGEST_LINE;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LONGEST_LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_lines_are_folded_and_signs_escaped() {
        assert_eq!(escaped("甲;乙,丙\\丁\r\n戊"), "甲\\;乙\\,丙\\\\丁\\n戊");
        assert_eq!(folded("SUMMARY:甲"), "SUMMARY:甲\r\n");
        let long = folded(&format!("SUMMARY:{}", "港".repeat(60)));
        assert!(long.split("\r\n").all(|line| line.len() <= LONGEST_LINE), "{long}");
    }

    #[test]
    fn an_event_keeps_its_name_and_recurring_ones_differ_by_month() {
        let item = crate::supervise::testing::step("每季度", None, None);
        let [june, september] = [6, 9].map(|month| Event::recurring(&item, Month { year: 2022, month }));
        let day = Date { year: 2022, month: 6, day: 1 };
        let uid = |event: &Event, today| event.lines(today)[1].clone();
        assert_eq!(uid(&june, day), uid(&june, Date { day: 2, ..day }));
        assert_ne!(uid(&june, day), uid(&september, day));
        assert_eq!((june.day.to_string(), june.summary.as_str()), ("2022-06-30".to_owned(), "【定期】建设港口"));
    }

    proptest! {
        #[test]
        fn unfolding_gives_the_line_back(line in "\\PC{0,200}") {
            let folded = folded(&line);
            prop_assert!(folded.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
            prop_assert_eq!(folded.strip_suffix("\r\n").map(|text| text.replace("\r\n ", "")), Some(line));
        }
    }
}
