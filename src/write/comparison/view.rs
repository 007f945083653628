//! What page and workbook show of a comparison: years side by side, lines of a chart, words.

use crate::record::comparison::{
    Baseline, ComparedIndicator, Comparison, Direction, Judgement, Relation, SeriesValue, TaskStatus, UnitStatus,
};
use crate::record::{Basis, Decimal};

/// A column of figures: a year and a kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct YearColumn {
    /// The year.
    pub year: i32,
    /// The kind of value.
    pub basis: Basis,
}

impl YearColumn {
    /// Title such as `2022年目标值`.
    pub fn title(self) -> String {
        format!("{}年{}", self.year, self.basis.label())
    }
}

/// The region of the new document.
pub fn own_place(comparison: &Comparison) -> &str {
    comparison.documents.first().and_then(|document| document.region.as_deref()).unwrap_or_default()
}

/// The columns in which some indicator has a value for one of the regions, by year.
pub fn year_columns<'a>(
    indicators: impl Iterator<Item = &'a ComparedIndicator>,
    wanted: impl Fn(&str) -> bool,
) -> Vec<YearColumn> {
    let values = indicators.flat_map(|indicator| &indicator.series).filter(|value| wanted(&value.place));
    let column = |value: &SeriesValue| Some(YearColumn { year: value.year?, basis: value.basis });
    let mut columns: Vec<YearColumn> = values.filter_map(column).collect();
    columns.sort();
    columns.dedup();
    columns
}

/// Values of an indicator for a region, year and kind; of several documents each printed form once, the newest first.
pub fn values<'i>(indicator: &'i ComparedIndicator, place: &str, column: YearColumn) -> Vec<&'i SeriesValue> {
    let of =
        |value: &&SeriesValue| value.place == place && value.year == Some(column.year) && value.basis == column.basis;
    let mut out: Vec<&SeriesValue> = Vec::new();
    for value in indicator.series.iter().filter(of) {
        if out.iter().all(|known| line(&known.raw) != line(&value.raw)) {
            out.push(value);
        }
    }
    out
}

/// The values in one cell.
pub fn printed(indicator: &ComparedIndicator, place: &str, column: YearColumn) -> String {
    values(indicator, place, column).into_iter().map(shown).collect::<Vec<_>>().join(" / ")
}

/// A value as it is printed, behind its figure in the unit of the row where the document counts in another one.
pub fn shown(value: &SeriesValue) -> String {
    let raw = line(&value.raw);
    converted(value).map_or_else(|| raw.clone(), |figure| format!("{figure}（原文{raw}）"))
}

/// The figure in the unit of the row, where the document prints one in another unit.
pub fn converted(value: &SeriesValue) -> Option<Decimal> {
    let (converted, number) = value.value.zip(value.number)?;
    (converted != number && has_digits(&value.raw)).then(|| converted.normalize())
}

/// Is a number printed in figures, not in words like 三分之二.
pub fn has_digits(raw: &str) -> bool {
    raw.chars().any(|c| c.is_numeric())
}

/// On one line.
pub fn line(raw: &str) -> String {
    raw.split_whitespace().collect()
}

/// A point of a line: a year with its figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The year.
    pub year: i32,
    /// The figure, in the unit of the indicator.
    pub value: f64,
    /// It was reached, not only wanted.
    pub reached: bool,
}

/// The figures of an indicator for a region by year, one a year: what was reached, else what was wanted, of the newest
/// document that says so.
pub fn points(indicator: &ComparedIndicator, place: &str) -> Vec<Point> {
    let rank = |basis: Basis| match basis {
        Basis::Actual => Some(0),
        Basis::Forecast => Some(1),
        Basis::Target => Some(2),
        Basis::SuperiorTarget => None,
    };
    let of = indicator.series.iter().filter(|value| value.place == place);
    let mut found: Vec<(i32, u8, Decimal)> =
        of.filter_map(|value| Some((value.year?, rank(value.basis)?, value.value?))).collect();
    found.sort_by_key(|(year, rank, _)| (*year, *rank));
    found.dedup_by_key(|(year, ..)| *year);
    let point = |(year, rank, value): (i32, u8, Decimal)| {
        Some(Point { year, value: value.to_string().parse().ok()?, reached: rank < 2 })
    };
    found.into_iter().filter_map(point).collect()
}

/// The regions that an indicator has figures for: that of the new document first, then in the order of the documents.
pub fn places<'i>(indicator: &'i ComparedIndicator, own: &str) -> Vec<&'i str> {
    let mut places: Vec<&str> = Vec::new();
    for value in &indicator.series {
        if !places.contains(&value.place.as_str()) {
            places.push(&value.place);
        }
    }
    places.sort_by_key(|place| *place != own);
    places
}

/// The last part of a region's name: 市本级 of 某市·市本级.
pub fn short(place: &str) -> &str {
    place.rsplit('·').next().unwrap_or(place)
}

/// An arrow for a change.
pub fn arrow(change: Option<Decimal>) -> &'static str {
    match change {
        None => "",
        Some(change) if change.is_zero() => "＝",
        Some(change) if change.is_sign_negative() => "↓",
        Some(_) => "↑",
    }
}

/// The word for the judgement of an indicator.
pub fn judgement(indicator: &ComparedIndicator) -> &'static str {
    match indicator.judgement {
        Judgement::NotComparable if stands_alone(indicator) => "以前没有",
        Judgement::Better => "好于以前",
        Judgement::Worse => "差于以前",
        Judgement::Same => "持平",
        Judgement::NotComparable => "不能比",
    }
}

/// The word for what a target is judged against.
pub fn against(baseline: Option<Baseline>) -> &'static str {
    match baseline {
        Some(Baseline::SameYear) => "以前定的同一年目标",
        Some(Baseline::EarlierGoal) => "上一次的目标",
        Some(Baseline::Actual) => "完成值",
        None => "",
    }
}

/// The word for a direction.
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "越高越好",
        Direction::Lower => "越低越好",
        Direction::Neutral => "没有好坏",
    }
}

/// The word for how the region of a document stands to that of the new one.
pub fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::New => "新文件",
        Relation::Same => "同一地区",
        Relation::Above => "上级",
        Relation::Below => "下级",
        Relation::Other => "其他地区",
    }
}

/// The word for what became of a task.
pub fn task(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Kept => "保留",
        TaskStatus::Changed => "有变化",
        TaskStatus::New => "新增",
        TaskStatus::Gone => "没有了",
    }
}

/// The word for what became of a unit.
pub fn unit(status: UnitStatus) -> &'static str {
    match status {
        UnitStatus::Kept => "保留",
        UnitStatus::Renamed => "换名称",
        UnitStatus::New => "新增",
        UnitStatus::Gone => "没有了",
        UnitStatus::Counterpart => "上级对口单位",
    }
}

/// What to call a document in few words: the new one, else its number, year and title, or id.
pub fn document(comparison: &Comparison, id: &str) -> String {
    const LONGEST: usize = 16;
    let Some(document) = comparison.documents.iter().find(|document| document.id == id) else { return id.to_string() };
    let title = || match document.title.as_deref() {
        Some(title) if title.chars().count() > LONGEST => {
            format!("{}…", title.chars().take(LONGEST).collect::<String>())
        }
        Some(title) => title.to_string(),
        None => id.to_string(),
    };
    match document.relation {
        Relation::New => "新文件".to_string(),
        _ => document.doc_number.clone().unwrap_or_else(title),
    }
}

/// Does the target stand alone: no earlier target and nothing reached to hold it against.
pub fn stands_alone(indicator: &ComparedIndicator) -> bool {
    indicator.earlier_goal.is_none() && indicator.actual.is_none()
}

/// The indicators that the new document has a target for.
pub fn judged(comparison: &Comparison) -> impl Iterator<Item = &ComparedIndicator> {
    comparison.indicators.iter().filter(|indicator| indicator.goal.is_some())
}

#[cfg(test)]
mod tests {
    use super::super::specimen;
    use super::*;

    #[test]
    fn years_stand_side_by_side_and_a_line_takes_what_was_reached() {
        let comparison = specimen::comparison();
        let own = own_place(&comparison);
        let indicator = &comparison.indicators[0];
        let columns = year_columns([indicator].into_iter(), |place| place == own);
        let titles: Vec<String> = columns.iter().map(|column| column.title()).collect();
        assert_eq!(titles, ["2022年完成值", "2022年目标值", "2023年目标值"]);
        assert_eq!(printed(indicator, own, columns[1]), "16 / 16.5");
        let line: Vec<(i32, f64, bool)> = points(indicator, own).iter().map(|p| (p.year, p.value, p.reached)).collect();
        assert_eq!(line, [(2022, 15.2, true), (2023, 17.0, false)]);
        assert_eq!(places(indicator, own), ["东海市", "望洲区"]);
    }

    #[test]
    fn figures_in_another_unit_are_converted_and_the_print_is_kept() {
        let of_specimen = || specimen::comparison().indicators.remove(0).series.remove(0);
        for (number, value, raw, told) in [
            ("45000", "4.50", "45000", "4.5（原文45000）"),
            ("0.32", "32", "0.32以上", "32（原文0.32以上）"),
            ("17", "17.0", "17", "17"),
            ("0.67", "67", "三分之二以上", "三分之二以上"),
        ] {
            let decimal = |text: &str| text.parse::<Decimal>().ok();
            let value =
                SeriesValue { number: decimal(number), value: decimal(value), raw: raw.into(), ..of_specimen() };
            assert_eq!(shown(&value), told);
        }
        assert_eq!(shown(&SeriesValue { value: None, raw: "稳 步提升".into(), ..of_specimen() }), "稳步提升");
    }

    #[test]
    fn arrows_and_words() {
        let change = |text: &str| text.parse::<Decimal>().ok();
        assert_eq!([change("1.2"), change("-1"), change("0.0"), None].map(arrow), ["↑", "↓", "＝", ""]);
        assert_eq!((short("东海市·市本级"), short("望洲区")), ("市本级", "望洲区"));
    }
}
