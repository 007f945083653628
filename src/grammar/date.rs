//! Dates (日期) as documents print them: 2022-05-31, 2022年5月31日, 2022.5.31, 20220531, 二〇二二年五月三十一日.

/// Years that a date of a document may have.
const YEARS: std::ops::RangeInclusive<u32> = 1949..=2099;

/// The date that a folded text begins with, as ISO 8601, and the bytes it takes.
///
/// ```
/// use gongwen::grammar::date::read;
/// assert_eq!(read("2024年5月7日印发"), Some(("2024-05-07".to_string(), "2024年5月7日".len())));
/// assert_eq!(read("二○二一年十一月九日").map(|d| d.0).as_deref(), Some("2021-11-09"));
/// assert_eq!(read("2024年5月"), None);
/// ```
pub fn read(folded: &str) -> Option<(String, usize)> {
    digits(folded).or_else(|| compact(folded)).or_else(|| chinese(folded))
}

/// The date that is the whole text.
pub fn whole(folded: &str) -> Option<String> {
    read(folded).filter(|(_, length)| *length == folded.len()).map(|(date, _)| date)
}

/// Four digits, one or two, one or two, with 年月日 or one sign between them.
fn digits(text: &str) -> Option<(String, usize)> {
    let (year, rest) = number(text, 4, 4)?;
    let (sign, rest) = separator(rest, &['年', '-', '/', '.'])?;
    let (month, rest) = number(rest, 1, 2)?;
    let (second, rest) = separator(rest, &['月', '-', '/', '.'])?;
    let (day, rest) = number(rest, 1, 2)?;
    if (sign == '年') != (second == '月') {
        return None;
    }
    let rest = if sign == '年' { rest.strip_prefix(['日', '号']).unwrap_or(rest) } else { rest };
    Some((iso(year, month, day)?, text.len() - rest.len()))
}

/// Eight digits.
fn compact(text: &str) -> Option<(String, usize)> {
    let (all, rest) = number(text, 8, 8)?;
    Some((iso(all / 10_000, all / 100 % 100, all % 100)?, text.len() - rest.len()))
}

/// 二〇二二年五月三十一日; a circle or a letter O may stand for 〇.
fn chinese(text: &str) -> Option<(String, usize)> {
    let (year, rest) = text.split_once('年').filter(|(year, _)| year.chars().count() == 4)?;
    let year = year.chars().try_fold(0, |number, c| Some(number * 10 + digit(c)?))?;
    let (month, rest) = rest.split_once('月').filter(|(month, _)| month.chars().count() <= 2)?;
    let (day, rest) = rest.split_once('日').filter(|(day, _)| day.chars().count() <= 3)?;
    Some((iso(year, below_hundred(month)?, below_hundred(day)?)?, text.len() - rest.len()))
}

/// 九, 十二, 二十, 三十一, 〇九.
fn below_hundred(text: &str) -> Option<u32> {
    let (tens, ones) = match text.split_once('十') {
        Some((tens, ones)) => (if tens.is_empty() { 1 } else { one(tens)? }, ones),
        None => {
            return text.chars().try_fold(0, |number, c| Some(number * 10 + digit(c)?)).filter(|_| !text.is_empty());
        }
    };
    Some(tens * 10 + if ones.is_empty() { 0 } else { one(ones)? })
}

fn one(text: &str) -> Option<u32> {
    let mut chars = text.chars();
    let value = digit(chars.next()?)?;
    chars.next().is_none().then_some(value)
}

fn digit(c: char) -> Option<u32> {
    const NUMERALS: &str = "〇一二三四五六七八九";
    match c {
        '○' | '◯' | 'O' | 'o' | 'Ο' | 'О' | '零' => Some(0),
        '0'..='9' => c.to_digit(10),
        _ => NUMERALS.chars().position(|numeral| numeral == c).map(|at| at as u32),
    }
}

/// The number of `least` to `most` digits that the text begins with; no more digits may follow.
fn number(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (least..=most).contains(&length).then(|| Some((text[..length].parse().ok()?, &text[length..])))?
}

fn separator<'t>(text: &'t str, signs: &[char]) -> Option<(char, &'t str)> {
    let sign = text.chars().next().filter(|c| signs.contains(c))?;
    Some((sign, &text[sign.len_utf8()..]))
}

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let sound = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    sound.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn many_spellings_of_one_date() {
        for text in [
            "2021-11-09",
            "2021-11-9",
            "2021年11月9日",
            "2021年11月09日",
            "2021/11/09",
            "2021.11.9",
            "20211109",
            "二〇二一年十一月九日",
            "二○二一年十一月九日",
            "二O二一年十一月九日",
            "二〇二一年11月9日",
            "2021年十一月九日",
        ] {
            assert_eq!(whole(text).as_deref(), Some("2021-11-09"), "{text}");
        }
        assert_eq!(whole("二OO九年十二月三十日").as_deref(), Some("2009-12-30"));
        assert_eq!(whole("二零二零年二月二十日").as_deref(), Some("2020-02-20"));
        assert_eq!(read("2024-05-0715:45").map(|d| d.0), None);
        assert_eq!(read("2024-05-07,15:45").map(|d| d.1), Some("2024-05-07".len()));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "2021",
            "2021年",
            "2021年11月",
            "2021-11",
            "2021年13月1日",
            "2021年11月32日",
            "20211309",
            "2021113",
            "1-2-3",
            "2021年11-9",
            "2021-11月9日",
            "二〇二一年",
            "十一月九日",
            "一九九年十月一日",
            "01103309004431/2021",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(whole("2021年11月9日前"), None);
    }

    proptest! {
        #[test]
        fn a_printed_date_is_read_back(year in 1949u32..2100, month in 1u32..13, day in 1u32..29) {
            let wanted = format!("{year:04}-{month:02}-{day:02}");
            for text in [wanted.clone(), format!("{year}年{month}月{day}日"), wanted.replace('-', "")] {
                prop_assert_eq!(whole(&text), Some(wanted.clone()), "{}", text);
            }
        }

        #[test]
        fn any_text_is_survived(text in "[0-9二〇年月日十/.-]{0,16}|\\PC{0,12}") {
            if let Some((_, length)) = read(&text) {
                prop_assert!(text.is_char_boundary(length));
            }
        }
    }
}
