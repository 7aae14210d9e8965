//! The `dspt` command: everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    dspt::cli::run(std::env::args_os()).into()
}
