//! Tables of which only the cells are left, one a paragraph.

use super::Context;
use super::align::LARGEST_MARGIN;
use super::another_header::{other_header, repeated_header};
use super::contest::{Contest, Winner};
use super::fragment::Fragment;
use super::header::{Hypothesis, hypotheses};
use super::table::RecoveredTable;
use crate::document::Passage;

/// A header has at most this many fragments.
const LONGEST_HEADER: usize = 48;
/// Fragments behind the first header by which hypotheses are judged, first quickly, then thoroughly.
const FRAGMENTS_TO_JUDGE_BY: [usize; 2] = [30, 80];
/// Hypotheses that are judged thoroughly.
const FINALISTS: usize = 6;
/// A header is one only when it and its rows cost less than this.
const WORST_TABLE: f32 = -2.0;
/// Fragments behind a header in which pages may repeat it.
const FRAGMENTS_OF_PAGES: usize = 400;
/// A header that pages repeat without its title has at least so many cells.
const SHORTEST_REPEATED_HEADER: usize = 3;
/// A title above the header may read as its first cell, so the next paragraphs compete as beginnings, too.
const COMPETING_BEGINNINGS: usize = 3;

/// The table whose header begins at the first fragment, with the number of fragments it takes.
pub fn take_table(context: &Context, fragments: &[Fragment]) -> Option<(RecoveredTable, usize)> {
    if !may_begin_header(fragments) {
        return None;
    }
    let winner = judge(context, fragments)?;
    if winner.hypothesis.start > 0 {
        return None;
    }
    let Hypothesis { signature, length, .. } = &winner.hypothesis;
    let header: Vec<Passage> = fragments[..*length].iter().map(|f| f.text.clone()).collect();
    let texts: Vec<String> = fragments[..*length].iter().map(|f| f.features.folded.clone()).collect();
    let rows = with_gaps(&fragments[*length..]);
    let other = other_header(&rows, &texts);
    let rows = &rows[..other.unwrap_or(rows.len())];
    let mut reading = context.read(signature, rows, &texts);
    if other.is_some() {
        reading.leave_title();
    }
    let end = reading.end().unwrap_or(rows.len());
    let mut table = RecoveredTable::build(signature, header, rows, &reading);
    table.columns_margin = winner.margin.min(LARGEST_MARGIN);
    (!table.rows.is_empty()).then_some((table, length + end))
}

/// Fragments in which the words of a header must show.
const FRAGMENTS_TO_SCAN: usize = 8;

/// Is a header likely enough to look closer: the first fragment may be a header cell, and one of the next is.
fn may_begin_header(fragments: &[Fragment]) -> bool {
    let scan = &fragments[..fragments.len().min(FRAGMENTS_TO_SCAN)];
    let known = scan.iter().filter(|f| f.features.header.is_some()).count();
    fragments.first().is_some_and(|f| f.features.length <= 20 && !f.features.closes_table) && known >= 2
}

/// The best header that begins at one of the first fragments, judged by the rows behind it.
fn judge(context: &Context, fragments: &[Fragment]) -> Option<Winner> {
    let pack = &context.rules.pack;
    let beginnings = (0..=COMPETING_BEGINNINGS).filter(|&at| at < fragments.len());
    let found: Vec<Hypothesis> = beginnings
        .flat_map(|at| {
            let mut found = hypotheses(pack, context.costs, fragments, at, LONGEST_HEADER);
            found.iter_mut().for_each(|h| h.evidence.pass(&fragments[..at]));
            found
        })
        .collect();
    let found = without_titles(fragments, found);
    let longest = found.iter().map(|h| h.start + h.length).max()?;
    let [quick, thorough] = FRAGMENTS_TO_JUDGE_BY.map(|n| &fragments[..fragments.len().min(longest + n)]);
    let goes_on = |window: &[Fragment]| window.len() < fragments.len();
    let mut contest = Contest { fragments: with_gaps(quick), goes_on: goes_on(quick), hypotheses: found };
    contest.keep_best(context.costs, FINALISTS);
    (contest.fragments, contest.goes_on) = (with_gaps(thorough), goes_on(thorough));
    context.observe_contest(&contest);
    contest.winner(context.costs).filter(|winner| winner.cost < WORST_TABLE)
}

/// Leaves out headers that begin with a title: the pages of the table repeat them without it.
fn without_titles(fragments: &[Fragment], found: Vec<Hypothesis>) -> Vec<Hypothesis> {
    let begins_with_title = |h: &Hypothesis| {
        let (first, end) = (h.start + 1, h.start + h.length);
        let longer = end - first >= SHORTEST_REPEATED_HEADER;
        let rival = || found.iter().any(|other| other.start == first && other.start + other.length == end);
        let title = &fragments[h.start].features.folded;
        let header: Vec<String> = fragments[first..end].iter().map(|f| f.features.folded.clone()).collect();
        let pages = || end + 1..fragments.len().min(end + FRAGMENTS_OF_PAGES);
        let repeats = |at: usize| repeated_header(&fragments[at..], &header) > 0;
        longer && rival() && pages().any(|at| fragments[at - 1].features.folded != *title && repeats(at))
    };
    let left_out: Vec<bool> = found.iter().map(begins_with_title).collect();
    found.into_iter().zip(left_out).filter(|(_, out)| !out).map(|(hypothesis, _)| hypothesis).collect()
}

/// The fragments with gaps marked where more empty lines than usual stand before them.
fn with_gaps(fragments: &[Fragment]) -> Vec<Fragment> {
    let usual = usual_blank_lines(fragments);
    let mut out = fragments.to_vec();
    out.iter_mut().for_each(|f| f.gap = f.blank_lines_before > usual);
    out
}

/// The number of empty lines that stand between most fragments.
fn usual_blank_lines(fragments: &[Fragment]) -> u32 {
    let mut counts = [0usize; 8];
    for f in fragments {
        counts[(f.blank_lines_before as usize).min(7)] += 1;
    }
    (0..8).max_by_key(|&n| (counts[n], std::cmp::Reverse(n))).unwrap_or(0) as u32
}

#[cfg(test)]
mod tests {
    use crate::ingest::{self, Limits};
    use crate::layout::{Item, lay_out};
    use crate::rules::{ColumnRole, Rules};

    fn tables(cells: &[&str]) -> Vec<(usize, Vec<String>)> {
        let text = cells.join("\n\n");
        let read = ingest::read_bytes(text.as_bytes(), "txt", &Limits::default()).expect("text can be read");
        let rules = Rules::load(None).expect("the built-in rules are sound");
        let items = lay_out(&read.document, &rules).items;
        let tables = items.iter().filter_map(|item| if let Item::Table(table) = item { Some(table) } else { None });
        tables.map(|t| (t.rows.len(), t.groups.iter().map(|g| g.text.text().to_string()).collect())).collect()
    }

    #[test]
    fn a_group_before_the_header_of_the_next_page_is_no_other_table() {
        let header = ["序号", "重点任务", "工作内容", "责任单位"];
        let row = |number: &'static str| {
            [number, "推进冷链物流建设", "完成设施改造,年底前投入使用。", "县商务局、县交通运输局"]
        };
        for (group, tables_and_groups) in [
            ("实施开放合作行动", (5, vec!["实施开放合作行动".to_string()])),
            ("公共服务", (5, vec!["公共服务".to_string()])),
        ] {
            let mut cells = header.to_vec();
            ["1", "2", "3"].into_iter().for_each(|number| cells.extend(row(number)));
            cells.push(group);
            cells.extend(header);
            ["4", "5"].into_iter().for_each(|number| cells.extend(row(number)));
            assert_eq!(tables(&cells), [tables_and_groups], "{group}");
        }
    }

    #[test]
    fn a_leader_printed_once_leads_the_rows_below() {
        let cells = [
            "序号",
            "重点任务",
            "工作措施",
            "牵头领导",
            "责任单位",
            "1",
            "推进冷链物流建设",
            "完成设施改造,年底前投入使用。",
            "韦立群",
            "县商务局",
            "2",
            "规范收费行为",
            "公布收费目录清单,清理违规收费。",
            "县财政局",
            "3",
            "扩大首贷覆盖面",
            "组织银行上门走访,发布信贷产品。",
            "桂春生",
            "县金融办",
        ];
        let text = cells.join("\n\n");
        let read = ingest::read_bytes(text.as_bytes(), "txt", &Limits::default()).expect("text can be read");
        let rules = Rules::load(None).expect("the built-in rules are sound");
        let items = lay_out(&read.document, &rules).items;
        let [Item::Table(table)] = &items[..] else { panic!("one table") };
        let column = table.column(ColumnRole::Leader).expect("a column of leaders");
        let leaders: Vec<_> =
            table.rows.iter().map(|row| row.cell(column).map(|cell| cell.text().to_string())).collect();
        assert_eq!(leaders, ["韦立群", "韦立群", "桂春生"].map(|name| Some(name.to_string())));
    }
}
