//! GW101 declared-count (项数不符): a title, heading or sentence declares N items and another number is listed.

use super::item::{Count, Item, count};
use super::{Check, Context, Draft, plain};
use crate::record::{Claim, Declared, Evidence, Group, ListInfo, Severity};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check {
    code: "GW101",
    name: "declared-count",
    title: "项数不符",
    severity: Severity::Error,
    explanation: "\
查什么：清单标题、分组标题写明的项数（“25项”），各分组项数之和，以及正文的说法（“62项重点工作”），是否与实际列出的条目数一致。\
同一编号的分行算一项，没有编号的每行算一项；后一张表接着前一张编号、自己又没有写项数的，合起来算。正文的说法只与标题中含有所数事物的清单核对，找不到这样的清单就不报；\
明显只说一部分的（不到清单一半）也不报。
为什么：项数不符，不是漏印、重复了条目，就是改稿时忘了改标题。照着分解任务，会有事项无人承担，或者凭空多出一项。
例：分组标题写“(11项)”，下面列了第1至12项；两个分组写11项和23项，清单标题却写25项。
怎样处理：核对原文，补条目或改数字。编号不连续、没有编号时程序也可能少读了条目，这时只作警告。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，在 rules/checks.toml 中把 GW101 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for part in parts(context) {
        drafts.extend(title_against_items(&part));
        drafts.extend(title_against_groups(&part));
        drafts.extend(groups_against_all(&part, context));
        for (list, items) in &part.lists {
            drafts.extend(groups_against_items(list, items, context));
        }
    }
    drafts.extend(claims_against_lists(context));
    drafts
}

/// A list, and the lists behind it that go on with its numbers and declare nothing themselves: pages of one table.
struct Part<'a> {
    lists: Vec<(&'a ListInfo, Vec<Item<'a>>)>,
}

fn parts<'a>(context: &Context<'a>) -> Vec<Part<'a>> {
    let mut parts: Vec<Part> = Vec::new();
    for (list, items) in context.lists() {
        let goes_on = |part: &&mut Part<'a>| {
            let (before, last) = part.lists.last().expect("a part has a list");
            let numbers = last.last().and_then(|item| item.seq()).zip(items.first().and_then(|item| item.seq()));
            before.kind == list.kind && list.declared.is_none() && numbers.is_some_and(|(last, next)| next == last + 1)
        };
        match parts.last_mut().filter(goes_on) {
            Some(part) => part.lists.push((list, items)),
            None => parts.push(Part { lists: vec![(list, items)] }),
        }
    }
    parts
}

impl<'a> Part<'a> {
    fn first(&self) -> &'a ListInfo {
        self.lists[0].0
    }

    /// The first list by itself.
    fn alone(&self) -> Part<'a> {
        Part { lists: vec![self.lists[0].clone()] }
    }

    /// The first list by itself, and with those behind it where there are any: a title may speak of either.
    fn readings(&self) -> Vec<Part<'a>> {
        let whole = Part { lists: self.lists.clone() };
        if self.lists.len() > 1 { vec![self.alone(), whole] } else { vec![whole] }
    }

    fn items(&self) -> Vec<Item<'a>> {
        self.lists.iter().flat_map(|(_, items)| items.iter().copied()).collect()
    }

    /// The groups of the first level with what they declare; `None` unless there are several and all declare a number.
    fn top_groups(&self) -> Option<Vec<&'a Declared>> {
        let groups = self.lists.iter().flat_map(|(list, _)| &list.groups).filter(|group| group.path.len() == 1);
        let declared: Option<Vec<_>> = groups.map(|group| group.declared.as_ref()).collect();
        declared.filter(|groups| groups.len() > 1)
    }
}

fn title_against_items(part: &Part) -> Option<Draft> {
    let list = part.first();
    let declared = list.declared.as_ref()?;
    let of = |reading: &Part| mismatch(&list.title, declared, count(&reading.items()), &reading.items());
    let drafts: Option<Vec<Draft>> = part.readings().iter().map(of).collect();
    let several = part.lists.len() > 1;
    Some(drafts?.pop()?.known_by([&list.title]).softened(usize::from(several)))
}

/// A draft when the declared number is not the counted one; softer when the numbering does not prove the count.
fn mismatch(place: &str, declared: &Declared, counted: Count, items: &[Item]) -> Option<Draft> {
    if declared.count as usize == counted.items {
        return None;
    }
    let listed = match (items.first().and_then(|item| item.seq()), items.last().and_then(|item| item.seq())) {
        (Some(first), Some(last)) if first != last => format!("（第{first}至{last}项）"),
        _ => String::new(),
    };
    let doubt = if counted.contiguous { "" } else { "；编号不全或不连续，也可能有条目没有读出" };
    let message = format!("{place}：写明{}，实际列出{}项{listed}{doubt}", declared.text, counted.items);
    let ends = items.first().into_iter().chain(items.last().filter(|_| items.len() > 1));
    Some(
        Draft::new(message)
            .about(items.iter().map(|item| item.id()))
            .expected(counted.items)
            .found(declared.count)
            .evidence([quote(declared)])
            .evidence(ends.map(|item| item.evidence()))
            .softened(usize::from(!counted.contiguous)),
    )
}

fn quote(declared: &Declared) -> Evidence {
    Evidence { text: declared.text.clone(), anchor: declared.anchor.clone() }
}

/// The declared numbers of the groups must add up to that of the title, when all groups of the first level have one.
fn title_against_groups(part: &Part) -> Option<Draft> {
    let list = part.first();
    let declared = list.declared.as_ref()?;
    let groups = part.top_groups()?;
    let (sum, terms) = added(&groups);
    let alone = part.alone().top_groups().map(|groups| added(&groups).0);
    if [Some(sum), alone].contains(&Some(u64::from(declared.count))) {
        return None;
    }
    let message = format!("{}：标题写明{}，各分组项数合计 {terms}={sum}", list.title, declared.text);
    let draft = Draft::new(message).known_by([list.title.as_str(), "分组合计"]).expected(sum).found(declared.count);
    Some(draft.evidence([quote(declared)]).evidence(groups.into_iter().map(quote)))
}

fn added(groups: &[&Declared]) -> (u64, String) {
    let terms: Vec<_> = groups.iter().map(|declared| declared.count.to_string()).collect();
    (groups.iter().map(|declared| u64::from(declared.count)).sum(), terms.join("+"))
}

/// Where the title declares nothing, the numbers of the groups must add up to what is listed.
fn groups_against_all(part: &Part, context: &Context) -> Option<Draft> {
    let list = part.first();
    let groups = part.top_groups().filter(|_| list.declared.is_none())?;
    let adds = |reading: &Part| {
        reading.top_groups().is_some_and(|groups| added(&groups).0 == count(&reading.items()).items as u64)
    };
    let ((sum, terms), items) = (added(&groups), part.items());
    let counted = count(&items);
    let is_loose = items.iter().any(|item| item.category().is_empty());
    if is_loose || !counted.contiguous || part.readings().iter().any(adds) {
        return None;
    }
    let claims = context.records.claims.iter().filter(|claim| names(&claim.subject, list, context));
    let claims: Vec<&Claim> = claims.filter(|claim| claim.count as usize == counted.items).collect();
    let said = claims.first().map(|claim| format!("，正文也写“{}”", claim.text)).unwrap_or_default();
    let message = format!("{}：各分组写明的项数合计 {terms}={sum}，实际列出{}项{said}", list.title, counted.items);
    let draft = Draft::new(message).known_by([list.title.as_str(), "分组合计"]).expected(counted.items).found(sum);
    let text = claims.first().map(|claim| Evidence { text: claim.text.clone(), anchor: claim.anchor.clone() });
    Some(draft.evidence(groups.into_iter().map(quote)).evidence(text).softened(1))
}

fn groups_against_items(list: &ListInfo, items: &[Item], context: &Context) -> Vec<Draft> {
    let swapped = only_swapped(list, context);
    let mut drafts = Vec::new();
    for group in &list.groups {
        let Some(declared) = &group.declared else { continue };
        let members = members(list, group, context);
        let mut counted = count(&members);
        counted.contiguous &= followed_closely(items, &members);
        let place = format!("{} {}", list.title, group.path.join(" "));
        let Some(mut draft) = mismatch(&place, declared, counted, &members) else { continue };
        if swapped {
            draft.message.push_str("；整个清单的项数相符，可能是条目归错了分组");
            draft.softer = 1;
        }
        drafts.push(draft.known_by([list.title.as_str()]).known_by(&group.path));
    }
    drafts
}

/// The records of a group and of the groups below it, in source order.
fn members<'a>(list: &ListInfo, group: &Group, context: &Context<'a>) -> Vec<Item<'a>> {
    let below = list.groups.iter().filter(|other| other.path.starts_with(&group.path));
    let ids: BTreeSet<&String> = below.flat_map(|other| &other.records).collect();
    list.records.iter().filter(|id| ids.contains(id)).filter_map(|id| context.item(id)).collect()
}

/// Does the list go on behind the group with the next number (or at 1): otherwise an item at the seam may be lost.
fn followed_closely(items: &[Item], members: &[Item]) -> bool {
    let Some(last) = members.last() else { return false };
    let behind = items.iter().skip_while(|item| item.id() != last.id()).nth(1);
    let Some((next, last)) = behind.and_then(|item| item.seq()).zip(last.seq()) else { return true };
    next <= last.saturating_add(1)
}

/// Groups that declare as many items in all as are listed, though not one by one: items moved between groups.
fn only_swapped(list: &ListInfo, context: &Context) -> bool {
    let top: Vec<_> = list.groups.iter().filter(|group| group.path.len() == 1).collect();
    let declared: Option<usize> = top.iter().map(|group| Some(group.declared.as_ref()?.count as usize)).sum();
    let counted = || top.iter().map(|group| count(&members(list, group, context)).items).sum::<usize>();
    top.len() > 1 && declared.is_some_and(|declared| declared == counted())
}

fn claims_against_lists(context: &Context) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for claim in &context.records.claims {
        let Some(draft) = claim_against_lists(claim, context) else { continue };
        match drafts.iter_mut().find(|earlier| earlier.key == draft.key) {
            Some(earlier) => earlier.evidence.extend(draft.evidence.into_iter().take(1)),
            None => drafts.push(draft),
        }
    }
    drafts
}

/// Does the title of the list name what a sentence counts.
fn names(subject: &str, list: &ListInfo, context: &Context) -> bool {
    let subject = plain(subject);
    let is_telling = subject.chars().count() >= context.settings.declared_count.claim_subject_characters;
    is_telling && plain(&list.title).contains(&subject)
}

/// Holds a sentence against the one list whose title names what it counts; with several such lists it is unclear which.
fn claim_against_lists(claim: &Claim, context: &Context) -> Option<Draft> {
    let settings = &context.settings.declared_count;
    let subject = plain(&claim.subject);
    let mut lists = context.lists().filter(|(list, _)| names(&claim.subject, list, context));
    let (list, items) = lists.next()?;
    let counted = count(&items).items;
    let declared = list.declared.as_ref().is_some_and(|declared| declared.count == claim.count);
    let part = f64::from(claim.count) < counted as f64 * settings.claim_share;
    if lists.next().is_some() || declared || part || counted == 0 || claim.count as usize == counted {
        return None;
    }
    let message = format!("正文写“{}”，{}实际列出{counted}项", claim.text, list.title);
    let text = Evidence { text: claim.text.clone(), anchor: claim.anchor.clone() };
    let title = Evidence { text: list.title.clone(), anchor: list.anchor.clone() };
    let draft = Draft::new(message).known_by([&list.title, &subject, &claim.count.to_string()]);
    Some(draft.expected(counted).found(claim.count).evidence([text, title]).softened(1))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{DocumentBuilder, TaskRow, document, findings, messages, task};
    use crate::record::Severity;

    fn tasks(group: &'static str, numbers: impl IntoIterator<Item = u32>) -> Vec<TaskRow> {
        numbers.into_iter().map(|seq| task("任务").list("短板清单").group(group).seq(seq)).collect()
    }

    fn list(numbers: impl IntoIterator<Item = u32>) -> DocumentBuilder {
        document().with_all(tasks("", numbers))
    }

    #[test]
    fn fires_when_groups_and_title_disagree_with_the_items() {
        let document = document().with_all(tasks("甲", 1..=12)).with_all(tasks("乙", 13..=25));
        let document = document.declares("短板清单", 25).declares("甲", 11).declares("乙", 23);
        let error = |message: &str| (Severity::Error, message.to_owned());
        assert_eq!(
            findings("GW101", document),
            [
                error("短板清单：标题写明25项，各分组项数合计 11+23=34"),
                error("短板清单 甲：写明11项，实际列出12项（第1至12项）"),
                error("短板清单 乙：写明23项，实际列出13项（第13至25项）"),
            ]
        );
    }

    #[test]
    fn fires_softly_when_the_groups_of_a_bare_title_do_not_add_up() {
        let document = document().with_all(tasks("甲", 1..=9)).with_all(tasks("乙", 10..=14));
        let document = document.declares("甲", 8).declares("乙", 5).claims(14, "短板清单");
        let found = findings("GW101", document);
        assert_eq!(
            found[0],
            (
                Severity::Warning,
                "短板清单：各分组写明的项数合计 8+5=13，实际列出14项，正文也写“14项短板清单”".to_owned()
            )
        );
        assert_eq!(found.len(), 2, "the group that has one more is told as well");
    }

    #[test]
    fn fires_softly_when_the_numbering_does_not_prove_the_count() {
        let found = findings("GW101", list([1, 2, 4]).declares("短板清单", 4));
        assert_eq!(found[0].0, Severity::Warning);
        assert!(found[0].1.ends_with("写明4项，实际列出3项（第1至4项）；编号不全或不连续，也可能有条目没有读出"));
        let seam = document().with_all(tasks("甲", [1, 2])).with_all(tasks("乙", [4, 5])).declares("甲", 3);
        assert_eq!(findings("GW101", seam)[0].0, Severity::Warning);
    }

    #[test]
    fn fires_softly_when_items_slipped_into_the_neighbour_group() {
        let slipped =
            document().with_all(tasks("甲", 1..=3)).with_all(tasks("乙", 4..=9)).declares("甲", 4).declares("乙", 5);
        let found = findings("GW101", slipped);
        assert_eq!(found.len(), 2);
        assert!(
            found.iter().all(|(severity, message)| *severity == Severity::Warning && message.contains("归错了分组"))
        );
    }

    #[test]
    fn fires_on_a_sentence_once_however_often_it_is_said() {
        let said = list(1..=6).claims(7, "短板清单").claims(7, "短板清单");
        assert_eq!(messages("GW101", said), ["正文写“7项短板清单”，短板清单实际列出6项"]);
    }

    #[test]
    fn stays_silent_when_the_numbers_agree() {
        let agree = [
            list(1..=4).declares("短板清单", 4),
            list([1, 2, 2, 3]).declares("短板清单", 3),
            document()
                .with_all(tasks("甲", 1..=2))
                .with_all(tasks("乙", 1..=3))
                .declares("短板清单", 5)
                .declares("乙", 3),
            document()
                .with_all(tasks("甲/一", 1..=2))
                .with_all(tasks("甲/二", 3..=4))
                .declares("甲", 4)
                .declares("甲/二", 2),
            list([]).declares("短板清单", 4),
        ];
        for document in agree {
            assert_eq!(messages("GW101", document), [""; 0]);
        }
    }

    #[test]
    fn stays_silent_where_the_next_page_goes_on_with_the_numbers() {
        let page = |numbers: std::ops::RangeInclusive<u32>| {
            numbers.map(|seq| task("任务").list("续表").group("丙").seq(seq)).collect::<Vec<_>>()
        };
        let first = || document().with_all(tasks("甲", 1..=4)).with_all(tasks("乙", 5..=6));
        let whole = first().with_all(page(7..=9)).declares("短板清单", 9).declares("甲", 4).declares("乙", 2);
        assert_eq!(messages("GW101", whole.declares("丙", 3)), [""; 0]);
        let short = first().with_all(page(7..=8)).declares("短板清单", 9);
        assert_eq!(
            findings("GW101", short),
            [(Severity::Warning, "短板清单：写明9项，实际列出8项（第1至8项）".to_owned())]
        );
        let own = document().with_all(tasks("甲", 1..=4)).with_all(page(5..=7)).declares("短板清单", 4);
        assert_eq!(messages("GW101", own), [""; 0], "the title speaks of its own list");
    }

    #[test]
    fn stays_silent_on_sentences_that_may_speak_of_something_else() {
        let twice = list(1..=6).with(task("任务").list("短板清单续").seq(1));
        let cases = [
            list(1..=6).claims(6, "短板清单"),
            list(1..=6).claims(9, "重大改革"),
            list(1..=6).claims(9, "清单"),
            list(1..=6).claims(2, "短板清单"),
            twice.claims(9, "短板清单"),
        ];
        for document in cases {
            assert_eq!(messages("GW101", document), [""; 0]);
        }
    }
}
