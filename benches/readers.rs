//! The cost of reading every format (throughput in bytes of the file, most memory at a time), on one core, and what a
//! plain read of the same file by the library below costs: its events, cells or glyphs, put to no use.
//!
//! `cargo bench --bench readers`

use calamine::{Reader, Xlsb, Xlsx};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};
use gongwen::ingest::{self, Limits};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, DummyDevice, InterpreterCache, InterpreterSettings, interpret_page};
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::io::{Cursor, Read};
use std::sync::LazyLock;

#[path = "../tests/formats/html.rs"]
mod html;
#[path = "../tests/formats/pages.rs"]
mod pages;
#[path = "../tests/formats/sheets.rs"]
mod sheets;
#[path = "../tests/formats/specimen.rs"]
mod specimen;
#[path = "../tests/formats/word.rs"]
mod word;

#[global_allocator]
static MEMORY: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const FORMATS: [&str; 9] = ["txt", "html", "csv", "xlsx", "xlsb", "ods", "docx", "pdf", "ofd"];

/// The specimen of the tests in every format.
static FILES: LazyLock<Vec<(&'static str, Vec<u8>)>> = LazyLock::new(|| {
    let file = |format: &'static str| {
        let bytes = match format {
            "txt" => specimen::text().into_bytes(),
            "html" => html::page().into_bytes(),
            "csv" => sheets::csv(',').into_bytes(),
            "xlsx" => sheets::xlsx(),
            "xlsb" => sheets::xlsb(),
            "ods" => sheets::ods(),
            "docx" => word::docx(),
            "pdf" => pages::pdf(),
            _ => pages::ofd(),
        };
        (format, bytes)
    };
    FORMATS.map(file).to_vec()
});

fn bytes(format: &str) -> &'static [u8] {
    let file = FILES.iter().find(|(name, _)| *name == format);
    &file.expect("one of the formats").1
}

#[divan::bench(args = FORMATS)]
fn read(bencher: Bencher, format: &str) {
    let bytes = bytes(format);
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| black_box(ingest::read_bytes(bytes, format, &Limits::default()).expect("a document")));
}

#[divan::bench(args = &FORMATS[1..])]
fn plain(bencher: Bencher, format: &str) {
    let bytes = bytes(format);
    let read: fn(&[u8]) -> usize = match format {
        "html" => tokens,
        "csv" => fields,
        "xlsx" => |bytes: &[u8]| cells::<Xlsx<_>>(bytes),
        "xlsb" => |bytes: &[u8]| cells::<Xlsb<_>>(bytes),
        "pdf" => glyphs,
        _ => events,
    };
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| black_box(read(bytes)));
}

struct Counter(std::cell::Cell<usize>);

impl TokenSink for Counter {
    type Handle = ();

    fn process_token(&self, _: Token, _: u64) -> TokenSinkResult<()> {
        self.0.set(self.0.get() + 1);
        TokenSinkResult::Continue
    }
}

fn tokens(bytes: &[u8]) -> usize {
    let tokenizer = Tokenizer::new(Counter(Default::default()), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(std::str::from_utf8(bytes).expect("UTF-8")));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.get()
}

fn fields(bytes: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
    reader.records().flatten().map(|record| record.len()).sum()
}

fn cells<'b, R: Reader<Cursor<&'b [u8]>>>(bytes: &'b [u8]) -> usize {
    let Ok(mut workbook) = R::new(Cursor::new(bytes)) else { panic!("a workbook") };
    workbook.worksheets().iter().map(|(_, range)| range.used_cells().count()).sum()
}

fn glyphs(bytes: &[u8]) -> usize {
    let pdf = Pdf::new(bytes.to_vec()).expect("a PDF");
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let bounds = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, pdf.xref(), InterpreterSettings::default());
        interpret_page(page, &mut context, &mut DummyDevice);
    }
    pdf.pages().len()
}

/// The events of all XML parts.
fn events(bytes: &[u8]) -> usize {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut count = 0;
    for at in 0..archive.len() {
        let mut text = String::new();
        archive.by_index(at).expect("a part").read_to_string(&mut text).expect("UTF-8");
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().expect("XML"), quick_xml::events::Event::Eof) {
            count += 1;
        }
    }
    count
}
