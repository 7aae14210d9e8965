//! The registry of Windows as `reg export` and `reg query` write it: keys are sections, values have types.

use crate::scan::content::{Line, Node, Spot, Value};

/// How a part of the registry is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `[HKEY_…]` over `"name"=dword:00000001`, in words of two bytes each.
    Export,
    /// The same as older systems write it, in words of one byte each.
    OldExport,
    /// `HKEY_…` over `    name    REG_DWORD    0x1`.
    Query,
}

/// Whether, and how, a file is a part of the registry, by its first words.
pub(super) fn form(lines: &[Line]) -> Option<Form> {
    let first = lines.iter().map(|line| line.text.trim()).find(|text| !text.is_empty())?;
    if first.starts_with("Windows Registry Editor Version") {
        return Some(Form::Export);
    }
    match first {
        "REGEDIT4" => Some(Form::OldExport),
        _ if first.starts_with("HKEY_") => Some(Form::Query),
        _ => None,
    }
}

/// A key of the registry: its path, its place and its values.
pub(super) type Key = (String, Spot, Vec<(String, Node)>);

/// The keys with their values, in the order of the file.
pub(super) fn sections(form: Form, lines: &[Line]) -> Vec<Key> {
    let mut sections: Vec<Key> = Vec::new();
    let mut rest = lines.iter();
    while let Some(line) = rest.next() {
        let text = line.text.trim();
        let section = match form {
            Form::Query => line.text.trim_end().starts_with("HKEY_").then_some(text),
            Form::Export | Form::OldExport => text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')),
        };
        if let Some(name) = section {
            // A key that the file would delete has no values.
            sections.push((name.to_owned(), line.spot.clone(), Vec::new()));
            continue;
        }
        let found = match form {
            Form::Query => queried(text),
            Form::Export | Form::OldExport => {
                let mut whole = text.to_owned();
                let is_bytes = whole.contains("=hex");
                while is_bytes && whole.ends_with('\\') {
                    whole.pop();
                    whole.push_str(rest.next().map_or("", |next| next.text.trim()));
                }
                exported(&whole, form == Form::Export)
            }
        };
        if let (Some((name, value)), Some((_, _, values))) = (found, sections.last_mut()) {
            values.push((name, Node { value, spot: line.spot.clone() }));
        }
    }
    sections
}

/// A line such as `"name"=dword:00000001`; nothing for a value that the file would delete.
fn exported(text: &str, wide: bool) -> Option<(String, Value)> {
    let (name, written) = match text.strip_prefix('@') {
        Some(rest) => ("@".to_owned(), rest.trim_start().strip_prefix('=')?),
        None => {
            let (name, rest) = quoted(text)?;
            (name, rest.trim_start().strip_prefix('=')?)
        }
    };
    let written = written.trim();
    if let Some((words, _)) = quoted(written) {
        return Some((name, Value::Text(words)));
    }
    let (kind, data) = written.split_once(':')?;
    let value = match kind.to_lowercase().as_str() {
        "dword" => u32::from_str_radix(data.trim(), 16).ok().map(|number| Value::Number(number.into())),
        "hex(4)" | "hex(b)" => bytes(data).and_then(|bytes| number(&bytes)),
        "hex(1)" | "hex(2)" => bytes(data).map(|bytes| Value::Text(words(&bytes, wide).concat())),
        "hex(7)" => bytes(data).map(|bytes| {
            let node = |text| Node { value: Value::Text(text), spot: Spot::Whole };
            Value::List(words(&bytes, wide).into_iter().map(node).collect())
        }),
        _ => None,
    };
    Some((name, value.unwrap_or_else(|| Value::Text(written.to_owned()))))
}

/// A line such as `name    REG_DWORD    0x1`.
fn queried(text: &str) -> Option<(String, Value)> {
    let (before, after) = text.split_once("    REG_")?;
    let (kind, written) = after.split_once("    ").unwrap_or((after, ""));
    let name = if before.trim() == "(Default)" { "@" } else { before.trim() };
    let written = written.trim();
    let value = match (kind.trim(), written.strip_prefix("0x")) {
        ("DWORD" | "QWORD", Some(digits)) => u64::from_str_radix(digits, 16).ok().and_then(whole),
        ("MULTI_SZ", _) => {
            let node = |text: &str| Node { value: Value::Text(text.to_owned()), spot: Spot::Whole };
            Some(Value::List(written.split("\\0").filter(|text| !text.is_empty()).map(node).collect()))
        }
        _ => None,
    };
    Some((name.to_owned(), value.unwrap_or_else(|| Value::Text(written.to_owned()))))
}

/// Words in quotes with their escapes undone, and what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut words = String::new();
    let mut signs = inner.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Some((words, &inner[at + 1..])),
            '\\' => words.extend(signs.next().map(|(_, next)| next)),
            _ => words.push(sign),
        }
    }
    None
}

fn bytes(data: &str) -> Option<Vec<u8>> {
    let digits = data.split(',').map(str::trim).filter(|digits| !digits.is_empty());
    digits.map(|digits| u8::from_str_radix(digits, 16).ok()).collect()
}

/// A number of up to eight bytes, the lowest first.
fn number(bytes: &[u8]) -> Option<Value> {
    let mut all = [0; 8];
    all.get_mut(..bytes.len())?.copy_from_slice(bytes);
    whole(u64::from_le_bytes(all))
}

/// A whole number that a float holds exactly; a longer one stays as it is written.
fn whole(number: u64) -> Option<Value> {
    #[expect(clippy::cast_precision_loss, reason = "no larger than a float holds exactly")]
    (number <= 1 << 53).then_some(Value::Number(number as f64))
}

/// Texts that each end with a zero.
fn words(bytes: &[u8], wide: bool) -> Vec<String> {
    let text = if wide {
        let pairs: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&pairs)
    } else {
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
    };
    text.split('\0').filter(|words| !words.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::value;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let line = |(at, text): (usize, &str)| Line { text: text.into(), spot: Spot::Line(at + 1), heading: false };
        let lines: Vec<Line> = text.lines().enumerate().map(line).collect();
        let Some(form) = form(&lines) else { return assert_eq!(expected, ["no registry"]) };
        let shown = |node: &Node| match &node.value {
            Value::Number(number) => format!("#{number}"),
            _ => value::words(node),
        };
        let values = |values: &[(String, Node)]| -> Vec<String> {
            values.iter().map(|(name, node)| format!("{name}={}", shown(node))).collect()
        };
        let all = sections(form, &lines).into_iter();
        let found: Vec<_> = all.map(|(name, spot, all)| format!("{name}@{spot}: {}", values(&all).join(" "))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn exported_values_have_their_types() {
        let text = "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\A.b]\n\"On\"=dword:0000001f\n\
                    \"Path\"=\"C:\\\\x \\\"y\\\"\"\n@=\"d\"\n\"Gone\"=-\n\"Exp\"=hex(2):25,00,\\\n  41,00,00,00\n\
                    \"Many\"=hex(7):61,00,00,00,62,00,00,00,00,00\n\"Q\"=hex(b):00,01,00,00,00,00,00,00\n\"Raw\"=hex:01,02\n\
                    [-HKEY_LOCAL_MACHINE\\C]\n";
        check(
            text,
            &[
                "HKEY_LOCAL_MACHINE\\SOFTWARE\\A.b@line 3: On=#31 Path=C:\\x \"y\" @=d Exp=%A Many=a, b Q=#256 Raw=hex:01,02",
                "-HKEY_LOCAL_MACHINE\\C@line 13: ",
            ],
        );
        check("REGEDIT4\n\n[HKEY_A]\n\"E\"=hex(2):41,42,00\n", &["HKEY_A@line 3: E=AB"]);
    }

    #[test]
    fn queried_values_have_their_types() {
        let text = "\nHKEY_LOCAL_MACHINE\\A\n    (Default)    REG_SZ    d\n    On Off    REG_DWORD    0x1f\n    \
                    Many    REG_MULTI_SZ    a\\0b\n    Empty    REG_SZ    \n\nHKEY_LOCAL_MACHINE\\A\\B\n";
        check(
            text,
            &["HKEY_LOCAL_MACHINE\\A@line 2: @=d On Off=#31 Many=a, b Empty=", "HKEY_LOCAL_MACHINE\\A\\B@line 8: "],
        );
    }

    #[test]
    fn other_files_are_no_registry() {
        check("[a]\nb=1\n", &["no registry"]);
        check("", &["no registry"]);
    }
}
