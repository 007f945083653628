//! The ledger (台账): an SQLite file of every document ever extracted and of what units have reported on it, with views
//! that answer the usual questions.
//!
//! A document is known by its number, else by title, year and region. The same content again changes nothing, a
//! corrected version takes the place of the older one, which stays readable. Every document is one transaction: whoever
//! kills the process loses the document in flight at most. `docs/ledger.md` explains tables and views.

mod error;
mod line;
mod progress;
mod put;
mod query;
mod schema;

pub use error::LedgerError;
pub use line::{TaskLink, TaskName};
pub use progress::{Reported, Said};
pub use put::{Label, Labels, Stored};
pub use query::{Answer, Filter, Question};

use crate::record::DocumentRecords;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Params, Row};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open ledger. One process writes at a time, any number read.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
    /// Commits go to a file beside, see [`write_quickly`](Ledger::write_quickly).
    is_writing: bool,
}

impl Drop for Ledger {
    /// At rest the ledger is one file that can be copied, and read from a folder without write permission.
    fn drop(&mut self) {
        if self.is_writing {
            // Fails while others read; the log then stays until the next writer ends.
            let _ = self.connection.pragma_update(None, "journal_mode", "delete");
        }
    }
}

/// A version of a document that the ledger holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Number of the version in the ledger, growing with time.
    pub version: i64,
    /// Is it the newest of its document.
    pub current: bool,
    /// Id of the document.
    pub id: String,
    /// Year that it governs.
    pub year: Option<i32>,
    /// Region that it governs.
    pub region: Option<String>,
}

impl Ledger {
    /// Opens a ledger for writing; makes it where there is none and brings an older one up to date.
    ///
    /// # Errors
    /// When the file is no ledger, is one of a newer program, or cannot be opened or written.
    pub fn open(path: &Path) -> Result<Ledger, LedgerError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|_| LedgerError::new(path, "文件夹建不成", "请核对路径和权限"))?;
        }
        let mut ledger = Ledger::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        schema::migrate(&mut ledger.connection).map_err(|refusal| ledger.refused(refusal))?;
        Ok(ledger)
    }

    /// Opens a ledger that is there for reading.
    ///
    /// # Errors
    /// When there is none, or it is no ledger, or one of another version of the program.
    pub fn read(path: &Path) -> Result<Ledger, LedgerError> {
        if !path.is_file() {
            let advice = "请先用 gongwen extract 建立台账，或用 --ledger 指定台账文件";
            return Err(LedgerError::new(path, "没有这个文件", advice));
        }
        let ledger = Ledger::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        match schema::version(&ledger.connection).map_err(|refusal| ledger.refused(refusal))? {
            schema::NEWEST => Ok(ledger),
            // An older one is brought up to date by opening it for writing.
            _ => Ledger::open(path),
        }
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Ledger, LedgerError> {
        let failed = |error: rusqlite::Error| LedgerError::of(path, &error);
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
        connection.busy_timeout(PATIENCE).map_err(failed)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        Ok(Ledger { connection, path: path.to_path_buf(), is_writing: false })
    }

    /// From the first write on, commits go to a write-ahead log: thirty times as fast, and readers need not wait. A process
    /// that is killed loses nothing that was committed; a power cut may take the last documents along, which the next run
    /// puts in again.
    fn write_quickly(&mut self) -> Result<(), LedgerError> {
        if !self.is_writing {
            let pragma = |name, value| self.connection.pragma_update(None, name, value);
            pragma("journal_mode", "wal").and_then(|()| pragma("synchronous", "normal")).map_err(|e| self.failed(e))?;
            self.is_writing = true;
        }
        Ok(())
    }

    fn refused(&self, refusal: schema::Refusal) -> LedgerError {
        match refusal {
            schema::Refusal::Foreign => {
                LedgerError::new(&self.path, "不是台账文件", "请另外指定一个文件，原文件没有改动")
            }
            schema::Refusal::Newer => {
                LedgerError::new(&self.path, "由更新版本的程序写成", "请升级程序，原文件没有改动")
            }
            schema::Refusal::Database(error) => LedgerError::of(&self.path, &error),
        }
    }

    fn failed(&self, error: rusqlite::Error) -> LedgerError {
        LedgerError::of(&self.path, &error)
    }

    /// All versions of all documents, in the order in which they came.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn versions(&self) -> Result<Vec<Version>, LedgerError> {
        self.rows("SELECT version, current, id, year, region FROM documents ORDER BY version", [], version)
    }

    /// The records of a version as they were extracted; `None` where there is no such version.
    ///
    /// # Errors
    /// When the file cannot be read or holds records that this program does not understand.
    pub fn records(&self, version: i64) -> Result<Option<DocumentRecords>, LedgerError> {
        let sql = "SELECT records FROM documents WHERE version = ?1";
        let text: Option<String> = self
            .connection
            .query_row(sql, [version], |row| row.get(0))
            .optional()
            .map_err(|error| self.failed(error))?;
        let parsed = text.map(|text| serde_json::from_str(&text)).transpose();
        parsed.map_err(|error| {
            LedgerError::new(&self.path, &format!("第{version}版的记录读不懂（{error}）"), "请重新提取该文件")
        })
    }

    /// Every name of a responsible unit, with how many records it answers for.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unit_names(&self) -> Result<Vec<(String, usize)>, LedgerError> {
        self.rows("SELECT unit, count(*) FROM duties GROUP BY unit ORDER BY unit", [], |row| {
            let records: u32 = row.get(1)?;
            Ok((row.get(0)?, records as usize))
        })
    }

    /// Every region that some document governs or gives figures of.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn places(&self) -> Result<Vec<String>, LedgerError> {
        // From one place to the next in the index: DISTINCT would read the rows of all documents.
        let sql = "WITH RECURSIVE next (place) AS (SELECT min(place) FROM places UNION ALL \
                   SELECT (SELECT min(place) FROM places p WHERE p.place > next.place) FROM next WHERE next.place IS NOT NULL) \
                   SELECT place FROM next WHERE place IS NOT NULL";
        self.rows(sql, [], |row| row.get(0))
    }

    /// Names of indicators that hold a text, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn indicators_like(&self, text: &str, most: u32) -> Result<Vec<String>, LedgerError> {
        let sql = "SELECT DISTINCT indicator FROM targets WHERE instr(indicator, ?1) > 0 ORDER BY indicator LIMIT ?2";
        self.rows(sql, rusqlite::params![text, most], |row| row.get(0))
    }

    /// What the rows of a statement hold.
    fn rows<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerError> {
        let all = || self.connection.prepare(sql)?.query_map(values, read)?.collect::<rusqlite::Result<Vec<T>>>();
        all().map_err(|error| self.failed(error))
    }
}

/// A row of version, current, id, year and region.
fn version(row: &Row) -> rusqlite::Result<Version> {
    Ok(Version { version: row.get(0)?, current: row.get(1)?, id: row.get(2)?, year: row.get(3)?, region: row.get(4)? })
}
