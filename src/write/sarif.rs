//! Findings as SARIF 2.1.0, for viewers and code-review tools. Written by hand after the OASIS schema, the parts of it
//! that findings need.

use crate::record::{Anchor, DocumentRecords, Evidence, Finding, Severity};
use serde::Serialize;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// A file that could not be read, or not as a whole.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The file, `/` between parts; empty for the run as a whole.
    pub path: String,
    /// What went wrong and what to do.
    pub text: String,
}

/// What a viewer shows about a check.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Code, such as `GW201`.
    pub code: &'static str,
    /// Short English name.
    pub name: &'static str,
    /// Short Chinese title.
    pub title: &'static str,
    /// The explanation.
    pub help: &'static str,
    /// Severity where nothing lowers it.
    pub severity: Severity,
}

/// The log of a run, indented, with a line feed at the end.
pub fn log(documents: &[&DocumentRecords], rules: &[Rule], notices: &[Notice]) -> String {
    let results =
        documents.iter().flat_map(|records| records.findings.iter().map(|finding| result(records, finding, rules)));
    let driver = Driver {
        name: "gongwen",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        language: "zh-CN",
        rules: rules.iter().map(descriptor).collect(),
    };
    let invocation = Invocation {
        execution_successful: notices.is_empty(),
        tool_execution_notifications: notices.iter().map(notification).collect(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: [invocation],
        column_kind: "unicodeCodePoints",
        results: results.collect(),
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    let mut text = serde_json::to_string_pretty(&log).expect("texts, numbers and lists");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<SarifResult>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    language: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    name: &'static str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "gongwen/v1")]
    gongwen: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    /// Behind the last character, as SARIF wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

fn descriptor(rule: &Rule) -> Descriptor {
    Descriptor {
        id: rule.code,
        name: rule.name,
        short_description: message(rule.title),
        full_description: message(rule.help.split("\n").next().unwrap_or_default()),
        help: message(rule.help),
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

/// A message; braces would be placeholders and are doubled.
fn message(text: &str) -> Message {
    Message { text: text.replace('{', "{{").replace('}', "}}") }
}

fn notification(notice: &Notice) -> Notification {
    let place = (!notice.path.is_empty()).then(|| Location { message: None, ..location(&notice.path, None) });
    Notification { level: "error", message: message(&notice.text), locations: place.into_iter().collect() }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(records: &DocumentRecords, finding: &Finding, rules: &[Rule]) -> SarifResult {
    let path = &records.document.source.path;
    let (first, more) =
        finding.evidence.split_first().map_or((None, [].as_slice()), |(first, more)| (Some(first), more));
    let related = (1..).zip(more).map(|(id, evidence)| Location { id: Some(id), ..location(path, Some(evidence)) });
    SarifResult {
        rule_id: finding.code.clone(),
        rule_index: rules.iter().position(|rule| rule.code == finding.code),
        level: level(finding.severity),
        message: message(&finding.message),
        locations: vec![Location { message: None, ..location(path, first) }],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints { gongwen: finding.fingerprint.clone() },
    }
}

fn location(path: &str, evidence: Option<&Evidence>) -> Location {
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: percent_encoded(path) },
            region: evidence.and_then(|evidence| region(&evidence.anchor)),
        },
        message: evidence.map(|evidence| message(&evidence.text)).filter(|message| !message.text.is_empty()),
    }
}

fn region(anchor: &Anchor) -> Option<Region> {
    Some(Region {
        start_line: anchor.line?,
        start_column: anchor.column,
        end_line: anchor.end_line,
        end_column: anchor.end_column.map(|column| column.saturating_add(1)),
    })
}

/// A path as a URI reference: what is neither a letter nor a digit of ASCII nor one of `-._~/` is percent-encoded.
fn percent_encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::specimen;
    use serde_json::Value;

    #[test]
    fn a_log_has_what_viewers_need() {
        let rule =
            Rule { code: "GW201", name: "sum", title: "合计不符", help: "查什么", severity: Severity::Error };
        let evidence = |line| Evidence { text: "78".into(), anchor: Anchor::text(line, 3, line, 4) };
        let mut records = specimen::city();
        records.document.source.path = "2023年/表 1.txt".into();
        records.findings = vec![Finding {
            code: "GW201".into(),
            severity: Severity::Warning,
            message: "全市 78，各地合计 79".into(),
            subject: vec!["T001".into()],
            expected: None,
            found: None,
            evidence: vec![evidence(7), evidence(9)],
            fingerprint: "0123456789abcdef".into(),
        }];
        let log: Value = serde_json::from_str(&log(&[&records], &[rule], &[])).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"], "error");
        let result = &run["results"][0];
        assert_eq!(
            (&result["ruleId"], &result["ruleIndex"], &result["level"]),
            (&"GW201".into(), &0.into(), &"warning".into())
        );
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "2023%E5%B9%B4/%E8%A1%A8%201.txt");
        assert_eq!(
            place["region"],
            serde_json::json!({"startLine": 7, "startColumn": 3, "endLine": 7, "endColumn": 5})
        );
        assert_eq!(result["relatedLocations"][0]["id"], 1);
        assert_eq!(result["partialFingerprints"]["gongwen/v1"], "0123456789abcdef");
    }

    #[test]
    fn a_run_without_findings_has_an_empty_list() {
        let mut records = specimen::city();
        records.findings.clear();
        let log: Value = serde_json::from_str(&log(&[&records], &[], &[])).unwrap();
        assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    }

    #[test]
    fn a_file_that_failed_is_told_and_braces_are_no_placeholders() {
        let notice = Notice { path: "坏.txt".into(), text: "文件是空的{0}".into() };
        let log: Value = serde_json::from_str(&log(&[], &[], &[notice])).unwrap();
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        let notification = &invocation["toolExecutionNotifications"][0];
        assert_eq!(notification["message"]["text"], "文件是空的{{0}}");
        assert_eq!(notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "%E5%9D%8F.txt");
    }
}
