//! The form in which two texts count as the same, as in the rules of `tests/golden/README.md`.

use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

const ENDS: [char; 12] = [' ', ',', '.', ';', ':', '!', '?', '、', '。', '·', '…', '-'];

/// NFKC, without white space and format characters, every dash and a 至 between numbers the same, without
/// punctuation at the ends; a text of punctuation alone stays.
pub fn plain(text: &str) -> String {
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace() && !is_format(*c)).collect();
    let dashed = DASHES.replace_all(&folded, "-");
    let joined = UNTIL.replace_all(&dashed, "$1-$2");
    let trimmed = joined.trim_matches(ENDS);
    if trimmed.is_empty() { joined.into_owned() } else { trimmed.to_string() }
}

/// A heading without its number and without the count behind it: "(一)产业(13项)" is "产业".
pub fn heading(text: &str) -> String {
    let plain = plain(text);
    let bare = COUNT.replace(&plain, "");
    ORDINAL.replace(&bare, "").trim_matches(ENDS).to_string()
}

fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("fixed")
}

static DASHES: LazyLock<Regex> = LazyLock::new(|| regex("[-‐-―−─－~〜∼˜]+"));
static UNTIL: LazyLock<Regex> = LazyLock::new(|| regex("([0-9月年日%])至([0-9])"));
static COUNT: LazyLock<Regex> = LazyLock::new(|| regex(r"\((?:共)?[0-9]+[项个条件]\)$"));
static ORDINAL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:[一二三四五六七八九十百]+[、.]|\([一二三四五六七八九十百0-9]+\)|[0-9]+[.、])"));

#[test]
fn the_same_text_in_other_clothes() {
    for (a, b) in
        [("２—４ 月", "2-4月"), ("3至5月", "3—5月"), ("完成验收。", "完成\n验收"), ("（一）", "(一)"), ("——", "-")]
    {
        assert_eq!(plain(a), plain(b));
    }
    assert_ne!(plain("夏至日"), plain("夏-日"));
    assert_ne!(plain("/"), plain(""));
    for (text, bare) in [("(一)产业(13项)", "产业"), ("1.产业", "产业"), ("一、产业", "产业"), ("托位(个)", "托位(个)")]
    {
        assert_eq!(heading(text), bare);
    }
}
