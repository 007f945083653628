//! The program from outside: what it says, what it writes, its exit codes.

mod cli {
    mod bad_input;
    mod check;
    mod compare;
    mod desk;
    mod json_schema;
    mod memory;
    mod output;
    mod query;
    mod rules;
    mod sarif;
    mod schema;
    mod supervision;
    mod usage;
    #[cfg(unix)]
    mod watch;
}
