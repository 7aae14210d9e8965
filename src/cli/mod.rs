//! The command line: the one place that meets the terminal, the clock, the environment and the user's files.

mod add;
mod args;
mod ask;
mod assess;
mod cache;
mod carry;
mod check;
mod diff;
mod elsewhere;
mod error;
mod everyday;
mod except;
mod explain;
mod gate;
mod init;
mod interview;
mod kept;
mod library;
mod map;
mod merge;
mod names;
mod pack;
mod plan;
mod portal;
mod progress;
mod publish;
mod report;
mod scan;
mod screen;
mod shares;
mod sheets;
mod shell;
mod sign;
mod snapshot;
mod start;
mod status;
mod supplier;
mod usage;
mod verify;
mod worker;
mod workspace;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use args::{Args, Command};

/// How a run ended; there are no other codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It ran, and the required level is reached, or none was required.
    Done,
    /// It ran, and the required level is not reached.
    Short,
    /// It could not run: arguments, unreadable or invalid input, nothing to look at.
    CouldNot,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => ExitCode::SUCCESS,
            Exit::Short => ExitCode::from(1),
            Exit::CouldNot => ExitCode::from(2),
        }
    }
}

/// Runs the program with its arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            let failed = error.use_stderr();
            if let Some(error) = usage::error(&error) {
                error::show(&error);
                return Exit::CouldNot;
            }
            // A closed pipe is nobody's fault.
            let _ = error.print();
            return if failed { Exit::CouldNot } else { Exit::Done };
        }
    };
    screen::set_colour(&args.common);
    ask::settle(&args.common);
    let common = &args.common;
    let result = match &args.command {
        Some(command) => carry_out(common, command),
        None => start::run(common),
    };
    match result {
        Ok(exit) => exit,
        Err(error) if error::is_broken_pipe(&error) => Exit::Done,
        Err(error) if error.is::<ask::Stopped>() && ask::at_a_terminal() => {
            // Whoever pressed Ctrl-C meant it: that is no fault, and nobody may be left to be told.
            let _ = ask::say(&format!("{error}."));
            Exit::Done
        }
        Err(error) => {
            error::show(&error);
            Exit::CouldNot
        }
    }
}

/// Carries out a command, whether it was typed or chosen.
fn carry_out(common: &args::Common, command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Init(init) => init::run(common, init),
        Command::Interview(interview) => interview::run(common, interview),
        Command::Ask(ask) => sheets::run(common, ask),
        Command::Merge(merge) => merge::run(common, merge),
        Command::Scan(scan) => scan::run(common, scan),
        Command::Status(status) => status::run(common, status),
        Command::Report(report) => report::run(common, report),
        Command::Assess(assess) => assess::run(common, assess),
        Command::Snapshot(snapshot) => snapshot::run(common, snapshot),
        Command::Diff(diff) => diff::run(common, diff),
        Command::Verify(verify) => verify::run(common, verify),
        Command::Plan(plan) => plan::run(common, plan),
        Command::Add(add) => add::run(common, add),
        Command::Everyday(everyday) => everyday::run(common, everyday),
        Command::Map(map) => map::run(common, map),
        Command::Portal(portal) => portal::run(common, portal),
        Command::Except(except) => except::run(common, except),
        Command::Sign(sign) => sign::run(common, sign),
        Command::Publish(publish) => publish::run(common, publish),
        Command::CarryForward(carry) => carry::run(common, carry),
        Command::Supplier(supplier) => supplier::run(common, supplier),
        Command::Explain(explain) => explain::run(common, explain),
        Command::Pack(pack) => pack::run(common, pack),
        Command::Check(check) => check::run(common, check),
        Command::Completions(completions) => shell::completions(common, completions),
        Command::Man(man) => shell::man(common, man),
        Command::Worker => worker::run(),
    }
}

/// The JSON Schemas of everything that people write, by name: they are kept under `assertions/schema/`.
pub fn schemas() -> Vec<(&'static str, schemars::Schema)> {
    use crate::model::{Answers, Crosswalk, DocumentKind, Glossary};
    let mut schemas = vec![
        ("answers", schemars::schema_for!(Answers)),
        ("crosswalk", schemars::schema_for!(Crosswalk)),
        ("document", schemars::schema_for!(DocumentKind)),
        ("glossary", schemars::schema_for!(Glossary)),
        ("pack", crate::pack::schema()),
        ("report", crate::report::schema()),
    ];
    schemas.extend(crate::scan::schemas());
    schemas
}
