//! The papers are tested like code: what they quote is what the program does.

mod papers {
    mod fence;
    mod paths;
    mod readme;
    mod rule_book;
    mod session;
}
