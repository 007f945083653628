//! The JSON Schema of rule files, for editors that complete and check them: made of the same tables as the loader.

use super::form::{self, Form, Shape};
use super::kind::{KINDS, Key, KindSpec};
use super::lists::LISTS;
use super::{BUILT_IN, finder};
use serde_json::{Map, Value, json};

/// The shipped settings among the built-in files.
const SETTINGS_FILE: &str = "rules/checks.toml";
/// Settings whose keys an office may choose.
const FREE_TABLES: [&str; 2] = ["scale", "subjects"];

/// JSON Schema (draft-07, which the editors for TOML know) of rule files and of `gongwen.toml`, indented, with a line
/// feed at the end.
pub fn schema() -> String {
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "gongwen 规则文件",
        "description": "写法见 rules/README.md",
    });
    merge(&mut schema, of_form(&form::FILE));
    let settings = settings();
    schema["properties"]["settings"] = with_description(settings.clone(), "检查的设置，写了的键换掉原来的");
    schema["properties"]["append"] = with_description(lists_only(&settings), "检查的词表，接在原来的后面");
    schema["properties"]["rule"]["items"] = rule();
    schema["properties"]["words"]["items"]["properties"]["id"] = list_ids();
    let mut text = serde_json::to_string_pretty(&schema).expect("texts, numbers and lists");
    text.push('\n');
    text
}

/// The ids of word lists: those that are fixed, and those of which only the beginning is.
fn list_ids() -> Value {
    let (open, fixed): (Vec<&str>, Vec<&str>) = LISTS.iter().map(|(id, _)| *id).partition(|id| id.ends_with('*'));
    let beginnings =
        open.iter().map(|id| json!({ "pattern": format!("^{}", regex::escape(id.trim_end_matches('*'))) }));
    let any: Vec<Value> = std::iter::once(json!({ "enum": fixed })).chain(beginnings).collect();
    json!({ "type": "string", "description": "词表的编号", "anyOf": any })
}

/// A rule: what is required, and what each kind may yield.
fn rule() -> Value {
    let mut rule = of_form(&form::RULE);
    let properties = &mut rule["properties"];
    properties["id"]["pattern"] = json!("^[a-z0-9\\u4e00-\\u9fff-]+\\.[a-z0-9\\u4e00-\\u9fff-]+$");
    properties["kind"]["enum"] = names(KINDS.iter().map(|spec| spec.name));
    properties["kind"]["description"] =
        json!(described("哪一种规则", KINDS.iter().map(|spec| (spec.name, spec.title))));
    let finders = finder::list().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join("、");
    properties["pattern"]["description"] = json!(format!("一条正则，对折叠后的文字匹配。查找器：{finders}"));
    let mut conditions = vec![json!({
        "if": { "anyOf": [{ "required": ["disabled"] }, { "required": ["extend"] }] },
        "else": {
            "required": ["id", "title", "kind", "example", "counter"],
            "anyOf": [{ "required": ["words"] }, { "required": ["pattern"] }, { "required": ["patterns"] }]
        }
    })];
    conditions.extend(KINDS.iter().map(of_kind));
    rule["allOf"] = Value::Array(conditions);
    rule
}

fn of_kind(spec: &KindSpec) -> Value {
    let keys: Map<String, Value> = spec.keys.iter().map(|key| (key.name.to_string(), of_key(key))).collect();
    let required = spec.keys.iter().filter(|key| key.required).map(|key| key.name);
    let yields = json!({ "properties": keys, "required": names(required), "additionalProperties": false });
    json!({
        "if": { "properties": { "kind": { "const": spec.name } }, "required": ["kind"] },
        "then": { "properties": { "yields": yields } }
    })
}

fn of_key(key: &Key) -> Value {
    let mut out = json!({ "type": "string", "description": described(key.title, key.values.iter().copied()) });
    if !key.values.is_empty() {
        out["enum"] = names(key.values.iter().map(|(value, _)| *value));
    }
    out
}

fn described<'n>(title: &str, values: impl Iterator<Item = (&'n str, &'n str)>) -> String {
    let listed: Vec<String> = values.map(|(value, meaning)| format!("{value} {meaning}")).collect();
    if listed.is_empty() { title.to_string() } else { format!("{title}。{}", listed.join("；")) }
}

fn names<'n>(names: impl Iterator<Item = &'n str>) -> Value {
    Value::Array(names.map(|name| json!(name)).collect())
}

fn of_form(form: &Form) -> Value {
    let field = |field: &form::Field| (field.name.to_string(), with_description(of_shape(field.shape), field.title));
    let properties: Map<String, Value> = form.fields.iter().map(field).collect();
    let required = form.fields.iter().filter(|field| field.required).map(|field| field.name);
    json!({
        "type": "object",
        "properties": properties,
        "required": names(required),
        "additionalProperties": false
    })
}

fn of_shape(shape: Shape) -> Value {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::Whole => json!({ "type": "integer" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::TextMap => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Shape::Forms(form) => json!({ "type": "array", "items": of_form(form) }),
        Shape::Free => json!({ "type": "object" }),
    }
}

fn with_description(mut schema: Value, description: &str) -> Value {
    schema["description"] = json!(description);
    schema
}

/// The settings, as the shipped ones are.
fn settings() -> Value {
    let shipped = BUILT_IN.iter().find(|(file, _)| *file == SETTINGS_FILE);
    let table: toml::Table =
        shipped.and_then(|(_, text)| toml::from_str(text).ok()).expect("the shipped settings are read in a test");
    let mut schema = of_value("settings", &table["settings"]);
    let severity = json!({ "enum": ["error", "warning", "info", "off"] });
    for code in schema["properties"]["severity"]["properties"].as_object_mut().into_iter().flatten() {
        *code.1 = severity.clone();
    }
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    schema["properties"]["exceptions"]["items"] = json!({
        "type": "object",
        "properties": { "paths": texts, "codes": texts, "severity": severity },
        "required": ["paths", "codes", "severity"],
        "additionalProperties": false
    });
    schema
}

/// What may stand in the place of a shipped value.
fn of_value(key: &str, value: &toml::Value) -> Value {
    match value {
        toml::Value::String(_) | toml::Value::Datetime(_) => json!({ "type": "string" }),
        toml::Value::Integer(_) | toml::Value::Float(_) => json!({ "type": "number" }),
        toml::Value::Boolean(_) => json!({ "type": "boolean" }),
        toml::Value::Array(items) => match items.first() {
            Some(first) => json!({ "type": "array", "items": of_value(key, first) }),
            None => json!({ "type": "array" }),
        },
        toml::Value::Table(table) => {
            let free = FREE_TABLES.contains(&key).then(|| table.values().next().map(|value| of_value("", value)));
            let properties: Map<String, Value> =
                table.iter().map(|(key, value)| (key.clone(), of_value(key, value))).collect();
            json!({
                "type": "object",
                "properties": properties,
                "additionalProperties": free.flatten().unwrap_or(json!(false))
            })
        }
    }
}

/// The same with lists only.
fn lists_only(schema: &Value) -> Value {
    let mut out = schema.clone();
    if let Some(properties) = out["properties"].as_object_mut() {
        properties.retain(|_, inner| inner["type"] == "array" || inner["properties"].is_object());
        for inner in properties.values_mut().filter(|inner| inner["properties"].is_object()) {
            *inner = lists_only(inner);
        }
        properties.retain(|_, inner| {
            inner["type"] == "array" || inner["properties"].as_object().is_some_and(|p| !p.is_empty())
        });
    }
    out
}

fn merge(into: &mut Value, from: Value) {
    if let (Some(into), Value::Object(from)) = (into.as_object_mut(), from) {
        into.extend(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_knows_what_the_loader_knows() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        let rule = &schema["properties"]["rule"]["items"];
        assert_eq!(rule["additionalProperties"], false);
        for field in form::RULE.fields {
            assert!(rule["properties"][field.name]["description"].is_string(), "{}", field.name);
        }
        assert_eq!(rule["allOf"].as_array().map(Vec::len), Some(KINDS.len() + 1));
        let settings = &schema["properties"]["settings"]["properties"];
        assert_eq!(settings["severity"]["properties"]["GW201"]["enum"][3], "off");
        assert_eq!(settings["sum"]["properties"]["adding_rows"]["type"], "number");
        let append = &schema["properties"]["append"]["properties"];
        assert!(append["conflict"]["properties"]["synonyms"].is_object() && append["low_confidence"].is_null());
    }
}
