//! How often units must report (报送要求): "每隔两月，在次月15日前报送".

use super::place::anchor_of;
use crate::document::Passage;
use crate::grammar::fold::Folded;
use crate::record::Reporting;
use crate::rules::{Match, Pack};

/// What a paragraph asks for.
pub fn find(pack: &Pack, text: &Passage) -> Vec<Reporting> {
    let folded = Folded::new(text.text());
    pack.find_cues("reporting", &folded).iter().filter_map(|found| read(found, text)).collect()
}

fn read(found: &Match<'_>, text: &Passage) -> Option<Reporting> {
    let months = match found.group("span")? {
        "月" => 1,
        "半年" => 6,
        "年" => 12,
        _ => 3,
    };
    let every = found.group("every").map_or(Some(1), count)?;
    let day = found.group("day")?.parse().ok().filter(|day| (1..=31).contains(day))?;
    let part = text.slice(found.range.clone());
    Some(Reporting {
        every_months: (months * every).clamp(1, 12),
        day: Some(day),
        following_month: found.group("next").is_some(),
        text: part.text().trim().to_string(),
        anchor: anchor_of(&part),
    })
}

fn count(word: &str) -> Option<u32> {
    match word {
        "一" => Some(1),
        "两" | "二" => Some(2),
        "三" => Some(3),
        "四" => Some(4),
        "六" => Some(6),
        digits => digits.parse().ok().filter(|count| *count > 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn sentences_say_how_often_and_until_when() {
        let rules = Rules::load(None).unwrap();
        let cases = [
            ("紧扣清单，各责任单位每隔两月，在次月 15 日前报送进度情况。", Some((2, 15, true))),
            ("请于每月28日前报送进展。", Some((1, 28, false))),
            ("各单位每季度末月25日前将完成情况上报。", Some((3, 25, false))),
            ("每月督促进度上报。", None),
            ("6月15日前报送方案。", None),
            ("每月召开一次会议。", None),
        ];
        for (text, expected) in cases {
            let found = find(&rules.pack, &Passage::new(text, 1, 1));
            let short = found.first().map(|r| (r.every_months, r.day.unwrap(), r.following_month));
            assert_eq!(short, expected, "{text}");
        }
    }
}
