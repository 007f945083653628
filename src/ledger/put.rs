//! Writing a document: one transaction with all its rows.

use super::{Ledger, LedgerError};
use crate::record::{Anchor, Decimal, DocumentInfo, DocumentRecords, Responsible, Target, Task};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// What the rules say of the targets of a document, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// One entry a target.
    pub targets: Vec<Label>,
}

/// What the rules say of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Canonical name of the indicator.
    pub indicator: String,
    /// The same text for all names that are surely of one indicator.
    pub key: String,
    /// For each value the region that it stands for.
    pub places: Vec<String>,
}

/// What became of a document that was put into the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    Added,
    /// The same content was there with the same records.
    Unchanged,
    /// The same content was there; its records were read anew, by other rules or another program.
    Renewed,
    /// Another version of it was there, which is no longer the current one.
    Superseded,
}

impl Ledger {
    /// Puts a document into the ledger, all of it or nothing.
    ///
    /// # Errors
    /// When the file cannot be written; nothing of the document is stored then.
    pub fn put(&mut self, records: &DocumentRecords, labels: &Labels) -> Result<Stored, LedgerError> {
        let (name, digest) = (known_by(&records.document), digest(records, labels));
        let same = known(&self.connection, &name, records).map_err(|error| self.failed(error))?;
        if same.is_some_and(|(_, known)| known == digest) {
            return Ok(Stored::Unchanged);
        }
        self.write_quickly()?;
        let path = self.path.clone();
        let put = put(&mut self.connection, &name, &digest, records, labels);
        put.map_err(|error| LedgerError::of(&path, &error))
    }
}

/// The version of a document with the same content, and the digest of its records.
fn known(connection: &Connection, name: &str, records: &DocumentRecords) -> rusqlite::Result<Option<(i64, String)>> {
    let sql = "SELECT version, digest FROM documents WHERE name = ?1 AND sha256 = ?2";
    let content = params![name, records.document.source.sha256];
    connection.query_row(sql, content, |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

fn put(
    connection: &mut Connection,
    name: &str,
    digest: &str,
    records: &DocumentRecords,
    labels: &Labels,
) -> rusqlite::Result<Stored> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Looked up again: another process may have written it meanwhile.
    let stored = match known(&transaction, name, records)? {
        Some((_, known)) if known == digest => return Ok(Stored::Unchanged),
        Some((version, _)) => {
            clear(&transaction, version)?;
            update_document(&transaction, version, records, digest)?;
            write_rows(&transaction, version, records, labels)?;
            Stored::Renewed
        }
        None => {
            let older =
                transaction.execute("UPDATE documents SET current = 0 WHERE name = ?1 AND current = 1", [name])?;
            let version = insert_document(&transaction, name, records, digest)?;
            write_rows(&transaction, version, records, labels)?;
            if older > 0 { Stored::Superseded } else { Stored::Added }
        }
    };
    transaction.commit()?;
    Ok(stored)
}

/// What makes two files versions of one document: its number, else title, year and region, else name of the file.
fn known_by(document: &DocumentInfo) -> String {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    if let Some(number) = &document.doc_number {
        return plain(number);
    }
    let file = document.source.path.rsplit('/').next().unwrap_or_default();
    let title = document.title.as_deref().map_or_else(|| file.to_string(), plain);
    let year = document.year.map(|year| year.to_string()).unwrap_or_default();
    let region = document.region.as_ref().map_or("", |region| region.name.as_str());
    [title.as_str(), &year, region].join("|")
}

/// Tells whether records are the same but for where the file lay.
fn digest(records: &DocumentRecords, labels: &Labels) -> String {
    let mut records = records.clone();
    records.document.id.clear();
    records.document.source.path.clear();
    let text = json(&(&records, labels));
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("records hold neither maps with odd keys nor writers that can fail")
}

fn insert_document(
    transaction: &Transaction,
    name: &str,
    records: &DocumentRecords,
    digest: &str,
) -> rusqlite::Result<i64> {
    let sql =
        "INSERT INTO documents (name, current, sha256, id, path, digest, records) VALUES (?1, 1, ?2, '', '', '', '')";
    transaction.execute(sql, params![name, records.document.source.sha256])?;
    let version = transaction.last_insert_rowid();
    update_document(transaction, version, records, digest)?;
    Ok(version)
}

fn update_document(
    transaction: &Transaction,
    version: i64,
    records: &DocumentRecords,
    digest: &str,
) -> rusqlite::Result<()> {
    let document = &records.document;
    let sql = "UPDATE documents SET id = ?2, title = ?3, doc_number = ?4, issuer = ?5, signed_date = ?6,
               published_date = ?7, region = ?8, level = ?9, year = ?10, path = ?11, digest = ?12, records = ?13
               WHERE version = ?1";
    transaction.execute(
        sql,
        params![
            version,
            document.id,
            document.title,
            document.doc_number,
            document.issuer,
            document.signed_date,
            document.published_date,
            document.region.as_ref().map(|region| &region.name),
            document.region.as_ref().map(|region| word(&region.level)),
            document.year,
            document.source.path,
            digest,
            json(records),
        ],
    )?;
    Ok(())
}

/// The word that an enumeration has in JSON.
fn word(value: &impl Serialize) -> String {
    json(value).trim_matches('"').to_string()
}

/// Removes the rows of a version, not the version itself.
fn clear(transaction: &Transaction, version: i64) -> rusqlite::Result<()> {
    for table in ["targets", "target_values", "tasks", "sections", "schedule", "duties", "units", "findings", "places"]
    {
        transaction.execute(&format!("DELETE FROM {table} WHERE document = ?1"), [version])?;
    }
    // Read anew, the tasks may have other ids.
    transaction.execute("DELETE FROM task_links WHERE document = ?1 OR earlier_document = ?1", [version])?;
    Ok(())
}

fn write_rows(
    transaction: &Transaction,
    version: i64,
    records: &DocumentRecords,
    labels: &Labels,
) -> rusqlite::Result<()> {
    let unlabelled = Label { indicator: String::new(), key: String::new(), places: Vec::new() };
    for (at, target) in records.targets.iter().enumerate() {
        write_target(transaction, version, target, labels.targets.get(at).unwrap_or(&unlabelled))?;
        write_duties(transaction, version, &target.id, "target", &target.responsible)?;
    }
    for task in &records.tasks {
        write_task(transaction, version, task)?;
        write_duties(transaction, version, &task.id, "task", &task.responsible)?;
    }
    write_units(transaction, version, records)?;
    write_findings(transaction, version, records)?;
    write_places(transaction, version, records, labels)
}

/// The regions that a document speaks of, its own among them.
fn write_places(
    transaction: &Transaction,
    version: i64,
    records: &DocumentRecords,
    labels: &Labels,
) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached("INSERT OR IGNORE INTO places VALUES (?1, ?2)")?;
    let own = records.document.region.iter().map(|region| &region.name);
    for place in labels.targets.iter().flat_map(|label| &label.places).chain(own).collect::<BTreeSet<_>>() {
        statement.execute(params![place, version])?;
    }
    Ok(())
}

fn write_target(transaction: &Transaction, version: i64, target: &Target, label: &Label) -> rusqlite::Result<()> {
    let sql = "INSERT INTO targets VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    transaction.prepare_cached(sql)?.execute(params![
        version,
        target.id,
        target.list,
        target.category.join(" / "),
        target.seq,
        target.name,
        target.component,
        target.unit,
        target.attribute,
        if label.indicator.is_empty() { &target.name } else { &label.indicator },
        label.key,
        target.confidence,
        target.anchor.line,
    ])?;
    let sql = "INSERT INTO target_values VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let mut statement = transaction.prepare_cached(sql)?;
    for (at, value) in target.values.iter().enumerate() {
        statement.execute(params![
            version,
            target.id,
            at as i64,
            value.region,
            label.places.get(at).unwrap_or(&value.region),
            value.year,
            word(&value.basis),
            value.raw,
            word(&value.op),
            value.number.map(float),
            value.number_max.map(float),
            value.unit,
            value.note,
            value.anchor.line,
        ])?;
    }
    Ok(())
}

/// The nearest float: what other programs calculate with. The exact figure stands in `raw` and in the records.
fn float(number: Decimal) -> Option<f64> {
    number.to_string().parse().ok()
}

fn write_task(transaction: &Transaction, version: i64, task: &Task) -> rusqlite::Result<()> {
    let sql = "INSERT INTO tasks VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    transaction.prepare_cached(sql)?.execute(params![
        version,
        task.id,
        task.list,
        task.category.join(" / "),
        task.seq,
        task.title,
        task.leader,
        task.confidence,
        task.anchor.line,
    ])?;
    let mut sections = transaction.prepare_cached("INSERT INTO sections VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (at, section) in task.sections.iter().enumerate() {
        sections.execute(params![version, task.id, at as i64, section.name, section.text])?;
    }
    let mut steps = transaction.prepare_cached("INSERT INTO schedule VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for (at, step) in task.schedule.iter().enumerate() {
        let line = step.anchor.line;
        steps.execute(params![version, task.id, at as i64, step.raw, step.start, step.end, step.text, line])?;
    }
    Ok(())
}

fn write_duties(
    transaction: &Transaction,
    version: i64,
    record: &str,
    kind: &str,
    units: &[Responsible],
) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached("INSERT INTO duties VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (at, unit) in units.iter().enumerate() {
        statement.execute(params![version, record, at as i64, kind, unit.name, word(&unit.role)])?;
    }
    Ok(())
}

fn write_units(transaction: &Transaction, version: i64, records: &DocumentRecords) -> rusqlite::Result<()> {
    // Two spellings that differ in blanks alone may both be there.
    let sql = "INSERT OR IGNORE INTO units VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let mut statement = transaction.prepare_cached(sql)?;
    for unit in &records.units {
        let level = unit.level.as_ref().map(word);
        let counts = (unit.targets, unit.tasks_led, unit.tasks);
        statement.execute(params![
            version,
            unit.name,
            unit.canonical,
            level,
            unit.listed,
            counts.0,
            counts.1,
            counts.2
        ])?;
    }
    Ok(())
}

fn write_findings(transaction: &Transaction, version: i64, records: &DocumentRecords) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached("INSERT INTO findings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (at, finding) in records.findings.iter().enumerate() {
        let place = finding.evidence.first().map(|evidence| &evidence.anchor);
        let line = place.and_then(|anchor: &Anchor| anchor.line);
        let severity = word(&finding.severity);
        statement.execute(params![
            version,
            at as i64,
            finding.code,
            severity,
            finding.message,
            finding.fingerprint,
            line
        ])?;
    }
    Ok(())
}
