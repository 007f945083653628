//! Number formats of workbooks (数字格式): a number as the sheet shows it. 0.32 under `0%` is 32%.

/// Decimals that a cell without a format shows of a number below ten; each further digit before the point takes one.
const GENERAL_DECIMALS: f64 = 9.0;

/// The text of a number under a format code; `from_1904` where the workbook counts days from 1904.
pub fn shown(value: f64, code: &str, from_1904: bool) -> String {
    let sections = sections(code);
    let conditional = sections.iter().any(|section| section.starts_with("[<") || section.starts_with("[>"));
    let (section, own_sign) = match (sections.len(), value) {
        _ if conditional => (sections[0].as_str(), false),
        (2.., v) if v < 0.0 => (sections[1].as_str(), true),
        (3.., 0.0) => (sections[2].as_str(), false),
        _ => (sections.first().map_or("", String::as_str), false),
    };
    let tokens = tokens(section);
    let general = tokens.is_empty() || section.to_ascii_lowercase().contains("general") || section == "@";
    if general {
        return general_number(value);
    }
    if tokens.iter().any(|token| matches!(token, Token::Date(_))) {
        return date(value, &tokens, from_1904);
    }
    if !tokens.iter().any(|token| matches!(token, Token::Digit(_))) {
        return tokens.iter().filter_map(Token::literal).collect();
    }
    number(if own_sign { value.abs() } else { value }, &tokens)
}

/// A number without a format.
pub fn general_number(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    let decimals = (GENERAL_DECIMALS - value.abs().log10().floor().max(0.0)).max(0.0) as usize;
    if !(1e-9..1e15).contains(&value.abs()) {
        return format!("{value:E}");
    }
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// The sections of a code, which `;` parts outside quotes.
fn sections(code: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in code.chars() {
        let splits = c == ';' && !quoted && !escaped;
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        match out.last_mut() {
            Some(last) if !splits => last.push(c),
            _ => out.push(String::new()),
        }
    }
    out
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// Printed as it is.
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// `E+` or `E-`.
    Exponent,
    /// A run of one letter of a date or time, in lower case; `[h]` as `hh`.
    Date(String),
    /// `AM/PM` or 上午/下午.
    HalfDay(&'static str, &'static str),
}

impl Token {
    fn literal(&self) -> Option<&str> {
        match self {
            Token::Literal(text) => Some(text),
            _ => None,
        }
    }
}

fn tokens(section: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = section;
    while let Some(c) = rest.chars().next() {
        let (token, length) = next_token(rest, c);
        match (token, out.last_mut()) {
            (Some(Token::Literal(more)), Some(Token::Literal(text))) => text.push_str(&more),
            (Some(token), _) => out.push(token),
            (None, _) => {}
        }
        rest = &rest[length..];
    }
    out
}

fn next_token(rest: &str, c: char) -> (Option<Token>, usize) {
    let literal = |text: &str| Some(Token::Literal(text.to_string()));
    for (word, am, pm) in
        [("AM/PM", "AM", "PM"), ("am/pm", "AM", "PM"), ("上午/下午", "上午", "下午"), ("A/P", "A", "P")]
    {
        if rest.starts_with(word) {
            return (Some(Token::HalfDay(am, pm)), word.len());
        }
    }
    match c {
        '"' => {
            let inner = &rest[1..];
            let end = inner.find('"').unwrap_or(inner.len());
            (literal(&inner[..end]), (end + 2).min(rest.len()))
        }
        '\\' | '!' => {
            let next = rest[1..].chars().next().map_or(0, char::len_utf8);
            (literal(&rest[1..1 + next]), 1 + next)
        }
        // A blank as wide as the next character, and a character that fills the cell.
        '_' => (literal(" "), 1 + rest[1..].chars().next().map_or(0, char::len_utf8)),
        '*' => (None, 1 + rest[1..].chars().next().map_or(0, char::len_utf8)),
        '[' => {
            let end = rest.find(']').map_or(rest.len(), |at| at + 1);
            let inner = rest[1..end].trim_end_matches(']');
            let elapsed = matches!(inner.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss");
            let token = match inner.strip_prefix('$') {
                Some(currency) => literal(currency.split('-').next().unwrap_or_default()),
                None if elapsed => Some(Token::Date(inner.to_ascii_lowercase())),
                None => None,
            };
            (token.filter(|token| *token != Token::Literal(String::new())), end)
        }
        '0' | '#' | '?' => (Some(Token::Digit(c)), 1),
        '.' => (Some(Token::Point), 1),
        ',' => (Some(Token::Comma), 1),
        '%' => (Some(Token::Percent), 1),
        'E' | 'e' if rest[1..].starts_with(['+', '-']) => (Some(Token::Exponent), 2),
        'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' | 'a' => {
            let same = |other: &char| other.eq_ignore_ascii_case(&c);
            let run: String = rest.chars().take_while(same).collect();
            (Some(Token::Date(run.to_ascii_lowercase())), run.len())
        }
        c => (literal(&c.to_string()), c.len_utf8()),
    }
}

/// A number with fixed digits.
fn number(value: f64, tokens: &[Token]) -> String {
    let digit = |token: &Token| matches!(token, Token::Digit(_));
    let first = tokens.iter().position(digit).unwrap_or(0);
    let last = tokens.iter().rposition(digit).unwrap_or(0);
    let point = tokens.iter().position(|token| *token == Token::Point).filter(|&at| at + 1 >= first);
    let whole_end = point.unwrap_or(last + 1);
    if tokens.contains(&Token::Exponent) {
        return general_number(value);
    }
    let percents = tokens.iter().filter(|token| **token == Token::Percent).count();
    let thousands = tokens[..whole_end].windows(3).any(|w| digit(&w[0]) && w[1] == Token::Comma && digit(&w[2]));
    // Commas behind the last digit, or behind the last one before the point, scale by thousands.
    let commas = |part: &[Token]| part.iter().take_while(|token| **token == Token::Comma).count();
    let before_point = tokens[..whole_end].iter().rposition(digit).map_or(0, |at| commas(&tokens[at + 1..whole_end]));
    let scaled = if point.is_some() {
        before_point + commas(&tokens[last + 1..])
    } else {
        before_point.max(commas(&tokens[last + 1..]))
    };
    let value = value * 100f64.powi(percents as i32) / 1000f64.powi(scaled as i32);
    let fraction: Vec<&Token> = point.map_or(Vec::new(), |at| tokens[at..].iter().filter(|t| digit(t)).collect());
    let least_whole = tokens[..whole_end].iter().filter(|token| **token == Token::Digit('0')).count();
    let text = fixed(value, fraction.len());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let optional = fraction.iter().rev().take_while(|token| ***token != Token::Digit('0')).count();
    let zeros = decimals.len() - decimals.trim_end_matches('0').len();
    let decimals = &decimals[..decimals.len() - zeros.min(optional)];
    let negative = value < 0.0 && text.chars().any(|c| ('1'..='9').contains(&c));
    let whole = whole_part(whole.trim_start_matches('-'), least_whole, thousands);
    let sign = if negative { "-" } else { "" };
    let figure = match decimals {
        "" => format!("{sign}{whole}"),
        decimals => format!("{sign}{whole}.{decimals}"),
    };
    let around = |part: &[Token]| -> String {
        let text = |token: &Token| match token {
            Token::Percent => "%".to_string(),
            other => other.literal().unwrap_or_default().to_string(),
        };
        part.iter().map(text).collect()
    };
    format!("{}{figure}{}", around(&tokens[..first]), around(&tokens[last + 1..])).trim().to_string()
}

/// Rounded as a sheet does: halves go away from zero, and what a float stores a little below a half is a half.
fn fixed(value: f64, decimals: usize) -> String {
    let scale = 10f64.powi(decimals.min(15) as i32);
    let scaled = value.abs() * scale;
    if scaled >= 1e15 {
        return format!("{value:.decimals$}");
    }
    let rounded = (scaled * (1.0 + f64::EPSILON * 4.0)).round() / scale;
    format!("{:.decimals$}", if value < 0.0 { -rounded } else { rounded })
}

fn whole_part(digits: &str, least: usize, thousands: bool) -> String {
    let digits = if digits == "0" && least == 0 { "" } else { digits };
    let padded = format!("{digits:0>least$}");
    if !thousands {
        return padded;
    }
    let mut out = String::new();
    for (at, c) in padded.chars().enumerate() {
        if at > 0 && (padded.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A date or a time.
fn date(value: f64, tokens: &[Token], from_1904: bool) -> String {
    let halves = tokens.iter().any(|token| matches!(token, Token::HalfDay(..)));
    let seconds = (value * 86_400.0).round() as i64;
    let (days, time) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days, from_1904);
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    let mut out = String::new();
    let mut after_hour = false;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Date(run) => {
                let before_second = tokens[at + 1..].iter().find_map(|t| match t {
                    Token::Date(run) => Some(run.starts_with('s')),
                    _ => None,
                });
                let minutes = run.starts_with('m') && (after_hour || before_second == Some(true));
                let hour = if halves && hour % 12 == 0 {
                    12
                } else if halves {
                    hour % 12
                } else {
                    hour
                };
                out.push_str(&match (run.as_bytes()[0], run.len()) {
                    (b'y', 1 | 2) => format!("{:02}", year % 100),
                    (b'y' | b'e', _) => format!("{year:04}"),
                    (b'm', length) if minutes => format!("{minute:0length$}"),
                    (b'm', length @ (1 | 2)) => format!("{month:0length$}"),
                    (b'm', _) => format!("{month}月"),
                    (b'd', length @ (1 | 2)) => format!("{day:0length$}"),
                    (b'd' | b'a', _) => weekday(days, from_1904).to_string(),
                    (b'h', length) => format!("{hour:0length$}"),
                    (_, length) => format!("{second:0length$}"),
                });
                after_hour = run.starts_with('h');
            }
            Token::HalfDay(am, pm) => out.push_str(if hour < 12 { am } else { pm }),
            Token::Literal(text) => out.push_str(text),
            Token::Point => out.push('.'),
            Token::Comma => out.push(','),
            _ => {}
        }
    }
    out.trim().to_string()
}

/// Days since 1970-01-01 of day 0 of a workbook.
fn epoch(days: i64, from_1904: bool) -> i64 {
    // The calendar of 1900 has a 29 February that never was.
    if from_1904 { days - 24_107 } else { days - 25_569 + i64::from(days < 60) }
}

fn weekday(days: i64, from_1904: bool) -> &'static str {
    const NAMES: [&str; 7] = ["星期四", "星期五", "星期六", "星期日", "星期一", "星期二", "星期三"];
    NAMES[epoch(days, from_1904).rem_euclid(7) as usize]
}

/// Year, month and day of the proleptic Gregorian calendar (Howard Hinnant's `civil_from_days`).
fn civil(days: i64, from_1904: bool) -> (i64, i64, i64) {
    let shifted = epoch(days, from_1904) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_on_the_sheet() {
        let cases: [(f64, &str, &str); 28] = [
            (0.32, "0%", "32%"),
            (0.0555, "0.0%", "5.6%"),
            (0.055, "0.00%", "5.50%"),
            (1.005, "0.00", "1.01"),
            (16.0, "General", "16"),
            (0.1 + 0.2, "General", "0.3"),
            (1.0 / 3.0, "", "0.333333333"),
            (12345678.9, "General", "12345678.9"),
            (-5.5, "General", "-5.5"),
            (1234567.891, "#,##0.00", "1,234,567.89"),
            (1234567.0, "#,##0", "1,234,567"),
            (999.0, "#,##0", "999"),
            (12.5, "0.0_ ", "12.5"),
            (12.50, "0.0##", "12.5"),
            (12.0, "#.##", "12"),
            (0.5, "#.0", ".5"),
            (7.0, "000", "007"),
            (-3.0, "0;(0)", "(3)"),
            (-3.0, "0.0", "-3.0"),
            (-0.01, "0", "0"),
            (0.0, "0;-0;\"—\"", "—"),
            (5.0, "0\"万元\"", "5万元"),
            (5.0, "[Red]0.0 ", "5.0"),
            (5.0, "[$¥-804]#,##0", "¥5"),
            (12_345_678.0, "0.0,,", "12.3"),
            (5.0, "\"≥\"0", "≥5"),
            (1e21, "General", "1E21"),
            (5.0, "@", "5"),
        ];
        for (value, code, expected) in cases {
            assert_eq!(shown(value, code, false), expected, "{value} under {code}");
        }
    }

    #[test]
    fn dates_are_shown_as_on_the_sheet() {
        let cases: [(f64, &str, &str); 12] = [
            (44_927.0, "yyyy-mm-dd", "2023-01-01"),
            (44_927.0, "yyyy\"年\"m\"月\"d\"日\"", "2023年1月1日"),
            (44_927.0, "yyyy/m/d;@", "2023/1/1"),
            (44_927.0, "[$-804]yyyy\"年\"m\"月\";@", "2023年1月"),
            (45_350.0, "yyyy-mm-dd", "2024-02-28"),
            (45_351.0, "m\"月\"d\"日\"", "2月29日"),
            (44_927.75, "h:mm", "18:00"),
            (44_927.520_844_907, "yyyy-mm-dd hh:mm:ss", "2023-01-01 12:30:01"),
            (44_927.25, "上午/下午h\"时\"mm\"分\"", "上午6时00分"),
            (44_927.0, "aaaa", "星期日"),
            (1.0, "yyyy-mm-dd", "1900-01-01"),
            (61.0, "yyyy-mm-dd", "1900-03-01"),
        ];
        for (value, code, expected) in cases {
            assert_eq!(shown(value, code, false), expected, "{value} under {code}");
        }
        assert_eq!(shown(43_465.0, "yyyy-mm-dd", true), "2023-01-01");
    }

    proptest::proptest! {
        #[test]
        fn any_code_shows_something(value: f64, code in "[0#?.,%;\"\\\\\\[\\]ymdhs@E+*_年 -]{0,16}") {
            let _ = shown(value, &code, false);
        }
    }
}
