//! Settings of an office over the shipped ones (设置叠加): `[settings]` puts values in the place of others, `[append]` adds
//! to lists. Every mistake is told at its place.

use super::{Settings, SettingsFile, begins_with};
use crate::rules::{Problem, RulesError, SettingsText, closest};
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

impl Settings {
    /// The shipped settings with those of one text laid over them.
    ///
    /// # Errors
    /// As those of [`Settings::layered`].
    pub fn overlaid(text: &str) -> Result<Settings, RulesError> {
        Settings::layered(&[SettingsText { file: "checks.toml".to_string(), text: text.to_string() }])
    }

    /// The shipped settings with those of the files laid over them, one after the other.
    ///
    /// # Errors
    /// All mistakes of the files: unknown keys and codes, values of another type.
    pub fn layered(files: &[SettingsText]) -> Result<Settings, RulesError> {
        let mut table = Settings::shipped();
        // The shipped settings name every check, those between documents too.
        let severities = table.get("settings").and_then(|settings| settings.get("severity")?.as_table());
        let codes: Vec<String> = severities.into_iter().flatten().map(|(code, _)| code.clone()).collect();
        let mut problems = Vec::new();
        for file in files {
            problems.extend(Overlay { file, codes: &codes }.lay_over(&mut table));
        }
        if !problems.is_empty() {
            return Err(RulesError { problems });
        }
        // Every leaf was tried by itself.
        table.try_into::<SettingsFile>().map(|file| file.settings).map_err(|error| match files.last() {
            Some(last) => RulesError::syntax(&last.file, &last.text, &error),
            None => RulesError::syntax("checks.toml", "", &error),
        })
    }
}

struct Overlay<'a> {
    file: &'a SettingsText,
    /// The codes of all checks.
    codes: &'a [String],
}

/// A value of a file with the keys that lead to it and its place.
struct Leaf {
    path: Vec<String>,
    value: Value,
    key: Range<usize>,
    span: Range<usize>,
}

impl Overlay<'_> {
    fn lay_over(&self, table: &mut Table) -> Vec<Problem> {
        let (parsed, errors) = DeTable::parse_recoverable(&self.file.text);
        if !errors.is_empty() {
            return errors
                .iter()
                .flat_map(|e| RulesError::syntax(&self.file.file, &self.file.text, e).problems)
                .collect();
        }
        let parsed = parsed.into_inner();
        let mut problems = Vec::new();
        for leaf in leaves(&parsed, "settings") {
            match self.tried(&leaf) {
                Ok(()) => put(table, &leaf.path, leaf.value),
                Err(problem) => problems.push(problem),
            }
        }
        for leaf in leaves(&parsed, "append") {
            match self.appended(&leaf, table) {
                Ok(value) => put(table, &leaf.path, value),
                Err(problem) => problems.push(problem),
            }
        }
        problems
    }

    /// Do the shipped settings stand with this one value changed?
    fn tried(&self, leaf: &Leaf) -> Result<(), Problem> {
        self.known_codes(leaf)?;
        let mut table = Settings::shipped();
        put(&mut table, &leaf.path, leaf.value.clone());
        let Err(error) = table.try_into::<SettingsFile>() else { return Ok(()) };
        let message = error.message().lines().next().unwrap_or("").to_string();
        let unknown = message.strip_prefix("unknown field ").map(|rest| rest.split('`').collect::<Vec<_>>());
        Err(match unknown {
            Some(parts) => {
                let known: Vec<&str> = parts.iter().skip(3).step_by(2).copied().collect();
                let name = parts.get(1).copied().unwrap_or_default();
                let advice = match closest(name, known.iter().copied()) {
                    Some(near) => format!("是不是“{near}”？"),
                    None => format!("这里可以写：{}", known.join("、")),
                };
                self.problem(leaf.key.clone(), &format!("没有“{name}”这项设置"), &advice)
            }
            None => {
                let told = RulesError::syntax("", "", &error).problems.remove(0).mistake;
                self.problem(leaf.span.clone(), &told, "对照 rules/checks.toml 里这个键的写法")
            }
        })
    }

    /// The codes of the checks are keys and texts, which any would do for the reader.
    fn known_codes(&self, leaf: &Leaf) -> Result<(), Problem> {
        let codes = || self.codes.iter().map(String::as_str);
        let advice = |code: &str| match closest(code, codes()) {
            Some(near) => format!("是不是“{near}”？全部代码用 gongwen explain 查看"),
            None => "全部代码用 gongwen explain 查看".to_string(),
        };
        match leaf.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["settings", "severity", code] if !codes().any(|known| known == code) => {
                Err(self.problem(leaf.key.clone(), &format!("没有“{code}”这项检查"), &advice(code)))
            }
            ["settings", "exceptions"] => {
                let named = leaf.value.as_array().into_iter().flatten().filter_map(|e| e.get("codes")?.as_array());
                let unknown = |code: &&str| !codes().any(|known| begins_with(known, code));
                match named.flatten().filter_map(Value::as_str).find(unknown) {
                    Some(code) => {
                        Err(self.problem(leaf.span.clone(), &format!("没有以“{code}”开头的检查"), &advice(code)))
                    }
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// The list at the place of a leaf with its words behind it.
    fn appended(&self, leaf: &Leaf, table: &Table) -> Result<Value, Problem> {
        let below = leaf.path.iter().skip(1).try_fold(table.get("settings"), |value, key| Some(value?.get(key)));
        let (Some(Some(below)), Some(more)) = (below, leaf.value.as_array()) else {
            let advice =
                "append 只给 rules/checks.toml 里的列表加词，键名与那里相同，如 [append.conflict] 下写 synonyms = […]";
            return Err(self.problem(leaf.key.clone(), "这里没有可以接着写的列表", advice));
        };
        let Some(below) = below.as_array() else {
            return Err(self.problem(leaf.key.clone(), "这项设置不是列表", "要改它的值请写在 [settings] 里"));
        };
        let joined = Value::Array(below.iter().chain(more).cloned().collect());
        self.tried(&Leaf {
            path: leaf.path.clone(),
            value: joined.clone(),
            key: leaf.key.clone(),
            span: leaf.span.clone(),
        })?;
        Ok(joined)
    }

    fn problem(&self, span: Range<usize>, mistake: &str, advice: &str) -> Problem {
        Problem::error(&self.file.file, &self.file.text, span, mistake, advice)
    }
}

/// The values below a table of a file; lists and texts are leaves, tables are walked into.
fn leaves(file: &DeTable<'_>, name: &str) -> Vec<Leaf> {
    let mut out = Vec::new();
    if let Some(value) = file.get(name) {
        walk(vec!["settings".to_string()], value, value.span(), &mut out);
    }
    out
}

fn walk(path: Vec<String>, value: &Spanned<DeValue<'_>>, key: Range<usize>, out: &mut Vec<Leaf>) {
    match value.get_ref() {
        DeValue::Table(table) => {
            for (name, inner) in table {
                let path = [path.clone(), vec![name.get_ref().to_string()]].concat();
                walk(path, inner, name.span(), out);
            }
        }
        other => out.push(Leaf { path, value: plain(other), key, span: value.span() }),
    }
}

/// A value without its places.
fn plain(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            let whole = i64::from_str_radix(number.as_str(), number.radix());
            whole.map_or_else(|_| Value::String(number.to_string()), Value::Integer)
        }
        DeValue::Float(number) => {
            number.as_str().parse().map_or_else(|_| Value::String(number.to_string()), Value::Float)
        }
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Datetime(date) => Value::Datetime(*date),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| plain(item.get_ref())).collect()),
        DeValue::Table(table) => {
            Value::Table(table.iter().map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref()))).collect())
        }
    }
}

/// Puts a value at the end of a path of keys, which begins where it must.
fn put(table: &mut Table, path: &[String], value: Value) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        table.insert(first.clone(), value);
        return;
    }
    let inner = table.entry(first.clone()).or_insert_with(|| Value::Table(Table::new()));
    if !inner.is_table() {
        *inner = Value::Table(Table::new());
    }
    if let Value::Table(inner) = inner {
        put(inner, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Setting;

    fn layered(texts: &[&str]) -> Result<Settings, RulesError> {
        let file = |text: &&str| SettingsText { file: "规则/a.toml".into(), text: (*text).into() };
        Settings::layered(&texts.iter().map(file).collect::<Vec<_>>())
    }

    #[test]
    fn later_files_have_their_way_and_lists_grow() {
        let first = "[settings.severity]\nGW103 = \"off\"\n[settings.sum]\nadding_rows = 4\n";
        let second = "[settings.sum]\nadding_rows = 5\n[append.conflict]\nsynonyms = [[\"渔农村\", \"农村\"]]\n";
        let settings = layered(&[first, second]).unwrap();
        assert_eq!((settings.severity["GW103"], settings.sum.adding_rows), (Setting::Off, 5));
        let shipped = Settings::default();
        assert_eq!(settings.conflict.synonyms.len(), shipped.conflict.synonyms.len() + 1);
        assert_eq!(layered(&[]).unwrap(), shipped);
    }

    #[test]
    fn mistakes_are_told_at_their_place() {
        for (text, place, mistake, advice) in [
            ("[settings.severity]\nGW999 = \"off\"\n", (2, 1), "没有“GW999”这项检查", "gongwen explain"),
            ("[settings.severity]\nGW103 = \"none\"\n", (2, 9), "这里不能写“none”，可以写 error", "rules/checks.toml"),
            ("[settings.sum]\nadding_row = 3\n", (2, 1), "没有“adding_row”这项设置", "是不是“adding_rows”"),
            ("[settings.sums]\nrows = 3\n", (2, 1), "没有“sums”这项设置", "是不是“sum”"),
            (
                "[settings.sum]\nadding_rows = \"三\"\n",
                (2, 15),
                "这里要写整数，不能写带引号的文字",
                "rules/checks.toml",
            ),
            ("[append.sum]\nadding_rows = [3]\n", (2, 1), "这项设置不是列表", "[settings]"),
            ("[append.conflict]\nsynonym = [[\"甲\", \"乙\"]]\n", (2, 1), "这里没有可以接着写的列表", "append"),
            ("[append.conflict]\nsynonyms = [\"甲\"]\n", (2, 12), "这里要写方括号中的列表", "rules/checks.toml"),
            (
                "[settings]\nexceptions = [{ paths = [\"*\"], codes = [\"XY\"], severity = \"off\" }]\n",
                (2, 14),
                "没有以“XY”开头的检查",
                "gongwen explain",
            ),
        ] {
            let problems = layered(&[text]).unwrap_err().problems;
            assert_eq!(problems.len(), 1, "{text}");
            let told = &problems[0];
            assert!(told.mistake.contains(mistake) && told.advice.contains(advice), "{text}: {told}");
            assert_eq!(told.place, Some(place), "{text}: {told}");
        }
    }
}
