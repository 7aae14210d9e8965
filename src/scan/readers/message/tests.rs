use jiff::civil::date;

use super::*;

/// A container with such streams; a name with `/` lies in a folder.
fn container(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut entries: Vec<(String, u8, Option<usize>, u32, usize)> = vec![("Root Entry".into(), 5, None, 0, 0)];
    let (mut small, mut small_table): (Vec<u8>, Vec<u32>) = (Vec::new(), Vec::new());
    for (name, bytes) in streams {
        let (folder, name) = name.split_once('/').map_or((0, *name), |(folder, name)| {
            let known = entries.iter().position(|(known, ..)| known == folder);
            let at = known.unwrap_or_else(|| {
                entries.push((folder.into(), 1, Some(0), 0, 0));
                entries.len() - 1
            });
            (at, name)
        });
        assert!(bytes.len() < 4096);
        let start = if bytes.is_empty() { 0xffff_fffe } else { u32::try_from(small_table.len()).unwrap() };
        entries.push((name.into(), 2, Some(folder), start, bytes.len()));
        for (at, chunk) in bytes.chunks(64).enumerate() {
            small.extend_from_slice(chunk);
            small.resize(small.len().next_multiple_of(64), 0);
            let is_last = (at + 1) * 64 >= bytes.len();
            small_table.push(if is_last { 0xffff_fffe } else { u32::try_from(small_table.len()).unwrap() + 1 });
        }
    }
    let mut folder = Vec::new();
    for (at, (name, kind, parent, start, size)) in entries.iter().enumerate() {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend(u16::try_from(name.len() * 2 + 2).unwrap().to_le_bytes());
        entry.extend([*kind, 1]);
        let next = |from: usize, of: usize| {
            let found = entries.iter().enumerate().skip(from).find(|(_, entry)| entry.2 == Some(of));
            found.map_or(u32::MAX, |(at, _)| u32::try_from(at).unwrap()).to_le_bytes()
        };
        entry.extend(u32::MAX.to_le_bytes());
        entry.extend(parent.map_or([0xff; 4], |parent| next(at + 1, parent)));
        entry.extend(next(0, at));
        entry.resize(116, 0);
        // The small sectors begin behind the table and the folder.
        let (start, size) = if at == 0 { (3, small.len()) } else { (*start, *size) };
        entry.extend(start.to_le_bytes());
        entry.extend(u32::try_from(size).unwrap().to_le_bytes());
        entry.resize(128, 0);
        folder.extend(entry);
    }
    let sectors = |bytes: &mut Vec<u8>| {
        bytes.resize(bytes.len().next_multiple_of(512), 0xff);
        bytes.len() / 512
    };
    let mut small_table: Vec<u8> = small_table.into_iter().flat_map(u32::to_le_bytes).collect();
    assert_eq!(sectors(&mut small_table), 1);
    let (in_folder, in_small) = (sectors(&mut folder), sectors(&mut small));
    // Sector 0 is the table, 1 and 2 link on to the small table and the small sectors, the folder comes last.
    let mut table: Vec<u32> = vec![0xffff_fffd, 0xffff_fffe, 0xffff_fffe];
    for (from, count) in [(3, in_small), (3 + in_small, in_folder)] {
        table.extend((1..count).map(|at| u32::try_from(from + at).unwrap()));
        table.push(0xffff_fffe);
    }
    table.resize(128, u32::MAX);
    let mut head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    head.resize(30, 0);
    head.extend([9, 0]);
    head.resize(48, 0);
    head.extend(u32::try_from(3 + in_small).unwrap().to_le_bytes());
    head.resize(60, 0);
    head.extend([1_u32, 1, 0xffff_fffe, 0, 0].into_iter().flat_map(u32::to_le_bytes));
    head.resize(512, 0xff);
    let table = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [head, table, small_table, vec![0; 512], small, folder].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The stream of values that are no words: a moment or a number under its tag.
fn values(all: &[(u32, u64)]) -> Vec<u8> {
    let mut bytes = vec![0; 32];
    for (tag, value) in all {
        bytes.extend(tag.to_le_bytes().into_iter().chain([6, 0, 0, 0]).chain(value.to_le_bytes()));
    }
    bytes
}

/// 4 March 2026, a quarter past nine.
const MARCH: u64 = 134_171_037_000_000_000;

#[track_caller]
fn check(streams: &[(&str, Vec<u8>)], expected: &[&str]) -> Content {
    let bytes = container(streams);
    assert!(begins(&bytes));
    let content = read(&bytes).unwrap();
    let lines: Vec<_> = content.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, expected);
    content
}

#[test]
fn a_message_is_shown_as_an_e_mail_is() {
    let body = format!("Restored.\r\nAll well, José.{}", " More words.".repeat(20));
    let content = check(
        &[
            ("__properties_version1.0", values(&[(0x0039_0040, MARCH)])),
            ("__substg1.0_0037001F", wide("Backup test")),
            ("__substg1.0_0C1A001F", wide("Ann Example")),
            ("__substg1.0_5D01001F", wide("ann@rosewood.example")),
            ("__substg1.0_0E04001F", wide("Ben Example\0")),
            ("__substg1.0_1000001F", wide(&body)),
            ("__attach_version1.0_#00000001/__substg1.0_3707001F", wide("log.pdf")),
            ("__attach_version1.0_#00000001/__substg1.0_0037001F", wide("subject of another")),
            ("__attach_version1.0_#00000000/__substg1.0_3704001F", wide("a.csv")),
        ],
        &[
            "From: Ann Example <ann@rosewood.example>",
            "To: Ben Example",
            "Date: 4 March 2026",
            "Subject: Backup test",
            "Restored.",
            body.lines().last().unwrap(),
            "Attachment: a.csv",
            "Attachment: log.pdf",
        ],
    );
    assert_eq!(content.format, "e-mail");
    assert_eq!(content.properties.created, Some(date(2026, 3, 4)));
    assert_eq!(content.properties.title.as_deref(), Some("Backup test"));
}

#[test]
fn words_of_one_byte_a_letter_are_read_in_their_code_page() {
    check(
        &[
            ("__properties_version1.0", values(&[(0x3ffd_0003, 1250)])),
            ("__substg1.0_0037001E", b"\x9atef\xf9".to_vec()),
            ("__substg1.0_10130102", b"<html><p>Only a page</p></html>".to_vec()),
        ],
        &["Subject: štefů", "Only a page"],
    );
}

#[test]
fn other_containers_are_no_messages() {
    assert!(!begins(&container(&[("WordDocument", vec![1])])));
    assert!(!begins(&container(&[("a/__properties_version1.0", values(&[]))])));
    assert!(!begins(include_bytes!("../../../../tests/evidence/xls/assets.xls")));
}

#[test]
fn nothing_broken_does_harm() {
    let bytes = container(&[("__properties_version1.0", values(&[(0x0039_0040, u64::MAX)])), ("x", vec![7; 300])]);
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        let _ = (begins(&bytes[..at]), read(&bytes[..at]), read(&changed));
    }
}
