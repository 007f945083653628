//! Tasks (任务) from task, reform, breakthrough, problem and case lists.

use super::place::{anchor, anchor_in_table};
use super::targets::{dedup, number_inferred, one_line};
use super::{Extractor, confidence, duty, items, policies};
use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::grammar::quantity::PeriodReading;
use crate::layout::{RecoveredTable, TableRow};
use crate::record::{Anchor, ListKind, Responsible, ScheduleEntry, Section, Task};
use crate::rules::{ColumnRole, ColumnSpec, Scope};

impl Extractor<'_> {
    /// Takes every row of a table of tasks.
    pub(super) fn take_tasks(&mut self, table: &RecoveredTable) {
        self.open_list(ListKind::Tasks);
        let periods: Vec<Option<PeriodReading>> = table.columns.iter().map(|c| self.header_period(c)).collect();
        for (at, row) in table.rows.iter().enumerate() {
            if !self.is_sum(table, row) {
                self.take_task_row(table, row, at, &periods);
            }
        }
        // Below a period the cells say what is done in it.
        let open = |at: usize, column: &ColumnSpec| column.role == ColumnRole::Schedule && periods[at].is_none();
        for (at, column) in table.columns.iter().enumerate().filter(|(at, column)| open(*at, column)) {
            let cells: Vec<&Passage> = table.rows.iter().filter_map(|row| row.cell(at)).collect();
            self.note_periods(column, &cells);
        }
    }

    /// "合计" in the place of number and name: a row of sums is no task.
    fn is_sum(&self, table: &RecoveredTable, row: &TableRow) -> bool {
        let named = table.column(ColumnRole::Name).and_then(|column| row.cell(column));
        let total = |text: &str| self.rules.pack.column(text).is_some_and(|spec| spec.scope == Scope::Total);
        let printed = row.cells.iter().flatten().filter(|cell| !cell.merged);
        printed.map(|cell| cell.text.text()).next().is_some_and(total) && named.is_none_or(|name| total(name.text()))
    }

    /// Takes a row; `periods` are those that the headers of the columns state.
    fn take_task_row(&mut self, table: &RecoveredTable, row: &TableRow, at: usize, periods: &[Option<PeriodReading>]) {
        let (title, mut responsible) = self.title_and_units(table, row);
        responsible.extend(self.units_of(table, row));
        let columns = || table.columns.iter().enumerate();
        let sections: Vec<Section> = columns()
            .filter(|(_, c)| {
                use ColumnRole::{Attribute, Component, Measure, Remark, Schedule, Text, Value};
                matches!(c.role, Text | Schedule | Remark | Value | Component | Attribute | Measure)
            })
            .filter_map(|(column, spec)| Some(section(spec, row.cell(column)?)))
            .collect();
        let any_period = periods.iter().any(Option::is_some);
        let spanning = self.cell_over_all_periods(row, periods);
        let schedule = columns()
            .filter(|(column, c)| match c.role {
                ColumnRole::Schedule => !any_period || periods[*column].is_some(),
                ColumnRole::Text => periods[*column].is_some(),
                _ => false,
            })
            .filter_map(|(column, spec)| {
                let cell = row.cell(column).or(spanning)?;
                Some(self.schedule(spec, periods[column].as_ref(), cell, (at, column)))
            })
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
        self.mark_row(table, row, |_| true);
        let id = task.id.clone();
        self.records.tasks.push(task);
        self.note_in_list(table, row, id);
    }

    pub(super) fn next_task_id(&self) -> String {
        format!("K{:03}", self.records.tasks.len() + 1)
    }

    /// The title without its number and without the units in the brackets behind it.
    fn title_and_units(&mut self, table: &RecoveredTable, row: &TableRow) -> (Option<String>, Vec<Responsible>) {
        let Some(column) = table.column(ColumnRole::Name) else { return (None, Vec::new()) };
        let Some(cell) = row.cell(column) else { return (None, Vec::new()) };
        let mut name = cell.clone();
        let mut units = Vec::new();
        if table.columns[column].with_units {
            (name, units) = duty::at_end(self.rules, &name, self.first_leads);
            if units.is_empty() {
                self.note_bracket_of_name(&name);
            }
        }
        if table.inline_numbers {
            name = self.without_number(&name, row);
        }
        (Some(one_line(name.text())).filter(|t| !t.is_empty()), units)
    }

    /// A name without the number of its row, where names carry it.
    pub(super) fn without_number(&self, name: &Passage, row: &TableRow) -> Passage {
        let heading = || self.rules.pack.heading(name.text()).map(|heading| heading.title);
        match behind_number(name.text(), row.number).or_else(heading) {
            Some(title) => name.slice(title),
            None => name.clone(),
        }
    }

    /// The period that a header states (一季度, 上半年目标): what the cells of its column say belongs there.
    fn header_period(&self, spec: &ColumnSpec) -> Option<PeriodReading> {
        let pack = &self.rules.pack;
        let period = pack.read_period(&spec.header, 0).filter(|period| period.range.start == 0)?;
        let rest = &spec.header[period.range.end..];
        let steps = !period.recurring && !period.whole_year && pack.list("periods.header-tail").contains(rest);
        (rest.is_empty() || steps).then_some(period)
    }

    /// The only cell of a row below several periods, where it says what comes again and again (每月, 每季度): it is merged
    /// over all of them.
    fn cell_over_all_periods<'r>(&self, row: &'r TableRow, periods: &[Option<PeriodReading>]) -> Option<&'r Passage> {
        let dated = |column: usize| periods[column].as_ref().is_some_and(|period| !period.whole_year);
        let columns: Vec<usize> = (0..periods.len()).filter(|&column| dated(column)).collect();
        let filled: Vec<&Passage> = columns.iter().filter_map(|&column| row.cell(column)).collect();
        let [only] = filled.as_slice() else { return None };
        let period = self.rules.pack.read_period(only.text(), 0)?;
        (columns.len() > 2 && period.recurring && period.range.start == 0).then_some(*only)
    }

    /// The steps of a schedule cell below a header that may state a period. A column of goals has steps only where it
    /// states periods.
    fn schedule(
        &self,
        spec: &ColumnSpec,
        period: Option<&PeriodReading>,
        cell: &Passage,
        (row, column): (usize, usize),
    ) -> Vec<ScheduleEntry> {
        let limit = self.rules.pack.has_cue("time-limit", &fold(&spec.header));
        let is_dated = |steps: &[ScheduleEntry]| steps.iter().any(|step| step.start.is_some() || step.end.is_some());
        let mut steps = if limit { self.time_limit(cell) } else { self.steps(cell) };
        if let Some(period) = period.filter(|_| !is_dated(&steps)) {
            steps = self.step_of_period(cell, period);
        }
        let dated = is_dated(&steps);
        if !dated && spec.header.contains("目标") {
            return Vec::new();
        }
        let in_table = |step: ScheduleEntry| {
            let (row, col) = (Some(row as u32 + 1), Some(column as u32 + 1));
            ScheduleEntry { anchor: Anchor { table: Some(self.tables), row, col, ..step.anchor.clone() }, ..step }
        };
        steps.into_iter().map(in_table).collect()
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
                    number_max: q.number_max,
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
