//! Units of measure that may stand for each other, and the words of scale in front of them.

use super::{Settings, each_plain, is_plain};
use std::borrow::Cow;
use std::collections::HashMap;

/// Units of measure of the settings, made ready.
#[derive(Debug, Clone)]
pub(super) struct Units {
    /// Words of scale with their power of ten.
    scales: Vec<(String, i32)>,
    /// The name of the class of a unit.
    classes: HashMap<String, String>,
}

impl Units {
    pub(super) fn new(settings: &Settings) -> Self {
        let scales = settings.quantity.scale.iter().map(|(word, power)| (word.clone(), *power as i32)).collect();
        let named = settings.conflict.units.iter().filter_map(|class| Some((class, class.first()?)));
        let classes = named.flat_map(|(class, name)| class.iter().map(|unit| (unit.clone(), name.clone()))).collect();
        Units { scales, classes }
    }

    /// The power of ten and the class of a unit of measure: 万家 is 4 and 个.
    pub(super) fn class<'u>(&'u self, unit: &'u str) -> (i32, Cow<'u, str>) {
        let (power, base) = match folded(unit) {
            Cow::Borrowed(unit) => {
                let (power, base) = self.split(unit);
                (power, Cow::from(base))
            }
            Cow::Owned(unit) => {
                let (power, base) = self.split(&unit);
                (power, Cow::from(base.to_owned()))
            }
        };
        match self.classes.get(base.as_ref()) {
            Some(class) => (power, class.as_str().into()),
            None => (power, base),
        }
    }

    /// The power of ten of the longest word of scale that a unit begins with, and the rest.
    pub(super) fn split<'u>(&self, unit: &'u str) -> (i32, &'u str) {
        let scales = self.scales.iter().filter_map(|(scale, power)| Some((*power, unit.strip_prefix(scale.as_str())?)));
        scales.min_by_key(|(_, base)| base.len()).unwrap_or((0, unit))
    }
}

/// [`super::plain`] that leaves a plain text where it is.
fn folded(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return text.into();
    }
    let mut folded = String::new();
    each_plain(text, |c| folded.push(c));
    folded.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_have_a_class_and_a_power() {
        let units = Units::new(&Settings::default());
        for (unit, power, class) in [
            ("家", 0, "个"),
            ("万家", 4, "个"),
            ("万亿元", 12, "元"),
            ("亿 元", 8, "元"),
            ("％", 0, "%"),
            ("km", 0, "公里"),
            ("件/万人", 0, "件/万人"),
            ("", 0, ""),
        ] {
            assert_eq!(units.class(unit), (power, class.into()), "{unit}");
        }
    }
}
