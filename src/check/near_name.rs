//! GW305 near-name (名称相近不一): one name in two spellings: a character of the same sound, a quoted name that differs in
//! one character, a heading that the table repeats in other words.

use super::{Check, Context, Draft, quoted_names, same_sound, twin_headings};
use crate::record::Severity;

pub(super) const CHECK: Check = Check {
    code: "GW305",
    name: "near-name",
    title: "名称相近不一",
    severity: Severity::Warning,
    explanation: "\
查什么：一、前后文字相同、中间只差一个同音字的（公民法治素养、公民法制素养；第二届、第二节）；\
二、引号里的名称只差一个字的（“一地签约、全市共享”“一地签约、全省共享”），只作提示；\
三、正文的小标题与清单的分组名称基本一一对应，个别一处措辞不同的（推进多元精准帮扶、推动多元精准帮扶）。
怎样判断：同音字两边相同的字不足六个的，只作提示；少的一种写法出现两次以上的，当作本来就有两种说法，不报。\
数字、方位、层级（市、省、县）不同的引号名称，要前后文字也相同才报。
为什么：一个项目两个名称，下级会当成两件事；同音字多半是打字打错的。
例：正文写“公民法治素养提升行动”，清单的标题写“公民法制素养提升行动”。
怎样处理：核对哪一个是准的。可以互换的字（型、性）写进 rules/checks.toml 的 near_name 的 interchangeable。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW305 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = same_sound::run(context);
    let told: Vec<_> = drafts.iter().flat_map(|draft| draft.found.clone()).collect();
    let news =
        |draft: &Draft| !told.iter().any(|found| draft.found.as_ref().is_some_and(|other| other.contains(found)));
    drafts.extend(quoted_names::run(context).into_iter().filter(news));
    drafts.extend(twin_headings::run(context));
    drafts
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{DocumentBuilder, document, findings, messages, task};
    use crate::record::Severity;

    fn texts(texts: &[&str]) -> DocumentBuilder {
        document().with_all(texts.iter().zip(1..).map(|(text, seq)| task("某事").seq(seq).section("内容", text)))
    }

    #[test]
    fn fires_on_a_character_of_the_same_sound() {
        let found = findings(
            "GW305",
            texts(&["实施公民法治素养提升行动。", "推进公民法制素养提升行动。", "做好公民法治素养提升。"]),
        );
        assert_eq!(
            found,
            [(
                Severity::Warning,
                "“公民法制素养提升行动”（表 第2项 某事）与“公民法治素养提升行动”（表 第1项 某事）只差同音的“制”和“治”，可能有一处写错"
                    .to_owned()
            )]
        );
        let quoted = findings("GW305", texts(&["推广“解纷码”。", "掌上“解封码”。"]));
        assert!(quoted[0].0 == Severity::Info && quoted[0].1.starts_with("“‘解封码’”（"), "{quoted:?}");
    }

    #[test]
    fn fires_softly_on_quoted_names_that_differ_in_one_character() {
        let found = findings("GW305", texts(&["落实“一地签约、全市共享”。", "实行“一地签约、全省共享”。"]));
        assert_eq!(
            found,
            [(
                Severity::Info,
                "“一地签约、全省共享”（表 第2项 某事）与“一地签约、全市共享”（表 第1项 某事）只差一个字，是否同一名称"
                    .to_owned()
            )]
        );
        let tail = findings("GW305", texts(&["实施“百镇万村”文化惠民工程。", "推进“百镇千村”文化惠民工程。"]));
        assert_eq!(tail.len(), 1, "the same words behind make one thing of them");
    }

    #[test]
    fn fires_on_a_heading_that_the_table_words_otherwise() {
        let headings = ["夯实物质基础", "激发区域优势", "推进精准帮扶", "促进持续增收", "提升保障水平"];
        let rows = |list: &'static str, headings: [&'static str; 5]| {
            headings.map(|heading| task("某事").list(list).group(heading)).to_vec()
        };
        let mut other = headings;
        other[2] = "推动精准帮扶";
        let document = |second| document().with_all(rows("正文", headings)).with_all(rows("清单", second));
        assert_eq!(
            messages("GW305", document(other)),
            ["“正文”的“推进精准帮扶”，在“清单”里是“推动精准帮扶”；两处其余4个小标题都相同"]
        );
        assert_eq!(messages("GW305", document(headings)), [""; 0]);
    }

    #[test]
    fn stays_silent_on_what_differs_with_reason() {
        for pair in [
            ["建设普惠型托位项目二十个", "新增普惠性托位项目二十个"],
            ["全县第一批省级示范项目名单", "全县第二批省级示范项目名单"],
            ["打造“平安校园”", "建设“平安家园”"],
            ["实施“百县千村”行动", "完成“百镇千村”考核"],
            ["推进农村公路建设改造", "推进农村电网建设改造"],
        ] {
            assert_eq!(messages("GW305", texts(&pair)), [""; 0], "{pair:?}");
        }
        let often = ["开展城乡市级试点工作", "推进城乡事级试点工作"].repeat(3);
        assert_eq!(messages("GW305", texts(&often)), [""; 0], "both are used again and again");
    }
}
