//! What somebody may have meant (是不是…): the known name that is nearest to an unknown one.

/// The name that is so much like the given one that it was probably meant; None where none is.
pub fn closest<'n>(given: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    /// As in the spelling aid of the command line.
    const ALIKE: f64 = 0.8;
    let scored = names.into_iter().map(|name| (strsim::jaro_winkler(given, name), name));
    // The first of equals, so that the order of the names decides and nothing else.
    let best = scored.fold(None, |best: Option<(f64, &str)>, (score, name)| match best {
        Some((least, _)) if score <= least => best,
        _ => Some((score, name)),
    });
    best.filter(|(score, _)| *score >= ALIKE).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_understood() {
        let names = ["title", "kind", "pattern", "patterns", "yields"];
        for (given, near) in [("titel", Some("title")), ("patern", Some("pattern")), ("名称", None), ("zz", None)] {
            assert_eq!(closest(given, names), near, "{given}");
        }
    }
}
