//! The one table of what is offered, and when.

use std::path::{Path, PathBuf};

use super::sight::{Found, Sight};
use crate::cli::workspace;

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// What it is, in words.
    pub(super) says: String,
    /// What happens.
    pub(super) deed: Deed,
}

/// What a choice does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Runs a command.
    Run {
        /// Its words, without the name of the program.
        command: &'static str,
        /// Whether it takes the folder.
        folder: bool,
        /// What it needs to know: flags and questions.
        needs: &'static [(&'static str, &'static str)],
    },
    /// Looks at another folder.
    GoTo(PathBuf),
    /// Makes a workspace.
    Begin,
    /// Makes a copy of the example.
    Example,
}

/// A row of the table.
struct Row {
    says: fn(&Sight) -> String,
    when: fn(&Sight) -> bool,
    command: &'static str,
    needs: &'static [(&'static str, &'static str)],
}

/// In a workspace, in this order.
const INSIDE: &[Row] = &[
    Row {
        says: |sight| match (sight.answered, open(sight)) {
            (0, _) => "Begin with the questions".into(),
            (_, open) => format!("Go on with the questions: {open}"),
        },
        when: |sight| sight.open + sight.open_optional > 0,
        command: "interview",
        needs: &[],
    },
    Row {
        says: |_| "See where you stand and what is left".into(),
        when: |sight| sight.answered > 0,
        command: "status",
        needs: &[],
    },
    Row {
        says: |_| "See the plan: what to do, who does it and by when".into(),
        when: |sight| sight.answered > 0,
        command: "plan",
        needs: &[],
    },
    Row {
        says: |_| "Make the text to enter in the NHS portal".into(),
        when: |sight| sight.answered > 0,
        command: "portal",
        needs: &[],
    },
    Row {
        says: |_| "Make question sheets for those who are to be asked".into(),
        when: |sight| !sight.waiting.is_empty(),
        command: "ask",
        needs: &[],
    },
    Row {
        says: |_| "Take in a sheet that was filled in".into(),
        when: |sight| !sight.waiting.is_empty(),
        command: "merge",
        needs: &[("", "Which sheet? Type its name, or drag it in here: ")],
    },
    Row {
        says: |_| "Go through your answers again".into(),
        when: |sight| sight.open + sight.open_optional == 0,
        command: "interview --all",
        needs: &[],
    },
    Row {
        says: |_| "See what was found in your evidence folder".into(),
        when: |sight| sight.has_evidence,
        command: "scan",
        needs: &[],
    },
    Row {
        says: |_| "Make the report, as a PDF and as text".into(),
        when: |sight| sight.answered > 0,
        command: "report",
        needs: &[],
    },
    Row {
        says: |_| "Confirm the answers, as the person responsible for them".into(),
        when: |sight| sight.answered > 0 && sight.open == 0,
        command: "sign",
        needs: &[
            ("--by", "The name of the person responsible: "),
            ("--role", "Their post, such as Registered manager: "),
        ],
    },
    Row {
        says: |_| "Note what you published in the NHS portal".into(),
        when: |sight| sight.answered > 0 && sight.open == 0,
        command: "publish",
        needs: &[("--level", "Which level, standards-met or approaching-standards? "), ("--on", "On which day? ")],
    },
];

/// What is offered in a workspace.
pub(super) fn inside(sight: &Sight) -> Vec<Choice> {
    let rows = INSIDE.iter().filter(|row| (row.when)(sight));
    let run = rows.map(|row| Choice {
        says: (row.says)(sight),
        deed: Deed::Run { command: row.command, folder: true, needs: row.needs },
    });
    run.chain([help()]).collect()
}

/// What is offered in a folder without answers, near which these were found.
pub(super) fn outside(found: &[Found]) -> Vec<Choice> {
    let go = found.iter().map(|found| Choice {
        says: format!("Go on with {}, in the folder {}", found.name, found.dir.display()),
        deed: Deed::GoTo(found.dir.clone()),
    });
    go.chain([
        Choice { says: "Start here: make a folder for your organisation".into(), deed: Deed::Begin },
        Choice { says: "Look at an example of a made-up organisation".into(), deed: Deed::Example },
        help(),
    ])
    .collect()
}

/// "9 are open, and 8 optional ones".
fn open(sight: &Sight) -> String {
    let are = |n: usize| if n == 1 { "1 is open".to_owned() } else { format!("{n} are open") };
    match (sight.open, sight.open_optional) {
        (open, 0) => are(open),
        (0, 1) => "1 optional one is open".into(),
        (0, optional) => format!("{optional} optional ones are open"),
        (open, 1) => format!("{}, and 1 optional one", are(open)),
        (open, optional) => format!("{}, and {optional} optional ones", are(open)),
    }
}

fn help() -> Choice {
    Choice { says: "List all commands".into(), deed: Deed::Run { command: "help", folder: false, needs: &[] } }
}

impl Choice {
    /// What to type for it in a script; nothing where there is no one command.
    pub(super) fn typed(&self, dir: &Path) -> Option<String> {
        match &self.deed {
            Deed::Run { command, folder, needs } => {
                let dir = if *folder { workspace::typed(dir) } else { String::new() };
                let more = |flag: &str| if flag.is_empty() { " FILE".to_owned() } else { format!(" {flag} …") };
                let more: String = needs.iter().map(|(flag, _)| more(flag)).collect();
                Some(format!("dspt {command}{dir}{more}"))
            }
            Deed::GoTo(dir) => Some(format!("dspt status{}", workspace::typed(dir))),
            Deed::Begin => Some("dspt init FOLDER".into()),
            Deed::Example => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answered: usize, open: usize, waiting: &[&str], expected: &[&str]) {
        let sight = Sight {
            organisation: "Rosewood Court".into(),
            pack: "DSPT".into(),
            mandatory: 46,
            answered,
            open,
            open_optional: 0,
            waiting: waiting.iter().map(|who| ((*who).to_owned(), 1)).collect(),
            contradicted: 0,
            has_evidence: false,
        };
        let commands = inside(&sight).into_iter().filter_map(|choice| match choice.deed {
            Deed::Run { command, .. } => Some(command),
            Deed::GoTo(_) | Deed::Begin | Deed::Example => None,
        });
        assert_eq!(commands.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn only_what_makes_sense_is_offered() {
        check(0, 46, &[], &["interview", "help"]);
        check(12, 34, &["Dave"], &["interview", "status", "plan", "portal", "ask", "merge", "report", "help"]);
        check(46, 0, &[], &["status", "plan", "portal", "interview --all", "report", "sign", "publish", "help"]);
    }
}
