//! Values of several regions in one sentence: "各县完成率分别为:甲县76%、乙县28%、丙县58%。"

use super::rule::Pack;
use crate::grammar::fold::Folded;
use crate::grammar::quantity::ValueReading;
use crate::grammar::region::{RegionWords, chain};
use std::ops::Range;

/// Fewer regions may stand together by chance.
const FEWEST: usize = 3;
/// A name is not longer, in characters.
const LONGEST_NAME: usize = 30;

/// An indicator with its values region by region; ranges are bytes of the raw text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionalRun {
    /// Name and values.
    pub range: Range<usize>,
    /// Name of the indicator as printed.
    pub name: String,
    /// Region, value as printed, and the value read.
    pub values: Vec<(String, Range<usize>, ValueReading)>,
}

impl Pack {
    /// The words that part names of regions from the text around them.
    pub fn region_words(&self) -> RegionWords<'_> {
        RegionWords {
            before: self.words("region.before"),
            not: self.words("region.not"),
            not_begin: self.words("region.not-begin"),
            not_before: self.words("region.not-before"),
        }
    }

    /// The first colon of a text behind which nothing but regions with numbers stands up to the end of the sentence.
    pub fn regional_run(&self, raw: &str) -> Option<RegionalRun> {
        let folded = Folded::new(raw);
        let text = folded.text();
        text.match_indices(':').find_map(|(colon, _)| {
            let start = colon + ':'.len_utf8();
            let end = text[start..].find('。').map_or(text.len(), |at| start + at);
            let values = self.regional_values(&folded, start..end)?;
            let name = self.run_name(&text[..colon])?;
            let begin = name.as_ptr() as usize - text.as_ptr() as usize;
            let name = raw[folded.raw_range(begin..begin + name.len())].to_string();
            Some(RegionalRun { range: folded.raw_range(begin..end), name, values })
        })
    }

    /// Region and value of every member of a list; None where one is something else.
    fn regional_values(
        &self,
        folded: &Folded,
        list: Range<usize>,
    ) -> Option<Vec<(String, Range<usize>, ValueReading)>> {
        let text = folded.text();
        let mut out = Vec::new();
        let mut start = list.start;
        for member in text[list].split(['、', ',', ';']) {
            let end = start + member.len();
            let region: usize = chain(member, self.region_words()).iter().map(|name| name.len()).sum();
            let value = self.read_phrase(&member[region..]).filter(|value| region > 0 && value.op.is_number())?;
            out.push((member[..region].to_string(), folded.raw_range(start + region..end), value));
            start = end + text[end..].chars().next().map_or(0, char::len_utf8);
        }
        (out.len() >= FEWEST).then_some(out)
    }

    /// The name before the colon, without 各县 before it and 分别为 behind it.
    fn run_name<'t>(&self, before: &'t str) -> Option<&'t str> {
        let clause = before
            .rfind(['。', ',', ';', ':'])
            .map_or(before, |at| before[at..].trim_start_matches(['。', ',', ';', ':']));
        let name = clause.trim_end_matches("如下").trim_end_matches(['为', '是']).trim_end_matches("分别");
        let name = name.strip_prefix('各').map_or(name, |rest| {
            let level = |c: char| "省市县区州盟旗镇乡地(、)".contains(c);
            rest.trim_start_matches(level)
        });
        let length = name.chars().count();
        (2..=LONGEST_NAME).contains(&length).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rules;

    #[test]
    fn regions_with_numbers_behind_a_colon() {
        let pack = Rules::load(None).unwrap().pack;
        let read = |raw: &str| {
            let run = pack.regional_run(raw)?;
            let values: Vec<String> =
                run.values.iter().map(|(region, place, _)| format!("{region} {}", &raw[place.clone()])).collect();
            Some(format!("{}: {}", run.name, values.join(" ")))
        };
        for (raw, wanted) in [
            (
                "全省完成48%。各市州完成率分别为：临屿市76.43%、望江市28.85%、南岭自治州75.5%。另行通报。",
                Some("完成率: 临屿市 76.43% 望江市 28.85% 南岭自治州 75.5%"),
            ),
            (
                "造林任务如下:望洲县100亩,沙门县200亩以上;鹿湾区约50亩",
                Some("造林任务: 望洲县 100亩 沙门县 200亩以上 鹿湾区 约50亩"),
            ),
            ("完成率为:临屿市76%、望江市28%。", None),
            ("完成率为:临屿市76%、望江市较好、沙门县28%。", None),
            ("要求如下:加强领导、落实责任、按时报送。", None),
        ] {
            assert_eq!(read(raw).as_deref(), wanted, "{raw}");
        }
    }
}
