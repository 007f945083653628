//! GW106 attachment (附件): an attachment is announced and absent, present and not announced, or titled differently.

use super::{Check, Context, Draft, plain};
use crate::record::{Attachment, Evidence, ListInfo, Severity};

pub(super) const CHECK: Check = Check {
    code: "GW106",
    name: "attachment",
    title: "附件不符",
    severity: Severity::Warning,
    explanation: "\
查什么：正文末尾列出的附件，与后面实际印出的“附件1”“附件2”是否一一对应，标题是否一致。空格、大小写、引号的出入不计，\
一个标题包含另一个的也不报；两处都写了年份而年份不同的，要报。正文后面没有印出任何附件的（附件另发），不查。
为什么：附件标题前后不一，收文单位不知道是不是同一份；漏附、多附会影响执行。
例：附件目录写“重大改革清单”，附件4的标题印作“重点改革清单”。
怎样处理：统一标题，补齐附件。附件是图的，转存成文本时常常丢失，只作提示。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW106 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let document = &context.records.document;
    let (announced, attached) = (&document.attachments, &document.attached);
    if announced.is_empty() || attached.is_empty() {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for attachment in announced {
        match attached.iter().find(|other| other.number == attachment.number) {
            Some(there) => drafts.extend(title_differs(attachment, there, context)),
            None if is_there(attachment, context) => {}
            None => drafts.push(absent(attachment).softened(usize::from(is_picture(attachment)))),
        }
    }
    let known = |there: &&Attachment| announced.iter().any(|attachment| attachment.number == there.number);
    drafts.extend(attached.iter().filter(|there| !known(there)).map(unannounced));
    drafts
}

/// Is a list of that title there without a head of its own.
fn is_there(attachment: &Attachment, context: &Context) -> bool {
    let title = core(&attachment.title);
    context.records.lists.iter().any(|list| !core(&list.title).is_empty() && title.contains(&core(&list.title)))
}

/// A picture often stays behind when a document becomes text.
fn is_picture(attachment: &Attachment) -> bool {
    let title = plain(&attachment.title);
    let bare = title.split(['(', '《']).next().unwrap_or_default();
    bare.ends_with('图') || title.contains("示意图")
}

fn named(attachment: &Attachment) -> String {
    attachment.number.map(|number| format!("附件{number}")).unwrap_or_else(|| "附件".to_owned())
}

fn quote(attachment: &Attachment) -> Evidence {
    let text = format!("{} {}", named(attachment), attachment.title);
    Evidence { text: text.trim().to_owned(), anchor: attachment.anchor.clone() }
}

fn absent(attachment: &Attachment) -> Draft {
    let picture = if is_picture(attachment) { "；附件是图的，转存成文本时常常丢失" } else { "" };
    let message = format!("附件目录有{}“{}”，后面没有印出{picture}", named(attachment), attachment.title);
    Draft::new(message).known_by(["缺", &attachment.title]).evidence([quote(attachment)])
}

fn unannounced(there: &Attachment) -> Draft {
    let message = format!("后面印出了{}，附件目录中没有", named(there));
    Draft::new(message).known_by(["多", &named(there)]).evidence([quote(there)])
}

/// Holds the announced title against the one that is printed with the attachment, or that of the first list in it.
fn title_differs(announced: &Attachment, there: &Attachment, context: &Context) -> Option<Draft> {
    let list = first_list(there, context);
    let (printed, anchor) = match list {
        _ if !there.title.trim().is_empty() => (there.title.as_str(), &there.anchor),
        Some(list) => (list.title.as_str(), &list.anchor),
        None => return None,
    };
    let (one, other) = (core(&announced.title), core(printed));
    let years = years(&announced.title).zip(years(printed));
    let years_agree = years.is_none_or(|(one, other)| one == other);
    if one.is_empty() || other.is_empty() || (years_agree && (one.contains(&other) || other.contains(&one))) {
        return None;
    }
    let message = format!("{}的标题前后不一：附件目录写“{}”，附件上印作“{printed}”", named(announced), announced.title);
    let place = Evidence { text: printed.to_owned(), anchor: anchor.clone() };
    let draft = Draft::new(message).known_by([&announced.title, printed]).evidence([quote(announced), place]);
    Some(draft.expected(&announced.title).found(printed))
}

/// The first list below the head of the attachment and above that of the next one.
fn first_list<'a>(there: &Attachment, context: &Context<'a>) -> Option<&'a ListInfo> {
    let after = |line: Option<u32>| line.is_some_and(|line| there.anchor.line.is_some_and(|head| line > head));
    let next = context.records.document.attached.iter().filter_map(|other| other.anchor.line);
    let next = next.filter(|line| after(Some(*line))).min();
    let lists = context.records.lists.iter().filter(|list| after(list.anchor.line));
    let inside = lists.filter(|list| next.is_none_or(|next| list.anchor.line.is_some_and(|line| line < next)));
    inside.min_by_key(|list| list.anchor.line)
}

/// The years that a title names, `None` where it names none.
fn years(title: &str) -> Option<Vec<u32>> {
    let plain = plain(title);
    let pieces = plain.split(|c: char| !c.is_ascii_digit());
    let years: Vec<u32> = pieces.filter(|piece| piece.len() == 4).filter_map(|piece| piece.parse().ok()).collect();
    (!years.is_empty()).then_some(years)
}

/// A title without numbers, years, quotation marks and brackets.
fn core(title: &str) -> String {
    let kept = plain(title).to_lowercase();
    kept.replace("年度", "").chars().filter(|c| c.is_alphabetic() && *c != '年').collect()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, task};
    use crate::check::{Settings, run};
    use crate::record::{Anchor, Attachment};

    fn attachment((number, title): &(u32, &str), line: u32) -> Attachment {
        Attachment { number: Some(*number), title: (*title).to_owned(), anchor: Anchor::text(line, 1, line, 9) }
    }

    /// The messages for announced attachments and heads that are printed, the list 重点改革清单 standing below the first.
    fn messages(announced: &[(u32, &str)], printed: &[(u32, &str)]) -> Vec<String> {
        let mut records = document().with(task("某事").list("2021年重点改革清单")).build();
        records.document.attachments = announced.iter().map(|one| attachment(one, 5)).collect();
        records.document.attached = printed.iter().zip([9, 20]).map(|(one, line)| attachment(one, line)).collect();
        run(&mut records, &Settings::default());
        records.findings.into_iter().filter(|finding| finding.code == "GW106").map(|finding| finding.message).collect()
    }

    #[test]
    fn fires_on_missing_unannounced_and_renamed_attachments() {
        assert_eq!(
            messages(&[(1, "某县重大改革清单"), (2, "名单")], &[(1, ""), (3, "")]),
            [
                "附件1的标题前后不一：附件目录写“某县重大改革清单”，附件上印作“2021年重点改革清单”",
                "附件目录有附件2“名单”，后面没有印出",
                "后面印出了附件3，附件目录中没有",
            ]
        );
    }

    #[test]
    fn fires_on_two_years_and_softly_on_a_picture() {
        assert_eq!(
            messages(&[(1, "2022年重点改革清单"), (2, "组织架构图")], &[(1, "")]),
            [
                "附件1的标题前后不一：附件目录写“2022年重点改革清单”，附件上印作“2021年重点改革清单”",
                "附件目录有附件2“组织架构图”，后面没有印出；附件是图的，转存成文本时常常丢失",
            ]
        );
    }

    #[test]
    fn stays_silent_on_years_blanks_and_attachments_that_follow_separately() {
        assert_eq!(messages(&[(1, "某县 重点改革清单"), (2, "图")], &[(1, ""), (2, "")]), [""; 0]);
        assert_eq!(messages(&[(1, "重大改革清单")], &[]), [""; 0]);
        assert_eq!(messages(&[], &[(1, "重大改革清单")]), [""; 0]);
    }
}
