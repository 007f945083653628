//! The comparison as one page: no script, no picture, no font from elsewhere, so that it opens and prints anywhere.

use super::chart::{Line, line_chart};
use super::svg::escaped;
use super::view::{
    self, YearColumn, against, arrow, direction, document, judged, line, own_place, places, points, printed, short,
    year_columns,
};
use crate::record::Severity;
use crate::record::comparison::{
    ComparedIndicator, Comparison, Judgement, TaskChange, TaskPlace, TaskStatus, UnitChange, UnitStatus, WordKind,
};

const STYLE: &str = include_str!("page.css");

/// Most lines of a chart; more cannot be told apart.
const LINES: usize = 9;

/// The page, as the text of an HTML file.
pub fn page(comparison: &Comparison) -> String {
    let title = heading(comparison);
    let body = [
        head(comparison),
        findings(comparison),
        indicators(comparison),
        charts(comparison),
        tasks(comparison),
        units(comparison),
        doubtful(comparison),
    ];
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n{1}\
         <footer>由 gongwen 生成。数字照录原文；换算只在比较时进行，明细见 comparison.json。</footer>\n</body>\n</html>\n",
        escaped(&title),
        body.concat()
    )
}

fn heading(comparison: &Comparison) -> String {
    let new = comparison.documents.first();
    let title = new.map(|new| new.title.as_ref().or(new.doc_number.as_ref()).unwrap_or(&new.id));
    format!("年度对比：{}", title.map_or("", String::as_str))
}

/// An element with a text.
fn element(tag: &str, class: &str, text: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<{tag}{class}>{}</{tag}>", escaped(text))
}

/// A table of ready cells.
fn table(titles: &[&str], rows: impl Iterator<Item = String>) -> String {
    let titles: String = titles.iter().map(|title| element("th", "", title)).collect();
    let rows: String = rows.map(|row| format!("<tr>{row}</tr>\n")).collect();
    format!("<table>\n<thead><tr>{titles}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

fn section(id: &str, title: &str, content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("<h2 id=\"{id}\">{}</h2>\n{content}", escaped(title)) }
}

fn head(comparison: &Comparison) -> String {
    let count = |judgement| judged(comparison).filter(|indicator| indicator.judgement == judgement).count();
    let tasks = |status| comparison.tasks.iter().filter(|task| task.status == status).count();
    let weakened = comparison.tasks.iter().filter(|task| !task.weakened.is_empty()).count();
    let grave = comparison.findings.iter().filter(|finding| finding.severity != Severity::Info).count();
    let box_of = |class: &str, number: usize, text: &str| {
        format!("<div class=\"count {class}\"><b>{number}</b>{}</div>", escaped(text))
    };
    let alone = judged(comparison).filter(|indicator| view::stands_alone(indicator)).count();
    let mut counts = vec![
        box_of(if grave > 0 { "worse" } else { "" }, grave, "发现（错误和警告）"),
        box_of("better", count(Judgement::Better), "指标好于以前"),
        box_of("worse", count(Judgement::Worse), "指标差于以前"),
        box_of("same", count(Judgement::Same), "指标持平"),
        box_of("open", count(Judgement::NotComparable) - alone, "指标不能比"),
        box_of("", alone, "指标以前没有"),
    ];
    if !comparison.tasks.is_empty() {
        counts.extend([
            box_of("", tasks(TaskStatus::Kept) + tasks(TaskStatus::Changed), "任务接续以前的"),
            box_of("", tasks(TaskStatus::New), "任务新增"),
            box_of("", tasks(TaskStatus::Gone), "任务没有了"),
            box_of("open", weakened, "任务用词减弱"),
        ]);
    }
    let documents = comparison.documents.iter().map(|document| {
        let year = document.year.map(|year| year.to_string()).unwrap_or_default();
        let cells = [
            element("td", "middle", view::relation(document.relation)),
            element("td", "middle", &year),
            element("td", "middle", document.region.as_deref().unwrap_or_default()),
            element("td", "", document.title.as_deref().unwrap_or(&document.id)),
            element("td", "middle", document.doc_number.as_deref().unwrap_or_default()),
            element("td", "", &document.path),
        ];
        cells.concat()
    });
    format!(
        "<h1>{}</h1>\n<nav><a href=\"#findings\">发现</a><a href=\"#indicators\">指标</a><a href=\"#charts\">图</a>\
         <a href=\"#tasks\">任务</a><a href=\"#units\">单位</a></nav>\n<div class=\"counts\">{}</div>\n{}",
        escaped(&heading(comparison)),
        counts.concat(),
        table(&["", "年度", "地区", "标题", "文号", "文件"], documents)
    )
}

fn severity(severity: Severity) -> String {
    let class = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    format!("<td class=\"middle\"><span class=\"tag {class}\">{}</span></td>", severity.label())
}

fn findings(comparison: &Comparison) -> String {
    let mut sorted: Vec<_> = comparison.findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    let rows = sorted.into_iter().map(|finding| {
        let places: Vec<String> = finding
            .evidence
            .iter()
            .map(|evidence| format!("{} {}", document(comparison, &evidence.document), evidence.anchor.place()))
            .collect();
        let cells = [
            severity(finding.severity),
            element("td", "middle", &finding.code),
            element("td", "", &finding.message),
            element("td", "places", &places.join("；")),
        ];
        cells.concat()
    });
    let content = match comparison.findings.is_empty() {
        true => "<p>没有发现需要核对的地方。</p>\n".to_string(),
        false => table(&["程度", "代码", "说明", "出处"], rows),
    };
    section("findings", "先看这些", &content)
}

fn judgement_class(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Better => "better",
        Judgement::Worse => "worse",
        Judgement::Same => "same",
        Judgement::NotComparable => "open",
    }
}

fn indicators(comparison: &Comparison) -> String {
    let own = own_place(comparison);
    let columns = year_columns(judged(comparison), |place| place == own);
    let titles: Vec<String> = columns.iter().map(|column| column.title()).collect();
    let mut heads = vec!["指标", "单位", "方向"];
    heads.extend(titles.iter().map(String::as_str));
    heads.extend(["变化", "判断", "说明"]);
    let rows = judged(comparison).map(|indicator| indicator_row(indicator, own, &columns));
    let content = if judged(comparison).next().is_none() { String::new() } else { table(&heads, rows) };
    let lead = "<p class=\"lead\">新文件有目标的指标，一行一项，各年并列。“变化”是新目标减去所比的数，已折算成同一计量单位。</p>\n";
    section("indicators", "指标", &if content.is_empty() { content } else { format!("{lead}{content}") })
}

fn indicator_row(indicator: &ComparedIndicator, own: &str, columns: &[YearColumn]) -> String {
    let figures = columns.iter().map(|column| element("td", "figure", &printed(indicator, own, *column)));
    let change = indicator.change.map(|change| change.abs().normalize().to_string()).unwrap_or_default();
    let class = if view::stands_alone(indicator) { "same" } else { judgement_class(indicator.judgement) };
    let base = against(indicator.against);
    let note: Vec<&str> =
        [base, indicator.note.as_deref().unwrap_or_default()].into_iter().filter(|t| !t.is_empty()).collect();
    let note = if base.is_empty() { note.join("；") } else { format!("比{}", note.join("；")) };
    let cells = [
        element("td", "", &indicator.canonical),
        element("td", "middle", indicator.unit.as_deref().unwrap_or_default()),
        element("td", "middle", direction(indicator.direction)),
        figures.collect(),
        element("td", "figure", &format!("{} {change}", arrow(indicator.change))),
        format!("<td class=\"middle\"><span class=\"tag {class}\">{}</span></td>", view::judgement(indicator)),
        element("td", "", &note),
    ];
    cells.concat()
}

/// Charts of every indicator that covers two years, those with a target in the new document first, by category.
fn charts(comparison: &Comparison) -> String {
    let own = own_place(comparison);
    let mut groups: Vec<(String, String)> = Vec::new();
    for indicator in judged(comparison) {
        let Some(drawn) = chart(indicator, own) else { continue };
        let group = indicator.category.last().cloned().unwrap_or_else(|| "其他".to_string());
        let card = format!("<div class=\"chart\">{drawn}</div>\n");
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, cards)) => cards.push_str(&card),
            None => groups.push((group, card)),
        }
    }
    let lead = "<p class=\"lead\">实心点是完成值（预计值），空心点是目标值；粗线是新文件的地区，细线是其他地区。</p>\n";
    let group = |(name, cards): &(String, String)| {
        format!("{}\n<div class=\"charts\">\n{cards}</div>\n", element("h3", "", name))
    };
    let content: String = groups.iter().map(group).collect();
    section("charts", "各年各地的走势", &if content.is_empty() { content } else { format!("{lead}{content}") })
}

fn chart(indicator: &ComparedIndicator, own: &str) -> Option<String> {
    let lines = places(indicator, own).into_iter().take(LINES).filter_map(|place| {
        let points = points(indicator, place);
        // A region with one figure says little beside lines; the own one is always shown.
        (points.len() > 1 || place == own && !points.is_empty()).then_some(Line {
            name: short(place),
            points,
            own: place == own,
        })
    });
    line_chart(&indicator.canonical, indicator.unit.as_deref(), &lines.collect::<Vec<_>>())
}

fn tasks(comparison: &Comparison) -> String {
    let of = |wanted: &[TaskStatus]| -> Vec<&TaskChange> {
        comparison.tasks.iter().filter(|task| wanted.contains(&task.status)).collect()
    };
    let mut going_on = of(&[TaskStatus::Kept, TaskStatus::Changed]);
    // Weakened ones first, then in their order.
    going_on.sort_by_key(|task| task.weakened.is_empty());
    let mut content = String::new();
    if !going_on.is_empty() {
        let rows = going_on.iter().map(|task| task_row(task, comparison));
        content += &format!("<h3>接续以前的（{}项）</h3>\n", going_on.len());
        content += "<p class=\"lead\">逐字对照里，划线的是以前的文字，加下划线的是新的文字。</p>\n";
        content += &table(&["以前", "现在", "变化", "目标的逐字对照"], rows);
    }
    for (status, title) in [(TaskStatus::Gone, "新文件里没有了"), (TaskStatus::New, "以前没有")] {
        let tasks = of(&[status]);
        if !tasks.is_empty() {
            let place =
                |task: &&TaskChange| task.old.as_ref().or(task.new.as_ref()).map(|place| named(place, comparison));
            let items: String = tasks.iter().filter_map(place).map(|name| element("li", "", &name)).collect();
            content += &format!("<h3>{title}（{}项）</h3>\n<ul class=\"names\">{items}</ul>\n", tasks.len());
        }
    }
    section("tasks", "任务", &content)
}

fn named(place: &TaskPlace, comparison: &Comparison) -> String {
    let year = comparison.documents.iter().find(|document| document.id == place.document).and_then(|d| d.year);
    let year = year.map(|year| format!("{year}年 ")).unwrap_or_default();
    let number = place.seq.map(|seq| format!("第{seq}项 ")).unwrap_or_default();
    format!("{year}{number}{}", place.title)
}

fn task_row(task: &TaskChange, comparison: &Comparison) -> String {
    let cell = |place: &Option<TaskPlace>| {
        let name = place.as_ref().map(|place| named(place, comparison)).unwrap_or_default();
        element("td", "", &name)
    };
    let words: String = task
        .words
        .iter()
        .map(|word| match word.kind {
            WordKind::Kept => escaped(&word.text),
            WordKind::Removed => element("del", "", &word.text),
            WordKind::Added => element("ins", "", &word.text),
        })
        .collect();
    let weakened = if task.weakened.is_empty() { "" } else { "<span class=\"tag worse\">减弱</span> " };
    let difference = escaped(task.difference.as_deref().unwrap_or("没有变化"));
    format!("{}{}<td>{weakened}{difference}</td><td class=\"words\">{words}</td>", cell(&task.old), cell(&task.new))
}

fn units(comparison: &Comparison) -> String {
    let of = |status| comparison.units.iter().filter(move |unit| unit.status == status);
    let mut content = String::new();
    for status in [UnitStatus::Renamed, UnitStatus::Counterpart] {
        let row = |unit: &UnitChange| {
            let name = |name: &Option<String>| element("td", "", name.as_deref().unwrap_or_default());
            [name(&unit.old), name(&unit.new), element("td", "", &unit.reason)].concat()
        };
        if of(status).next().is_some() {
            let titles = if status == UnitStatus::Renamed {
                ["以前", "现在", "依据"]
            } else {
                ["上级", "本级", "依据"]
            };
            content += &format!("<h3>{}</h3>\n{}", view::unit(status), table(&titles, of(status).map(row)));
        }
    }
    for status in [UnitStatus::New, UnitStatus::Gone] {
        let names: Vec<&str> = of(status).filter_map(|unit| unit.new.as_deref().or(unit.old.as_deref())).collect();
        if !names.is_empty() {
            content += &format!("<h3>{}（{}个）</h3>\n", view::unit(status), names.len());
            content += &element("p", "", &names.join("、"));
        }
    }
    section("units", "责任单位", &content)
}

fn doubtful(comparison: &Comparison) -> String {
    let rows = comparison.doubtful.iter().map(|pair| {
        let command =
            format!("gongwen confirm \"{}\" \"{}\" --rules 本单位规则", line(&pair.names[0]), line(&pair.names[1]));
        let score = format!("{:.0}%", pair.score * 100.0);
        let cells = [
            element("td", "", &pair.names[0]),
            element("td", "", &pair.names[1]),
            element("td", "middle", &score),
            format!("<td><code>{}</code></td>", escaped(&command)),
        ];
        cells.concat()
    });
    let lead = "<p class=\"lead\">名称相近，程序没有当成同一项。是同一项的，运行右边的命令；不是的，命令后面加 --different。</p>\n";
    let content = if comparison.doubtful.is_empty() {
        String::new()
    } else {
        format!("{lead}{}", table(&["名称", "名称", "相近", "确认"], rows))
    };
    section("doubtful", "疑似同一项指标", &content)
}

#[cfg(test)]
mod tests {
    use super::super::specimen;
    use super::*;

    #[test]
    fn the_page_stands_alone_and_escapes_what_it_quotes() {
        let page = page(&specimen::comparison());
        for foreign in ["http://", "https://", "<script", "<img", "<link", "@import", "url("] {
            let found = page.replace("http://www.w3.org/2000/svg", "");
            assert!(!found.contains(foreign), "{foreign}");
        }
        assert!(page.contains("2023年东海市&lt;重点&gt;工作要点") && !page.contains("<重点>"));
        assert!(page.contains("变化&lt;过大&gt;") && page.contains("锚地&lt;2处&gt;"));
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    }

    #[test]
    fn every_part_is_there() {
        let page = page(&specimen::comparison());
        for part in [
            "先看这些",
            "GW502",
            "<th>2022年目标值</th>",
            "16 / 16.5",
            "↑ 1",
            "<span class=\"tag better\">好于以前</span>",
            "比上一次的目标",
            "<svg ",
            "<del>建成</del><ins>推进</ins>锚地",
            "<span class=\"tag worse\">减弱</span>",
            "新文件里没有了（1项）",
            "市大数据局</td><td>市数据局</td><td>2024年起改为数据局",
            "gongwen confirm &quot;老旧小区&quot; &quot;城镇老旧小区&quot;",
        ] {
            assert!(page.contains(part), "{part}");
        }
    }

    #[test]
    fn what_is_not_there_leaves_no_empty_section() {
        let mut comparison = specimen::comparison();
        comparison.tasks.clear();
        comparison.units.clear();
        comparison.doubtful.clear();
        comparison.indicators.clear();
        comparison.findings.clear();
        let page = page(&comparison);
        for id in ["tasks", "units", "doubtful", "indicators", "charts"] {
            assert!(!page.contains(&format!("<h2 id=\"{id}\">")), "{id}");
        }
        assert!(page.contains("没有发现需要核对的地方"));
    }
}
