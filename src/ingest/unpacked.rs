//! How large the streams of a PDF become, measured before a library unpacks them whole: a few kilobytes may stand for
//! gigabytes.

use super::error::IngestError;
use super::limits::{Limit, Limits};
use flate2::bufread;
use flate2::read::DeflateDecoder;
use std::io::Read;
use std::time::Instant;

/// How often a stream may be packed again.
const MOST_LAYERS: usize = 4;

/// Measures every stream that may be packed by Deflate. It is found by its keyword alone, because the directory of a
/// file may be packed itself, or wrong.
///
/// # Errors
/// [`IngestError::TooLarge`] for a stream larger than [`Limits::unpacked_bytes`]; [`IngestError::Damaged`] when it is
/// past `end`.
pub fn check(bytes: &[u8], limits: &Limits, end: Instant) -> Result<(), IngestError> {
    let most = limits.unpacked_bytes;
    let keyword = b"stream";
    let starts = bytes.windows(keyword.len()).enumerate().filter(|(_, window)| window == keyword);
    for start in starts.map(|(at, _)| at).filter(|&at| !bytes[..at].ends_with(b"end")) {
        let data = &bytes[start + keyword.len()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let packed = if is_zlib(data) { &data[2..] } else { data };
        if size(&mut bufread::DeflateDecoder::new(packed), most, MOST_LAYERS) > most {
            return Err(too_large(most));
        }
        if Instant::now() > end {
            return Err(IngestError::Damaged("里面的数据解压太久".to_string()));
        }
    }
    Ok(())
}

/// The error for a stream that is, or may be, larger than allowed.
pub fn too_large(limit: u64) -> IngestError {
    IngestError::TooLarge { what: Limit::UnpackedBytes, found: limit + 1, limit, line: None }
}

/// The first two bytes of data packed by Deflate with its usual frame (RFC 1950).
fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [method, check, ..]
        if method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*check)).is_multiple_of(31))
}

/// Bytes of a source, or of what is packed in it if that is more; hardly more than `most` are looked at. What is damaged
/// is measured up to there.
fn size(source: &mut dyn Read, most: u64, layers: usize) -> u64 {
    let mut head = Vec::new();
    let _ = source.take(2).read_to_end(&mut head);
    let (mut used, mut inner) = (head.len() as u64, 0);
    if layers > 0 && is_zlib(&head) {
        let mut decoder = DeflateDecoder::new(&mut *source);
        inner = size(&mut decoder, most, layers - 1);
        used += decoder.total_in();
    }
    let mut buffer = [0; 16 * 1024];
    while used <= most && inner <= most {
        match source.read(&mut buffer) {
            Ok(count) if count > 0 => used += count as u64,
            _ => break,
        }
    }
    used.max(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};
    use std::io::Write;
    use std::time::Duration;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    fn kind(data: &[u8], unpacked_bytes: u64) -> Option<&'static str> {
        let file = [b"%PDF-1.7\n1 0 obj <<>>\nstream\r\n", data, b"\nendstream\nendobj\n"].concat();
        let limits = Limits { unpacked_bytes, ..Limits::default() };
        check(&file, &limits, Instant::now() + Duration::from_secs(60)).err().map(|error| error.kind())
    }

    #[test]
    fn streams_are_measured_in_every_packing() {
        let text = vec![b'0'; 100_000];
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::best());
        raw.write_all(&text).expect("in memory");
        let once = packed(&text);
        for data in [once.clone(), packed(&once), packed(&packed(&once)), raw.finish().expect("in memory")] {
            assert_eq!(kind(&data, 99_999), Some("too-large"), "{} bytes", data.len());
            assert_eq!(kind(&data, 100_100), None, "{} bytes", data.len());
        }
        // Damage behind the bomb does not hide it.
        let cut = packed(&vec![b'0'; 1_000_000]);
        assert_eq!(kind(&cut[..cut.len() / 2], 99_999), Some("too-large"));
    }

    #[test]
    fn other_streams_are_left_alone() {
        for data in [&b""[..], b"BT (stream) Tj ET", b"\xff\xd8\xff\xe0", &[0x78], &[0x78, 0x9c]] {
            assert_eq!(kind(data, 1000), None, "{data:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_measured(bytes: Vec<u8>) {
            let _ = kind(&bytes, 100);
            let _ = kind(&packed(&bytes), 100);
        }
    }
}
