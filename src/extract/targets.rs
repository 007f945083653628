//! Targets (指标) from indicator tables, county break-downs and allocation tables.

use super::place::{anchor_in_table, anchor_of};
use super::section::{ListPlace, without_count};
use super::{Extractor, Fate, confidence, duty};
use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::grammar::quantity::{Op, ValueReading};
use crate::layout::{RecoveredTable, TableRow};
use crate::record::{
    Anchor, Basis, Declared, Group, ListInfo, ListKind, Operator, Responsible, Role, Target, TargetValue,
};
use crate::rules::{ColumnRole, ColumnSpec, Scope};
use std::collections::BTreeSet;

/// Named in the rules of a record whose category was not printed in its row but follows from declared counts.
const CATEGORY_BY_COUNT: &str = "tables.category-by-count";

/// Values that nothing names come out of a table that was not understood.
const CONFIDENCE_WITHOUT_NAME: f64 = 0.4;

impl Extractor<'_> {
    /// Takes every row of a table of values.
    pub(super) fn take_targets(&mut self, table: &RecoveredTable) {
        self.open_list(ListKind::Targets);
        let said = Said { progress: self.reports_progress(), wholes: shared_wholes(table) };
        self.keep_unsaid_measures(table);
        for (at, row) in table.rows.iter().enumerate() {
            for part in split_stacked(table, row) {
                self.take_target_row(table, &part, at, &said);
            }
        }
    }

    /// Of several units stated for a table, those that names state themselves are for these names only.
    fn keep_unsaid_measures(&mut self, table: &RecoveredTable) {
        let Some(column) = table.column(ColumnRole::Name).filter(|_| self.measures.len() > 1) else { return };
        let cells = table.rows.iter().filter_map(|row| row.cell(column));
        let said: Vec<String> = cells.filter_map(|cell| self.name_and_measure(cell).1).collect();
        self.measures.retain(|measure| !said.contains(measure));
    }

    fn take_target_row(&mut self, table: &RecoveredTable, row: &TableRow, at: usize, said: &Said) {
        let pack = &self.rules.pack;
        let name_cell = table.column(ColumnRole::Name).and_then(|c| row.cell(c)).cloned().unwrap_or_default();
        let component_cell = table.column(ColumnRole::Component).and_then(|c| row.cell(c)).cloned();
        let name_cell = if table.inline_numbers { self.without_number(&name_cell, row) } else { name_cell };
        let (name, name_measure) = self.name_and_measure(&name_cell);
        let (component, component_measure) = match &component_cell {
            Some(cell) => {
                let (text, measure) = self.name_and_measure(cell);
                (Some(text), measure)
            }
            None => (None, None),
        };
        let (name, component) = match part_in_name(&said.wholes, &name).filter(|_| component.is_none()) {
            Some((whole, part)) => (whole, Some(part)),
            None => (name, component),
        };
        let readings: Vec<(usize, Passage, ValueReading)> = table
            .columns
            .iter()
            .enumerate()
            .filter(|(column, c)| c.holds_values() && (!table.by_place || row.cell(*column).is_some()))
            .map(|(column, _)| {
                let text = row.cell(column).cloned().unwrap_or_default();
                let reading = pack.read_value(text.text());
                (column, text, reading)
            })
            .collect();
        let measure_cell = table.column(ColumnRole::Measure).and_then(|c| row.cell(c));
        let unit = component_measure
            .or(name_measure)
            .or_else(|| measure_cell.map(|m| pack.normalise_measure(m.text())))
            .or_else(|| readings.iter().find_map(|(_, _, r)| r.unit.clone()))
            .or_else(|| match &self.measures[..] {
                [measure] => Some(measure.clone()),
                _ => None,
            });
        for (column, text, reading) in &readings {
            if row.cells[*column].as_ref().is_some_and(|cell| !cell.merged) {
                self.note_value(text, reading);
            }
        }
        let label = readings.iter().find_map(|(_, _, r)| r.label.clone());
        let mut rules: Vec<String> = table.columns.iter().filter(|c| names_row(c)).map(|c| c.rule.clone()).collect();
        rules.extend(readings.iter().map(|(_, _, r)| r.rule.clone()));
        rules.extend(row.category_moved.then(|| CATEGORY_BY_COUNT.to_string()));
        dedup(&mut rules);
        // A name such as 目标人数 says otherwise than the title.
        let unsaid = if said.progress && !self.sets_targets(&name) { Basis::Actual } else { Basis::Target };
        let values = readings.iter().map(|r| self.value(table, r, &unit, (at, unsaid))).collect();
        let (confidence, alternative) = confidence::of_row(table, row);
        let confidence = if name.is_empty() { confidence.min(CONFIDENCE_WITHOUT_NAME) } else { confidence };
        let target = Target {
            id: format!("T{:03}", self.records.targets.len() + 1),
            list: self.current_list().title.clone(),
            category: self.category_of(table, row),
            seq: row.number,
            seq_inferred: number_inferred(table, row, at),
            name,
            component: component.or(label),
            unit,
            attribute: self.text_of(table, row, ColumnRole::Attribute),
            responsible: self.units_of(table, row),
            values,
            confidence,
            alternative,
            rules,
            anchor: anchor_in_table(row.span(), self.tables, at, None),
        };
        self.mark_row(table, row, |column| !not_in_targets(column));
        let id = target.id.clone();
        self.records.targets.push(target);
        self.note_in_list(table, row, id);
    }

    /// A name without its trailing "(unit)", and the unit of measure.
    fn name_and_measure(&self, cell: &Passage) -> (String, Option<String>) {
        let (range, measure) = self.rules.pack.split_name_and_measure(cell.text());
        (one_line(&cell.text()[range]), measure)
    }

    fn value(
        &self,
        table: &RecoveredTable,
        (column, text, reading): &(usize, Passage, ValueReading),
        unit: &Option<String>,
        (row, unsaid): (usize, Basis),
    ) -> TargetValue {
        let spec = &table.columns[*column];
        let year = spec.year.or(self.records.document.year);
        let (op, number) = match (spec.scope, reading.op, reading.number) {
            (Scope::Change, Op::Eq, Some(number)) => change(number),
            (_, op, number) => (operator(op), number),
        };
        TargetValue {
            region: self.region(spec),
            year,
            basis: self.basis(table, spec, reading.forecast).unwrap_or(unsaid),
            raw: text.text().to_string(),
            op,
            number,
            number_max: reading.number_max,
            unit: reading.unit.clone().or_else(|| unit.clone().filter(|_| spec.scope != Scope::Change)),
            note: reading.note.clone().or_else(|| (spec.scope == Scope::Change).then(|| spec.header.clone())),
            anchor: anchor_in_table(text.span(), self.tables, row, Some(*column)),
        }
    }

    pub(super) fn text_of(&self, table: &RecoveredTable, row: &TableRow, role: ColumnRole) -> Option<String> {
        let cell = row.cell(table.column(role)?)?;
        Some(one_line(cell.text())).filter(|t| !t.is_empty())
    }

    /// Units of the columns of leading and supporting units.
    pub(super) fn units_of(&self, table: &RecoveredTable, row: &TableRow) -> Vec<Responsible> {
        let both = table.column(ColumnRole::Support).is_some();
        let mut units = Vec::new();
        for (column, role) in [
            (ColumnRole::Responsible, if both { Role::Lead } else { Role::Equal }),
            (ColumnRole::Support, Role::Support),
        ] {
            let Some(cell) = table.column(column).and_then(|c| row.cell(c)) else { continue };
            let mut found = duty::of_cell(self.rules, cell, role, self.first_leads && !both);
            if both && column == ColumnRole::Responsible {
                found.iter_mut().for_each(|u| u.role = Role::Lead);
            }
            if table.columns.iter().any(|spec| spec.role == column && fold(&spec.header).ends_with("人)")) {
                found.iter_mut().for_each(|unit| strip_person(&mut unit.name));
            }
            units.extend(found);
        }
        units
    }

    /// The path of groups that a row stands under: headings across the table, then the category column.
    pub(super) fn category_of(&self, table: &RecoveredTable, row: &TableRow) -> Vec<String> {
        self.groups_of(table, row).iter().map(|text| without_count(&self.rules.pack, text).0).collect()
    }

    /// The groups that a row stands under as printed, the outermost first.
    fn groups_of<'t>(&self, table: &'t RecoveredTable, row: &'t TableRow) -> Vec<&'t Passage> {
        let mut path: Vec<&Passage> = Vec::new();
        let mut group = row.group;
        while let Some(at) = group {
            path.insert(0, &table.groups[at].text);
            group = table.groups[at].parent;
        }
        path.extend(table.column(ColumnRole::Category).and_then(|c| row.cell(c)));
        path
    }

    /// Opens the list that the table at hand stands in.
    pub(super) fn open_list(&mut self, kind: ListKind) {
        let place = self.sections.table_place();
        self.push_list(place, kind);
    }

    /// Begins a new list and makes it the current one.
    pub(super) fn push_list(&mut self, place: ListPlace, kind: ListKind) {
        self.list = self.records.lists.len();
        self.records.lists.push(ListInfo {
            id: format!("L{:02}", self.list + 1),
            title: place.title,
            kind,
            declared: place.declared,
            groups: Vec::new(),
            records: Vec::new(),
            anchor: place.anchor,
        });
    }

    pub(super) fn current_list(&self) -> &ListInfo {
        &self.records.lists[self.list]
    }

    /// Enters a record in its list, its group, and the groups above that declare how many items they hold.
    pub(super) fn note_in_list(&mut self, table: &RecoveredTable, row: &TableRow, id: String) {
        let mut path = Vec::new();
        let groups = self.groups_of(table, row);
        let innermost = groups.len();
        for (at, text) in groups.into_iter().enumerate() {
            let (title, declared) = without_count(&self.rules.pack, text);
            path.push(title);
            if declared.is_some() || at + 1 == innermost {
                let place = anchor_of(text);
                self.note_in_group(path.clone(), declared, place, id.clone());
            }
        }
        self.records.lists[self.list].records.push(id);
    }

    /// Enters a record in a group of the current list, which begins with it if need be.
    pub(super) fn note_in_group(&mut self, path: Vec<String>, declared: Option<Declared>, anchor: Anchor, id: String) {
        let groups = &mut self.records.lists[self.list].groups;
        // A label that a page break has printed again goes on with the group above it.
        let last = groups.len().wrapping_sub(1);
        let again = |at: usize, g: &Group| at == last && (g.declared.is_none() || declared.is_none());
        let mut found = groups.iter_mut().enumerate().rev();
        match found.find(|(at, g)| g.path == path && (g.anchor == anchor || again(*at, g))) {
            Some((_, group)) => {
                group.declared = group.declared.take().or(declared);
                group.records.push(id);
            }
            None => groups.push(Group { path, declared, records: vec![id], anchor }),
        }
    }

    /// The cells of the columns that the record has a place for are in it; the others stay unread.
    pub(super) fn mark_row(&mut self, table: &RecoveredTable, row: &TableRow, kept: impl Fn(&ColumnSpec) -> bool) {
        for (cell, _) in row.cells.iter().zip(&table.columns).filter(|(_, column)| kept(column)) {
            cell.iter().for_each(|cell| self.coverage.mark(&cell.text, Fate::Record));
        }
    }
}

/// Does a row without a printed number have one that is not that of the row above.
pub(super) fn number_inferred(table: &RecoveredTable, row: &TableRow, at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|above| table.rows[above].number);
    row.number.is_some() && !row.number_printed && row.number != above
}

/// Joins the lines of a cell.
pub(super) fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).collect()
}

pub(super) fn dedup(rules: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    rules.retain(|r| seen.insert(r.clone()));
}

/// "县农业农村局(钱某)" below 牵头单位(责任人): the person is no part of the unit's name.
fn strip_person(name: &mut String) {
    if let Some(open) = duty::last_bracket(name).filter(|&open| open > 0) {
        name.truncate(open);
    }
}

/// Does a column hold what a target has no place for.
fn not_in_targets(column: &ColumnSpec) -> bool {
    matches!(column.role, ColumnRole::Leader | ColumnRole::Schedule | ColumnRole::Text | ColumnRole::Remark)
}

fn names_row(column: &ColumnSpec) -> bool {
    matches!(column.role, ColumnRole::Name | ColumnRole::Component | ColumnRole::Category | ColumnRole::Responsible)
}

/// What a table says of all of its rows.
struct Said {
    /// Its values are what has been reached.
    progress: bool,
    /// What several of its names share before a colon.
    wholes: BTreeSet<String>,
}

/// The whole and the part of "覆盖率:城市".
fn cut_at_colon(name: &str) -> Option<(String, String)> {
    name.split_once([':', '\u{ff1a}']).map(|(whole, part)| (one_line(whole), one_line(part)))
}

/// What stands before the colon in more than one name of a table.
fn shared_wholes(table: &RecoveredTable) -> BTreeSet<String> {
    let Some(column) = table.column(ColumnRole::Name) else { return BTreeSet::new() };
    let (mut once, mut again) = (BTreeSet::new(), BTreeSet::new());
    let names = table.rows.iter().filter_map(|row| row.cell(column));
    for (whole, _) in names.filter_map(|cell| cut_at_colon(cell.text())) {
        if !once.insert(whole.clone()) {
            again.insert(whole);
        }
    }
    again
}

/// "覆盖率:城市" beside "覆盖率:农村": what the rows share and the part.
fn part_in_name(wholes: &BTreeSet<String>, name: &str) -> Option<(String, String)> {
    let (whole, part) = cut_at_colon(name)?;
    (wholes.contains(&whole) && !whole.is_empty() && !part.is_empty()).then_some((whole, part))
}

/// A change as the direction and the amount of it.
fn change(number: rust_decimal::Decimal) -> (Operator, Option<rust_decimal::Decimal>) {
    let operator = if number.is_sign_negative() { Operator::DownBy } else { Operator::UpBy };
    (operator, Some(number.abs()))
}

pub(super) fn operator(op: Op) -> Operator {
    match op {
        Op::Eq => Operator::Eq,
        Op::Ge => Operator::Ge,
        Op::Gt => Operator::Gt,
        Op::Le => Operator::Le,
        Op::Lt => Operator::Lt,
        Op::Approx => Operator::Approx,
        Op::Range => Operator::Range,
        Op::UpBy => Operator::UpBy,
        Op::DownBy => Operator::DownBy,
        Op::Text => Operator::Text,
        Op::None => Operator::None,
    }
}

/// A row whose value cells all hold the same number of lines is several rows printed into one: the name's last lines
/// are the components, a line above them the name they share.
fn split_stacked(table: &RecoveredTable, row: &TableRow) -> Vec<TableRow> {
    let values: Vec<usize> = (0..table.columns.len()).filter(|&c| table.columns[c].role == ColumnRole::Value).collect();
    let lines = |column: usize| row.cell(column).map(Passage::lines).unwrap_or_default();
    let count = values.iter().map(|&c| lines(c).len()).max().unwrap_or(0);
    let stacked = count > 1 && values.iter().all(|&c| lines(c).len() == count && lines(c).iter().all(is_figure));
    let (Some(name), true) = (table.column(ColumnRole::Name), stacked) else { return vec![row.clone()] };
    let names = lines(name);
    if names.len() < count {
        return vec![row.clone()];
    }
    let shared = &names[..names.len() - count];
    let component = table.column(ColumnRole::Component);
    (0..count)
        .map(|at| {
            let mut part = row.clone();
            for &column in &values {
                part.set(column, lines(column)[at].clone());
            }
            let own = names[names.len() - count + at].clone();
            match (component, shared.is_empty()) {
                (Some(component), false) => {
                    part.set(name, join(shared));
                    part.set(component, own);
                }
                _ => part.set(name, own),
            }
            part
        })
        .collect()
}

fn join(lines: &[Passage]) -> Passage {
    lines.iter().fold(Passage::default(), |mut all, line| {
        all.append(line);
        all
    })
}

fn is_figure(line: &Passage) -> bool {
    line.text().chars().next().is_some_and(|c| c.is_ascii_digit() || "≥≤<>-/".contains(c))
}
