//! The program is killed in the middle of interviews: the answers are always whole, and what was acknowledged is there.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use dspt::{
    answers::{Known, parse},
    model::{Answer, ItemId},
};

use crate::home::{Home, TODAY, answers, command};

const PACK: &str = "dspt-2025-26-social-care";
/// Few, so that a run is short and most of it is saving.
const ITEMS: [&str; 6] = ["1.3.1", "1.3.2", "1.3.7", "1.3.8", "4.2.4", "1.3.12"];
/// How often the program is killed, unless the variable `DSPT_KILLS` says otherwise: `.ci/run` says 500.
const KILLS: u64 = 100;
/// So many at once.
const THREADS: u64 = 4;

#[test]
fn whenever_it_is_killed_the_answers_are_whole_and_hold_what_was_acknowledged() {
    let kills = std::env::var("DSPT_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let pack = crate::packs::built_in(PACK);
    let known = &Known { packs: [(pack.id.clone(), &pack)].into(), ..Known::default() };
    let counts: Vec<Count> = std::thread::scope(|scope| {
        let each = |thread| scope.spawn(move || some_kills(thread, kills.div_ceil(THREADS), known));
        let threads: Vec<_> = (1..=THREADS).map(each).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let sum = |what: fn(&Count) -> usize| counts.iter().map(what).sum::<usize>();
    println!(
        "{} kills: {} before the end, {} of them while a file was written; {} answers acknowledged",
        counts.len() as u64 * kills.div_ceil(THREADS),
        sum(|count| count.early),
        sum(|count| count.torn),
        sum(|count| count.acknowledged),
    );
    assert!(sum(|count| count.early) > 0 && sum(|count| count.acknowledged) > 0);
}

#[derive(Default)]
struct Count {
    early: usize,
    torn: usize,
    acknowledged: usize,
}

fn some_kills(seed: u64, kills: u64, known: &Known<'_>) -> Count {
    let home = Home::new(&answers(PACK, &[], &[]));
    let path = home.dir.join("answers.yaml");
    let mut chance = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut count = Count::default();
    // How long the questions take when nothing comes between; it shrinks and grows with the load of the machine.
    let mut span = run(&home, 0, None).1;
    for kill in 1..=kills {
        // What is answered already is answered anew: a first answer and a changed one are saved in different ways.
        if kill % 8 == 0 {
            std::fs::write(&path, answers(PACK, &[], &[])).unwrap();
        }
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let moment = span.mul_f64((chance >> 11) as f64 / (1u64 << 53) as f64 * 1.1);
        let (shown, took) = run(&home, kill, Some(moment));
        let acknowledged = acknowledged(&shown);
        match acknowledged.len() {
            all if all == ITEMS.len() => span = (span + took) / 2,
            _ => count.early += 1,
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let read = parse("answers.yaml", &text, known).unwrap_or_else(|faults| panic!("{faults:?} in\n{text}"));
        let saved: &BTreeMap<ItemId, Answer> = &read.assessments[0].answers;
        for item in &acknowledged {
            let answer = saved.get(&item.parse::<ItemId>().unwrap()).unwrap_or_else(|| panic!("{item} of\n{shown}"));
            let words = format!("{:?} {:?}", answer.value, answer.comment);
            assert!(words.contains(&format!("run {kill} it")), "{item} is {words} after\n{shown}");
        }
        count.acknowledged += acknowledged.len();
        count.torn += usize::from(swept(&home.dir));
    }
    count
}

/// Types all answers; gives what was shown, and how long it took from the first question.
fn run(home: &Home, number: u64, kill_after: Option<Duration>) -> (String, Duration) {
    let only = ITEMS.join(",");
    let mut program =
        command(&["interview", home.path(), "--date", TODAY, "--all", "--only", &only, "--by", "Manager"]);
    let mut child = program.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    // The program may be gone before it has read them all.
    let replies = format!("y, in run {number} it is looked at each month\n").repeat(ITEMS.len());
    let _ = child.stdin.take().unwrap().write_all(replies.as_bytes());
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut shown = String::new();
    while !shown.contains(ITEMS[0]) && output.read_line(&mut shown).unwrap() > 0 {}
    let begin = Instant::now();
    if let Some(moment) = kill_after {
        std::thread::sleep(moment);
        child.kill().unwrap();
    }
    output.read_to_string(&mut shown).unwrap();
    child.wait().unwrap();
    (shown, begin.elapsed())
}

/// The items whose answers the program said that it has saved.
fn acknowledged(shown: &str) -> Vec<&str> {
    let (mut item, mut saved) = ("", Vec::new());
    for line in shown.lines().map(|line| line.trim_start_matches("> ")) {
        let first = line.split(' ').next().unwrap_or_default();
        if ITEMS.contains(&first) {
            item = first;
        } else if line.starts_with("Saved.") {
            saved.push(item);
        }
    }
    saved
}

/// Whether a file was left half written beside the answers; it is taken away.
fn swept(dir: &Path) -> bool {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let left: Vec<_> = entries.filter(|path| path.extension().is_some_and(|ending| ending == "tmp")).collect();
    left.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    !left.is_empty()
}
