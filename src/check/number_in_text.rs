//! GW304 number-in-text (正文数与附件不符): a count in the text of a task differs from what the attachments hold.

use super::item::{Item, count};
use super::{Check, Context, Draft, plain};
use crate::record::{Evidence, ListInfo, Operator, QuantityMention, Severity, Task};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check {
    code: "GW304",
    name: "number-in-text",
    title: "文中项数与清单不符",
    severity: Severity::Warning,
    explanation: "\
查什么：任务文字里提到的“61个指标、203项举措”，与附件中指标表、任务清单的项数是否一致；“三张清单”与所附清单的张数是否一致。\
只在数目相近（相差不超过 number_in_text 的 near）时才认为说的是附件；没有相近的清单不报。\
通知正文对清单的说法（“62项重点工作”）由 GW101 核对，这里不重复。
为什么：改稿增减了条目，别处的数往往忘了改。
例：突破性抓手写“对203项举措进行责任分解”，重点任务清单印了208项。
怎样处理：核对改哪一处。“三张清单”也许是固定说法，只作提示。词语与清单的对应在 rules/checks.toml 的 number_in_text 中。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW304 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let sizes: Vec<(&ListInfo, BTreeSet<usize>)> =
        context.lists().map(|(list, items)| (list, sizes(list, &items))).collect();
    let mut drafts = Vec::new();
    for task in &context.records.tasks {
        drafts.extend(task.quantities.iter().filter_map(|mention| against_lists(task, mention, &sizes, context)));
        if task.quantities.iter().any(|mention| speaks_of(mention, &sizes, context).is_some()) {
            drafts.extend(sheets(task, context));
        }
    }
    drafts
}

/// How many items a list has, by its numbers and by what it declares.
fn sizes(list: &ListInfo, items: &[Item]) -> BTreeSet<usize> {
    let declared = list.declared.as_ref().map(|declared| declared.count as usize);
    declared.into_iter().chain([count(items).items, items.len()]).collect()
}

/// A list with its sizes.
type Sized<'a> = (&'a ListInfo, BTreeSet<usize>);

/// The count that a mention states, and the lists that it may speak of: those with a fitting title and about that size.
fn speaks_of<'a, 'b>(
    mention: &QuantityMention,
    lists: &'b [Sized<'a>],
    context: &Context,
) -> Option<(usize, Vec<&'b Sized<'a>>)> {
    let settings = &context.settings.number_in_text;
    let said: usize = mention.number.filter(|_| mention.op == Operator::Eq)?.try_into().ok()?;
    if said < settings.least || !settings.units.contains(&plain(mention.unit.as_deref().unwrap_or_default())) {
        return None;
    }
    let subject = plain(&mention.subject);
    let (_, titles) = settings.subjects.iter().find(|(word, _)| subject.starts_with(word.as_str()))?;
    let named = |list: &&Sized| titles.iter().any(|word| plain(&list.0.title).contains(word.as_str()));
    let near = |size: &usize| size.abs_diff(said) as f64 <= said as f64 * settings.near;
    let candidates: Vec<_> = lists.iter().filter(named).filter(|(_, sizes)| sizes.iter().any(near)).collect();
    (!candidates.is_empty()).then_some((said, candidates))
}

fn against_lists(task: &Task, mention: &QuantityMention, lists: &[Sized], context: &Context) -> Option<Draft> {
    let (said, candidates) = speaks_of(mention, lists, context)?;
    let (list, sizes) = candidates.first()?;
    if candidates.iter().any(|(_, sizes)| sizes.contains(&said)) {
        return None;
    }
    let listed = sizes.iter().copied().min_by_key(|size| size.abs_diff(said))?;
    let (unit, subject) = (plain(mention.unit.as_deref().unwrap_or_default()), plain(&mention.subject));
    let item = Item::Task(task);
    let message = format!("{}：写“{}{}{}”，{}有{listed}项", item.label(), said, unit, subject, list.title);
    let evidence = [
        Evidence { text: mention.text.clone(), anchor: mention.anchor.clone() },
        Evidence { text: format!("{}（{listed}项）", list.title), anchor: list.anchor.clone() },
    ];
    let key = [item.identity(), plain(&list.title), said.to_string()];
    Some(Draft::new(message).about([item.id()]).known_by(key).expected(listed).found(said).evidence(evidence))
}

/// `三张清单` against the attachments that are lists.
fn sheets(task: &Task, context: &Context) -> Option<Draft> {
    let settings = &context.settings.number_in_text;
    let noun = settings.list_noun.as_str();
    let lists: Vec<_> = context
        .records
        .document
        .attachments
        .iter()
        .filter(|attachment| attachment.title.trim_end().ends_with(noun))
        .collect();
    let phrase = format!("张{noun}");
    let text: String = task.sections.iter().map(|section| section.text.as_str()).collect();
    let at = text.find(&phrase)?;
    let digit = text[..at].chars().next_back()?;
    let said = han_digit(digit)?;
    if lists.len() < 2 || said == lists.len() {
        return None;
    }
    let item = Item::Task(task);
    let numbers: Vec<String> =
        lists.iter().filter_map(|attachment| attachment.number).map(|number| number.to_string()).collect();
    let message =
        format!("{}：写“{digit}{phrase}”，所附清单有{}张（附件{}）", item.label(), lists.len(), numbers.join("、"));
    let quote = Evidence { text: format!("{digit}{phrase}"), anchor: task.anchor.clone() };
    let titles =
        lists.iter().map(|attachment| Evidence { text: attachment.title.clone(), anchor: attachment.anchor.clone() });
    let draft =
        Draft::new(message).about([item.id()]).known_by([item.identity(), phrase]).evidence([quote]).evidence(titles);
    Some(draft.expected(lists.len()).found(said).softened(1))
}

fn han_digit(c: char) -> Option<usize> {
    let digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    if c == '两' { Some(2) } else { digits.iter().position(|digit| *digit == c) }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, messages, target, task};
    use crate::check::{Settings, run};
    use crate::record::{Anchor, Attachment};

    fn said(parts: &str) -> Vec<String> {
        let rows = (1..=22).map(|seq| task("某事").list("重点任务清单").seq(seq));
        let targets = (1..=15).map(|seq| target("某指标").list("主要指标表").seq(seq));
        let speaks = task("推进机制").list("抓手清单").seq(1).mentions(parts);
        messages("GW304", document().with_all(rows).with_all(targets).with(speaks))
    }

    #[test]
    fn fires_on_a_count_that_a_list_nearly_has() {
        assert_eq!(
            said("对|举措进行责任分解|20|项"),
            ["抓手清单 第1项 推进机制：写“20项举措进行责任分解”，重点任务清单有22项"]
        );
        assert_eq!(said("对|指标|16|个"), ["抓手清单 第1项 推进机制：写“16个指标”，主要指标表有15项"]);
    }

    #[test]
    fn fires_softly_on_the_number_of_lists() {
        let speaks =
            task("推进机制").list("抓手清单").section("内容", "形成三张清单，分解指标").mentions("对|指标|15|个");
        let targets = (1..=15).map(|seq| target("某指标").list("主要指标表").seq(seq));
        let mut records = document().with_all(targets).with(speaks).build();
        let attachment = |number: u32| Attachment {
            number: Some(number),
            title: format!("第{number}份清单"),
            anchor: Anchor::text(3, 1, 3, 4),
        };
        records.document.attachments = vec![attachment(2), attachment(4)];
        run(&mut records, &Settings::default());
        let found: Vec<_> =
            records.findings.iter().filter(|finding| finding.code == "GW304").map(|finding| &finding.message).collect();
        assert_eq!(found, ["抓手清单 推进机制：写“三张清单”，所附清单有2张（附件2、4）"]);
    }

    #[test]
    fn stays_silent_when_a_list_has_the_number_or_none_comes_near() {
        for parts in ["对|举措|22|项", "对|举措|60|项", "对|指标|15|个", "新增|病房|21|间", "对|举措|3|项"]
        {
            assert_eq!(said(parts), [""; 0], "{parts}");
        }
    }
}
