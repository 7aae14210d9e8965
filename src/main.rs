//! The `dspt` command.

fn main() {}
