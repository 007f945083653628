//! The program from outside: what it says, what it writes, its exit codes.

mod cli {
    mod bad_input;
    mod check;
    mod desk;
    mod json_schema;
    mod output;
    mod rules;
    mod sarif;
    mod schema;
    mod usage;
    #[cfg(unix)]
    mod watch;
}
