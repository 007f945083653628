//! Tasks (任务) from task, reform, breakthrough, problem and case lists.

use super::place::{anchor, anchor_in_table};
use super::targets::{dedup, number_inferred, one_line};
use super::{Extractor, confidence, duty, items, policies};
use crate::document::Passage;
use crate::grammar::quantity::PeriodReading;
use crate::layout::{RecoveredTable, TableRow};
use crate::record::{Anchor, ListKind, Responsible, ScheduleEntry, Section, Task};
use crate::rules::{ColumnRole, ColumnSpec};

impl Extractor<'_> {
    /// Takes every row of a table of tasks.
    pub(super) fn take_tasks(&mut self, table: &RecoveredTable) {
        self.open_list(ListKind::Tasks);
        for (at, row) in table.rows.iter().enumerate() {
            self.take_task_row(table, row, at);
        }
    }

    fn take_task_row(&mut self, table: &RecoveredTable, row: &TableRow, at: usize) {
        let (title, mut responsible) = self.title_and_units(table, row);
        responsible.extend(self.units_of(table, row));
        let columns = || table.columns.iter().enumerate();
        let sections: Vec<Section> = columns()
            .filter(|(_, c)| matches!(c.role, ColumnRole::Text | ColumnRole::Schedule | ColumnRole::Remark))
            .filter_map(|(column, spec)| Some(section(spec, row.cell(column)?)))
            .collect();
        let schedule = columns()
            .filter(|(_, c)| c.role == ColumnRole::Schedule || (c.role == ColumnRole::Text && self.heads_period(c)))
            .filter_map(|(column, spec)| Some(self.schedule(spec, row.cell(column)?, at, column)))
            .flatten()
            .collect();
        let text: String = sections.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n");
        let quantities = self.quantities(&row_texts(table, row));
        let mut rules: Vec<String> = table.columns.iter().map(|c| c.rule.clone()).collect();
        dedup(&mut rules);
        let (confidence, alternative) = confidence::of_row(table, row);
        let task = Task {
            id: self.next_task_id(),
            list: self.current_list().title.clone(),
            category: self.category_of(table, row),
            seq: row.number,
            seq_inferred: number_inferred(table, row, at),
            title,
            responsible,
            leader: self.text_of(table, row, ColumnRole::Leader),
            sections,
            schedule,
            quantities,
            policies: policies::find(&self.rules.pack, &text),
            confidence,
            alternative,
            rules,
            anchor: anchor_in_table(row.span(), self.tables, at, None),
        };
        self.mark_row(row);
        let id = task.id.clone();
        self.records.tasks.push(task);
        self.note_in_list(table, row, id);
    }

    pub(super) fn next_task_id(&self) -> String {
        format!("K{:03}", self.records.tasks.len() + 1)
    }

    /// The title without its number and without the units in the brackets behind it.
    fn title_and_units(&self, table: &RecoveredTable, row: &TableRow) -> (Option<String>, Vec<Responsible>) {
        let Some(column) = table.column(ColumnRole::Name) else { return (None, Vec::new()) };
        let Some(cell) = row.cell(column) else { return (None, Vec::new()) };
        let mut name = cell.clone();
        let mut units = Vec::new();
        if table.columns[column].with_units {
            (name, units) = duty::at_end(self.rules, &name, self.first_leads);
        }
        if table.inline_numbers {
            let heading = || self.rules.pack.heading(name.text()).map(|h| h.title);
            if let Some(title) = behind_number(name.text(), row.number).or_else(heading) {
                name = name.slice(title);
            }
        }
        (Some(one_line(name.text())).filter(|t| !t.is_empty()), units)
    }

    /// The entries of a schedule cell. A cell without any period is one step that can't be dated, unless the column
    /// states goals rather than steps.
    fn schedule(&self, spec: &ColumnSpec, cell: &Passage, row: usize, column: usize) -> Vec<ScheduleEntry> {
        let raw = cell.text();
        let slices = self.rules.pack.split_schedule(raw);
        let dated = slices.iter().any(|s| s.period.as_ref().is_some_and(|p| !p.recurring));
        if let Some(period) = self.period_of(spec).filter(|_| !dated) {
            let (start, end) = period.months(period.year.or(self.records.document.year));
            let anchor = anchor_in_table(cell.span(), self.tables, row, Some(column));
            return vec![ScheduleEntry { raw: period.raw, start, end, text: raw.trim().to_string(), anchor }];
        }
        if !dated && spec.header.contains("目标") {
            return Vec::new();
        }
        let entry = |slice: &crate::grammar::quantity::ScheduleSlice| {
            let (start, end) = match &slice.period {
                Some(period) => period.months(period.year.or(self.records.document.year)),
                None => (None, None),
            };
            let from = slice.period.as_ref().map_or(slice.text.start, |p| p.range.start);
            let span = cell.span_of(from..slice.text.end.max(from));
            ScheduleEntry {
                raw: slice.period.as_ref().map(|p| p.raw.clone()).unwrap_or_default(),
                start,
                end,
                text: raw[slice.text.clone()].trim().to_string(),
                anchor: Anchor { ..anchor_in_table(span, self.tables, row, Some(column)) },
            }
        };
        slices.iter().map(entry).collect()
    }

    /// The period that the header of a column states ("二季度", "上半年目标"): what its cells say belongs there.
    fn period_of(&self, spec: &ColumnSpec) -> Option<PeriodReading> {
        let period =
            self.rules.pack.read_period(&spec.header, 0).filter(|period| !period.recurring && !period.whole_year)?;
        let rest = &spec.header[period.range.end..];
        let said = ["", "目标", "任务", "计划", "安排", "进度", "工作", "目标任务", "工作安排", "工作目标", "节点"];
        (period.range.start == 0 && said.contains(&rest)).then_some(period)
    }

    fn heads_period(&self, spec: &ColumnSpec) -> bool {
        self.period_of(spec).is_some()
    }

    /// The quantities that texts name.
    pub(super) fn quantities(&self, texts: &[&Passage]) -> Vec<crate::record::QuantityMention> {
        let mut out = Vec::new();
        for text in texts {
            for q in self.rules.pack.quantities(text.text()) {
                out.push(crate::record::QuantityMention {
                    text: text.text()[q.range.clone()].to_string(),
                    subject: q.subject,
                    op: super::targets::operator(q.op),
                    number: q.number,
                    unit: q.unit,
                    anchor: anchor(text.span_of(q.range)),
                });
            }
        }
        out
    }
}

/// What stands behind the number of the row: "3.15分钟生活圈" is the third row, not 3.15.
fn behind_number(name: &str, number: Option<u32>) -> Option<std::ops::Range<usize>> {
    let rest = name.trim_start().strip_prefix(&number?.to_string())?.trim_start();
    let title = rest.strip_prefix(['.', '、', '\u{ff0e}'])?;
    Some(name.len() - title.len()..name.len())
}

fn section(spec: &ColumnSpec, cell: &Passage) -> Section {
    let text = cell.text().to_string();
    Section { name: spec.header.clone(), items: items::split(&text), text }
}

fn row_texts<'r>(table: &RecoveredTable, row: &'r TableRow) -> Vec<&'r Passage> {
    let text = |role| matches!(role, ColumnRole::Text | ColumnRole::Schedule);
    let columns = table.columns.iter().enumerate().filter(|(_, c)| text(c.role));
    columns.filter_map(|(column, _)| row.cell(column)).collect()
}
