//! GW405 document-date (文号与日期): the year of the document number, the date of signature and that of publication
//! contradict each other.

use super::{Check, Context, Draft, plain};
use crate::record::{Anchor, Evidence, Severity};

pub(super) const CHECK: Check = Check {
    code: "GW405",
    name: "document-date",
    title: "文号与日期矛盾",
    severity: Severity::Warning,
    explanation: "\
查什么：文号里的年份（〔2017〕）比成文日期的年份晚，或者早一年以上；发布日期早于成文日期。
怎样判断：年初用上年文号的常有，成文在一季度的，文号早一年不报；早得更多的，只作提示。
为什么：日期或文号写错，归档、检索、计算期限都会错；也可能整段落款是从去年的文件抄来的。
例：文号是〔2017〕49号，落款日期是2016年5月4日。
怎样处理：核对原件。网页上的发布日期可能是后来补登的，早于成文日期的只作提示。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW405 设为 \"off\"。",
    run,
};

/// Up to this month a document may carry a number of the year before.
const LAST_MONTH_OF_OLD_NUMBERS: u32 = 3;

fn run(context: &Context) -> Vec<Draft> {
    let document = &context.records.document;
    let Some(signed) = document.signed_date.as_deref() else { return Vec::new() };
    let number = document.doc_number.as_deref().and_then(|number| against_number(number, signed));
    let published = document.published_date.as_deref().filter(|published| is_before(published, signed));
    let published = published.map(|published| {
        let message = format!("发布日期 {published} 早于成文日期 {signed}");
        draft(message, [published, signed]).softened(1)
    });
    number.into_iter().chain(published).collect()
}

fn is_before(one: &str, other: &str) -> bool {
    one.len() == other.len() && one < other
}

fn against_number(number: &str, signed: &str) -> Option<Draft> {
    let in_number = year_of_number(number)?;
    let year: i32 = signed.get(..4)?.parse().ok()?;
    let month: u32 = signed.get(5..7)?.parse().ok()?;
    let old_number = in_number + 1 == year && month <= LAST_MONTH_OF_OLD_NUMBERS;
    if in_number == year || old_number {
        return None;
    }
    let message = format!("文号“{number}”是{in_number}年的，成文日期却是 {signed}");
    Some(draft(message, [number, signed]).expected(year).found(in_number).softened(usize::from(in_number < year)))
}

/// The year in the brackets of a document number.
fn year_of_number(number: &str) -> Option<i32> {
    let plain = plain(number);
    let behind = plain.split(['〔', '(', '[', '【']).nth(1)?;
    let year = behind.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    behind[4..].starts_with(['〕', ')', ']', '】']).then(|| year.parse().ok())?
}

fn draft(message: String, quotes: [&str; 2]) -> Draft {
    let quote = |text: &str| Evidence { text: text.to_owned(), anchor: Anchor::default() };
    Draft::new(message).known_by(quotes).evidence(quotes.map(quote))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::document;
    use crate::check::{Settings, run};
    use crate::record::Severity;

    fn found(number: &str, signed: &str, published: &str) -> Vec<(Severity, String)> {
        let mut records = document().build();
        records.document.doc_number = Some(number.into());
        records.document.signed_date = Some(signed.into());
        records.document.published_date = (!published.is_empty()).then(|| published.into());
        run(&mut records, &Settings::default());
        records.findings.into_iter().map(|finding| (finding.severity, finding.message)).collect()
    }

    #[test]
    fn fires_on_a_number_of_another_year_and_on_publication_before_signature() {
        let number = "渡府发〔2017〕49号";
        assert_eq!(
            found(number, "2016-05-04", ""),
            [(Severity::Warning, "文号“渡府发〔2017〕49号”是2017年的，成文日期却是 2016-05-04".to_owned())]
        );
        assert_eq!(found(number, "2018-05-04", "")[0].0, Severity::Info);
        assert_eq!(
            found(number, "2017-05-04", "2017-04-04"),
            [(Severity::Info, "发布日期 2017-04-04 早于成文日期 2017-05-04".to_owned())]
        );
    }

    #[test]
    fn stays_silent_on_old_numbers_early_in_the_year() {
        for (number, signed, published) in [
            ("渡府发〔2017〕49号", "2017-05-04", "2017-05-04"),
            ("渡府发〔2017〕49号", "2018-01-04", "2018-02-01"),
            ("渡府发（2017）49号", "2017-05-04", ""),
            ("第49号", "2017-05-04", ""),
        ] {
            assert_eq!(found(number, signed, published), [], "{number} {signed}");
        }
    }
}
