//! GW302 unit-name (单位名称不统一): one responsible unit under several names in one document.

use super::item::Item;
use super::unit_names::{self, Spellings};
use super::{Check, Context, Draft, plain, without_brackets};
use crate::record::{Evidence, Level, Severity};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check {
    code: "GW302",
    name: "unit-name",
    title: "单位名称不统一",
    severity: Severity::Warning,
    explanation: "\
查什么：同一份文件的责任单位和单位名单里，有没有一个单位两种写法：全称与简称混用（县交通局、县交通运输局），加不加“人民”“与”“和”，\
局与委、镇与镇政府混用，漏了“县”“市”，前面加不加本地地名，后面带不带括号，“开发区”前面加不加修饰。层级不同、派出分支的，不算同一单位。
为什么：按单位汇总任务时，一个单位会被拆成两个，少领任务；写法不一也会让人以为是两家。
例：附件2写“县交通运输局”14次，附件6写“县交通局”3次。
怎样处理：统一写法。简称与全称之外的情形（缺层级、词尾不同、加了地名、括号里另有一块牌子）把握小些，只作提示。\
词表在 rules/checks.toml 的 unit_names；确是两个单位的，把指纹记入 accepted.toml，或把区别的字加进 distinguishing_words；\
不需要这项检查的，把 GW302 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let printed = printed(context);
    let counts: Vec<_> = printed.iter().map(|(name, places)| (name.to_string(), places.len())).collect();
    let found = unit_names::find(&counts, &context.settings.unit_names);
    let mut drafts: Vec<Draft> = found.iter().map(|spellings| draft(spellings, &printed)).collect();
    let told = |(one, other, _): &(String, String, &str)| {
        let holds = |spellings: &Spellings, name: &str| spellings.names.iter().any(|(known, _)| known == name);
        found.iter().any(|spellings| holds(spellings, one) && holds(spellings, other))
    };
    let variants = variants(&printed, context).into_iter().filter(|variant| !told(variant));
    drafts.extend(variants.map(|(one, other, why)| variant_draft([&one, &other], why, &printed)));
    drafts.extend(bare_branches(&printed, context));
    drafts
}

/// Names that are another name with something more: the name of the region in front, brackets behind, a zone without
/// what zone it is; and what it is that they have more.
fn variants(printed: &BTreeMap<String, Vec<Place>>, context: &Context) -> Vec<(String, String, &'static str)> {
    let own = context.records.document.region.as_ref().map(|region| plain(&region.name)).unwrap_or_default();
    let listed = context.records.units.iter().filter(|unit| unit.listed).map(|unit| folded(&unit.name));
    let listed: BTreeSet<String> = listed.collect();
    let mut found = Vec::new();
    for name in printed.keys() {
        let behind_region = name.strip_prefix(own.as_str()).filter(|rest| !own.is_empty() && !rest.is_empty());
        let levelled = behind_region.zip(own.chars().last()).map(|(rest, level)| format!("{level}{rest}"));
        let bare = Some(without_brackets(name)).filter(|bare| bare != name && may_be_slip(name, bare, &listed));
        let reasons = ["前面加了本地地名", "带括号，可能另有一块牌子"];
        let others = [levelled, bare].into_iter().zip(reasons);
        let others = others.filter_map(|(other, why)| Some((other.filter(|other| printed.contains_key(other))?, why)));
        found.extend(others.map(|(other, why)| (name.clone(), other, why)));
        if context.settings.unit_names.zones.contains(name) {
            let zones: Vec<_> =
                printed.keys().filter(|other| *other != name && other.ends_with(name.as_str())).collect();
            if let [zone] = zones[..] {
                found.push((name.clone(), zone.clone(), "没有写明是哪一个"));
            }
        }
    }
    found
}

/// Is it a slip that only one of the two has brackets. Behind a name they say which of its signs is meant, and only a
/// list of units that has one of the two and not the other speaks against it.
fn may_be_slip(name: &str, bare: &str, listed: &BTreeSet<String>) -> bool {
    !name.ends_with(')') || listed.contains(name) != listed.contains(bare)
}

fn variant_draft(names: [&String; 2], why: &str, printed: &BTreeMap<String, Vec<Place>>) -> Draft {
    let mut counted = names.map(|name| (name.clone(), printed[name].len()));
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut draft = draft(&Spellings { names: counted.to_vec(), certain: false }, printed);
    draft.message.push_str(&format!("；“{}”{why}", names[0]));
    draft
}

/// How often the bureau of the level above may be named in a county's document and still be a slip for its branch.
const SLIPS: usize = 2;

/// 市生态环境局 in the document of a county that otherwise names 市生态环境局甲县分局.
fn bare_branches(printed: &BTreeMap<String, Vec<Place>>, context: &Context) -> Vec<Draft> {
    let of_county = context.records.document.region.as_ref().is_some_and(|region| region.level >= Level::County);
    let suffixes = &context.settings.unit_names.branch_suffixes;
    let mut drafts = Vec::new();
    for (bureau, places) in printed.iter().filter(|(_, places)| of_county && (1..=SLIPS).contains(&places.len())) {
        let is_branch = |name: &&String| {
            let rest = name.strip_prefix(bureau.as_str()).filter(|rest| rest.chars().count() > 2);
            rest.is_some_and(|rest| suffixes.iter().any(|suffix| rest.ends_with(suffix.as_str())))
        };
        let Some(branch) = printed.keys().find(is_branch) else { continue };
        let (_, item) = &places[0];
        let message = format!("“{bureau}”疑为“{branch}”漏写了分支；见{}", item.label());
        let quote = |(name, item): &Place| Evidence { text: (*name).to_owned(), anchor: item.anchor().clone() };
        let evidence = places.iter().take(1).chain(printed[branch].iter().take(1)).map(quote);
        let ids = places.iter().map(|(_, item)| item.id());
        let draft = Draft::new(message).about(ids).known_by([bureau, branch]).expected(branch).found(bureau);
        drafts.push(draft.evidence(evidence).softened(1));
    }
    drafts
}

/// A record that names a unit, with the name as printed.
type Place<'a> = (&'a str, Item<'a>);

/// The records that name each responsible unit, blanks and full-width forms aside; none for a name that stands in the
/// document's own list of units only.
fn printed<'a>(context: &Context<'a>) -> BTreeMap<String, Vec<Place<'a>>> {
    let mut printed: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for item in context.all_items() {
        for unit in item.responsible() {
            printed.entry(folded(&unit.name)).or_default().push((&unit.name, item));
        }
    }
    for unit in context.records.units.iter().filter(|unit| unit.listed) {
        for name in unit.aliases.iter().chain([&unit.name]) {
            printed.entry(folded(name)).or_default();
        }
    }
    printed
}

/// A name for comparing: one kind of brackets.
pub(super) fn folded(name: &str) -> String {
    plain(name).replace('〔', "(").replace('〕', ")")
}

fn draft(spellings: &Spellings, printed: &BTreeMap<String, Vec<Place>>) -> Draft {
    let places = |name: &str| printed.get(name).map(Vec::as_slice).unwrap_or_default();
    let usual = usual(spellings);
    let names: Vec<_> = spellings.names.iter().map(|(name, _)| name.as_str()).collect();
    let others: Vec<_> = names.iter().copied().filter(|name| *name != usual).collect();
    let first: Vec<_> = others.iter().filter_map(|name| places(name).first()).map(|(_, item)| item.label()).collect();
    let counted: Vec<_> = spellings.names.iter().map(counted).collect();
    let message = format!(
        "同一单位疑有{}种写法：{}；{}见{}",
        names.len(),
        counted.join("、"),
        others.join("、"),
        first.join("、")
    );
    let mut odd: Vec<&str> = Vec::new();
    for (_, item) in others.iter().flat_map(|name| places(name)) {
        if !odd.contains(&item.id()) {
            odd.push(item.id());
        }
    }
    let quote = |(name, item): &Place| Evidence { text: (*name).to_owned(), anchor: item.anchor().clone() };
    let mut key = names.clone();
    key.sort_unstable();
    let draft = Draft::new(message).about(odd).known_by(key).expected(usual).found(others.join("、"));
    let evidence = names.iter().filter_map(|name| places(name).first()).map(quote);
    draft.evidence(evidence).softened(usize::from(!spellings.certain))
}

/// The spelling that the others should follow: that of the document's own list of units, else the most frequent.
fn usual(spellings: &Spellings) -> &str {
    let listed_only = spellings.names.iter().find(|(_, count)| *count == 0);
    listed_only.or(spellings.names.first()).map_or("", |(name, _)| name)
}

fn counted((name, count): &(String, usize)) -> String {
    if *count == 0 { format!("{name}（单位名单）") } else { format!("{name}（{count}次）") }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{TaskRow, document, findings, messages, task};
    use crate::check::{Settings, run};
    use crate::record::{Level, Severity, Unit};

    fn tasks(units: &[&str]) -> Vec<TaskRow> {
        units.iter().zip(1..).map(|(units, seq)| task("某事").list("清单").seq(seq).by(units)).collect()
    }

    #[test]
    fn fires_once_a_unit_with_counts_and_places() {
        let units = ["县交通运输局、县财政局", "县交通运输局", "县 交通局", "县财政局"];
        assert_eq!(
            findings("GW302", document().with_all(tasks(&units))),
            [(
                Severity::Warning,
                "同一单位疑有2种写法：县交通运输局（2次）、县交通局（1次）；县交通局见清单 第3项 某事".to_owned()
            )]
        );
    }

    #[test]
    fn fires_on_a_name_that_differs_from_the_printed_list_of_units() {
        let mut records = document().with_all(tasks(&["市资规局", "市资规局"])).build();
        records.units.push(listed("市资源规划局", true));
        records.units.push(listed("市人力社保局", true));
        run(&mut records, &Settings::default());
        let finding = &records.findings[0];
        assert_eq!(
            finding.message,
            "同一单位疑有2种写法：市资规局（2次）、市资源规划局（单位名单）；市资规局见清单 第1项 某事"
        );
        assert_eq!((finding.expected.as_deref(), finding.found.as_deref()), (Some("市资源规划局"), Some("市资规局")));
        records.units[0].listed = false;
        run(&mut records, &Settings::default());
        records.findings.retain(|finding| finding.code == "GW302");
        assert_eq!(records.findings, [], "a name that is printed nowhere is no spelling");
    }

    #[test]
    fn fires_softly_on_a_name_with_something_more() {
        for (units, why) in [
            (["市消防支队", "东海市消防支队"], "“东海市消防支队”前面加了本地地名"),
            (["市建设局", "市建设（环保）局"], "“市建设(环保)局”带括号，可能另有一块牌子"),
            (["经济开发区", "开发区"], "“开发区”没有写明是哪一个"),
        ] {
            let found = findings("GW302", document().of("东海市", Level::City).with_all(tasks(&units)));
            assert_eq!(found.len(), 1, "{units:?} {found:?}");
            assert!(found[0].0 == Severity::Info && found[0].1.ends_with(why), "{found:?}");
        }
        let zones = ["开发区", "经济开发区", "高新技术开发区"];
        assert_eq!(messages("GW302", document().with_all(tasks(&zones))), [""; 0], "it may be either");
        let brackets = ["市府办(金融)", "市府办〔金融〕"];
        assert_eq!(messages("GW302", document().with_all(tasks(&brackets))), [""; 0], "one name in other brackets");
        let signs = || document().with_all(tasks(&["市财政局", "市财政局(市国资委)"]));
        assert_eq!(messages("GW302", signs()), [""; 0], "the other sign is meant");
        let mut records = signs().build();
        records.units.push(listed("市财政局", true));
        run(&mut records, &Settings::default());
        let found: Vec<_> = records.findings.iter().filter(|finding| finding.code == "GW302").collect();
        assert!(
            found.len() == 1 && found[0].message.ends_with("可能另有一块牌子"),
            "the list has one of them: {found:?}"
        );
    }

    fn listed(name: &str, listed: bool) -> Unit {
        let (name, canonical, aliases) = (name.to_owned(), name.to_owned(), vec![name.to_owned()]);
        Unit { name, canonical, aliases, level: None, listed, targets: 0, tasks_led: 0, tasks: 0 }
    }

    #[test]
    fn fires_softly_on_weak_evidence() {
        let found = findings("GW302", document().with_all(tasks(&["县发改局", "县发改委"])));
        assert_eq!(found[0].0, Severity::Info);
    }

    #[test]
    fn fires_softly_on_a_bureau_whose_branch_is_meant() {
        let units = tasks(&["市环境局甲县分局", "市环境局"]);
        let found = findings("GW302", document().of("甲县", Level::County).with_all(units.clone()));
        assert_eq!(
            found,
            [(Severity::Info, "“市环境局”疑为“市环境局甲县分局”漏写了分支；见清单 第2项 某事".to_owned())]
        );
        assert_eq!(messages("GW302", document().of("东海市", Level::City).with_all(units)), [""; 0]);
    }

    #[test]
    fn stays_silent_on_different_units_and_on_blanks() {
        for units in [["市教育局", "市体育局"], ["市教育局", "市 教育局"], ["市公安局", "市公安局交警支队"]]
        {
            assert_eq!(messages("GW302", document().with_all(tasks(&units))), [""; 0], "{units:?}");
        }
    }
}
