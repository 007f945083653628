//! The form of a rule file (规则文件的格式): which tables and keys it has. The reader, the schema and the messages take it
//! from here.

/// What may stand behind a key.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A whole number.
    Whole,
    /// `true` or `false`.
    Flag,
    /// A table of texts.
    TextMap,
    /// A list of tables.
    Forms(&'static Form),
    /// A table whose keys another module knows.
    Free,
}

/// A table of a rule file.
#[derive(Debug)]
pub(super) struct Form {
    /// What it is called in messages.
    pub(super) title: &'static str,
    /// Its keys.
    pub(super) fields: &'static [Field],
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    /// One line in Chinese.
    pub(super) title: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

const fn needs(name: &'static str, shape: Shape, title: &'static str) -> Field {
    Field { name, title, shape, required: true }
}

const fn may(name: &'static str, shape: Shape, title: &'static str) -> Field {
    Field { name, title, shape, required: false }
}

/// The whole file.
pub(super) const FILE: Form = Form {
    title: "规则文件",
    fields: &[
        may("rule", Shape::Forms(&RULE), "一条规则"),
        may("words", Shape::Forms(&WORDS), "一张词表里的词"),
        may("unit", Shape::Forms(&UNIT), "一个单位的其他写法"),
        may("indicator", Shape::Forms(&INDICATOR), "一项指标的其他写法、种类、方向"),
        may("region", Shape::Forms(&SUCCESSION), "一个地区的旧名称"),
        may("organisation", Shape::Forms(&SUCCESSION), "一个单位的旧名称"),
        may("settings", Shape::Free, "检查的设置，写了的键换掉原来的"),
        may("append", Shape::Free, "检查的词表，接在原来的后面；键与 settings 相同"),
        may("rules", Shape::Texts, "规则文件夹，只写在 gongwen.toml 里；相对于它所在的文件夹"),
    ],
};

/// `[[rule]]`. What is required depends on `disabled` and `extend`, so the loader asks for it.
pub(super) const RULE: Form = Form {
    title: "规则",
    fields: &[
        needs("id", Shape::Text, "编号，“主题.名称”，小写字母、数字和连字符；与已有规则相同时替换它"),
        may("title", Shape::Text, "一行中文说明"),
        may("why", Shape::Text, "为什么要有这条规则"),
        may("kind", Shape::Text, "哪一种规则"),
        may("words", Shape::Texts, "要认的词，不必写正则；全角半角、空格不必管"),
        may("pattern", Shape::Text, "一条正则，对折叠后的文字匹配；{名称} 是查找器"),
        may("patterns", Shape::Texts, "几条正则，匹配其中一条即可"),
        may("yields", Shape::TextMap, "匹配之后得到什么"),
        may("priority", Shape::Whole, "数大的先试；内置规则默认 0，自己的规则默认 200"),
        may("over", Shape::Texts, "先于哪些规则：写它们的编号"),
        may("extend", Shape::Flag, "true 表示给已有的同名规则补充写法，不是替换"),
        may("disabled", Shape::Flag, "true 表示停用这个编号的规则"),
        may("example", Shape::Forms(&EXAMPLE), "一定要匹配的文字"),
        may("counter", Shape::Forms(&COUNTER), "一定不能匹配的文字，最好容易混淆"),
    ],
};

/// `[[rule.example]]`.
pub(super) const EXAMPLE: Form = Form {
    title: "例子",
    fields: &[
        needs("text", Shape::Text, "原文"),
        may("record", Shape::TextMap, "各命名组和 yields 应得的值"),
        may("source", Shape::Text, "例子出自哪里"),
    ],
};

/// `[[rule.counter]]`.
pub(super) const COUNTER: Form = Form {
    title: "反例",
    fields: &[needs("text", Shape::Text, "原文"), may("source", Shape::Text, "反例出自哪里")],
};

/// `[[words]]`.
pub(super) const WORDS: Form = Form {
    title: "词表",
    fields: &[
        needs("id", Shape::Text, "词表的编号"),
        needs("title", Shape::Text, "一行中文说明"),
        may("words", Shape::Texts, "词"),
        may("remove", Shape::Texts, "从词表里去掉的词"),
        may("replace", Shape::Flag, "true 表示换掉整张词表，不是加在后面"),
        may("example", Shape::Forms(&COUNTER), "词表应当认出的文字"),
        may("counter", Shape::Forms(&COUNTER), "词表不应认出的文字"),
    ],
};

/// `[[unit]]`.
pub(super) const UNIT: Form = Form {
    title: "别名",
    fields: &[
        needs("name", Shape::Text, "规范名称"),
        may("aliases", Shape::Texts, "其他写法"),
        may("not", Shape::Texts, "容易混淆、不是它的名称"),
        may("why", Shape::Text, "为什么是同一个"),
        may("disabled", Shape::Flag, "true 表示前面各层给它写的别名都不要"),
    ],
};

/// `[[indicator]]`.
pub(super) const INDICATOR: Form = Form {
    title: "指标",
    fields: &[
        needs("name", Shape::Text, "规范名称"),
        may("aliases", Shape::Texts, "别的叫法"),
        may("unit", Shape::Text, "通常的计量单位，比较时折算成它"),
        may("kind", Shape::Text, "sum 能相加，ratio 比率，average 平均数，index 指数、评分"),
        may("direction", Shape::Text, "higher 越高越好，lower 越低越好，neutral 没有好坏"),
        may("not", Shape::Texts, "看着像、其实是另一项的名称"),
        may("why", Shape::Text, "说明"),
        may("disabled", Shape::Flag, "true 表示停用前面各层写的这一项"),
    ],
};

/// `[[region]]` and `[[organisation]]`.
pub(super) const SUCCESSION: Form = Form {
    title: "沿革",
    fields: &[
        needs("name", Shape::Text, "新名称"),
        needs("since", Shape::Whole, "从哪一年起用新名称"),
        may("formerly", Shape::Texts, "旧名称，范围不变"),
        may("merged", Shape::Texts, "并入的，前后的数不能直接比较"),
        may("why", Shape::Text, "说明"),
        may("disabled", Shape::Flag, "true 表示停用这些旧名称的沿革"),
    ],
};
