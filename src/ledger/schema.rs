//! The schema and how an older file comes up to date.

use rusqlite::{Connection, TransactionBehavior};

/// What marks a file as a ledger: `gong` in ASCII.
const APPLICATION: i32 = 0x676f_6e67;

/// The steps from an empty file to the present schema; step n makes version n. A step is never changed once released.
const STEPS: &[&str] = &[include_str!("schema/1.sql"), include_str!("schema/2.sql"), include_str!("schema/3.sql")];

/// The version that this program writes.
pub(super) const NEWEST: i32 = STEPS.len() as i32;

/// Why a file is not touched.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is no ledger.
    Foreign,
    /// A newer program wrote it.
    Newer,
    /// The database says no.
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Refusal {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Refusal::Foreign,
            _ => Refusal::Database(error),
        }
    }
}

/// The version of a ledger, 0 for an empty file.
pub(super) fn version(connection: &Connection) -> Result<i32, Refusal> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application = pragma("application_id")?;
    let version = pragma("user_version")?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    match (application, version) {
        (APPLICATION, version) if version > NEWEST => Err(Refusal::Newer),
        (APPLICATION, version) => Ok(version),
        (0, 0) if tables == 0 => Ok(0),
        _ => Err(Refusal::Foreign),
    }
}

/// Brings a ledger up to date, all steps or none.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Refusal> {
    if version(connection)? == NEWEST {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been quicker.
    let from = version(&transaction)?;
    for step in &STEPS[from as usize..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", NEWEST)?;
    transaction.commit()?;
    Ok(())
}
