use super::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A responsible unit as one record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Responsible {
    /// Name as printed.
    pub name: String,
    /// Its part.
    pub role: Role,
}

impl Responsible {
    /// Units in one line, as [`parse`](Responsible::parse) reads them: `牵头：甲局；配合：乙局、丙局`, or the names alone
    /// where no order is stated.
    pub fn shown(units: &[Responsible]) -> String {
        let groups = units.chunk_by(|one, next| one.role == next.role);
        let group = |group: &[Responsible]| {
            let names: Vec<&str> = group.iter().map(|unit| unit.name.as_str()).collect();
            let label = match group[0].role {
                Role::Equal if group.len() == units.len() => String::new(),
                role => format!("{}：", role.label()),
            };
            label + &names.join("、")
        };
        groups.map(group).collect::<Vec<_>>().join("；")
    }

    /// Reads what people write for units: groups behind 牵头, 配合 or 责任, names parted by 、 or commas. None where a
    /// group has another label or no name.
    ///
    /// ```
    /// use gongwen::record::{Responsible, Role};
    /// let units = Responsible::parse("牵头单位：市水利局；配合：市财政局、市交通局").unwrap();
    /// assert_eq!(units.len(), 3);
    /// assert_eq!((units[0].role, units[2].role), (Role::Lead, Role::Support));
    /// assert_eq!(Responsible::shown(&units), "牵头：市水利局；配合：市财政局、市交通局");
    /// assert_eq!(Responsible::parse("协办：市财政局"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Vec<Responsible>> {
        let mut units = Vec::new();
        for group in text.split(['；', ';', '\n']).map(str::trim).filter(|group| !group.is_empty()) {
            let (role, names) = match group.split_once(['：', ':']) {
                Some((label, names)) => (Role::of(label.trim())?, names),
                None => (Role::Equal, group),
            };
            let before = units.len();
            let names = names.split(['、', '，', ',']).map(str::trim).filter(|name| !name.is_empty());
            units.extend(names.map(|name| Responsible { name: name.to_owned(), role }));
            (units.len() > before).then_some(())?;
        }
        (!units.is_empty()).then_some(units)
    }
}

/// The part of a unit in a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 牵头
    Lead,
    /// 配合
    Support,
    /// No order is stated.
    Equal,
}

impl Role {
    /// The part of this word, with or without 单位 behind it.
    pub fn of(word: &str) -> Option<Role> {
        let word = word.strip_suffix("单位").unwrap_or(word);
        [Role::Lead, Role::Support, Role::Equal].into_iter().find(|role| role.label() == word)
    }

    /// The Chinese word for users.
    pub fn label(self) -> &'static str {
        match self {
            Role::Lead => "牵头",
            Role::Support => "配合",
            Role::Equal => "责任",
        }
    }
}

/// A responsible unit of the document, once, with its other spellings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// The spelling printed most often.
    pub name: String,
    /// Full or standard name.
    pub canonical: String,
    /// All spellings in the document.
    pub aliases: Vec<String>,
    /// Level it belongs to.
    pub level: Option<Level>,
    /// Stands in a printed list of units (有关单位名单).
    pub listed: bool,
    /// Number of targets it answers for.
    pub targets: u32,
    /// Number of tasks it leads; where no order is stated, all of them.
    pub tasks_led: u32,
    /// Number of tasks it takes part in.
    pub tasks: u32,
}
