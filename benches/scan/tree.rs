//! A made-up tree of evidence, the same each time: photographs, policies, exports, settings and logs in folders.

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
};

/// How large a tree is to be.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Files of all kinds.
    pub(crate) files: usize,
    /// Their bytes, about.
    pub(crate) bytes: usize,
}

/// One photograph to so many files; together they are half of the bytes.
const PHOTOGRAPHS: usize = 25;
const A_FOLDER: usize = 500;

/// Numbers that only look random.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 11).map_or(0, |number| number % end.max(1))
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// Grows a tree of photographs and texts.
pub(crate) fn grow(folder: &Path, size: Size) {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let photographs = (size.files / PHOTOGRAPHS).max(1);
    let photograph = size.bytes / 2 / photographs;
    let mean = (size.bytes / 2 / (size.files - photographs).max(1)).max(1);
    for number in 0..size.files {
        let place = folder.join(format!("folder-{:03}", number / A_FOLDER));
        if number % A_FOLDER == 0 {
            fs::create_dir_all(&place).expect("a folder can be made");
        }
        let (ending, bytes) = if number % PHOTOGRAPHS == 0 {
            image(&mut chance, photograph)
        } else {
            // Many small ones and a few large ones, up to seven times the mean.
            let square = chance.below(1000).pow(2) / 1000;
            let wanted = (mean / 20).max(64) + 7 * mean * square.pow(3) / 1_000_000_000;
            text(&mut chance, wanted)
        };
        fs::write(place.join(format!("file-{number:06}.{ending}")), bytes).expect("a file can be written");
    }
}

/// Whether a file is a zip container: a document that asks for a password is none.
pub(crate) fn is_container(path: &Path) -> bool {
    fs::File::open(path).is_ok_and(|file| zip::ZipArchive::new(file).is_ok())
}

/// Copies of real documents, each with a difference of its own.
pub(crate) fn documents(folder: &Path, from: &[PathBuf], count: usize) {
    fs::create_dir_all(folder).expect("a folder can be made");
    for (number, source) in from.iter().cycle().take(count).enumerate() {
        let bytes = fs::read(source).expect("the examples are there");
        let ending = source.extension().and_then(|ending| ending.to_str()).unwrap_or("bin");
        let bytes = if ending == "pdf" { remarked(bytes, number) } else { zipped_anew(&bytes, number) };
        fs::write(folder.join(format!("document-{number:05}.{ending}")), bytes).expect("a file can be written");
    }
}

/// A PDF with a remark behind its end.
fn remarked(mut bytes: Vec<u8>, number: usize) -> Vec<u8> {
    bytes.extend(format!("% copy {number}\n").bytes());
    bytes
}

/// The same parts in a new container, and one more that no program asks for.
fn zipped_anew(bytes: &[u8], number: usize) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).expect("a document");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..old.len() {
        let mut part = old.by_index(index).expect("a part");
        let mut words = Vec::new();
        part.read_to_end(&mut words).expect("a part that can be read");
        let name = part.name().expect("a name").into_owned();
        new.start_file(name, options).expect("a part can be added");
        new.write_all(&words).expect("memory takes everything");
    }
    new.start_file("docProps/copy.txt", options).expect("a part can be added");
    new.write_all(number.to_string().as_bytes()).expect("memory takes everything");
    new.finish().expect("memory takes everything").into_inner()
}

fn image(chance: &mut Chance, size: usize) -> (&'static str, Vec<u8>) {
    let (ending, magic): (_, &[u8]) =
        if chance.below(2) == 0 { ("jpg", b"\xff\xd8\xff\xe0") } else { ("png", b"\x89PNG\r\n\x1a\n") };
    let mut bytes = magic.to_vec();
    while bytes.len() < size {
        bytes.extend(chance.next().to_le_bytes());
    }
    (ending, bytes)
}

const WORDS: &str = "the care home staff data record policy access manager review backup password device of and to \
    in is for we on with by are that every must resident training incident report supplier system update software \
    security laptop account e-mail information protection privacy breach consent audit risk register asset contract \
    network firewall antivirus encryption key file folder office meeting minutes date person who when where how each \
    month year week first last new old people family kitchen night day medication visit doctor garden room door";
const TITLES: &[&str] = &[
    "Data protection policy",
    "Minutes of the staff meeting",
    "Backup procedure",
    "Business continuity plan",
    "Staff training record",
    "Notes on the new system",
    "Privacy notice",
];

fn text(chance: &mut Chance, size: usize) -> (&'static str, Vec<u8>) {
    let mut text = String::with_capacity(size + 200);
    let ending = match chance.below(6) {
        0 | 1 => prose(chance, size, &mut text),
        2 => table(chance, size, &mut text),
        3 => json(chance, size, &mut text),
        4 => settings(chance, size, &mut text),
        _ => log(chance, size, &mut text),
    };
    (ending, text.into_bytes())
}

fn prose(chance: &mut Chance, size: usize, text: &mut String) -> &'static str {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    text.push_str(&format!("# {}\n\nReviewed: {}\n", chance.of(TITLES), date(chance)));
    while text.len() < size {
        if chance.below(12) == 0 {
            text.push_str(&format!("\n## {}\n", chance.of(TITLES)));
        }
        text.push('\n');
        for _ in 0..20 + chance.below(60) {
            text.push_str(chance.of(&words));
            text.push(if chance.below(12) == 0 { ',' } else { ' ' });
            if chance.below(14) == 0 {
                text.push('\n');
            }
        }
        if chance.below(6) == 0 {
            text.push_str(&format!("on {} we met – José’s list was agreed", date(chance)));
        }
        text.push_str(".\n");
    }
    if chance.below(2) == 0 { "md" } else { "txt" }
}

fn date(chance: &mut Chance) -> String {
    let (day, month, year) = (1 + chance.below(28), 1 + chance.below(12), 2023 + chance.below(4));
    format!("{day:02}/{month:02}/{year}")
}

fn table(chance: &mut Chance, size: usize, text: &mut String) -> &'static str {
    // Few of the lists in a folder are exports that some check knows.
    let export = chance.below(200) == 0;
    text.push_str(match export {
        true => "Device name,Primary user,OS,OS version,Last check-in,Encrypted,Compliance,Serial number\n",
        false => "Room,Ordered by,Shop,Price list,Ordered,Paid,Kept,Number\n",
    });
    let first = chance.below(100_000);
    let mut row = 0;
    while text.len() < size {
        row += 1;
        let check_in = date(chance);
        let (build, serial) = (chance.below(4000), chance.next());
        let encrypted = chance.of(&["True", "True", "False"]);
        text.push_str(&format!(
            "LAPTOP-{},user{row}@example.org,Windows,10.0.19045.{build},{check_in},{encrypted},Compliant,{serial:x}\n",
            first + row
        ));
    }
    "csv"
}

fn json(chance: &mut Chance, size: usize, text: &mut String) -> &'static str {
    text.push_str("{\n  \"value\": [\n");
    let mut row = 0;
    while text.len() < size {
        row += 1;
        let (seen, id) = (date(chance), chance.next());
        let enabled = chance.of(&["true", "false"]);
        text.push_str(&format!(
            "    {{\"id\": \"{id:016x}\", \"displayName\": \"Rule {row}\", \"enabled\": {enabled}, \"seen\": \"{seen}\", \"count\": {row}}},\n"
        ));
    }
    text.push_str("    {}\n  ]\n}\n");
    "json"
}

fn settings(chance: &mut Chance, size: usize, text: &mut String) -> &'static str {
    let words: Vec<&str> = WORDS.split_whitespace().filter(|word| word.len() > 3).collect();
    while text.len() < size {
        let (one, two, number) = (chance.of(&words), chance.of(&words), chance.below(100_000));
        text.push_str(&match chance.below(5) {
            0 => format!("# {one} {two}\n"),
            1 => format!("\n[{one}-{two}]\n"),
            2 => format!("{one}_{two} = {number}\n"),
            3 => format!("{one}.{two} = \"{}\"\n", chance.of(&words)),
            _ => format!("{one}-{two} = yes\n"),
        });
    }
    chance.of(&["conf", "ini", "cfg"])
}

fn log(chance: &mut Chance, size: usize, text: &mut String) -> &'static str {
    let words: Vec<&str> = WORDS.split_whitespace().filter(|word| word.len() > 3).collect();
    let mut second = 0;
    while text.len() < size {
        second += 1 + chance.below(50);
        let (h, m, s) = (second / 3600 % 24, second / 60 % 60, second % 60);
        let (host, process) = (chance.below(250), chance.below(30_000));
        let (one, two) = (chance.of(&words), chance.of(&words));
        text.push_str(&format!(
            "2026-03-04T{h:02}:{m:02}:{s:02}Z srv-{host} {one}[{process}]: {two} from 192.0.2.{host} port {process} status ok\n"
        ));
    }
    "log"
}
