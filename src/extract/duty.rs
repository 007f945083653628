//! Duties (责任): who answers for a task, from a column, from a bracket behind the text, from a line below it.

use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::record::{Responsible, Role};
use crate::rules::{DutyPart, Rules, StatedRole, UnitList};

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

/// Units of a cell of a column of leading or of supporting units. A cell of this column names units whatever they look
/// like.
pub fn of_cell(rules: &Rules, cell: &Passage, column_role: Role, first_leads: bool) -> Vec<Responsible> {
    let organisations = &rules.organisations;
    let strict = organisations.read_list(&rules.pack, cell.text());
    let Some(list) = strict.or_else(|| organisations.read_labelled(&rules.pack, cell.text())) else {
        // Its separators still hold.
        return unknown_units(cell.text(), column_role);
    };
    let mut units = responsible(&list, first_leads && column_role != Role::Support);
    if column_role == Role::Support {
        units.iter_mut().for_each(|u| u.role = Role::Support);
    }
    units
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

/// What labels or a bracket say of a task.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The units that answer for it.
    pub units: Vec<Responsible>,
    /// The leader as printed.
    pub leader: Option<String>,
    /// When it is to be done.
    pub deadline: Option<Passage>,
    /// Labels say it, and not units in a bracket by themselves.
    pub labelled: bool,
}

/// A stretch of prose with what is said of it.
#[derive(Debug, Clone)]
pub struct Duty {
    /// The text without its bracket and without the stop behind the bracket.
    pub text: Passage,
    /// Text and bracket, as printed.
    pub whole: Passage,
    /// Who answers for it.
    pub answer: Answer,
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
        let Some(answer) = read_bracket(rules, &prose.slice(open..close), first_leads) else { continue };
        let text = prose.slice(start..open);
        if text.is_blank() {
            continue;
        }
        let end = close + stop_length(&raw[close..]);
        // The stop stands behind the bracket or before it; the task keeps it either way.
        let closes_item = text.text().ends_with(STOPS);
        let text = if closes_item { text } else { with_stop(prose, start, open, close, end) };
        duties.push(Duty { text, whole: prose.slice(start..end), answer, closes_item });
        start = end;
    }
    (duties, prose.slice(start..raw.len()))
}

/// The brackets that end a sentence of a text and hold no units, as byte ranges.
pub fn unread_brackets(rules: &Rules, text: &Passage) -> Vec<std::ops::Range<usize>> {
    let raw = text.text();
    let ends = brackets(raw).into_iter().filter(|&(open, close)| ends_sentence(raw, open, close));
    let unread = ends.filter(|&(open, close)| read_bracket(rules, &text.slice(open..close), false).is_none());
    unread.map(|(open, close)| open..close).collect()
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

/// Brackets that may hold units.
const BRACKETS: [(char, char); 6] =
    [('(', ')'), ('\u{ff08}', '\u{ff09}'), ('〔', '〕'), ('[', ']'), ('\u{ff3b}', '\u{ff3d}'), ('【', '】')];

/// The outermost brackets of a text, as byte ranges that hold them.
fn brackets(raw: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut open = Vec::new();
    for (at, c) in raw.char_indices() {
        if BRACKETS.iter().any(|pair| pair.0 == c) {
            open.push(at);
        } else if BRACKETS.iter().any(|pair| pair.1 == c)
            && let Some(from) = open.pop()
            && open.is_empty()
        {
            out.push((from, at + c.len_utf8()));
        }
    }
    out
}

/// What a bracket says, None when it holds something else. Units may be followed by a sentence that explains them.
fn read_bracket(rules: &Rules, bracket: &Passage, first_leads: bool) -> Option<Answer> {
    let raw = bracket.text();
    let open = raw.chars().next().map_or(0, char::len_utf8);
    let close = raw.len() - raw.chars().next_back().map_or(0, char::len_utf8);
    let inner = bracket.slice(open.min(close)..close);
    if let Some((text, answer)) = labelled(rules, &inner, first_leads) {
        return text.is_blank().then_some(answer);
    }
    let first_sentence = inner.text().find('。').map(|end| inner.slice(0..end));
    let units = |text: &Passage| {
        let list = rules.organisations.read_list(&rules.pack, text.text()).filter(|list| !list.units.is_empty());
        list.map(|list| responsible(&list, first_leads))
    };
    if let Some(units) = units(&inner).or_else(|| units(first_sentence.as_ref()?)) {
        return Some(Answer { units, ..Answer::default() });
    }
    let (names, deadline) = dated(rules, &inner)?;
    Some(Answer { units: units(&names)?, deadline: Some(deadline), ..Answer::default() })
}

/// "市住建局,12月底前完成": the units and the deadline that a comma parts.
fn dated(rules: &Rules, inner: &Passage) -> Option<(Passage, Passage)> {
    let raw = inner.text();
    let commas = raw.char_indices().filter(|(_, c)| ",，;；".contains(*c));
    commas.into_iter().find_map(|(at, c)| {
        let (before, behind) = (inner.slice(0..at), inner.slice(at + c.len_utf8()..raw.len()));
        let is_deadline = |text: &Passage| {
            rules.pack.read_period(text.text(), 0).is_some_and(|period| {
                let rest = fold(&text.text()[period.range.end..]);
                rest.is_empty() || rest == "完成" || rest == "实施"
            })
        };
        if is_deadline(&behind) {
            return Some((before, behind));
        }
        is_deadline(&before).then_some((behind, before))
    })
}

/// What labels say at the end of a text, and the text before the first of them; None where no label names units.
pub fn labelled(rules: &Rules, text: &Passage, first_leads: bool) -> Option<(Passage, Answer)> {
    let raw = text.text();
    let labels = rules.pack.duty_labels(raw);
    let first = labels.first().filter(|_| labels.iter().any(|label| label.part.names_units()))?;
    let ends = labels.iter().skip(1).map(|label| label.range.start).chain([raw.len()]);
    let mut units = String::new();
    let mut answer = Answer { labelled: true, ..Answer::default() };
    for (label, end) in labels.iter().zip(ends) {
        match label.part {
            // 分管领导 stands before 责任人.
            DutyPart::Leader => {
                let name = field(text, label.range.end..end).text().to_string();
                answer.leader = answer.leader.or(Some(name).filter(|name| !name.is_empty()));
            }
            DutyPart::Deadline => answer.deadline = Some(field(text, label.range.end..end)),
            _ => {
                units.push_str(&raw[label.range.start..end]);
                units.push('\n');
            }
        }
    }
    answer.deadline = answer.deadline.filter(|deadline| !deadline.is_blank());
    let list = rules.organisations.read_labelled(&rules.pack, &units);
    answer.units = list.map(|list| responsible(&list, first_leads)).unwrap_or_default();
    Some((text.slice(0..first.range.start), answer))
}

/// A line without the bracket that encloses it.
fn without_outer_bracket(line: &Passage) -> Passage {
    match brackets(line.text()).first() {
        Some(&(0, close)) if close == line.text().trim_end().len() => {
            let raw = line.text();
            let open = raw.chars().next().map_or(0, char::len_utf8);
            let end = close - raw[..close].chars().next_back().map_or(0, char::len_utf8);
            line.slice(open..end)
        }
        _ => (*line).clone(),
    }
}

/// The value of a label without the signs around it.
fn field(text: &Passage, range: std::ops::Range<usize>) -> Passage {
    let raw = &text.text()[range.clone()];
    let sign = |c: char| c.is_whitespace() || ",，;；、。".contains(c);
    let start = range.start + (raw.len() - raw.trim_start_matches(sign).len());
    text.slice(start..(range.start + raw.trim_end_matches(sign).len()).max(start))
}

/// What may stand before the label of a line.
const LINE_SIGNS: &str = "(\u{ff08}【[〔—-–·•●○◆■★※▪";

/// A line that is nothing but labels with their values: "责任单位:…", "完成时限:…".
pub fn is_line(rules: &Rules, line: &Passage) -> bool {
    rules.pack.duty_labels(line.text()).first().is_some_and(|label| {
        line.text()[..label.range.start].chars().all(|c| c.is_whitespace() || LINE_SIGNS.contains(c))
    })
}

/// What the lines of labels at the beginning of `lines` say, and how many they are; None where no line names units.
pub fn of_lines(rules: &Rules, lines: &[&Passage], first_leads: bool) -> Option<(Answer, usize)> {
    let mut count = lines.iter().take_while(|line| is_line(rules, line)).count();
    // A list that a comma leaves open goes on in the next line.
    let open = |line: &Passage| line.text().trim_end().ends_with(['、', ',', '\u{ff0c}']);
    let names_units = |line: &Passage| rules.organisations.read_list(&rules.pack, line.text()).is_some();
    while count > 0 && open(lines[count - 1]) && lines.get(count).is_some_and(|line| names_units(line)) {
        count += 1;
    }
    let mut block = Passage::default();
    for line in &lines[..count] {
        block.push_break();
        block.append(&without_outer_bracket(line));
    }
    let (_, answer) = labelled(rules, &block, first_leads)?;
    Some((answer, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text|units|leader|deadline`, "!" behind the text where the bracket closes the item; what is left over is last.
    fn split_text(text: &str) -> Vec<String> {
        let rules = Rules::load(None).unwrap();
        let (duties, rest) = split(&rules, &Passage::new(text, 1, 1), false);
        let show = |d: Duty| {
            let closes = if d.closes_item { "!" } else { "" };
            format!("{}{closes}|{}", d.text.text(), shown(&d.answer))
        };
        duties.into_iter().map(show).chain([rest.text().to_string()]).collect()
    }

    fn shown(answer: &Answer) -> String {
        let part = |role: Role| match role {
            Role::Lead => "=牵头",
            Role::Support => "=配合",
            Role::Equal => "",
        };
        let units: Vec<String> = answer.units.iter().map(|u| format!("{}{}", u.name, part(u.role))).collect();
        let deadline = answer.deadline.as_ref().map_or("", |d| d.text());
        format!("{}|{}|{deadline}", units.join(" "), answer.leader.as_deref().unwrap_or(""))
    }

    #[test]
    fn sentences_end_in_a_bracket_of_units() {
        for (text, wanted) in [
            (
                "扩建泊位(市港航局、市发改委)。修缮堤坝。(市水利局)其余另行安排。",
                &["扩建泊位。|市港航局 市发改委||", "修缮堤坝。!|市水利局||", "其余另行安排。"][..],
            ),
            ("新建书房5家。(牵头领导:张某,责任单位:市文广旅体局)", &["新建书房5家。!|市文广旅体局|张某|", ""]),
            (
                "生产总值增长8%。（责任领导：张某、李某；牵头单位：区发改局；责任单位：各街道，区经发集团）",
                &["生产总值增长8%。!|区发改局=牵头 各街道=配合 区经发集团=配合|张某、李某|", ""],
            ),
            ("新增学位3900个。(责任单位:市教育局;完成时限:8月底前)", &["新增学位3900个。!|市教育局||8月底前", ""]),
            (
                "制定准入清单。〔市环境局牵头，市发改局、水利局参与，各县(区)人民政府负责落实。以下均需各县落实，不再列出。〕",
                &["制定准入清单。!|市环境局=牵头 市发改局=配合 水利局=配合 各县(区)人民政府=配合||", ""],
            ),
            ("建成投用。(市住建局、市城管局，12月底前完成)", &["建成投用。!|市住建局 市城管局||12月底前完成", ""]),
            ("建成投用(2024年6月底前，市住建局)。", &["建成投用。|市住建局||2024年6月底前", ""]),
            ("疏浚河道。［市水利局牵头，市财政局配合］", &["疏浚河道。!|市水利局=牵头 市财政局=配合||", ""]),
            ("推进降碳。【市发改委】", &["推进降碳。!|市发改委||", ""]),
            ("促进消费。(省商务厅、财政厅等相关部门按职责分工负责)", &["促进消费。!|省商务厅 财政厅||", ""]),
        ] {
            assert_eq!(split_text(text), wanted, "{text}");
        }
    }

    #[test]
    fn lines_of_labels_say_it_below_the_text() {
        let rules = Rules::load(None).unwrap();
        for (lines, wanted) in [
            (
                &["牵头单位:区发改局", "责任单位:望洲经开区，全区各专班", "完成时限:12月底前", "2.下一项"][..],
                Some(("区发改局=牵头 望洲经开区=配合 全区各专班=配合||12月底前", 3)),
            ),
            (&["牵头领导：季某；牵头单位：市科技局；完成时限：二季度。"], Some(("市科技局=牵头|季某|二季度", 1))),
            (&["——分管领导:李某 责任单位:县水利局 责任人:王某"], Some(("县水利局|李某|", 1))),
            (&["(责任单位:市水利局)"], Some(("市水利局||", 1))),
            (&["责任单位:市财政局、", "市审计局"], Some(("市财政局 市审计局||", 2))),
            (&["责任单位:市财政局、", "19.新增企业8家。"], Some(("市财政局||", 1))),
            (&["完成时限:12月底前"], None),
            (&["推进改革。"], None),
        ] {
            let passages: Vec<Passage> = lines.iter().map(|line| Passage::new(line, 1, 1)).collect();
            let found = of_lines(&rules, &passages.iter().collect::<Vec<_>>(), false);
            let found = found.map(|(answer, count)| (shown(&answer), count));
            assert_eq!(found, wanted.map(|(text, count)| (text.to_string(), count)), "{lines:?}");
        }
    }

    #[test]
    fn brackets_of_something_else_stay_in_the_text() {
        for text in ["推进县(区)改革试点。", "新建村卫生室(社区卫生服务站)5个。", "收入比重(按三口之家计算)提高。"]
        {
            assert_eq!(split_text(text).len(), 1, "{text}");
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
