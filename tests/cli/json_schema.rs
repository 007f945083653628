//! As much of JSON Schema (2020-12) as the schema of the records uses; a keyword beyond that fails the test.

use serde_json::{Map, Value};

/// Says where `value` breaks `schema`: one line a mistake, with the path into the value.
pub fn mistakes(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Validator { root: schema }.check(schema, value, "$", &mut found);
    found
}

/// Keywords that say nothing about a value.
const SILENT: [&str; 6] = ["$schema", "$defs", "title", "description", "default", "format"];

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
        let rules = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return found.push(format!("{path}: not allowed")),
            schema => schema.as_object().unwrap_or_else(|| panic!("{path}: a schema is an object: {schema}")),
        };
        for (keyword, rule) in rules {
            match keyword.as_str() {
                "$ref" => self.check(self.target(rule), value, path, found),
                "type" => check_type(rule, value, path, found),
                "enum" if !list(rule).contains(value) => found.push(format!("{path}: {value} is none of {rule}")),
                "const" if rule != value => found.push(format!("{path}: {value} is not {rule}")),
                "minimum" | "maximum" => check_bound(keyword, rule, value, path, found),
                "properties" | "additionalProperties" | "required" if !value.is_object() => {}
                "required" => check_required(rule, value, path, found),
                "properties" => self.check_properties(rule, value, path, found),
                "additionalProperties" => self.check_others(rules, rule, value, path, found),
                "items" => self.check_items(rule, value, path, found),
                "anyOf" | "oneOf" => self.check_choice(keyword, rule, value, path, found),
                "enum" | "const" => {}
                silent if SILENT.contains(&silent) => {}
                unknown => panic!("{path}: this validator does not know {unknown}"),
            }
        }
    }

    fn target(&self, reference: &Value) -> &Value {
        let pointer = reference.as_str().and_then(|text| text.strip_prefix('#')).expect("a reference into this schema");
        self.root.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not defined"))
    }

    fn check_properties(&self, rule: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
        for (name, schema) in object(rule) {
            if let Some(part) = value.get(name) {
                self.check(schema, part, &format!("{path}.{name}"), found);
            }
        }
    }

    fn check_others(
        &self,
        rules: &Map<String, Value>,
        rule: &Value,
        value: &Value,
        path: &str,
        found: &mut Vec<String>,
    ) {
        let named = rules.get("properties").map(object);
        for (name, part) in object(value).iter().filter(|(name, _)| !named.is_some_and(|n| n.contains_key(*name))) {
            self.check(rule, part, &format!("{path}.{name}"), found);
        }
    }

    fn check_items(&self, rule: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
        for (i, item) in value.as_array().into_iter().flatten().enumerate() {
            self.check(rule, item, &format!("{path}[{i}]"), found);
        }
    }

    fn check_choice(&self, keyword: &str, rule: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
        let fits = |schema: &&Value| {
            let mut found = Vec::new();
            self.check(schema, value, path, &mut found);
            found.is_empty()
        };
        let count = list(rule).iter().filter(fits).count();
        if count == 0 || keyword == "oneOf" && count > 1 {
            found.push(format!("{path}: {value} fits {count} of {keyword}"));
        }
    }
}

fn check_type(rule: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let is = |name: &Value| match name.as_str().expect("a type is text") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        unknown => panic!("{path}: no type {unknown}"),
    };
    if !rule.as_array().map_or_else(|| is(rule), |names| names.iter().any(is)) {
        found.push(format!("{path}: {value} is no {rule}"));
    }
}

fn check_bound(keyword: &str, rule: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let (Some(number), Some(bound)) = (value.as_f64(), rule.as_f64()) else { return };
    if (keyword == "minimum" && number < bound) || (keyword == "maximum" && number > bound) {
        found.push(format!("{path}: {number} passes the {keyword} {bound}"));
    }
}

fn check_required(rule: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    for name in list(rule).iter().filter_map(Value::as_str).filter(|name| value.get(name).is_none()) {
        found.push(format!("{path}: {name} is missing"));
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

#[test]
fn the_validator_tells_right_from_wrong() {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string"},
            "size": {"type": ["integer", "null"], "minimum": 0},
            "level": {"$ref": "#/$defs/Level"},
            "list": {"type": "array", "items": {"oneOf": [{"const": "a"}, {"type": "number"}, {"enum": [1]}]}},
            "maybe": {"anyOf": [{"$ref": "#/$defs/Level"}, {"type": "null"}]}
        },
        "additionalProperties": false,
        "$defs": {"Level": {"enum": ["city", "county"]}}
    });
    let right = serde_json::json!({"id": "x", "size": null, "level": "city", "list": ["a", 2], "maybe": null});
    assert_eq!(mistakes(&schema, &right), Vec::<String>::new());
    let wrong = [
        serde_json::json!({"id": 5}),
        serde_json::json!({}),
        serde_json::json!([]),
        serde_json::json!({"id": "x", "size": -1}),
        serde_json::json!({"id": "x", "size": 1.5}),
        serde_json::json!({"id": "x", "level": "town"}),
        serde_json::json!({"id": "x", "list": ["b"]}),
        serde_json::json!({"id": "x", "list": [1]}),
        serde_json::json!({"id": "x", "maybe": 1}),
        serde_json::json!({"id": "x", "more": 1}),
    ];
    for value in wrong {
        assert_eq!(mistakes(&schema, &value).len(), 1, "{value}");
    }
}
