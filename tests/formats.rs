//! Files in every format: the same content gives the same records, and files that others made are read or refused.

#[path = "formats/books.rs"]
mod books;
#[path = "formats/html.rs"]
mod html;
#[path = "formats/old_word.rs"]
mod old_word;
#[path = "formats/pages.rs"]
mod pages;
#[path = "formats/same.rs"]
mod same;
#[path = "formats/samples.rs"]
mod samples;
#[path = "formats/sheets.rs"]
mod sheets;
#[path = "formats/specimen.rs"]
mod specimen;
#[path = "formats/word.rs"]
mod word;
