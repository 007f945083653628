//! The columns of a table (栏目): what the text of a header cell says about the cells below it.

use super::kind::Kind;
use super::rule::{Match, Pack};
use crate::grammar::fold::Folded;
use crate::grammar::region::{self, RegionLevel};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnRole {
    /// 序号
    Seq,
    /// 类别
    Category,
    /// 名称
    Name,
    /// 分项
    Component,
    /// A value of an indicator.
    Value,
    /// 责任单位
    Responsible,
    /// 配合单位
    Support,
    /// 牵头领导
    Leader,
    /// 指标属性
    Attribute,
    /// 计量单位
    Measure,
    /// 进度安排
    Schedule,
    /// Running text under the printed header.
    Text,
    /// 备注
    Remark,
}

impl ColumnRole {
    fn parse(name: &str) -> Option<ColumnRole> {
        Some(match name {
            "seq" => ColumnRole::Seq,
            "category" => ColumnRole::Category,
            "name" => ColumnRole::Name,
            "component" => ColumnRole::Component,
            "value" => ColumnRole::Value,
            "responsible" => ColumnRole::Responsible,
            "support" => ColumnRole::Support,
            "leader" => ColumnRole::Leader,
            "attribute" => ColumnRole::Attribute,
            "measure" => ColumnRole::Measure,
            "schedule" => ColumnRole::Schedule,
            "text" => ColumnRole::Text,
            "remark" => ColumnRole::Remark,
            _ => return None,
        })
    }
}

/// Which part of the territory a value column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The region of the document as a whole, not said in the header.
    Own,
    /// The whole in a table of parts (全市, 合计).
    Total,
    /// One part, called as the header prints it.
    Region,
    /// The region of the document, but the cell says by how much it changes.
    Change,
    /// How much the indicator counts (分值, 权重): a number that is no value of it.
    Weight,
}

/// A header cell understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSpec {
    /// What the column holds.
    pub role: ColumnRole,
    /// Header as printed, without line breaks.
    pub header: String,
    /// Year of a value column.
    pub year: Option<i32>,
    /// `actual`, `target`, `superior_target` or `forecast`; None when only the year is printed.
    pub basis: Option<String>,
    /// Level of government that a target is set by or for (省定目标, 市级目标), where the header says it.
    pub level: Option<RegionLevel>,
    /// Territory of a value column.
    pub scope: Scope,
    /// The name column of indicators, which may hide a column of components.
    pub indicator: bool,
    /// The cells hold the responsible units in a bracket behind the name.
    pub with_units: bool,
    /// Rule that decided.
    pub rule: String,
}

impl ColumnSpec {
    /// A value column for a region that no rule knows but that its place in the header gives away.
    pub fn region(header: &str) -> ColumnSpec {
        ColumnSpec {
            role: ColumnRole::Value,
            header: header.to_string(),
            year: None,
            basis: Some("target".to_string()),
            level: None,
            scope: Scope::Region,
            indicator: false,
            with_units: false,
            rule: "tables.value-region".to_string(),
        }
    }

    /// A column of running text under a header that no rule knows.
    pub fn plain_text(header: &str) -> ColumnSpec {
        ColumnSpec {
            role: ColumnRole::Text,
            scope: Scope::Own,
            basis: None,
            rule: "tables.text".to_string(),
            ..ColumnSpec::region(header)
        }
    }

    /// A column whose header no rule knows, of what its cells look like.
    pub fn guessed(header: &str, role: ColumnRole) -> ColumnSpec {
        let basis = (role == ColumnRole::Value).then(|| "target".to_string());
        ColumnSpec { role, basis, rule: "tables.guessed".to_string(), ..ColumnSpec::plain_text(header) }
    }

    /// The same column, when its cells say in words what is planned for the year.
    pub fn in_words(self) -> ColumnSpec {
        ColumnSpec { role: ColumnRole::Schedule, basis: None, rule: "tables.schedule".to_string(), ..self }
    }

    /// The same column, when its cells are the numbers that are to be reached.
    pub fn in_numbers(self) -> ColumnSpec {
        let (basis, rule) = (Some("target".to_string()), "tables.value-target".to_string());
        ColumnSpec { role: ColumnRole::Value, scope: Scope::Own, basis, rule, ..self }
    }

    /// Do its cells hold values of the indicators.
    pub fn holds_values(&self) -> bool {
        self.role == ColumnRole::Value && self.scope != Scope::Weight
    }

    /// A column of components that no header announces.
    pub fn hidden_component() -> ColumnSpec {
        ColumnSpec {
            role: ColumnRole::Component,
            scope: Scope::Own,
            basis: None,
            rule: "tables.component".to_string(),
            ..ColumnSpec::region("")
        }
    }
}

impl Pack {
    /// Reads a header cell; None when no rule knows it.
    pub fn column(&self, raw: &str) -> Option<ColumnSpec> {
        let folded = Folded::new(raw);
        let m = self.find_folded(Kind::Column, &folded)?;
        let header: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
        let year = m.group("year").or_else(|| m.group("year2")).and_then(|y| y.parse().ok());
        Some(ColumnSpec {
            role: ColumnRole::parse(m.rule.yields("role"))?,
            year,
            basis: Some(m.rule.yields("basis").to_string()).filter(|b| !b.is_empty()),
            level: m.group("level").and_then(region::level),
            scope: scope_of(&m),
            indicator: m.rule.yields("scope") == "indicator",
            with_units: m.rule.yields("scope") == "with-units",
            rule: m.rule.id.clone(),
            header,
        })
    }
}

fn scope_of(m: &Match<'_>) -> Scope {
    match m.rule.yields("scope") {
        "total" => Scope::Total,
        "region" => Scope::Region,
        "change" => Scope::Change,
        "weight" => Scope::Weight,
        _ => Scope::Own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_many_wordings() {
        use ColumnRole::*;
        let mut pack = Pack::default();
        pack.add("tables.toml", include_str!("../../rules/tables.toml")).unwrap();
        for (raw, role) in [
            ("序号", Seq),
            ("类别", Category),
            ("重点领域", Category),
            ("指 标", Name),
            ("重点工作\n(责任单位)", Name),
            ("主要举措", Name),
            ("事项名称", Name),
            ("改革事项", Name),
            ("2021 年\n完成值", Value),
            ("2022 年\n省目标值", Value),
            ("州定目标", Value),
            ("市级下达任务", Value),
            ("2025年", Value),
            ("全市", Value),
            ("拟下达某市指标", Value),
            ("新城管委会", Value),
            ("市本级", Value),
            ("责任部门", Responsible),
            ("指标属性", Attribute),
            ("年度目标", Schedule),
            ("进度安排", Schedule),
            ("重点工作安排", Text),
            ("工作目标", Text),
            ("评价体系", Text),
            ("考核分值", Value),
            ("上线时间", Schedule),
            ("备注", Remark),
        ] {
            assert_eq!(pack.column(raw).map(|c| c.role), Some(role), "{raw}");
        }
        for raw in ["经济高质量发展", "人均生产总值(万元)", "16", "东浦"] {
            assert_eq!(pack.column(raw), None, "{raw}");
        }
    }
}
