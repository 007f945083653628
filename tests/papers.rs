//! The papers are tested like code: what they quote is what the program does.

mod papers {
    mod architecture;
    mod changelog;
    mod fence;
    mod readme;
    mod rule_book;
}
