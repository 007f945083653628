//! The kinds of rules (规则种类) and what each may yield: the one table that the loader, the schema and the papers read.

/// What a rule is about. The kind decides which keys `yields` may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A table header cell: `role`, and for values `basis`, `scope`.
    Column,
    /// A heading or numbered item: `level`.
    Heading,
    /// A metadata line: `field`.
    Metadata,
    /// Page furniture (页面元素): nothing.
    Furniture,
    /// A value of an indicator: `op`; `scope = "cell"` where it only counts as a whole cell.
    Value,
    /// A period of a schedule: `form`, and the months `start` and `end` where the words themselves say them.
    Period,
    /// A cue in running text (a duty line, a label, a claim, a note): `cue`.
    Cue,
    /// A unit of measure: `unit`, the normalised spelling.
    Measure,
}

/// A kind with everything that a rule file may say about it.
#[derive(Debug)]
pub struct KindSpec {
    /// The kind.
    pub kind: Kind,
    /// Its name in rule files.
    pub name: &'static str,
    /// What it reads, in Chinese.
    pub title: &'static str,
    /// The keys of `yields`.
    pub keys: &'static [Key],
    /// The named groups that patterns may have; those of a cue depend on the cue, see [`CUES`].
    pub groups: &'static [&'static str],
    /// The pattern that the words of a rule stand for, `{}` in their place; None where a rule needs the groups of a
    /// pattern of its own. Those of a cue depend on the cue.
    pub words: Option<&'static str>,
}

/// A key of `yields`.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it says, in Chinese.
    pub title: &'static str,
    /// A rule of this kind must have it.
    pub required: bool,
    /// The values that it may have, with what they mean; empty where any text may stand.
    pub values: &'static [(&'static str, &'static str)],
}

/// The text is one of the words.
const WHOLE: &str = "^(?:{})$";

const fn key(name: &'static str, title: &'static str, values: &'static [(&'static str, &'static str)]) -> Key {
    Key { name, title, required: true, values }
}

const fn may(name: &'static str, title: &'static str, values: &'static [(&'static str, &'static str)]) -> Key {
    Key { name, title, required: false, values }
}

const BASES: &[(&str, &str)] =
    &[("actual", "完成值"), ("target", "目标值"), ("superior_target", "上级目标值"), ("forecast", "预计值")];

const ROLES: &[(&str, &str)] = &[
    ("seq", "序号"),
    ("category", "类别"),
    ("name", "名称"),
    ("component", "分项"),
    ("value", "数值"),
    ("responsible", "责任单位"),
    ("support", "配合单位"),
    ("leader", "牵头领导"),
    ("attribute", "指标属性"),
    ("measure", "计量单位"),
    ("schedule", "进度安排"),
    ("text", "文字栏"),
    ("remark", "备注"),
];

const SCOPES: &[(&str, &str)] = &[
    ("total", "数值栏：全域合计"),
    ("region", "数值栏：某地"),
    ("change", "数值栏：与上年相比的增减"),
    ("weight", "数值栏：占多少分，不是指标的值"),
    ("indicator", "名称栏：指标名，后面可能藏着分项栏"),
    ("with-units", "名称栏：括号里是责任单位"),
];

const LEVELS: &[(&str, &str)] = &[
    ("attachment", "附件1"),
    ("part", "第一章"),
    ("han", "一、"),
    ("han-bracket", "（一）"),
    ("digit", "1."),
    ("digit-dot", "1.1"),
    ("bracket-digit", "（1）"),
    ("circled", "①"),
];

const FIELDS: &[(&str, &str)] = &[("title", "标题"), ("doc_number", "文号")];

const OPS: &[(&str, &str)] = &[
    ("eq", "等于"),
    ("ge", "不低于"),
    ("gt", "大于"),
    ("le", "不超过"),
    ("lt", "小于"),
    ("approx", "左右"),
    ("range", "从 number 到 max"),
    ("up_by", "提高多少"),
    ("down_by", "下降多少"),
    ("text", "文字"),
    ("none", "没有数"),
];

const FORMS: &[(&str, &str)] = &[
    ("months", "起止月"),
    ("two-months", "相连的两个月"),
    ("from", "只有开始月"),
    ("deadline", "只有截止月"),
    ("quarters", "起止季度"),
    ("quarters-until", "年初到该季度"),
    ("quarter-deadline", "季度末前"),
    ("years", "整年"),
    ("year-deadline", "到某年"),
    ("bare-year", "不带“年”字的年份"),
    ("recurring", "反复发生或没有日期"),
];

const MONTHS: &[(&str, &str)] = &[
    ("1", "1月"),
    ("2", "2月"),
    ("3", "3月"),
    ("4", "4月"),
    ("5", "5月"),
    ("6", "6月"),
    ("7", "7月"),
    ("8", "8月"),
    ("9", "9月"),
    ("10", "10月"),
    ("11", "11月"),
    ("12", "12月"),
];

/// All kinds.
pub const KINDS: &[KindSpec] = &[
    KindSpec {
        kind: Kind::Column,
        name: "column",
        title: "表头一格：这一栏是什么",
        keys: &[key("role", "哪一种栏目", ROLES), may("basis", "数值的口径", BASES), may("scope", "范围", SCOPES)],
        groups: &["year", "year2", "level"],
        words: Some(WHOLE),
    },
    KindSpec {
        kind: Kind::Heading,
        name: "heading",
        title: "标题的编号",
        keys: &[key("level", "第几层，从外到内", LEVELS)],
        groups: &["number", "title", "title2"],
        words: None,
    },
    KindSpec {
        kind: Kind::Metadata,
        name: "metadata",
        title: "文号、标题",
        keys: &[key("field", "哪一项", FIELDS)],
        groups: &["value"],
        words: None,
    },
    KindSpec {
        kind: Kind::Furniture,
        name: "furniture",
        title: "网页上的页面元素，不是正文",
        keys: &[],
        groups: &[],
        words: Some(WHOLE),
    },
    KindSpec {
        kind: Kind::Value,
        name: "value",
        title: "一个指标值：比较方式和数",
        keys: &[key("op", "比较方式", OPS), may("scope", "只对整个单元格用，不在句子里找", &[("cell", "整个单元格")])],
        groups: &["number", "max", "unit", "unit_min", "label", "forecast"],
        words: Some(WHOLE),
    },
    KindSpec {
        kind: Kind::Period,
        name: "period",
        title: "一个时间段",
        keys: &[
            key("form", "哪一种时间段", FORMS),
            may("start", "词本身说明的开始月份", MONTHS),
            may("end", "词本身说明的截止月份", MONTHS),
        ],
        groups: &["year", "year_to", "from", "to", "period", "next"],
        words: Some("^(?:{})"),
    },
    KindSpec {
        kind: Kind::Cue,
        name: "cue",
        title: "正文里的提示",
        keys: &[Key { name: "cue", title: "哪一种提示", required: true, values: CUE_NAMES }],
        groups: &[],
        words: None,
    },
    KindSpec {
        kind: Kind::Measure,
        name: "measure",
        title: "计量单位的一种写法",
        keys: &[key("unit", "规范写法", &[])],
        groups: &[],
        words: Some(WHOLE),
    },
];

/// A cue (提示) that the program asks for.
#[derive(Debug)]
pub struct CueSpec {
    /// Its name.
    pub name: &'static str,
    /// Groups that a pattern must have.
    pub needs: &'static [&'static str],
    /// Groups that it may have besides.
    pub may_have: &'static [&'static str],
    /// The pattern that words stand for, as in [`KindSpec::words`].
    pub words: Option<&'static str>,
}

/// The cues with what they mean.
const CUE_NAMES: &[(&str, &str)] = &[
    ("leader-heading", "标题里的牵头领导"),
    ("targets-label", "“指标目标:”，后面是一串指标"),
    ("targets-run", "“主要预期目标是:”，句子里引出一串指标"),
    ("targets-lead", "“具体目标如下:”，下面分条写指标"),
    ("targets-group", "“相对指标:”，后面是这组指标"),
    ("targets-title", "下面写指标的标题"),
    ("base-year", "正文里说的规划基期年"),
    ("reached", "这句话里的数是完成值"),
    ("measures-label", "“工作举措:”，不是任务的内容"),
    ("deeds-title", "民生实事清单的标题"),
    ("list-title", "清单和表的标题"),
    ("unit-list-title", "单位名单的标题"),
    ("first-leads", "列第一位的牵头"),
    ("unit-remark", "单位名单后面的附注"),
    ("count", "标题末尾的项数"),
    ("claim", "正文里说的项数"),
    ("table-title", "表名"),
    ("table-note", "表下的注"),
    ("table-places", "分地区表的地区栏"),
    ("table-measure", "表上方的单位行"),
    ("table-due-below-name", "分地区表指标名下面的“目标任务”"),
    ("table-done-below-name", "分地区表指标名下面的“进度”"),
    ("list-reports-progress", "标题说表里是完成情况"),
    ("list-sets-targets", "标题说表里是目标"),
    ("numbering-like", "像编号而不认识的开头"),
    ("attachment-list", "附件清单"),
    ("addressee", "主送机关"),
    ("forward", "现将…印发给你们"),
    ("seal", "代章"),
    ("reporting", "报送要求：多久报送一次、几日前报送"),
    ("schedule.heading", "进度安排的小标题"),
    ("time-limit", "时限栏的表头"),
    ("quantity.amount", "文字里的数量"),
    ("value.note", "数值后括号里的说明"),
    ("value.lead", "数值可以从哪里开始"),
    ("value.basis", "名称后面说与哪一年相比"),
    ("value.than", "数值前面说与哪一年相比"),
];

/// The text begins with one of the words and a colon.
const LABEL: &str = "^(?:{}):";
/// The text ends with one of the words.
const ENDING: &str = "(?:{})$";
/// One of the words stands somewhere in the text.
const ANYWHERE: &str = "(?:{})";

const fn cue(name: &'static str, needs: &'static [&'static str], may_have: &'static [&'static str]) -> CueSpec {
    CueSpec { name, needs, may_have, words: None }
}

const fn in_words(cue: CueSpec, words: &'static str) -> CueSpec {
    CueSpec { words: Some(words), ..cue }
}

/// The cues with their groups, in the order of [`KINDS`].
pub const CUES: &[CueSpec] = &[
    cue("leader-heading", &["leader"], &[]),
    in_words(cue("targets-label", &[], &[]), LABEL),
    cue("targets-run", &["title"], &[]),
    cue("targets-lead", &["title"], &[]),
    cue("targets-group", &["title"], &[]),
    in_words(cue("targets-title", &[], &[]), ENDING),
    cue("base-year", &["year"], &[]),
    in_words(cue("reached", &[], &[]), ANYWHERE),
    in_words(cue("measures-label", &[], &[]), LABEL),
    in_words(cue("deeds-title", &[], &[]), ENDING),
    in_words(cue("list-title", &[], &[]), ENDING),
    in_words(cue("unit-list-title", &[], &[]), WHOLE),
    cue("first-leads", &[], &[]),
    in_words(cue("unit-remark", &[], &[]), "[,、]?(?:{})$"),
    cue("count", &["count"], &["noun"]),
    cue("claim", &["count", "subject"], &[]),
    cue("table-title", &["title"], &[]),
    in_words(cue("table-note", &[], &[]), "^(?:{})[0-9]{0,2}[:.]"),
    in_words(cue("table-places", &[], &[]), WHOLE),
    cue("table-measure", &["unit"], &[]),
    in_words(cue("table-due-below-name", &[], &[]), WHOLE),
    in_words(cue("table-done-below-name", &[], &[]), WHOLE),
    in_words(cue("list-reports-progress", &[], &[]), ANYWHERE),
    in_words(cue("list-sets-targets", &[], &[]), ANYWHERE),
    cue("numbering-like", &["number"], &[]),
    cue("attachment-list", &["title"], &["number"]),
    cue("addressee", &[], &[]),
    cue("forward", &[], &[]),
    cue("seal", &[], &[]),
    cue("reporting", &["span", "day"], &["every", "next"]),
    cue("schedule.heading", &[], &[]),
    in_words(cue("time-limit", &[], &[]), ENDING),
    cue("quantity.amount", &[], &[]),
    cue("value.note", &["core", "note"], &[]),
    cue("value.lead", &[], &[]),
    cue("value.basis", &[], &[]),
    cue("value.than", &[], &[]),
];

impl Kind {
    /// What rule files may say about the kind.
    pub fn spec(self) -> &'static KindSpec {
        &KINDS[self as usize]
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Kind> {
        KINDS.iter().find(|spec| spec.name == name).map(|spec| spec.kind)
    }
}

impl KindSpec {
    /// The key of `yields` with this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// The cue of this name.
pub fn cue_spec(name: &str) -> Option<&'static CueSpec> {
    CUES.iter().find(|cue| cue.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        for (at, spec) in KINDS.iter().enumerate() {
            assert_eq!(spec.kind as usize, at, "{}", spec.name);
            assert_eq!(Kind::from_name(spec.name), Some(spec.kind));
        }
        let named: Vec<&str> = CUE_NAMES.iter().map(|(name, _)| *name).collect();
        assert_eq!(CUES.iter().map(|cue| cue.name).collect::<Vec<_>>(), named);
    }

    #[test]
    fn operators_are_those_of_the_readings() {
        let ops: Vec<&str> = crate::grammar::quantity::Op::ALL.iter().map(|(_, name)| *name).collect();
        assert_eq!(OPS.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ops);
    }
}
