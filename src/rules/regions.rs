//! The words by which names of regions (行政区划名) are found, out of the rule files.

use super::rule::Pack;
use crate::grammar::region::{RegionLevel, RegionWords};

/// The lists of suffixes with the levels that they tell.
const SUFFIXES: [(&str, RegionLevel); 4] = [
    ("region.province", RegionLevel::Province),
    ("region.city", RegionLevel::City),
    ("region.county", RegionLevel::County),
    ("region.town", RegionLevel::Town),
];

/// The grammar of the names of regions.
pub(super) fn words(pack: &Pack) -> RegionWords {
    let of = |(id, level): (&str, RegionLevel)| pack.words(id).iter().map(move |suffix| (suffix.clone(), level));
    let suffixes = SUFFIXES.into_iter().flat_map(of).collect();
    RegionWords::new(suffixes, pack.words("region.before").to_vec(), pack.words("region.not").to_vec())
}

#[cfg(test)]
mod tests {
    use crate::rules::Rules;

    /// The suffix grammar knows the forms of all provinces without knowing a single name.
    #[test]
    fn forms_of_regions_all_over_the_country() {
        let regions = Rules::load(None).unwrap().regions;
        for (text, names) in [
            ("临屿省人民政府关于印发规划的通知", &["临屿省"][..]),
            ("白鹿回族自治区党委办公厅", &["白鹿回族自治区"]),
            ("中共望江市委、望江市人民政府", &["望江市", "望江市"]),
            ("云岭傣族景颇族自治州人民政府", &["云岭傣族景颇族自治州"]),
            ("白音河盟行署办公室", &["白音河盟"]),
            ("东河区人民政府", &["东河区"]),
            ("石坪彝族自治县发改局", &["石坪彝族自治县"]),
            ("白音河左翼后旗人民政府", &["白音河左翼后旗"]),
            ("青石镇人民政府", &["青石镇"]),
            ("临江街道办事处", &["临江街道"]),
            ("推进城镇建设,打造特色小镇", &[]),
            ("建设产业联盟,服务全市企业", &[]),
            ("各县(市、区)人民政府", &[]),
            ("加快推进长江经济带建设", &[]),
        ] {
            assert_eq!(regions.names(text), names, "{text}");
        }
    }
}
