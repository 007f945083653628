//! Words for the person at the terminal, Chinese and English side by side. Failures say file, place, reason, what to do.

use crate::pipeline::{
    Acceptance, COMPARISON_HTML, ComparedIndicator, Comparison, Event, Failure, Filed, IngestError, Judgement, Layers,
    Limit, Note, Outcome, Problem, RunError, SUMMARY, Severity, Stage, TaskStatus, Totals, UnitStatus,
};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::path::Path;
use std::time::Duration;

/// Language of the words on the terminal; results are Chinese always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

impl ValueEnum for Language {
    fn value_variants<'a>() -> &'a [Self] {
        &[Language::Zh, Language::En]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Language::Zh => "zh",
            Language::En => "en",
        }))
    }
}

impl Language {
    fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

pub(super) fn stage(language: Language, stage: Stage) -> &'static str {
    match stage {
        Stage::Read => language.pick("读取", "reading"),
        Stage::Write => language.pick("写出", "writing"),
        Stage::Finish => language.pick("汇总", "summing up"),
    }
}

pub(super) fn progress_template(language: Language) -> &'static str {
    language.pick(
        "{prefix} {bar:24} {msg} {bytes}/{total_bytes} 剩余 {eta}",
        "{prefix} {bar:24} {msg} {bytes}/{total_bytes} left {eta}",
    )
}

pub(super) fn files_done(language: Language, done: usize, files: usize) -> String {
    language.pick(format!("{done}/{files} 个文件"), format!("{done}/{files} files"))
}

/// The closing summary, several lines.
pub(super) fn summary(language: Language, outcome: &Outcome, output: &Path, time: Duration) -> String {
    let Totals { documents, counts, findings, .. } = &outcome.totals;
    let all = findings.error + findings.warning + findings.info;
    let failures = outcome.failures.len();
    let seconds = time.as_secs_f64();
    let failed = match failures {
        0 => "",
        _ => language.pick("，见上面的说明", ", see above"),
    };
    let ledger = outcome.ledger.map(|filed| filed_line(language, filed)).unwrap_or_default();
    let place = place_of_results(language, outcome, output);
    language.pick(
        format!(
            "完成：文件 {documents} 个，用时 {seconds:.1} 秒\n\
             指标 {} 项，数值 {} 个\n\
             任务 {} 项，进度安排 {} 条\n\
             责任单位 {} 个\n\
             核对发现 {all} 条：错误 {}，警告 {}，提示 {}\n\
             {ledger}问题 {failures} 个{failed}\n\
             {place}\n",
            counts.targets,
            counts.values,
            counts.tasks,
            counts.schedule_entries,
            counts.units,
            findings.error,
            findings.warning,
            findings.info,
        ),
        format!(
            "done: {documents} documents in {seconds:.1} s\n\
             targets {}, values {}\n\
             tasks {}, schedule entries {}\n\
             responsible units {}\n\
             findings {all}: errors {}, warnings {}, infos {}\n\
             {ledger}failures {failures}{failed}\n\
             {place}\n",
            counts.targets,
            counts.values,
            counts.tasks,
            counts.schedule_entries,
            counts.units,
            findings.error,
            findings.warning,
            findings.info,
        ),
    )
}

/// Which rules lie over the built-in ones, where some do.
pub(super) fn layers(language: Language, layers: &Layers) -> String {
    let named = [&layers.folder, &layers.project].into_iter().flatten().map(|path| path.display().to_string());
    let named: Vec<String> = named.collect();
    match named.is_empty() {
        true => String::new(),
        false => language.pick(
            format!("规则：内置，叠加 {}\n", named.join("、")),
            format!("rules: built-in, overlaid with {}\n", named.join(", ")),
        ),
    }
}

/// What became of the documents in the ledger.
fn filed_line(language: Language, filed: Filed) -> String {
    let Filed { added, superseded, renewed, unchanged } = filed;
    language.pick(
        format!("台账：新收 {added} 份，新版本 {superseded} 份，重新读取 {renewed} 份，未变 {unchanged} 份\n"),
        format!("ledger: new {added}, new versions {superseded}, read anew {renewed}, unchanged {unchanged}\n"),
    )
}

/// Where to look; the workbook over all documents is named only where there is one with something in it.
fn place_of_results(language: Language, outcome: &Outcome, output: &Path) -> String {
    let output = output.display();
    let has_summary = !outcome.failures.iter().any(|failure| failure.problem.is_unwritten(SUMMARY));
    match (outcome.totals.documents, has_summary) {
        (0, _) => language.pick("没有得到任何结果".to_string(), "there are no results".to_string()),
        (_, true) => language.pick(
            format!("结果在“{output}”，可先打开“{SUMMARY}”"),
            format!("results are in \"{output}\"; begin with {SUMMARY}"),
        ),
        (_, false) => language.pick(
            format!("结果在“{output}”，但“{SUMMARY}”没有写成"),
            format!("results are in \"{output}\", but {SUMMARY} was not written"),
        ),
    }
}

/// An answer without a row, with names that may have been meant.
pub(super) fn nothing_found(suggestions: &[String]) -> String {
    match suggestions {
        [] => "没有查到".to_string(),
        names => format!("没有查到。台账里名称相近的有：{}", names.join("、")),
    }
}

/// A comparison without anything to compare with.
pub(super) fn nothing_to_compare(language: Language) -> &'static str {
    language.pick(
        "错误：没有说和什么对比。请用 --with 给出以前的文件，或用 --ledger 给出台账",
        "error: nothing to compare with; give earlier documents by --with, or a ledger by --ledger",
    )
}

/// The closing summary of a comparison, several lines.
pub(super) fn comparison(language: Language, comparison: &Comparison, output: &Path) -> String {
    let judged =
        |judgement| comparison.indicators.iter().filter(|i| i.goal.is_some() && i.judgement == judgement).count();
    let alone = |i: &&ComparedIndicator| i.goal.is_some() && i.earlier_goal.is_none() && i.actual.is_none();
    let alone = comparison.indicators.iter().filter(alone).count();
    let [better, worse, same, open] =
        [Judgement::Better, Judgement::Worse, Judgement::Same, Judgement::NotComparable].map(judged);
    let tasks = |status| comparison.tasks.iter().filter(|task| task.status == status).count();
    let [kept, changed, new, gone] =
        [TaskStatus::Kept, TaskStatus::Changed, TaskStatus::New, TaskStatus::Gone].map(tasks);
    let units = |status| comparison.units.iter().filter(|unit| unit.status == status).count();
    let [renamed, new_units, lost] = [UnitStatus::Renamed, UnitStatus::New, UnitStatus::Gone].map(units);
    let findings = |severity| comparison.findings.iter().filter(|finding| finding.severity == severity).count();
    let [error, warning, info] = [Severity::Error, Severity::Warning, Severity::Info].map(findings);
    let (old, doubtful) = (comparison.documents.len() - 1, comparison.doubtful.len());
    let output = output.display();
    language.pick(
        format!(
            "对比：新文件与 {old} 份文件\n\
             指标 {} 项：好于以前 {better}，差于以前 {worse}，持平 {same}，不能比 {}，以前没有 {alone}\n\
             任务：保留 {kept}，有变化 {changed}，新增 {new}，没有了 {gone}\n\
             单位：换名称 {renamed}，新增 {new_units}，没有了 {lost}\n\
             发现 {} 条：错误 {error}，警告 {warning}，提示 {info}\n\
             疑似同一指标 {doubtful} 对{}\n\
             结果在“{output}”，可先打开“{COMPARISON_HTML}”\n",
            better + worse + same + open,
            open - alone,
            error + warning + info,
            if doubtful > 0 { "，用 gongwen confirm 确认" } else { "" },
        ),
        format!(
            "compared: the new document with {old} others\n\
             indicators {}: better {better}, worse {worse}, same {same}, not comparable {}, without earlier figures {alone}\n\
             tasks: kept {kept}, changed {changed}, new {new}, gone {gone}\n\
             units: renamed {renamed}, new {new_units}, gone {lost}\n\
             findings {}: errors {error}, warnings {warning}, infos {info}\n\
             doubtful pairs of indicators {doubtful}{}\n\
             results are in \"{output}\"; begin with {COMPARISON_HTML}\n",
            better + worse + same + open,
            open - alone,
            error + warning + info,
            if doubtful > 0 { "; confirm them by gongwen confirm" } else { "" },
        ),
    )
}

/// One line for a failure: file, place, reason, what to do.
pub(super) fn failure(language: Language, failure: &Failure) -> String {
    let place = match (failure.problem.place(), language) {
        (Some((line, Some(column))), Language::Zh) => format!("第{line}行第{column}列："),
        (Some((line, None)), Language::Zh) => format!("第{line}行："),
        (Some((line, Some(column))), Language::En) => format!("line {line}, column {column}: "),
        (Some((line, None)), Language::En) => format!("line {line}: "),
        (None, _) => String::new(),
    };
    let colon = language.pick("：", ": ");
    let file = if failure.shown.is_empty() { String::new() } else { format!("{}{colon}", failure.shown) };
    match language {
        Language::Zh => format!("{file}{place}{}。{}", failure.problem, failure.problem.advice()),
        Language::En => format!("{file}{place}{}", english(&failure.problem)),
    }
}

/// One line for what a person should know of how a file was read.
pub(super) fn note(language: Language, note: &Note) -> String {
    let Note { path, text } = note;
    language.pick(format!("提示：{path}：{text}"), format!("note: {path}: {text}"))
}

/// One line for what happened in a drop folder.
pub(super) fn event(language: Language, folder: &Path, event: &Event) -> String {
    let folder = folder.display();
    match event {
        Event::Begun => language.pick(
            format!("正在看守“{folder}”，按 Ctrl+C 停止"),
            format!("watching \"{folder}\"; press Ctrl+C to stop"),
        ),
        Event::Taken { file, documents } => language
            .pick(format!("{file}：已读取，文件 {documents} 个"), format!("{file}: read, {documents} documents")),
        Event::Known { file } => language.pick(
            format!("{file}：内容已在结果中，只移走"),
            format!("{file}: its content is in the results already, moved only"),
        ),
        Event::Failed(failed) | Event::Trouble(failed) => failure(language, failed),
        Event::Lost => language.pick(
            format!("找不到投递文件夹“{folder}”，等它回来"),
            format!("the folder \"{folder}\" is not there; waiting for it"),
        ),
        Event::Back => {
            language.pick(format!("投递文件夹“{folder}”又能读了"), format!("the folder \"{folder}\" is there again"))
        }
    }
}

/// One line for an accepted finding that no document has any more.
pub(super) fn stray(language: Language, stray: &Acceptance) -> String {
    let Acceptance { fingerprint, by, on, reason, .. } = stray;
    language.pick(
        format!("提示：已核对清单里的 {fingerprint}（{by}，{on}，{reason}）没有对应的发现，可以删去"),
        format!("note: accepted finding {fingerprint} ({by}, {on}, {reason}) matches nothing any more"),
    )
}

/// The message for what keeps a run from beginning.
pub(super) fn run_error(language: Language, error: &RunError) -> String {
    match (language, error) {
        // Complete with its own head, file, line and column.
        (_, RunError::Rules(error)) => error.to_string(),
        (Language::Zh, error) => format!("错误：{error}"),
        (Language::En, RunError::OutputIsInput(folder)) => {
            format!("error: input and output are the same folder \"{}\"; choose another with -o", folder.display())
        }
        (Language::En, RunError::Watched(folder)) => {
            format!(
                "error: another gongwen watch writes to \"{}\"; stop it or choose another with -o",
                folder.display()
            )
        }
        (Language::En, RunError::Output(error)) => {
            format!("error: the output folder cannot be used: {}: {}", error.path.display(), error.reason)
        }
        (Language::En, RunError::Comparison(reason) | RunError::Confirmation(reason) | RunError::Question(reason)) => {
            format!("error: {reason}")
        }
        (Language::En, RunError::Ledger(error)) => {
            format!("error: the ledger \"{}\" cannot be used: {}", error.path.display(), error.reason)
        }
        (Language::En, RunError::Threads(reason)) => format!("error: no threads: {reason}; try --jobs 1"),
    }
}

fn english(problem: &Problem) -> String {
    match problem {
        Problem::Unreadable(error) => unreadable(error),
        Problem::BrokenCharacters { encoding, broken } => {
            let count = broken.count;
            format!("{count} characters are no valid {encoding} and were replaced; check them and save as UTF-8")
        }
        Problem::SameNumber { number: Some(number), other, id } => {
            format!("has the document number {number} of \"{other}\"; its results are named \"{id}\"")
        }
        Problem::SameNumber { number: None, other, id } => {
            format!("has title and year of \"{other}\"; its results are named \"{id}\"")
        }
        Problem::SameContent { other, id } => {
            format!("has the content of \"{other}\" and counts twice; its results are named \"{id}\"")
        }
        Problem::Panicked(message) => format!("internal error: {message}; please send the file to the maintainers"),
        Problem::Unwritten { file, reason, advice } => format!("\"{file}\" was not written: {reason}; {advice}"),
        Problem::Unmoved { reason } => format!("could not be moved: {reason}; it will be tried again"),
        Problem::Earlier { reason, .. } => reason.clone(),
        Problem::NoRecords(reason) => format!("no records of a document: {reason}; give the document itself"),
        Problem::Ledger(error) => format!("not put into the ledger \"{}\": {}", error.path.display(), error.reason),
        Problem::NoInput => "no file to read was found".to_string(),
        Problem::PreviousIndex => "index.json is not one of ours; results of an earlier run were kept".to_string(),
        Problem::Stale(file) => format!("\"{file}\" of an earlier run is out of date and could not be removed"),
    }
}

fn unreadable(error: &IngestError) -> String {
    match error {
        IngestError::Empty => "the file is empty".to_string(),
        IngestError::Binary => "binary data, no text; save it as text (.txt)".to_string(),
        IngestError::Unsupported(foreign) => {
            format!("{} is not supported yet; convert it to text (.txt)", foreign.english)
        }
        IngestError::BrokenEncoding { encoding, count, .. } => {
            format!("{count} characters are no valid {encoding}, too many to trust the rest; save it as UTF-8")
        }
        IngestError::TooLarge { what, found, limit, .. } => {
            format!("{} {found} is over the limit of {limit}; split the file, or use --limit", limit_name(*what))
        }
        IngestError::Encrypted => "needs a password; save it without one".to_string(),
        IngestError::Damaged(reason) => format!("is damaged: {reason}; save it again with its own software"),
        IngestError::NoConverter(_) => {
            "needs LibreOffice, which was not found; install it or save as .docx".to_string()
        }
        IngestError::NotConverted(reason) => format!("LibreOffice did not convert it: {reason}; save it as .docx"),
        IngestError::Scan { pages } => format!("a scan: {pages} pages are pictures without text; recognise it first"),
        IngestError::Unmapped { count } => {
            format!("its fonts do not say what {count} characters are; ask for the original, or recognise it")
        }
        IngestError::ArchiveLink => "a link inside an archive, not followed".to_string(),
        IngestError::NoPermission => "no permission to read it".to_string(),
        IngestError::BrokenLink => "a broken link".to_string(),
        IngestError::LinkLoop => "links that lead in a circle".to_string(),
        IngestError::NotFound => "no such file".to_string(),
        IngestError::IsFolder => "a folder, not a file".to_string(),
        IngestError::NotAFile => "not a regular file".to_string(),
        IngestError::Io(reason) => format!("could not be read: {reason}"),
    }
}

fn limit_name(limit: Limit) -> &'static str {
    match limit {
        Limit::FileBytes => "file size in bytes",
        Limit::TextBytes => "size of the text in bytes",
        Limit::Lines => "number of lines",
        Limit::LineCharacters => "line length in characters",
        Limit::RowCells => "number of cells in a row",
        Limit::Cells => "number of cells",
        Limit::Depth => "depth of nested elements",
        Limit::Nodes => "number of elements",
        Limit::UnpackedBytes => "size in bytes when unpacked",
        Limit::Members => "number of files in the archive",
        Limit::Pages => "number of pages",
        Limit::Nesting => "depth of archives inside archives",
    }
}
