//! Reading a rule file: from TOML to entries with their places, every mistake of form reported.

use super::error::Problem;
use super::form::{self, Field, Form, Shape};
use super::suggest::closest;
use std::collections::HashSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What to do about a file that is no proper TOML.
const SYNTAX_ADVICE: &str = "请核对引号、括号和逗号；文字要用引号括起来，每个键单独一行";

/// A value with its place in the file, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

impl<T> At<T> {
    fn new(value: T, span: Range<usize>) -> At<T> {
        At { value, span }
    }
}

/// A rule file as it is written.
#[derive(Debug, Default)]
pub(super) struct RuleFile {
    pub(super) rules: Vec<RuleEntry>,
    pub(super) words: Vec<WordsEntry>,
    pub(super) units: Vec<UnitEntry>,
    pub(super) indicators: Vec<IndicatorEntry>,
    pub(super) regions: Vec<SuccessionEntry>,
    pub(super) organisations: Vec<SuccessionEntry>,
    /// Folders with more rules, in `gongwen.toml` only.
    pub(super) folders: Vec<At<String>>,
    /// It has a table `settings` or `append`.
    pub(super) has_settings: bool,
}

/// `[[rule]]`
#[derive(Debug)]
pub(super) struct RuleEntry {
    pub(super) id: At<String>,
    pub(super) title: Option<At<String>>,
    pub(super) kind: Option<At<String>>,
    pub(super) words: Vec<At<String>>,
    pub(super) patterns: Vec<At<String>>,
    pub(super) yields: Vec<(At<String>, At<String>)>,
    pub(super) priority: Option<At<i64>>,
    pub(super) over: Vec<At<String>>,
    pub(super) extend: bool,
    pub(super) disabled: bool,
    pub(super) examples: Vec<ExampleEntry>,
    pub(super) counters: Vec<At<String>>,
}

/// `[[rule.example]]`
#[derive(Debug)]
pub(super) struct ExampleEntry {
    pub(super) text: At<String>,
    pub(super) record: Vec<(At<String>, At<String>)>,
}

/// `[[words]]`
#[derive(Debug)]
pub(super) struct WordsEntry {
    pub(super) id: At<String>,
    pub(super) title: String,
    pub(super) words: Vec<At<String>>,
    pub(super) remove: Vec<At<String>>,
    pub(super) replace: bool,
    pub(super) examples: Vec<At<String>>,
    pub(super) counters: Vec<At<String>>,
}

/// `[[unit]]`
#[derive(Debug)]
pub(super) struct UnitEntry {
    pub(super) name: At<String>,
    pub(super) aliases: Vec<At<String>>,
    pub(super) not: Vec<At<String>>,
    pub(super) disabled: bool,
}

/// `[[indicator]]`
#[derive(Debug)]
pub(super) struct IndicatorEntry {
    pub(super) name: At<String>,
    pub(super) aliases: Vec<At<String>>,
    pub(super) unit: Option<String>,
    pub(super) kind: Option<At<String>>,
    pub(super) direction: Option<At<String>>,
    pub(super) not: Vec<At<String>>,
    pub(super) disabled: bool,
}

/// `[[region]]`, `[[organisation]]`
#[derive(Debug)]
pub(super) struct SuccessionEntry {
    pub(super) name: At<String>,
    pub(super) since: At<i64>,
    pub(super) formerly: Vec<At<String>>,
    pub(super) merged: Vec<At<String>>,
    pub(super) disabled: bool,
}

/// Reads a rule file; entries that have a mistake are left out and reported.
pub(super) fn read(file: &str, source: &str) -> (RuleFile, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(source);
    let mut reader = Reader { file, source, problems: Vec::new(), bad: HashSet::new() };
    if !errors.is_empty() {
        // What stands behind a slip of the pen is reported wrongly more often than rightly.
        let error = &errors[0];
        let span = error.span().unwrap_or(0..0);
        reader.problem(span, &super::error::in_chinese(error.message()), SYNTAX_ADVICE);
        return (RuleFile::default(), reader.problems);
    }
    let table = table.into_inner();
    reader.check(&table, 0..0, &form::FILE);
    let entries = reader.entries(&table);
    (entries, reader.problems)
}

struct Reader<'a> {
    file: &'a str,
    source: &'a str,
    problems: Vec<Problem>,
    /// Entries with mistakes of form, by their key and place in the list; what else is wrong with them cannot be told.
    bad: HashSet<(&'static str, usize)>,
}

type Table<'i> = DeTable<'i>;

impl Reader<'_> {
    fn problem(&mut self, span: Range<usize>, mistake: &str, advice: &str) {
        self.problems.push(Problem::error(self.file, self.source, span, mistake, advice));
    }

    /// Are all keys of a table known, all values of the right shape, and all that must be there there?
    fn check(&mut self, table: &Table<'_>, place: Range<usize>, form: &Form) -> bool {
        let before = self.problems.len();
        for (key, value) in table {
            let name: &str = key.get_ref();
            match form.fields.iter().find(|field| field.name == name) {
                Some(field) => self.check_shape(field, value),
                None => self.unknown_key(key, form),
            }
        }
        for field in form.fields.iter().filter(|field| field.required && !table.contains_key(field.name)) {
            let mistake = format!("{}缺少“{}”", form.title, field.name);
            self.problem(
                place.clone(),
                &mistake,
                &format!("写上 {} = {}（{}）", field.name, sample(field), field.title),
            );
        }
        self.problems.len() == before
    }

    fn unknown_key(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, form: &Form) {
        let name: &str = key.get_ref();
        let names = || form.fields.iter().map(|field| field.name);
        let advice = match closest(name, names()) {
            Some(near) => format!("是不是“{near}”？"),
            None => format!("{}可以写：{}", form.title, names().collect::<Vec<_>>().join("、")),
        };
        self.problem(key.span(), &format!("{}里没有“{name}”这个键", form.title), &advice);
    }

    fn check_shape(&mut self, field: &Field, value: &Spanned<DeValue<'_>>) {
        let inner = value.get_ref();
        let fits = match field.shape {
            Shape::Text => inner.is_str(),
            Shape::Texts => inner.is_array(),
            Shape::Whole => inner.as_integer().is_some_and(|number| whole(number).is_some()),
            Shape::Flag => inner.is_bool(),
            Shape::TextMap | Shape::Free => inner.is_table(),
            Shape::Forms(_) => inner.is_array(),
        };
        if !fits {
            let mistake = format!("“{}”要写{}，不能写{}", field.name, shape_name(field.shape), type_name(inner));
            return self.problem(value.span(), &mistake, &format!("例如 {} = {}", field.name, sample(field)));
        }
        match (field.shape, inner) {
            (Shape::Texts, DeValue::Array(items)) => {
                for item in items.iter().filter(|item| !item.get_ref().is_str()) {
                    let mistake = format!("“{}”里要写带引号的文字，不能写{}", field.name, type_name(item.get_ref()));
                    self.problem(item.span(), &mistake, &format!("例如 {} = {}", field.name, sample(field)));
                }
            }
            (Shape::TextMap, DeValue::Table(table)) => {
                for (key, item) in table.iter().filter(|(_, item)| !item.get_ref().is_str()) {
                    let printed = self.source.get(item.span()).unwrap_or("…").to_string();
                    let mistake = format!("“{}”要写带引号的文字，不能写{}", key.get_ref(), type_name(item.get_ref()));
                    self.problem(item.span(), &mistake, &format!("写成 {} = \"{printed}\"", key.get_ref()));
                }
            }
            (Shape::Forms(form), DeValue::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    match item.get_ref() {
                        DeValue::Table(table) => {
                            if !self.check(table, head(table, item.span()), form) {
                                self.bad.insert((field.name, at));
                            }
                        }
                        other => {
                            let mistake = format!("这里要写[[{}]]，不能写{}", field.name, type_name(other));
                            self.problem(
                                item.span(),
                                &mistake,
                                &format!("另起一行写 [[{}]]，下面一行一个键", field.name),
                            );
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// The entries that have what they need; what is wrong with the others is reported already.
    fn entries(&self, table: &Table<'_>) -> RuleFile {
        let good = |key: &'static str| {
            let all = tables(table, key).into_iter().enumerate();
            all.filter(move |(at, _)| !self.bad.contains(&(key, *at))).map(|(_, entry)| entry)
        };
        RuleFile {
            rules: good("rule").filter_map(rule).collect(),
            words: good("words").filter_map(words).collect(),
            units: good("unit").filter_map(unit).collect(),
            indicators: good("indicator").filter_map(indicator).collect(),
            regions: good("region").filter_map(succession).collect(),
            organisations: good("organisation").filter_map(succession).collect(),
            folders: texts(table, "rules"),
            has_settings: table.contains_key("settings") || table.contains_key("append"),
        }
    }
}

fn rule(table: &Table<'_>) -> Option<RuleEntry> {
    let mut patterns: Vec<At<String>> = text(table, "pattern").into_iter().collect();
    patterns.extend(texts(table, "patterns"));
    let example = |of: &Table<'_>| Some(ExampleEntry { text: text(of, "text")?, record: pairs(of, "record") });
    Some(RuleEntry {
        id: text(table, "id")?,
        title: text(table, "title"),
        kind: text(table, "kind"),
        words: texts(table, "words"),
        patterns,
        yields: pairs(table, "yields"),
        priority: number(table, "priority"),
        over: texts(table, "over"),
        extend: flag(table, "extend"),
        disabled: flag(table, "disabled"),
        examples: tables(table, "example").into_iter().filter_map(example).collect(),
        counters: tables(table, "counter").into_iter().filter_map(|of| text(of, "text")).collect(),
    })
}

fn words(table: &Table<'_>) -> Option<WordsEntry> {
    let marked = |key| tables(table, key).into_iter().filter_map(|of| text(of, "text")).collect();
    Some(WordsEntry {
        id: text(table, "id")?,
        title: text(table, "title")?.value,
        words: texts(table, "words"),
        remove: texts(table, "remove"),
        replace: flag(table, "replace"),
        examples: marked("example"),
        counters: marked("counter"),
    })
}

fn unit(table: &Table<'_>) -> Option<UnitEntry> {
    Some(UnitEntry {
        name: text(table, "name")?,
        aliases: texts(table, "aliases"),
        not: texts(table, "not"),
        disabled: flag(table, "disabled"),
    })
}

fn indicator(table: &Table<'_>) -> Option<IndicatorEntry> {
    Some(IndicatorEntry {
        name: text(table, "name")?,
        aliases: texts(table, "aliases"),
        unit: text(table, "unit").map(|unit| unit.value),
        kind: text(table, "kind"),
        direction: text(table, "direction"),
        not: texts(table, "not"),
        disabled: flag(table, "disabled"),
    })
}

fn succession(table: &Table<'_>) -> Option<SuccessionEntry> {
    Some(SuccessionEntry {
        name: text(table, "name")?,
        since: number(table, "since")?,
        formerly: texts(table, "formerly"),
        merged: texts(table, "merged"),
        disabled: flag(table, "disabled"),
    })
}

fn text(table: &Table<'_>, key: &str) -> Option<At<String>> {
    let value = table.get(key)?;
    Some(At::new(value.get_ref().as_str()?.to_string(), value.span()))
}

fn texts(table: &Table<'_>, key: &str) -> Vec<At<String>> {
    let items = table.get(key).and_then(|value| value.get_ref().as_array());
    let read = |item: &Spanned<DeValue<'_>>| Some(At::new(item.get_ref().as_str()?.to_string(), item.span()));
    items.into_iter().flat_map(|items| items.iter()).filter_map(read).collect()
}

fn number(table: &Table<'_>, key: &str) -> Option<At<i64>> {
    let value = table.get(key)?;
    Some(At::new(whole(value.get_ref().as_integer()?)?, value.span()))
}

fn flag(table: &Table<'_>, key: &str) -> bool {
    table.get(key).and_then(|value| value.get_ref().as_bool()).unwrap_or(false)
}

fn pairs(table: &Table<'_>, key: &str) -> Vec<(At<String>, At<String>)> {
    let inner = table.get(key).and_then(|value| value.get_ref().as_table());
    let read = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let text = value.get_ref().as_str()?.to_string();
        Some((At::new(key.get_ref().to_string(), key.span()), At::new(text, value.span())))
    };
    inner.into_iter().flatten().filter_map(read).collect()
}

fn tables<'t, 'i>(table: &'t Table<'i>, key: &str) -> Vec<&'t Table<'i>> {
    let items = table.get(key).and_then(|value| value.get_ref().as_array());
    items.into_iter().flat_map(|items| items.iter()).filter_map(|item| item.get_ref().as_table()).collect()
}

/// Where to point when something is missing in a table: its id, else its head.
fn head(table: &Table<'_>, span: Range<usize>) -> Range<usize> {
    table.get("id").or_else(|| table.get("name")).map_or(span, Spanned::span)
}

fn whole(number: &toml::de::DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "带引号的文字",
        Shape::Texts => "方括号中的列表",
        Shape::Whole => "整数",
        Shape::Flag => " true 或 false",
        Shape::TextMap | Shape::Free => "花括号中的表",
        Shape::Forms(_) => "双方括号的小节",
    }
}

fn sample(field: &Field) -> String {
    match field.shape {
        Shape::Text => "\"…\"".to_string(),
        Shape::Texts => "[\"…\", \"…\"]".to_string(),
        Shape::Whole => "10".to_string(),
        Shape::Flag => "true".to_string(),
        Shape::TextMap | Shape::Free => "{ 键 = \"…\" }".to_string(),
        Shape::Forms(_) => format!("另起一行 [[{}]]", field.name),
    }
}

/// The Chinese word for what stands in a file.
pub(super) fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "文字",
        DeValue::Integer(_) => "整数",
        DeValue::Float(_) => "小数",
        DeValue::Boolean(_) => " true、false",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "列表",
        DeValue::Table(_) => "表",
    }
}
