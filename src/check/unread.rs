//! GW109 unread (未读数字): numbers ended on the unread list of the coverage.

use super::item::shortened;
use super::{Check, Context, Draft};
use crate::record::{Evidence, Severity, UnreadSpan};

pub(super) const CHECK: Check = Check {
    code: "GW109",
    name: "unread",
    title: "有数字没有读出",
    severity: Severity::Info,
    explanation: "\
查什么：文件里有带数字的文字既不在任何记录里，也不属于页眉、标题、表头这些说得清的部分。
为什么：文字没读出来，里面的目标、期限就不会进任务表。程序不悄悄丢东西，没用上的都列出来。
例：表格下面有一段没有编号的说明，写着“其中新建20公里”，没有归到任何一项。
怎样处理：看引文是不是任务或目标；是的话请补一条规则，或者手工补进任务表。引几处由 rules/checks.toml 的 unread 规定，\
全部未读文字在记录的 coverage 里。不需要这项提示的，把 GW109 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let coverage = &context.records.coverage;
    if coverage.unread_numbers == 0 {
        return Vec::new();
    }
    let with_numbers = |span: &&UnreadSpan| span.text.chars().any(char::is_numeric);
    let spans: Vec<_> = coverage.unread_spans.iter().filter(with_numbers).take(context.settings.unread.spans).collect();
    let quotes: Vec<_> =
        spans.iter().map(|span| format!("{}“{}”", span.anchor.place(), shortened(&span.text, QUOTED))).collect();
    let such_as = if quotes.is_empty() { String::new() } else { format!("，如{}", quotes.join("、")) };
    let message = format!("有{}个数字没有归入任何记录{such_as}", coverage.unread_numbers);
    let evidence = spans.iter().map(|span| Evidence { text: span.text.clone(), anchor: span.anchor.clone() });
    let key = spans.iter().map(|span| &span.text);
    vec![Draft::new(message).known_by(key).found(coverage.unread_numbers).evidence(evidence)]
}

const QUOTED: usize = 24;

#[cfg(test)]
mod tests {
    use crate::check::testing::document;
    use crate::check::{Settings, run};
    use crate::record::{Anchor, Coverage, UnreadSpan};

    fn message(unread_numbers: u64, texts: &[&str]) -> Option<String> {
        let span = |text: &&str| UnreadSpan { text: (*text).to_owned(), anchor: Anchor::text(7, 1, 7, 9) };
        let mut records = document().build();
        records.coverage =
            Coverage { unread_numbers, unread_spans: texts.iter().map(span).collect(), ..Coverage::default() };
        run(&mut records, &Settings::default());
        records.findings.pop().map(|finding| finding.message)
    }

    #[test]
    fn fires_once_and_quotes_the_first_passages() {
        let long = "其中新建20公里，其余各地自行安排，年底前全部完成并报送";
        assert_eq!(
            message(5, &["3个", long, "4个", "5个"]).unwrap(),
            "有5个数字没有归入任何记录，如第7行“3个”、第7行“其中新建20公里，其余各地自行安排，年底前全部完…”、第7行“4个”"
        );
    }

    #[test]
    fn stays_silent_on_unread_words() {
        assert_eq!(message(0, &["其余各地自行安排"]), None);
    }
}
