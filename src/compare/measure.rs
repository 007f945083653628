//! Units of measure (计量单位) of different documents: which can be converted, by which power of ten.

use crate::check::Settings;
use unicode_normalization::UnicodeNormalization;

/// A unit of measure taken apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Measure {
    /// Power of ten that its scale words stand for: 4 for 万元, -2 for %.
    pub(super) power: i32,
    /// What remains, one spelling for units that stand for each other; empty for a pure number.
    pub(super) base: String,
}

impl Measure {
    /// Reads a unit as records hold it: 万元, 人/亿元, %.
    pub(super) fn read(unit: &str, settings: &Settings) -> Measure {
        let unit: String = unit.nfkc().filter(|c| !c.is_whitespace()).collect();
        match unit.as_str() {
            "%" => return Measure { power: -2, base: String::new() },
            "‰" => return Measure { power: -3, base: String::new() },
            "倍" => return Measure { power: 0, base: String::new() },
            _ => {}
        }
        let parts: Vec<Measure> = unit.split('/').map(|part| component(part, settings)).collect();
        let power = parts.iter().enumerate().map(|(at, part)| if at == 0 { part.power } else { -part.power }).sum();
        let base = parts.into_iter().map(|part| part.base).collect::<Vec<_>>().join("/");
        Measure { power, base }
    }

    /// Can figures in the two units be converted into each other.
    pub(super) fn agrees(&self, other: &Measure) -> bool {
        self.base == other.base
    }

    /// Is it a pure number: a share, a multiple.
    pub(super) fn is_pure(&self) -> bool {
        self.base.is_empty()
    }
}

/// A unit without `/`.
fn component(part: &str, settings: &Settings) -> Measure {
    let scales = settings.quantity.scale.iter();
    let cut = scales.filter_map(|(word, power)| Some((*power as i32, part.strip_prefix(word.as_str())?)));
    let (power, rest) = cut.min_by_key(|(_, rest)| rest.len()).unwrap_or((0, part));
    let class = settings.conflict.units.iter().find(|class| class.iter().any(|unit| unit == rest));
    let base = class.and_then(|class| class.first()).map_or(rest, String::as_str);
    Measure { power, base: base.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_that_convert_share_a_base() {
        let settings = Settings::default();
        for (a, b, power) in [
            ("万人", "人", 4),
            ("亿元", "万元", 4),
            ("万元/人", "元/人", 4),
            ("人/亿元", "人/万元", -4),
            ("%", "倍", -2),
            ("‰", "%", -1),
            ("套、间", "套(间)", 0),
            ("家", "个", 0),
            ("㎡", "平方米", 0),
        ] {
            let (a, b) = (Measure::read(a, &settings), Measure::read(b, &settings));
            assert!(a.agrees(&b), "{a:?} {b:?}");
            assert_eq!(a.power - b.power, power);
        }
    }

    #[test]
    fn other_units_do_not_convert() {
        let settings = Settings::default();
        for (a, b) in [("个", "栋"), ("人", "人次"), ("%", "百分点"), ("元", "美元"), ("亩", "公顷"), ("%", "元")]
        {
            assert!(!Measure::read(a, &settings).agrees(&Measure::read(b, &settings)), "{a} {b}");
        }
    }
}
