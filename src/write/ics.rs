//! A calendar (日历) of what is due: iCalendar, RFC 5545.

use crate::supervise::{Date, Item};

/// Longest line in bytes (RFC 5545, 3.1); longer ones are folded.
const LONGEST_LINE: usize = 75;

/// An event of a whole day for every item with a last day, with an alarm three days before. The stamp is that of the
/// day that is given, so that the same input gives the same bytes.
pub fn calendar(items: &[&Item], today: Date) -> String {
    let mut lines: Vec<String> =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gongwen//gongwen//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
            .map(str::to_owned)
            .to_vec();
    for item in items {
        let Some(due) = item.due else { continue };
        lines.extend(event(item, due, today));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn event(item: &Item, due: Date, today: Date) -> Vec<String> {
    let next = Date::of_number(due.number() + 1).unwrap_or(due);
    let what = if item.step.is_empty() { &item.content } else { &item.step };
    let description =
        format!("{what}\n责任单位：{}\n依据：{} {}", item.answering(), item.document_name, item.anchor.place());
    vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@gongwen", crate::record::digest(std::slice::from_ref(&item.key))),
        format!("DTSTAMP:{}T000000Z", plain(today)),
        format!("DTSTART;VALUE=DATE:{}", plain(due)),
        format!("DTEND;VALUE=DATE:{}", plain(next)),
        format!("SUMMARY:{}", escaped(&format!("【到期】{}", item.name))),
        format!("DESCRIPTION:{}", escaped(&description)),
        format!("CATEGORIES:{}", escaped(item.kind.label())),
        "TRANSP:TRANSPARENT".to_owned(),
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        format!("DESCRIPTION:{}", escaped(&item.name)),
        "TRIGGER:-P3D".to_owned(),
        "END:VALARM".to_owned(),
        "END:VEVENT".to_owned(),
    ]
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

    proptest! {
        #[test]
        fn unfolding_gives_the_line_back(line in "\\PC{0,200}") {
            let folded = folded(&line);
            prop_assert!(folded.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
            prop_assert_eq!(folded.strip_suffix("\r\n").map(|text| text.replace("\r\n ", "")), Some(line));
        }
    }
}
