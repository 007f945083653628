//! Duties (责任): who answers for a task, from a column, from a bracket behind the text, from a line below it.

use crate::document::Passage;
use crate::grammar::fold::Folded;
use crate::record::{Responsible, Role};
use crate::rules::{Rules, StatedRole, UnitList};

/// Shortest name of a unit that no rule knows, in characters.
const SHORTEST_UNIT: usize = 3;

/// Units with their parts: what the list states, else the first leads where the document says so, else all are equal.
pub fn responsible(list: &UnitList, first_leads: bool) -> Vec<Responsible> {
    let stated = list.units.iter().any(|u| u.role.is_some());
    list.units
        .iter()
        .enumerate()
        .map(|(at, unit)| {
            let role = match unit.role {
                Some(StatedRole::Lead) => Role::Lead,
                Some(StatedRole::Support) => Role::Support,
                None if stated => Role::Support,
                None if first_leads && at == 0 => Role::Lead,
                None if first_leads => Role::Support,
                None => Role::Equal,
            };
            Responsible { name: unit.name.clone(), role }
        })
        .collect()
}

/// Units of a cell of a column of leading or of supporting units.
pub fn of_cell(rules: &Rules, cell: &Passage, column_role: Role, first_leads: bool) -> Vec<Responsible> {
    match rules.organisations.read_list(&rules.pack, cell.text()) {
        Some(list) => {
            let mut units = responsible(&list, first_leads && column_role != Role::Support);
            if column_role == Role::Support {
                units.iter_mut().for_each(|u| u.role = Role::Support);
            }
            units
        }
        // A cell of this column names units whatever they look like; its separators still hold.
        None => unknown_units(cell.text(), column_role),
    }
}

/// The names of a list that is one of units because of where it stands.
fn unknown_units(list: &str, role: Role) -> Vec<Responsible> {
    list.split(['、', '\n', ',', '\u{ff0c}', ';', '\u{ff1b}'])
        .map(|name| name.split_whitespace().collect::<String>())
        .filter(|name| !name.is_empty() && !matches!(name.as_str(), "/" | "-" | "—" | "——"))
        .map(|name| Responsible { name, role })
        .collect()
}

/// A bracket of units at the end of a name whose header says that there is one: the name without it, and the units.
/// A last bracket that no rule knows as units holds them all the same.
pub fn at_end(rules: &Rules, name: &Passage, first_leads: bool) -> (Passage, Vec<Responsible>) {
    let mut rest = name.trim();
    let mut units: Vec<Responsible> = Vec::new();
    while let Some(open) = last_bracket(rest.text()) {
        let inner = &rest.text()[open..];
        let Some(list) = rules.organisations.read_list(&rules.pack, strip_outer(inner)) else { break };
        units.splice(0..0, responsible(&list, first_leads));
        rest = rest.slice(0..open);
    }
    let last = last_bracket(rest.text()).filter(|&open| units.is_empty() && open > 0);
    if let Some(open) = last.filter(|&open| may_be_units(strip_outer(&rest.text()[open..]))) {
        let role = if first_leads { Role::Lead } else { Role::Equal };
        units = unknown_units(strip_outer(&rest.text()[open..]), role);
        rest = rest.slice(0..open);
    }
    (rest, units)
}

/// Could every name of a list be a unit: some length, no figure.
fn may_be_units(list: &str) -> bool {
    let names = unknown_units(list, Role::Equal);
    let plain =
        |name: &str| name.chars().count() >= SHORTEST_UNIT && !name.contains(|c: char| c.is_numeric() || c == '%');
    !names.is_empty() && names.iter().all(|unit| plain(&unit.name))
}

/// Where the bracket begins that the text ends with.
pub fn last_bracket(text: &str) -> Option<usize> {
    let text = text.trim_end();
    if !text.ends_with([')', '\u{ff09}']) {
        return None;
    }
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | '\u{ff09}' => depth += 1,
            '(' | '\u{ff08}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The text inside the bracket that encloses it.
pub fn strip_outer(bracket: &str) -> &str {
    let inner = bracket.trim();
    let inner = inner.strip_prefix(['(', '\u{ff08}']).unwrap_or(inner);
    inner.strip_suffix([')', '\u{ff09}']).unwrap_or(inner)
}

/// A stretch of prose with the units that answer for it.
#[derive(Debug, Clone)]
pub struct Duty {
    /// The text without its bracket and without the stop behind the bracket.
    pub text: Passage,
    /// Text and bracket, as printed.
    pub whole: Passage,
    /// The units.
    pub units: Vec<Responsible>,
    /// Leader that the bracket names.
    pub leader: Option<String>,
    /// The bracket stands behind the last full stop.
    pub closes_item: bool,
}

/// Splits prose at brackets of units that end a sentence. Gives the duties and the text behind the last one.
pub fn split(rules: &Rules, prose: &Passage, first_leads: bool) -> (Vec<Duty>, Passage) {
    let raw = prose.text();
    let mut duties = Vec::new();
    let mut start = 0;
    for (open, close) in brackets(raw) {
        if open < start || !ends_sentence(raw, open, close) {
            continue;
        }
        let Some((units, leader)) = read_bracket(rules, &raw[open..close], first_leads) else { continue };
        let text = prose.slice(start..open);
        if text.is_blank() {
            continue;
        }
        let end = close + stop_length(&raw[close..]);
        // The stop stands behind the bracket or before it; the task keeps it either way.
        let closes_item = text.text().ends_with(STOPS);
        let text = if closes_item { text } else { with_stop(prose, start, open, close, end) };
        duties.push(Duty { text, whole: prose.slice(start..end), units, leader, closes_item });
        start = end;
    }
    (duties, prose.slice(start..raw.len()))
}

/// The brackets that end a sentence of a text and hold no units, as byte ranges.
pub fn unread_brackets(rules: &Rules, raw: &str) -> Vec<std::ops::Range<usize>> {
    let ends = brackets(raw).into_iter().filter(|&(open, close)| ends_sentence(raw, open, close));
    ends.filter(|&(open, close)| read_bracket(rules, &raw[open..close], false).is_none()).map(|(a, b)| a..b).collect()
}

const STOPS: [char; 5] = ['。', ';', '\u{ff1b}', '!', '\u{ff01}'];

fn with_stop(prose: &Passage, start: usize, open: usize, close: usize, end: usize) -> Passage {
    let mut text = prose.slice(start..open);
    text.append(&prose.slice(close..end));
    text
}

fn stop_length(text: &str) -> usize {
    text.chars().next().filter(|c| STOPS.contains(c)).map_or(0, char::len_utf8)
}

/// A bracket that ends a sentence: a stop stands before or behind it, or the text ends there.
fn ends_sentence(raw: &str, open: usize, close: usize) -> bool {
    let before = raw[..open].trim_end().ends_with(STOPS);
    let behind = raw[close..].trim_start();
    before || behind.is_empty() || behind.starts_with(STOPS)
}

/// The outermost brackets of a text, as byte ranges that hold them.
fn brackets(raw: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut open = Vec::new();
    for (at, c) in raw.char_indices() {
        match c {
            '(' | '\u{ff08}' => open.push(at),
            ')' | '\u{ff09}' => {
                if let Some(from) = open.pop()
                    && open.is_empty()
                {
                    out.push((from, at + c.len_utf8()));
                }
            }
            _ => {}
        }
    }
    out
}

/// Units and leader of a bracket, None when it holds something else.
fn read_bracket(rules: &Rules, bracket: &str, first_leads: bool) -> Option<(Vec<Responsible>, Option<String>)> {
    let folded = Folded::new(bracket);
    if let Some(m) = rules.pack.find_cue("duty-bracket", &folded) {
        let units = &bracket[m.group_range("units")?];
        let list = rules.organisations.read_list(&rules.pack, units)?;
        return Some((responsible(&list, first_leads), m.group("leader").map(str::to_string)));
    }
    let list = rules.organisations.read_list(&rules.pack, strip_outer(bracket))?;
    (!list.units.is_empty()).then(|| (responsible(&list, first_leads), None))
}

/// The units of a line "责任单位:…", None when the line is none.
pub fn of_line(rules: &Rules, line: &Passage, first_leads: bool) -> Option<Vec<Responsible>> {
    let folded = Folded::new(line.text());
    let m = rules.pack.find_cue("duty-line", &folded)?;
    let units = line.slice(m.group_range("units")?);
    Some(of_cell(rules, &units, Role::Equal, first_leads))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text, units, leader, and whether it closes the item.
    type Read = (String, Vec<String>, Option<String>, bool);

    fn split_text(text: &str) -> (Vec<Read>, String) {
        let rules = Rules::load(None).unwrap();
        let (duties, rest) = split(&rules, &Passage::new(text, 1, 1), false);
        let read = |d: Duty| {
            (d.text.text().to_string(), d.units.into_iter().map(|u| u.name).collect(), d.leader, d.closes_item)
        };
        (duties.into_iter().map(read).collect(), rest.text().to_string())
    }

    #[test]
    fn sentences_end_in_a_bracket_of_units() {
        let (duties, rest) = split_text("扩建泊位(市港航局、市发改委)。修缮堤坝。(市水利局)其余另行安排。");
        let wanted = [("扩建泊位。", vec!["市港航局", "市发改委"], false), ("修缮堤坝。", vec!["市水利局"], true)];
        for ((text, units, _, closes), (t, u, c)) in duties.iter().zip(wanted) {
            assert_eq!((text.as_str(), units.iter().map(String::as_str).collect::<Vec<_>>(), *closes), (t, u, c));
        }
        assert_eq!((duties.len(), rest.as_str()), (2, "其余另行安排。"));
    }

    #[test]
    fn leaders_stand_in_the_bracket() {
        let (duties, _) = split_text("新建书房5家。(牵头领导:张某,责任单位:市文广旅体局)");
        assert_eq!(duties[0].1, ["市文广旅体局"]);
        assert_eq!(duties[0].2.as_deref(), Some("张某"));
    }

    #[test]
    fn brackets_of_something_else_stay_in_the_text() {
        for text in ["推进县(区)改革试点。", "新建村卫生室(社区卫生服务站)5个。", "收入比重(按三口之家计算)提高。"]
        {
            assert!(split_text(text).0.is_empty(), "{text}");
        }
    }

    #[test]
    fn units_behind_a_name() {
        let rules = Rules::load(None).unwrap();
        for (name, title, units) in [
            ("海洋经济\n(市经信局)", "海洋经济", vec!["市经信局"]),
            ("大通道建设(区交通局)(区发改局)", "大通道建设", vec!["区交通局", "区发改局"]),
            ("片区建设\n(自贸区“两局一\n中心”)", "片区建设", vec!["自贸区“两局一中心”"]),
            ("示范试点((区生态环境分局))", "示范试点", vec!["区生态环境分局"]),
            ("医师数(人)", "医师数(人)", vec![]),
        ] {
            let (rest, found) = at_end(&rules, &Passage::new(name, 1, 1), false);
            let found: Vec<&str> = found.iter().map(|u| u.name.as_str()).collect();
            assert_eq!((rest.text(), found), (title, units), "{name}");
        }
    }

    #[test]
    fn the_first_unit_leads_only_where_the_document_says_so() {
        let rules = Rules::load(None).unwrap();
        let list = rules.organisations.read_list(&rules.pack, "市发改委、市财政局").unwrap();
        let roles = |first_leads| responsible(&list, first_leads).iter().map(|u| u.role).collect::<Vec<_>>();
        assert_eq!(roles(false), [Role::Equal, Role::Equal]);
        assert_eq!(roles(true), [Role::Lead, Role::Support]);
    }
}
