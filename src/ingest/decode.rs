//! Bytes to text: which encoding, and what could not be decoded.

use super::error::IngestError;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark; `U+FFFD` stands for what could not be decoded.
    pub text: String,
    /// Name of the encoding, such as `UTF-8` or `GB18030`.
    pub encoding: &'static str,
    /// What could not be decoded.
    pub broken: Option<Broken>,
}

/// Characters that could not be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// How many.
    pub count: usize,
    /// Line of the first one, 1-based.
    pub line: u32,
    /// Column of the first one, 1-based, in characters.
    pub column: u32,
}

/// A text in which more than one character of this many is broken is refused as a whole.
const REFUSE_ABOVE_ONE_IN: usize = 50;
/// A text in which more than one character of this many is a control character is binary data.
const BINARY_ABOVE_ONE_IN: usize = 100;
/// UTF-8 and GB18030 are believed in spite of broken bytes when so many multi-byte characters stand against one.
const WITNESSES_PER_BREAK: usize = 10;
/// Other encodings than the Chinese ones take any byte, so they are believed for Latin text only, where at most one
/// byte of this many is no ASCII; the rest is rather Chinese text that is broken.
const LATIN_HIGH_BYTE_IN: usize = 3;

/// Decodes a file: byte order mark, valid UTF-8, UTF-16 by its NUL bytes, damaged UTF-8, then what the letters
/// suggest, then GB18030, of which GBK and GB2312 are parts.
///
/// # Errors
/// [`IngestError::Binary`] for data that is no text, [`IngestError::BrokenEncoding`] where too much is broken.
pub fn decode(bytes: &[u8]) -> Result<Decoded, IngestError> {
    let attempt = choose(bytes)?;
    let characters = attempt.text.chars().count();
    let controls = attempt.text.chars().filter(|&c| is_binary_control(c)).count();
    if controls * BINARY_ABOVE_ONE_IN > characters {
        return Err(IngestError::Binary);
    }
    let decoded = attempt.into_decoded();
    match decoded.broken {
        Some(Broken { count, line, column }) if count * REFUSE_ABOVE_ONE_IN > characters => {
            Err(IngestError::BrokenEncoding { encoding: decoded.encoding, count, line, column })
        }
        _ => Ok(decoded),
    }
}

/// Control characters that no text file has; form feed and the old end-of-file mark may stand in one.
fn is_binary_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1a' | '\u{85}')
}

fn choose(bytes: &[u8]) -> Result<Attempt, IngestError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(Attempt::new(encoding, &bytes[mark..]));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&0)
    {
        return Ok(short_gbk(bytes, text).unwrap_or_else(|| Attempt::whole(UTF_8, text)));
    }
    if bytes.contains(&0) {
        return utf16_without_mark(bytes).ok_or(IngestError::Binary);
    }
    Ok(eight_bit(bytes))
}

/// Encodings of one to four bytes a character, for bytes that are not valid UTF-8.
fn eight_bit(bytes: &[u8]) -> Attempt {
    let utf8 = Attempt::new(UTF_8, bytes);
    if utf8.is_believable() {
        return utf8;
    }
    if let Some(declared) = declared_encoding(bytes).map(|encoding| Attempt::new(encoding, bytes))
        && declared.breaks == 0
    {
        return declared;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // No hint of a country: with `cn` it takes Big5 for GBK.
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let gb18030 = Attempt::new(GB18030, bytes);
    if guess == encoding_rs::BIG5 {
        let big5 = Attempt::new(guess, bytes);
        if big5.breaks < gb18030.breaks || big5.breaks == 0 {
            return big5;
        }
    }
    if gb18030.breaks == 0 || gb18030.is_believable() || guess == encoding_rs::GBK {
        return gb18030;
    }
    let guessed = Attempt::new(guess, bytes);
    let high = bytes.iter().filter(|&&byte| byte >= 0x80).count();
    if guessed.is_clean() && high * LATIN_HIGH_BYTE_IN <= bytes.len() {
        return guessed;
    }
    if utf8.breaks <= gb18030.breaks { utf8 } else { gb18030 }
}

/// The encoding that a page or an XML file declares in its head; GBK and GB2312 are parts of GB18030.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    const HEAD: usize = 2048;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let (_, behind) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let name = behind.trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(name.len());
    let encoding = Encoding::for_label(&name.as_bytes()[..end])?;
    // One-byte encodings take any byte, so a page that declares one by mistake would be garbled.
    if encoding.is_single_byte() || encoding == UTF_16LE || encoding == UTF_16BE {
        return None;
    }
    Some(if encoding == encoding_rs::GBK { GB18030 } else { encoding })
}

/// A few bytes of GBK may be valid UTF-8 by chance ("通知" is), but then they spell letters that no Chinese file has.
fn short_gbk(bytes: &[u8], text: &str) -> Option<Attempt> {
    let odd = |c: char| matches!(c, '\u{250}'..='\u{36f}' | '\u{500}'..='\u{1fff}');
    if !text.chars().any(odd) || text.chars().any(is_chinese) {
        return None;
    }
    let attempt = Attempt::new(GB18030, bytes);
    let chinese_only = attempt.text.chars().all(|c| c.is_ascii() || is_chinese(c));
    (attempt.breaks == 0 && chinese_only).then_some(attempt)
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// UTF-16 without its mark: every ASCII character has a NUL byte, always on the same side; on the other side NUL is
/// rare (the low byte of 一).
fn utf16_without_mark(bytes: &[u8]) -> Option<Attempt> {
    let nul_at = |side: usize| bytes.iter().skip(side).step_by(2).filter(|&&b| b == 0).count();
    let encoding = if nul_at(1) >= nul_at(0) { UTF_16LE } else { UTF_16BE };
    let attempt = Attempt::new(encoding, bytes);
    let usual = |c: char| c.is_ascii() || is_chinese(c) || matches!(c, '\u{2000}'..='\u{26ff}');
    let characters = attempt.text.chars().count();
    let unusual = characters - attempt.text.chars().filter(|&c| usual(c)).count();
    (attempt.breaks <= 1 && unusual * 10 <= characters).then_some(attempt)
}

/// One encoding tried on the bytes.
struct Attempt {
    text: String,
    encoding: &'static Encoding,
    breaks: usize,
    /// Byte offset of the first `U+FFFD` that stands for broken bytes.
    first_break: usize,
}

impl Attempt {
    fn whole(encoding: &'static Encoding, text: &str) -> Attempt {
        Attempt { text: text.to_string(), encoding, breaks: 0, first_break: 0 }
    }

    fn new(encoding: &'static Encoding, bytes: &[u8]) -> Attempt {
        let mut attempt = Attempt { text: String::new(), encoding, breaks: 0, first_break: 0 };
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut read = 0;
        loop {
            let left = &bytes[read..];
            let room = decoder.max_utf8_buffer_length_without_replacement(left.len()).unwrap_or(left.len());
            attempt.text.reserve(room);
            let (result, used) = decoder.decode_to_string_without_replacement(left, &mut attempt.text, true);
            read += used;
            match result {
                encoding_rs::DecoderResult::InputEmpty => return attempt,
                encoding_rs::DecoderResult::OutputFull => {}
                encoding_rs::DecoderResult::Malformed(..) => attempt.note_break(),
            }
        }
    }

    fn note_break(&mut self) {
        if self.breaks == 0 {
            self.first_break = self.text.len();
        }
        self.breaks += 1;
        self.text.push(char::REPLACEMENT_CHARACTER);
    }

    /// Nothing broken, and no character that text does not have.
    fn is_clean(&self) -> bool {
        self.breaks == 0 && !self.text.chars().any(is_binary_control)
    }

    /// Do enough Chinese characters speak for the encoding against what is broken.
    fn is_believable(&self) -> bool {
        self.text.chars().filter(|&c| is_chinese(c)).count() >= self.breaks * WITNESSES_PER_BREAK
    }

    fn into_decoded(self) -> Decoded {
        let broken = (self.breaks > 0).then(|| {
            let (line, column) = place_of(&self.text, self.first_break);
            Broken { count: self.breaks, line, column }
        });
        let encoding = self.encoding.name();
        // The standard calls it lower case, nobody else does.
        Decoded { text: self.text, encoding: if encoding == "gb18030" { "GB18030" } else { encoding }, broken }
    }
}

/// Line and column, 1-based, of a byte offset.
fn place_of(text: &str, offset: usize) -> (u32, u32) {
    let before = super::text::split_lines(&text[..offset]);
    let fresh_line = text[..offset].ends_with(['\n', '\r']);
    match before.last() {
        Some(last) if !fresh_line => (before.len() as u32, last.chars().count() as u32 + 1),
        _ => (before.len() as u32 + 1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTICE: &str =
        "关于印发工作要点的通知\r\n各区人民政府,市直各单位:\r\n一、新建泊位3个。\r\n二、增长7%以上。\r\n";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    fn with_mark(mark: &[u8], bytes: Vec<u8>) -> Vec<u8> {
        [mark.to_vec(), bytes].concat()
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let gbk = GB18030.encode(NOTICE).0.into_owned();
        let cases: [(&str, Vec<u8>); 7] = [
            ("UTF-8", NOTICE.as_bytes().to_vec()),
            ("UTF-8", with_mark(b"\xef\xbb\xbf", NOTICE.as_bytes().to_vec())),
            ("GB18030", gbk),
            ("UTF-16LE", with_mark(b"\xff\xfe", utf16(NOTICE, false))),
            ("UTF-16BE", with_mark(b"\xfe\xff", utf16(NOTICE, true))),
            ("UTF-16LE", utf16(NOTICE, false)),
            ("UTF-16BE", utf16(NOTICE, true)),
        ];
        for (encoding, bytes) in cases {
            let decoded = decode(&bytes).expect(encoding);
            assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.broken), (NOTICE, encoding, None));
        }
    }

    #[test]
    fn big5_is_not_taken_for_gbk() {
        let text = "關於印發重點工作的通知,各區人民政府應當認真貫徹執行,推動經濟高質量發展。\n".repeat(4);
        let decoded = decode(&encoding_rs::BIG5.encode(&text).0).expect("decodes");
        assert_eq!((decoded.text, decoded.encoding), (text, "Big5"));
    }

    #[test]
    fn what_a_page_declares_is_believed_when_it_decodes() {
        let page = |charset: &str| format!("<html><head><meta charset=\"{charset}\"></head><p>產業發展</p>");
        let big5 = encoding_rs::BIG5.encode(&page("big5")).0.into_owned();
        assert_eq!(decode(&big5).map(|d| (d.text, d.encoding)), Ok((page("big5"), "Big5")));
        for charset in ["gb2312", "iso-8859-1", "utf-16", "nonsense"] {
            let text = page(charset).replace("產業發展", "产业发展，增长7%。");
            let decoded = decode(&GB18030.encode(&text).0).expect("decodes");
            assert_eq!((decoded.text, decoded.encoding), (text, "GB18030"), "{charset}");
        }
    }

    #[test]
    fn very_short_gbk_is_not_taken_for_utf_8() {
        for text in ["通知", "通知\n", "临屿", "一、目标"] {
            let decoded = decode(&GB18030.encode(text).0).expect(text);
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "GB18030"));
        }
        for text in ["通", "R&D", "café", "≥90%", "±5"] {
            assert_eq!(decode(text.as_bytes()).expect(text).text, text);
        }
    }

    #[test]
    fn a_broken_byte_is_reported_with_its_place() {
        let mut utf8 = NOTICE.repeat(4).into_bytes();
        let at = NOTICE.find("市直").expect("stands there");
        utf8.remove(at);
        // Two bytes of 市 are left, each a break.
        let decoded = decode(&utf8).expect("mostly sound");
        assert_eq!(decoded.encoding, "UTF-8");
        assert_eq!(decoded.broken, Some(Broken { count: 2, line: 2, column: 8 }));

        let long = NOTICE.repeat(20);
        let mut gbk = GB18030.encode(&long).0.into_owned();
        gbk.push(0xB9);
        let decoded = decode(&gbk).expect("mostly sound");
        assert_eq!(decoded.encoding, "GB18030");
        assert_eq!(decoded.broken, Some(Broken { count: 1, line: 81, column: 1 }));
    }

    #[test]
    fn binary_data_is_no_text() {
        let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&noise), Err(IngestError::Binary));
        let no_nul: Vec<u8> = noise.into_iter().filter(|&b| b != 0).collect();
        assert!(decode(&no_nul).is_err());
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0\0\0"), Err(IngestError::Binary));
    }

    #[test]
    fn too_much_broken_is_refused() {
        let bytes: Vec<u8> = "数据".bytes().chain([0xff; 8]).chain("数据".bytes()).collect();
        let expected = IngestError::BrokenEncoding { encoding: "UTF-8", count: 8, line: 1, column: 3 };
        assert_eq!(decode(&bytes), Err(expected));
        assert!(matches!(decode(&[0xff; 40]), Err(IngestError::BrokenEncoding { count: 40, line: 1, column: 1, .. })));
        assert_eq!(decode(b"caf\xe9 au lait").map(|decoded| decoded.text), Ok("café au lait".to_string()));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }

        #[test]
        fn chinese_text_comes_back(text in "[\u{4e00}-\u{9fa5}。,:\n]{12,80}") {
            let gbk = GB18030.encode(&text).0;
            let decoded = decode(&gbk).expect("valid text");
            proptest::prop_assert!(decoded.encoding != "GB18030" || decoded.text == text);
            proptest::prop_assert_eq!(decode(text.as_bytes()).expect("valid text").text, text);
        }
    }
}
