//! The sheet of tasks: what became of each, word by word.

use crate::record::comparison::{Comparison, TaskChange, TaskPlace, TaskStatus, WordChange, WordKind};
use crate::write::comparison::view::{self, document};
use crate::write::xlsx::cell::{Cell, Mood};
use crate::write::xlsx::sheet::{Column, Row, Table};

pub(super) fn tasks(comparison: &Comparison) -> Option<Table> {
    let columns = vec![
        Column::short("状态", 10),
        Column::text("以前的文件", 22),
        Column::text("以前的清单", 26).optional(),
        Column::short("序号", 8).optional(),
        Column::text("以前的任务", 36),
        Column::text("现在的清单", 26).optional(),
        Column::short("序号", 8).optional(),
        Column::text("现在的任务", 36),
        Column::text("变化", 40).optional(),
        Column::text("用词减弱", 16).optional(),
        Column::text("目标的逐字对照（〔删〕〔增〕）", 60).optional(),
        Column::text("任务线", 24).optional(),
    ];
    let mut sorted: Vec<&TaskChange> = comparison.tasks.iter().collect();
    // Those that go on first, the weakened ones of them at the top, then what is gone, then what is new.
    let rank = |task: &TaskChange| match task.status {
        TaskStatus::Kept | TaskStatus::Changed => usize::from(task.weakened.is_empty()),
        TaskStatus::Gone => 2,
        TaskStatus::New => 3,
    };
    sorted.sort_by_key(|task| rank(task));
    let rows: Vec<Row> = sorted.into_iter().map(|task| task_row(task, comparison)).collect();
    let note = "同一地区以前的文件里的任务：接续的、没有了的，和新增的。任务线是这项任务最早一次出现的编号，历年不变";
    (!rows.is_empty()).then(|| Table::list(columns, rows).note(note).frozen(1))
}

fn task_row(task: &TaskChange, comparison: &Comparison) -> Row {
    let of = |place: &Option<TaskPlace>, cell: fn(&TaskPlace) -> Cell| place.as_ref().map_or(Cell::Empty, cell);
    let mood = match task.status {
        _ if !task.weakened.is_empty() => Mood::Worse,
        TaskStatus::Kept => Mood::Same,
        TaskStatus::Changed => Mood::Open,
        TaskStatus::New => Mood::Better,
        TaskStatus::Gone => Mood::Worse,
    };
    let from = task.old.as_ref().map(|place| document(comparison, &place.document)).unwrap_or_default();
    let weakened: Vec<String> = task.weakened.iter().map(|w| format!("{}→{}", w.from, w.to)).collect();
    vec![
        Cell::Judged(view::task(task.status).to_string(), mood),
        Cell::text(from),
        of(&task.old, |place| Cell::text(&place.list)),
        of(&task.old, |place| Cell::whole(place.seq)),
        of(&task.old, |place| Cell::text(&place.title)),
        of(&task.new, |place| Cell::text(&place.list)),
        of(&task.new, |place| Cell::whole(place.seq)),
        of(&task.new, |place| Cell::text(&place.title)),
        Cell::optional(&task.difference),
        Cell::text(weakened.join("、")),
        Cell::text(marked(&task.words)),
        Cell::optional(&task.line),
    ]
}

/// The words with marks that need no colour.
fn marked(words: &[WordChange]) -> String {
    let mark = |word: &WordChange| match word.kind {
        WordKind::Kept => word.text.clone(),
        WordKind::Removed => format!("〔删：{}〕", word.text),
        WordKind::Added => format!("〔增：{}〕", word.text),
    };
    words.iter().map(mark).collect()
}
