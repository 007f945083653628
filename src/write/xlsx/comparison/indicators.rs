//! Sheets of indicators: years side by side, the other regions, and which names were taken for one.

use crate::record::comparison::{ComparedIndicator, Comparison, Judgement, MatchReason, Member};
use crate::record::{Decimal, Operator};
use crate::write::comparison::view::{
    self, YearColumn, against, converted, direction, document, has_digits, judged, line, own_place, places, short,
    shown, values, year_columns,
};
use crate::write::xlsx::cell::{Cell, Mood};
use crate::write::xlsx::sheet::{Column, Row, Table};

pub(super) fn indicators(comparison: &Comparison) -> Option<Table> {
    let own = own_place(comparison);
    let years = year_columns(judged(comparison), |place| place == own);
    let mut columns = vec![
        Column::text("类别", 16).optional(),
        Column::text("指标", 36),
        Column::short("计量单位", 14).optional(),
        Column::short("方向", 12),
    ];
    columns.extend(years.iter().map(|year| Column::short(year.title(), 16).optional()));
    columns.extend([
        Column::short("变化", 14),
        Column::short("判断", 14),
        Column::text("与什么比", 20).optional(),
        Column::text("说明", 30).optional(),
    ]);
    let rows: Vec<Row> = judged(comparison).map(|indicator| indicator_row(indicator, own, &years)).collect();
    let note = "新文件有目标的指标。“变化”是新目标减去所比的数，已折算成同一计量单位；绿色好于以前，红色差于以前";
    (!rows.is_empty()).then(|| Table::list(columns, rows).note(note).frozen(2))
}

fn indicator_row(indicator: &ComparedIndicator, own: &str, years: &[YearColumn]) -> Row {
    let mut row = vec![
        Cell::text(indicator.category.last().cloned().unwrap_or_default()),
        Cell::text(&indicator.canonical),
        Cell::optional(&indicator.unit),
        Cell::text(direction(indicator.direction)),
    ];
    row.extend(years.iter().map(|year| figure(indicator, own, *year)));
    let mood = mood(indicator);
    let change =
        indicator.change.map_or_else(|| Cell::Judged(String::new(), mood), |change| Cell::Change(change, mood));
    row.extend([
        change,
        Cell::Judged(view::judgement(indicator).to_string(), mood),
        Cell::text(against(indicator.against)),
        Cell::optional(&indicator.note),
    ]);
    row
}

fn mood(indicator: &ComparedIndicator) -> Mood {
    match indicator.judgement {
        Judgement::Better => Mood::Better,
        Judgement::Worse => Mood::Worse,
        Judgement::NotComparable if !view::stands_alone(indicator) => Mood::Open,
        Judgement::Same | Judgement::NotComparable => Mood::Same,
    }
}

/// One value as a figure that can be calculated with; several as they are printed.
fn figure(indicator: &ComparedIndicator, place: &str, column: YearColumn) -> Cell {
    match values(indicator, place, column)[..] {
        [] => Cell::Empty,
        // Its unit is that of the change: 提高3个百分点.
        [value] if matches!(value.op, Operator::UpBy | Operator::DownBy) => Cell::text(line(&value.raw)),
        // 三分之二 is no figure for the unit of the row.
        [value] if !has_digits(&value.raw) => Cell::text(line(&value.raw)),
        [value] => Cell::printed(value.op, converted(value).or(value.number), &value.raw),
        ref several => Cell::text(several.iter().copied().map(shown).collect::<Vec<_>>().join(" / ")),
    }
}

/// One row an indicator and region, for the regions beside the document's own.
pub(super) fn regions(comparison: &Comparison) -> Option<Table> {
    let own = own_place(comparison);
    let years = year_columns(judged(comparison), |place| place != own);
    let mut columns =
        vec![Column::text("指标", 36), Column::short("计量单位", 14).optional(), Column::short("地区", 16)];
    columns.extend(years.iter().map(|year| Column::short(year.title(), 16).optional()));
    let row = |indicator: &ComparedIndicator, place: &str| {
        let mut row = vec![Cell::text(&indicator.canonical), Cell::optional(&indicator.unit), Cell::text(short(place))];
        row.extend(years.iter().map(|year| figure(indicator, place, *year)));
        row
    };
    let rows: Vec<Row> = judged(comparison)
        .flat_map(|indicator| {
            let others = places(indicator, own).into_iter().filter(|place| *place != own);
            others.map(|place| row(indicator, place)).collect::<Vec<_>>()
        })
        .collect();
    let note = "各份文件分解到各地、各地自己的数，原样并列";
    (!rows.is_empty()).then(|| Table::list(columns, rows).note(note).frozen(3))
}

/// Which names were taken for one indicator, why, and how their figures were converted.
pub(super) fn members(comparison: &Comparison) -> Option<Table> {
    let columns = vec![
        Column::text("指标", 36),
        Column::text("文件中的名称", 40),
        Column::text("文件", 24),
        Column::short("记录", 10),
        Column::short("认作同一项的依据", 18),
        Column::short("相近", 10),
        Column::short("折算成的单位", 14).optional(),
        Column::short("乘以", 10),
        Column::text("种类和方向的依据", 40),
    ];
    let is_told = |indicator: &&ComparedIndicator| {
        let is_converted = |member: &Member| member.scale.is_some_and(|scale| scale != Decimal::ONE);
        indicator.members.len() > 1 || indicator.members.iter().any(is_converted)
    };
    let rows: Vec<Row> = comparison
        .indicators
        .iter()
        .filter(is_told)
        .flat_map(|indicator| {
            indicator.members.iter().map(|member| {
                let reason = match member.reason {
                    MatchReason::Same => "名称相同",
                    MatchReason::Alias => "规则中的别名",
                    MatchReason::Wording => "用字相同",
                };
                vec![
                    Cell::text(&indicator.canonical),
                    Cell::text(&member.name),
                    Cell::text(document(comparison, &member.document)),
                    Cell::text(&member.target),
                    Cell::text(reason),
                    Cell::Share(member.score),
                    Cell::optional(&indicator.unit),
                    member.scale.map_or_else(|| Cell::text("不能折算"), |scale| Cell::number(Some(scale))),
                    Cell::text(format!("种类：{}；方向：{}", indicator.kind_reason, indicator.direction_reason)),
                ]
            })
        })
        .collect();
    (!rows.is_empty()).then(|| Table::list(columns, rows).note("哪些名称认作同一项指标，数怎样折算").frozen(1))
}
