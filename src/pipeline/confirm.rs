//! A person's word on two names goes into the office's rules (确认).

use super::problem::RunError;
use crate::rules::{Indicators, Rules};
use crate::write::files::write_atomically;
use std::fs;
use std::path::{Path, PathBuf};

/// File of the office's folder that confirmations go to.
const FILE: &str = "indicators.toml";

/// What became of a confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// It was written to this file.
    Written(PathBuf),
    /// The rules say so already.
    Known,
}

/// Notes that two names are one indicator, or that they are two, in a folder with rules. The folder is made where there is
/// none; what stands in the file stays.
///
/// # Errors
/// When the rules are wrong, say otherwise, or cannot be written.
pub fn confirm(first: &str, second: &str, same: bool, rules: &Path) -> Result<Confirmed, RunError> {
    let overlay = rules.is_dir().then_some(rules);
    let loaded = Rules::load(overlay)?;
    let table = &loaded.indicators;
    let (a, b) = (table.read(first, None), table.read(second, None));
    let likeness = table.like(&a, &b);
    let listed = |wording| table.find(wording).map(|indicator| indicator.name.as_str());
    let entry = match (same, listed(&a), listed(&b)) {
        (true, Some(a), Some(b)) if a != b => {
            let message = format!("“{first}”和“{second}”在规则里是两项指标（{a}、{b}）。请先改规则");
            return Err(RunError::Confirmation(message));
        }
        (true, Some(_), Some(_)) => return Ok(Confirmed::Known),
        (true, _, _) if a.key() == b.key() => return Ok(Confirmed::Known),
        (true, None, Some(listed)) => entry(listed, "aliases", first),
        (true, Some(listed), None) => entry(listed, "aliases", second),
        (true, None, None) => entry(first, "aliases", second),
        (false, Some(a), Some(b)) if a == b => {
            let message = format!("“{first}”和“{second}”在规则里是同一项指标（{a}）。请先改规则");
            return Err(RunError::Confirmation(message));
        }
        (false, _, _) if a.key() == b.key() => {
            let message = format!("“{first}”和“{second}”折算以后是同一个名称，不能分成两项");
            return Err(RunError::Confirmation(message));
        }
        (false, _, _) if likeness.is_none() => return Ok(Confirmed::Known),
        (false, Some(listed), _) => entry(listed, "not", second),
        (false, None, _) => entry(first, "not", second),
    };
    append(&loaded, &entry, &rules.join(FILE)).map(Confirmed::Written)
}

fn entry(name: &str, key: &str, other: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_string()).to_string();
    format!("[[indicator]]\nname = {}\n{key} = [{}]\n", quoted(name), quoted(other))
}

/// Adds the entry to the file, once it is sure that the rules can be read with it.
fn append(loaded: &Rules, entry: &str, file: &Path) -> Result<PathBuf, RunError> {
    let shown = file.display().to_string();
    let mut pack = loaded.pack.clone();
    pack.add(&shown, entry)?;
    Indicators::new(&pack)?;
    let before = fs::read_to_string(file).unwrap_or_default();
    let gap = if before.is_empty() || before.ends_with("\n\n") { "" } else { "\n" };
    let text = format!("{before}{gap}{entry}");
    // A file that lists indicators as `indicator = [ … ]` takes no further table of that name.
    if let Err(error) = text.parse::<toml::Table>() {
        let message = format!("“{shown}”后面加不上新的一条（{}）。请用 [[indicator]] 的写法", error.message());
        return Err(RunError::Confirmation(message));
    }
    write_atomically(file, text.as_bytes())?;
    Ok(file.to_path_buf())
}
