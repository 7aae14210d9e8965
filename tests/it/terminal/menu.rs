//! `dspt` alone, at a terminal: greets, offers, does, and comes back.

use rustix::process::Signal;
use unicode_width::UnicodeWidthStr;

use super::pty::{Terminal, lines};
use crate::home::{Home, TODAY};

const STOPPED: &str = "Everything you answered is saved. Go on with `dspt`.";

/// A home whose answers stand as in the transcripts.
fn home() -> Home {
    let home = Home::new(&std::fs::read_to_string("tests/cmd/workspace.in/answers.yaml").unwrap());
    home.file("devices.csv", std::fs::read("tests/cmd/workspace.in/evidence/it/devices.csv").unwrap());
    home
}

/// What is waited for, and what is typed then.
type Dialogue = &'static [(&'static str, &'static str)];

/// Types the number of a choice.
#[track_caller]
fn choose(terminal: &mut Terminal, choice: &str) {
    let shown = terminal.shows(choice);
    let number = shown.lines().last().unwrap().split_whitespace().next().unwrap().to_owned();
    terminal.shows("press Enter: ");
    terminal.types(&format!("{number}\r"));
}

#[test]
fn it_says_where_one_stands_does_what_is_chosen_and_comes_back() {
    let home = home();
    let mut terminal = Terminal::open(&home.dir, 80, 24, &["--date", TODAY]);
    terminal.shows("Fernley Test House, DSPT 2025-26: 4 of 46 answered, in 1 your file says otherwise");
    terminal.shows("Go on with the questions: 42 are open, and 10 optional ones");
    terminal.shows("press Enter: ");
    terminal.types("99\r");
    terminal.shows("Please type a number from 1 to ");
    terminal.types("2\r");
    terminal.shows("Standard by standard");
    terminal.shows("Next time, this does the same: dspt status");
    terminal.shows("4 of 46 answered");
    terminal.shows("press Enter: ");
    terminal.types("q\r");
    terminal.shows(STOPPED);
    assert_eq!(terminal.ends().0, Some(0));
}

#[test]
fn a_fault_of_what_was_chosen_is_said_and_the_menu_comes_back() {
    let home = home();
    let mut terminal = Terminal::open(&home.dir, 80, 24, &["--date", TODAY]);
    std::fs::write(home.dir.join("reports"), "a file in place of the folder").unwrap();
    choose(&mut terminal, "Make the report");
    terminal.shows("error: cannot write");
    terminal.shows("press Enter: ");
    terminal.types("q\r");
    assert_eq!(terminal.ends().0, Some(0));
}

#[test]
fn a_new_workspace_is_made_by_answering_and_the_menu_goes_on_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(folder.path(), 80, 24, &["--date", TODAY]);
    terminal.shows("There are no answers in this folder yet.");
    terminal.shows("press Enter: ");
    terminal.types("1\r");
    terminal.shows("press Enter to use this one: ");
    terminal.types("aux\r");
    terminal.shows("Windows keeps the name aux for itself");
    terminal.shows("press Enter to use this one: ");
    terminal.types("Rosewood Court\r");
    terminal.shows("What is the organisation called? ");
    terminal.types("Rosewood Court\r");
    terminal.shows("Type its number: ");
    terminal.types("1\r");
    terminal.shows("leave out): ");
    terminal.types("\r");
    terminal.shows("leave out): ");
    terminal.types("\r");
    terminal.shows("don't know) ");
    terminal.types("n\r");
    terminal.shows("Rosewood Court, DSPT 2025-26: 0 of 46 answered");
    terminal.shows("1  Begin with the questions");
    terminal.shows("press Enter: ");
    terminal.types("q\r");
    assert_eq!(terminal.ends().0, Some(0));
    assert!(folder.path().join("Rosewood Court/answers.yaml").is_file());
}

#[test]
fn who_stops_before_a_workspace_is_made_is_told_so_and_it_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(folder.path(), 80, 24, &["init", "rosewood"]);
    terminal.shows("What is the organisation called? ");
    terminal.types("Rosewood\u{3}");
    terminal.shows("so nothing was made.");
    assert_eq!(terminal.ends().0, Some(0));
    assert!(!folder.path().join("rosewood").exists());
}

#[test]
fn the_example_is_a_copy_that_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(folder.path(), 80, 24, &["--date", TODAY]);
    terminal.shows("press Enter: ");
    terminal.types("2\r");
    terminal.shows("Its organisation and its people are made up.");
    terminal.shows("Meadow Home Care, DSPT 2025-26: ");
    terminal.shows("press Enter: ");
    terminal.types("\u{4}");
    terminal.shows(STOPPED);
    assert_eq!(terminal.ends().0, Some(0));
    let copy = folder.path().join("example-meadow-home-care");
    let own = std::fs::read_to_string(copy.join("answers.yaml")).unwrap().replace("Meadow Home Care", "My own copy");
    std::fs::write(copy.join("answers.yaml"), own).unwrap();
    let mut terminal = Terminal::open(folder.path(), 80, 24, &["--date", TODAY]);
    terminal.shows("1  Go on with My own copy, in the folder example-meadow-home-care");
    terminal.shows("press Enter: ");
    terminal.types("3\r");
    terminal.shows("My own copy, DSPT 2025-26");
    terminal.shows("press Enter: ");
    terminal.types("q\r");
    assert_eq!(terminal.ends().0, Some(0));
}

#[test]
fn it_finds_the_workspace_from_within_its_own_folders() {
    let home = home();
    let mut terminal = Terminal::open(&home.dir.join("evidence"), 80, 24, &["--date", TODAY]);
    terminal.shows("1  Go on with Fernley Test House, in the folder ./..");
    terminal.shows("press Enter: ");
    terminal.types("1\r");
    terminal.shows("4 of 46 answered");
    terminal.shows("press Enter: ");
    terminal.types("q\r");
    assert_eq!(terminal.ends().0, Some(0));
}

#[test]
fn ctrl_c_ends_it_with_a_word_in_the_editor_and_without() {
    let home = home();
    for plain in [&[][..], &["--plain"]] {
        let mut terminal = Terminal::open(&home.dir, 80, 24, &[&["--date", TODAY], plain].concat());
        terminal.shows("press Enter: ");
        match plain.is_empty() {
            true => terminal.types("12\u{3}"),
            false => terminal.signal(Signal::INT),
        }
        terminal.shows(STOPPED);
        assert_eq!(terminal.ends().0, Some(0));
    }
}

#[test]
fn a_narrow_window_is_never_too_narrow_and_plain_is_plain() {
    let home = home();
    for (columns, plain) in [(40, false), (40, true), (132, false), (80, true)] {
        let more: &[&str] = if plain { &["--plain"] } else { &[] };
        let mut terminal = Terminal::open(&home.dir, columns, 24, &[&["--date", TODAY], more].concat());
        for choice in ["See where you stand", "See what was found"] {
            choose(&mut terminal, choice);
            terminal.shows("Next time, this does");
        }
        terminal.shows("press Enter: ");
        terminal.types("q\r");
        let (code, raw) = terminal.ends();
        assert_eq!(code, Some(0));
        for line in lines(&raw) {
            assert!(line.width() <= usize::from(columns).min(80), "{columns}: {} wide: {line}", line.width());
        }
        if plain {
            assert!(!raw.contains(['\u{1b}', '\u{7}', '\u{8}', '─', '│', '═']), "{raw:?}");
        }
    }
}

#[test]
fn text_follows_the_width_of_the_window() {
    let home = home();
    let mut terminal = Terminal::open(&home.dir, 80, 24, &["--date", TODAY]);
    terminal.shows("press Enter: ");
    terminal.resize(40, 24);
    terminal.types("2\r");
    let status = terminal.shows("Next time, this does");
    let status = status.split_once("Fernley").unwrap().1;
    assert!(status.lines().all(|line| line.width() <= 40), "{status}");
    terminal.shows("press Enter: ");
    terminal.types("q\r");
    assert_eq!(terminal.ends().0, Some(0));
}

#[test]
fn whatever_asks_is_plain_lines_when_that_is_wanted() {
    let home = home();
    let dir = home.dir.parent().unwrap();
    let asks: [(&[&str], Dialogue); 3] = [
        (
            &["interview", "rosewood", "--plain", "--date", TODAY],
            &[(" > ", "Manager"), (" > ", "?"), (" > ", "list"), (" > ", "y"), (" > ", "zz"), (" > ", "q")],
        ),
        (
            &["init", "new", "--plain"],
            &[
                ("called? ", "Tŷ Gofal"),
                ("number: ", "9999"),
                ("number: ", "1"),
                ("out): ", ""),
                ("out): ", ""),
                ("know) ", "n"),
            ],
        ),
        (&["plan", "rosewood", "--plain", "--date", TODAY], &[]),
    ];
    for (args, dialogue) in asks {
        let mut terminal = Terminal::open(dir, 80, 24, args);
        for (asked, reply) in dialogue {
            terminal.shows(asked);
            terminal.types(&format!("{reply}\n"));
        }
        let (code, raw) = terminal.ends();
        assert_eq!(code, Some(0), "{args:?}: {raw}");
        assert!(!raw.contains(['\u{1b}', '\u{7}', '\u{8}', '─', '│', '═', '┌', '●', '█']), "{args:?}: {raw:?}");
        // What is said once is never drawn again over itself: a line begins where the one before ended.
        assert!(!raw.replace("\r\n", "\n").contains('\r'), "{args:?}: {raw:?}");
        assert!(lines(&raw).iter().all(|line| line.width() <= 80), "{args:?}: {raw}");
    }
}
