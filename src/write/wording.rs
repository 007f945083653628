//! Chinese words and joins that tables and workbooks share.

use crate::record::{DocumentInfo, Evidence, Level, Operator, Region, Responsible, Role, Section, TargetValue};

/// The word for an operator, for a column of its own.
pub fn operator(op: Operator) -> &'static str {
    match op {
        Operator::Eq => "等于",
        Operator::Ge => "不低于",
        Operator::Gt => "高于",
        Operator::Le => "不高于",
        Operator::Lt => "低于",
        Operator::Approx => "约",
        Operator::Range => "区间",
        Operator::UpBy => "提高",
        Operator::DownBy => "下降",
        Operator::Text => "文字",
        Operator::None => "无",
    }
}

/// The sign for an operator, to stand before a number; empty where the number stands alone.
pub fn sign(op: Operator) -> &'static str {
    match op {
        Operator::Ge => "≥",
        Operator::Gt => ">",
        Operator::Le => "≤",
        Operator::Lt => "<",
        Operator::Approx => "约",
        Operator::UpBy => "提高",
        Operator::DownBy => "下降",
        Operator::Eq | Operator::Range | Operator::Text | Operator::None => "",
    }
}

/// The word for an administrative level.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Province => "省级",
        Level::City => "市级",
        Level::County => "县级",
        Level::Town => "乡镇级",
    }
}

/// All units, those that lead first, joined by 、.
pub fn units_lead_first(units: &[Responsible]) -> String {
    let (lead, rest): (Vec<_>, Vec<_>) = units.iter().partition(|u| u.role == Role::Lead);
    joined(lead.into_iter().chain(rest))
}

/// The units that answer: those that lead, or all where no order is stated.
pub fn units_answering(units: &[Responsible]) -> String {
    answering(units).collect::<Vec<_>>().join("、")
}

/// The names of the units that answer.
pub fn answering(units: &[Responsible]) -> impl Iterator<Item = &str> {
    units.iter().filter(|u| u.role != Role::Support).map(|u| u.name.as_str())
}

/// The units that take part behind others.
pub fn units_supporting(units: &[Responsible]) -> String {
    joined(units.iter().filter(|u| u.role == Role::Support))
}

fn joined<'a>(units: impl Iterator<Item = &'a Responsible>) -> String {
    units.map(|u| u.name.as_str()).collect::<Vec<_>>().join("、")
}

/// The path of groups in one text.
pub fn category(path: &[String]) -> String {
    path.join(" / ")
}

/// All sections in one text: one section alone, several each under its name.
pub fn content(sections: &[Section]) -> String {
    match sections {
        [only] => only.text.clone(),
        many => many.iter().map(|s| format!("【{}】{}", s.name, s.text)).collect::<Vec<_>>().join("\n"),
    }
}

/// A value in one line: year and kind, and what is printed; with its region where asked.
pub fn value(value: &TargetValue, with_region: bool) -> String {
    format!("{} {}", value.label(with_region), value.raw.trim().replace('\n', ""))
}

/// Where the quotes stand, each place once.
pub fn places(evidence: &[Evidence]) -> String {
    let mut places: Vec<String> = Vec::new();
    for place in evidence.iter().map(|e| e.anchor.place()) {
        if !place.is_empty() && !places.contains(&place) {
            places.push(place);
        }
    }
    places.join("；")
}

/// The quotes with their places, a line each.
pub fn quotes(evidence: &[Evidence]) -> String {
    let quote = |e: &Evidence| match e.anchor.place() {
        place if place.is_empty() => e.text.clone(),
        place => format!("{place}：{}", e.text),
    };
    evidence.iter().map(quote).collect::<Vec<_>>().join("\n")
}

/// Name of a region, empty where there is none.
pub fn region(region: &Option<Region>) -> String {
    region.as_ref().map(|r| r.name.clone()).unwrap_or_default()
}

/// Title of a document, else the name of its file.
pub fn title(document: &DocumentInfo) -> &str {
    document.title.as_deref().unwrap_or(&document.source.path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::specimen;

    fn unit(name: &str, role: Role) -> Responsible {
        Responsible { name: name.into(), role }
    }

    #[test]
    fn units_by_their_part() {
        let units = [unit("甲局", Role::Support), unit("乙局", Role::Lead), unit("丙局", Role::Equal)];
        assert_eq!(units_lead_first(&units), "乙局、甲局、丙局");
        assert_eq!(units_answering(&units), "乙局、丙局");
        assert_eq!(units_supporting(&units), "甲局");
        assert_eq!(units_lead_first(&[]), "");
    }

    #[test]
    fn a_task_without_title_is_called_by_its_beginning() {
        let mut task = specimen::task("K001", None);
        task.sections = vec![Section { name: "内容".into(), text: "建".repeat(40), items: vec![] }];
        assert_eq!(task.shown_title(), "建".repeat(40));
        task.sections[0].text.push('设');
        assert_eq!(task.shown_title(), format!("{}…", "建".repeat(40)));
        task.sections.clear();
        assert_eq!(task.shown_title(), "");
    }

    #[test]
    fn a_target_and_its_values_in_a_line() {
        let mut target = specimen::city().targets.swap_remove(0);
        assert_eq!(target.shown_name(), "人均生产总值（万元）");
        target.component = Some("城镇".into());
        assert_eq!(target.shown_name(), "人均生产总值：城镇（万元）");
        target.values[1].raw = "≥16\n（新口径）".into();
        assert_eq!(value(&target.values[1], false), "2022年目标值 ≥16（新口径）");
        target.values[1].year = None;
        assert_eq!(value(&target.values[1], true), "全市目标值 ≥16（新口径）");
    }

    #[test]
    fn sections_stand_under_their_names() {
        let section = |name: &str, text: &str| Section { name: name.into(), text: text.into(), items: vec![] };
        assert_eq!(content(&[section("内容", "甲")]), "甲");
        assert_eq!(content(&[section("目标", "甲"), section("措施", "乙")]), "【目标】甲\n【措施】乙");
        assert_eq!(content(&[]), "");
    }
}
