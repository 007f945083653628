//! Numbers (数字) as documents print them: digits, Chinese numerals, fractions, tenths, percent words, factors.
//!
//! Everything here takes folded text ([`super::fold`]) and gives exact decimals; the printed scale stays (`2.0` is
//! not `2`).

use rust_decimal::Decimal;

/// An amount in any of the printed forms; None when the text is anything else.
///
/// ```
/// use gongwen::grammar::number::parse;
/// for (printed, wanted) in [("3,500", "3500"), ("2.0", "2.0"), ("一百二十", "120"), ("三成", "0.3"), ("1/4", "0.25")] {
///     assert_eq!(parse(printed).map(|n| n.to_string()), Some(wanted.to_string()));
/// }
/// assert_eq!(parse("十四五"), None);
/// ```
pub fn parse(folded: &str) -> Option<Decimal> {
    digits(folded)
        .or_else(|| fraction(folded))
        .or_else(|| han_fraction(folded))
        .or_else(|| tenths(folded))
        .or_else(|| chinese(folded))
}

/// A number of ASCII digits with an optional sign, decimals, and commas that part groups of three.
pub fn digits(folded: &str) -> Option<Decimal> {
    let (negative, body) = match folded.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, folded),
    };
    let (whole, decimals) = body.split_once('.').map_or((body, None), |(w, d)| (w, Some(d)));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if decimals.is_some_and(|d| !all_digits(d)) {
        return None;
    }
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3);
    if !grouped || !groups.iter().all(|g| all_digits(g)) {
        return None;
    }
    let plain = body.replace(',', "");
    let number: Decimal = Decimal::from_str_exact(&plain).ok()?;
    Some(if negative { -number } else { number })
}

/// A proper fraction such as `2/3`; `17/5` and `50/60` are rather pairs of numbers and give None.
pub fn fraction(folded: &str) -> Option<Decimal> {
    let (top, bottom) = folded.split_once('/')?;
    let (top, bottom) = (digits(top)?, digits(bottom)?);
    let short = folded.find('/') == Some(1) && folded.len() <= 4;
    let proper =
        short && top.is_sign_positive() && !top.is_zero() && top < bottom && top.scale() == 0 && bottom.scale() == 0;
    proper.then(|| quotient(top, bottom)).flatten()
}

/// A fraction in words such as 三分之二; 百分之五 is 5, because its unit is `%`, and so is 千分之五 with `‰`.
pub fn han_fraction(folded: &str) -> Option<Decimal> {
    let (bottom, top) = folded.split_once("分之")?;
    let top = chinese(top).or_else(|| digits(top))?;
    match bottom {
        "百" | "千" => Some(top),
        _ => quotient(top, chinese(bottom)?),
    }
}

/// Exact to 28 digits, without zeros at the end.
fn quotient(top: Decimal, bottom: Decimal) -> Option<Decimal> {
    top.checked_div(bottom).map(|q| q.normalize())
}

/// The unit that the words of an amount state themselves: `%` of 百分之五, `‰` of 千分之五.
pub fn share_unit(folded: &str) -> Option<&'static str> {
    if folded.starts_with("百分之") {
        return Some("%");
    }
    folded.starts_with("千分之").then_some("‰")
}

/// Tenths such as 三成 (0.3) and 三成半 (0.35).
pub fn tenths(folded: &str) -> Option<Decimal> {
    let (body, half) = folded.strip_suffix('半').map_or((folded, 0), |b| (b, 5));
    let body = body.strip_suffix('成')?;
    let mut chars = body.chars();
    let digit = chars.next().and_then(han_digit).filter(|&d| d > 0)?;
    if chars.next().is_some() {
        return None;
    }
    let hundredths = i64::from(digit) * 10 + half;
    Some(if half == 0 { Decimal::new(hundredths / 10, 1) } else { Decimal::new(hundredths, 2) })
}

/// The factor that a sequence of 十, 百, 千, 万, 亿 stands for; None for an empty or any other text.
pub fn factor(folded: &str) -> Option<Decimal> {
    let mut product = Decimal::ONE;
    for c in folded.chars() {
        let step = small_unit(c).or_else(|| large_unit(c))?;
        product = product.checked_mul(Decimal::from(step))?;
    }
    (!folded.is_empty()).then_some(product)
}

/// A Chinese numeral: 一百二十, 两千零五, 三万五千, 二〇二二, 三点五. None for 十四五 and other non-numerals.
pub fn chinese(folded: &str) -> Option<Decimal> {
    if let Some((whole, decimals)) = folded.split_once('点') {
        let whole = chinese_integer(whole)?;
        let decimals: String =
            decimals.chars().map(han_digit).map(|d| d.map(|d| d.to_string())).collect::<Option<_>>()?;
        return digits(&format!("{whole}.{decimals}"));
    }
    chinese_integer(folded).map(Decimal::from)
}

fn chinese_integer(text: &str) -> Option<u64> {
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() || chars.len() > 24 {
        return None;
    }
    if chars.iter().all(|&c| han_digit(c).is_some()) {
        return digit_sequence(&chars);
    }
    let mut total = 0u64;
    let mut rest = &chars[..];
    for (unit, value) in [('亿', 100_000_000u64), ('万', 10_000)] {
        if let Some(at) = rest.iter().rposition(|&c| c == unit) {
            let many = if unit == '亿' {
                chinese_integer(&rest[..at].iter().collect::<String>())?
            } else {
                section(&rest[..at])?
            };
            total = total.checked_add(many.checked_mul(value)?)?;
            rest = &rest[at + 1..];
        }
    }
    if rest.is_empty() { Some(total) } else { total.checked_add(section(rest)?) }
}

/// 五, 〇五 and 二〇二二; a single digit or a year written digit by digit, but not 四五.
fn digit_sequence(chars: &[char]) -> Option<u64> {
    if chars.len() != 1 && chars.len() != 4 && !chars.contains(&'〇') {
        return None;
    }
    chars.iter().try_fold(0u64, |n, &c| n.checked_mul(10)?.checked_add(u64::from(han_digit(c)?)))
}

/// A numeral below ten thousand: units fall from 千 to 十, a digit before each, and one digit at the end.
fn section(chars: &[char]) -> Option<u64> {
    let mut total = 0;
    let mut digit: Option<u32> = None;
    let mut last_unit = 10_000;
    for (i, &c) in chars.iter().enumerate() {
        if let Some(unit) = small_unit(c) {
            let many = match digit.take() {
                Some(0) | None if unit == 10 && i == 0 => 1,
                Some(d) if d > 0 => u64::from(d),
                _ => return None,
            };
            if unit >= last_unit {
                return None;
            }
            last_unit = unit;
            total += many * unit;
        } else {
            let d = han_digit(c)?;
            if digit.is_some_and(|before| before > 0 || d == 0) {
                return None;
            }
            digit = Some(d);
        }
    }
    (!chars.is_empty()).then(|| total + u64::from(digit.unwrap_or(0)))
}

fn han_digit(c: char) -> Option<u32> {
    let at = "〇一二三四五六七八九".chars().position(|d| d == c);
    at.map(|d| d as u32).or(match c {
        '零' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

fn small_unit(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

fn large_unit(c: char) -> Option<u64> {
    match c {
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn many_spellings_of_one_number() {
        for (wanted, spellings) in [
            ("16", &["16", "十六", "一十六"][..]),
            ("3500", &["3500", "3,500", "三千五百"]),
            ("120", &["120", "一百二十"]),
            ("105", &["105", "一百零五", "一百〇五", "一〇五"]),
            ("2", &["2", "二", "两", "百分之二"]),
            ("2.0", &["2.0"]),
            ("2022", &["2022", "二〇二二", "二零二二", "两千零二十二"]),
            ("35000", &["35000", "35,000", "三万五千"]),
            ("1234567", &["1,234,567", "一百二十三万四千五百六十七"]),
            ("300000000", &["三亿"]),
            ("1000000000000", &["一万亿"]),
            ("-0.5", &["-0.5", "−0.5"]),
            ("0.25", &["1/4", "四分之一"]),
            ("0.3", &["三成", "十分之三"]),
            ("0.35", &["三成半"]),
            ("3.5", &["3.5", "三点五"]),
            ("0.6666666666666666666666666667", &["2/3", "三分之二"]),
        ] {
            for printed in spellings {
                assert_eq!(parse(printed).map(|n| n.to_string()).as_deref(), Some(wanted), "{printed}");
            }
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            "-",
            "/",
            ".",
            "5.",
            ".5",
            "1,2",
            "3,50",
            "1234,567",
            ",500",
            "十四五",
            "三五",
            "一二三",
            "百",
            "千百",
            "二十三十",
            "三百千",
            "成",
            "十成",
            "3/2",
            "50/60",
            "12/5",
            "2/0",
            "0/3",
            "1.5/3",
            "三分之",
            "分之二",
            "万",
            "点五",
            "一点",
            "5G",
            "五百六十七八",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn factors() {
        assert_eq!(factor("万"), Some(Decimal::from(10_000)));
        assert_eq!(factor("百万"), Some(Decimal::from(1_000_000)));
        assert_eq!(factor("万亿"), Some(Decimal::from(1_000_000_000_000u64)));
        assert_eq!(factor(""), None);
        assert_eq!(factor("万人"), None);
    }

    proptest! {
        #[test]
        fn a_printed_number_is_read_back(value in -1_000_000_000i64..1_000_000_000, scale in 0u32..6) {
            let number = Decimal::new(value, scale);
            let printed = number.to_string();
            prop_assert_eq!(parse(&printed).map(|n| n.to_string()), Some(printed));
        }

        #[test]
        fn any_text_is_survived(text in "[0-9一二三十百千万亿点成半分之/,.−-]{0,30}|\\PC{0,12}") {
            let _ = parse(&text);
            let _ = factor(&text);
        }
    }
}
