//! Names of files and folders that hold on every system: a folder moves from one computer to another.

/// Names that Windows keeps for devices, whatever their ending.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Why a name, or a path of names, can't be used on every system; nothing when it can.
pub(super) fn fault(path: &str) -> Option<String> {
    let rest = match path.as_bytes() {
        [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic() => &path[3..],
        _ => path,
    };
    rest.split(['/', '\\']).filter(|name| !["", ".", ".."].contains(name)).find_map(one)
}

fn one(name: &str) -> Option<String> {
    if let Some(sign) = name.chars().find(|sign| sign.is_control() || "<>:\"|?*".contains(*sign)) {
        return Some(match sign.is_control() {
            true => "it holds a sign that can't be seen".into(),
            false => format!("it holds the sign {sign}"),
        });
    }
    if name.ends_with(['.', ' ']) {
        return Some("it ends in a dot or a blank".into());
    }
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|n| {
            matches!(n, "¹" | "²" | "³") || (n.len() == 1 && n != "0" && n.bytes().all(|b| b.is_ascii_digit()))
        })
    });
    if RESERVED.contains(&stem.as_str()) || numbered {
        return Some(format!("Windows keeps the name {name} for itself"));
    }
    if name.len() > 120 {
        return Some("it is too long".into());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Option<&str>) {
        assert_eq!(fault(path).as_deref(), expected, "{path}");
    }

    #[test]
    fn names_that_hold_everywhere() {
        for path in [
            "rosewood court",
            "Rosewood Court (2026)",
            "rosewood/2025-26",
            "..\\care\\rosewood",
            "C:\\Users\\Ann Example\\dspt",
            "d:/dspt",
            "/home/ann/dspt",
            "\\\\office-server\\care\\dspt",
            "console",
            "com10",
            "com0",
            "auxiliary.pdf",
            "tŷ-gofal",
        ] {
            check(path, None);
        }
    }

    #[test]
    fn names_that_do_not() {
        check("CON", Some("Windows keeps the name CON for itself"));
        check("reports/aux.pdf", Some("Windows keeps the name aux.pdf for itself"));
        check("Nul .txt", Some("Windows keeps the name Nul .txt for itself"));
        check("lpt9", Some("Windows keeps the name lpt9 for itself"));
        check("COM¹.docx", Some("Windows keeps the name COM¹.docx for itself"));
        check("what?", Some("it holds the sign ?"));
        check("12:30", Some("it holds the sign :"));
        check("rosewood.", Some("it ends in a dot or a blank"));
        check("rosewood \\x", Some("it ends in a dot or a blank"));
        check("a\u{7}b", Some("it holds a sign that can't be seen"));
        check(&"long".repeat(31), Some("it is too long"));
    }
}
