//! Lists that went wrong in every way that a hand or a program can make them: nothing panics, and what is taken is a
//! sound pack.

use dspt::{
    import::{self, Told, Wanted},
    model::{CellKind, Pack, Workbook, WorkbookCell},
    pack, scan,
};

/// Numbers that look as if thrown, the same in each run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

const WORDS: [&str; 22] = [
    "",
    "1.1.1",
    "1.1",
    "1",
    "4.10",
    "A1.a",
    "Ref",
    "Evidence item text",
    "Mandatory",
    "Category 3",
    "Category 4",
    "Y",
    "N/A",
    "TBC",
    "yes: no",
    "# x",
    "---\nformat: 2",
    "- a\n- b",
    "\u{202e}\u{7}",
    "\"'`",
    "Is it so?\n\n  And how?",
    "1.1.1 / 2",
];
const KINDS: [CellKind; 6] =
    [CellKind::Words, CellKind::Shown, CellKind::Number, CellKind::Day, CellKind::Formula, CellKind::Error];

fn spoil(book: &mut Workbook, dice: &mut Dice) {
    let at = dice.throw(book.sheets.len());
    let sheet = &mut book.sheets[at];
    let rows: Vec<usize> = sheet.rows.keys().copied().collect();
    let Some(row) = rows.get(dice.throw(rows.len())).copied() else { return };
    match dice.throw(10) {
        0 => drop(sheet.rows.remove(&row)),
        1 => sheet.hidden = !sheet.hidden,
        2 => drop(sheet.hidden_columns.insert(dice.throw(12))),
        3 => {
            let (top, left) = (row, dice.throw(12));
            let (bottom, right) = (row + dice.throw(4), left + dice.throw(3));
            sheet.joined.push(dspt::model::Area { top, bottom, left, right });
        }
        4 => {
            let other = sheet.rows[&rows[dice.throw(rows.len())]].clone();
            sheet.rows.insert(row, other);
        }
        5 => sheet.rows.get_mut(&row).unwrap().hidden = true,
        _ => {
            let cell = WorkbookCell {
                text: WORDS[dice.throw(WORDS.len())].to_owned(),
                kind: KINDS[dice.throw(KINDS.len()).min(dice.throw(12))],
                struck: dice.throw(6) == 0,
            };
            sheet.rows.get_mut(&row).unwrap().cells.insert(dice.throw(12), cell);
        }
    }
}

fn known(base: &Pack) -> pack::Known {
    let items = || base.items().map(|(_, _, item)| item);
    pack::Known {
        checks: items().flat_map(|item| &item.checks).map(|used| used.check.clone()).collect(),
        documents: items().flat_map(|item| &item.evidence).map(|rule| rule.document.clone()).collect(),
    }
}

#[test]
fn what_is_taken_is_a_sound_pack_and_nothing_panics() {
    let base = super::base();
    let known = known(&base);
    let whole = scan::workbook("v9.xlsx", &super::whole()).unwrap();
    let told = Told {
        id: "own".parse().unwrap(),
        edition: "2026-27".into(),
        title: "Own".into(),
        short_title: "Own".into(),
        source: "v9.xlsx".into(),
        owner: "Somebody".into(),
        kind: None,
        days: import::days("2026-27", Some(&base)),
    };
    let mut dice = Dice(7);
    let (mut taken, mut refused) = (0, 0);
    for round in 0..90 {
        let mut book = whole.clone();
        for _ in 0..=round % 9 {
            spoil(&mut book, &mut dice);
        }
        let wanted = Wanted { audience: import::asked_of("care-home"), sheet: None };
        let Ok(list) = import::list(&book, &wanted) else {
            refused += 1;
            continue;
        };
        taken += 1;
        let joined = import::join(&list, &base);
        for (base, joined) in [(Some(&base), Some((&joined, &base))), (None, None)] {
            let text = import::draw(&list, joined, &told);
            let read = pack::parse_on("own.yaml", &text, &known, base);
            let faults = read.err().unwrap_or_default();
            // A list may have no mandatory item left, or none at all that a level asks for.
            let faults: Vec<_> = faults.iter().filter(|fault| !fault.message.contains("level")).collect();
            assert!(faults.is_empty(), "{faults:#?}\n{text}");
        }
    }
    assert!(taken > 9 && refused > 9, "{taken} taken, {refused} refused: the test says nothing");
}
