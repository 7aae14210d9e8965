//! A path that was dragged into the window, as terminals type it: in quotes, with backslashes, or as a file address.

use std::path::{Path, PathBuf};

use super::complete::path_start;

/// A reply in which a file that is there goes by its name in the folder, or by its whole path where it lies elsewhere.
pub(super) fn tidy(text: &str, folder: &Path) -> String {
    let (lead, typed) = text.split_at(path_start(text));
    let bare = typed.trim();
    let bare = QUOTES.iter().find_map(|quote| bare.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(bare);
    if !bare.is_empty() && !is_whole(bare) {
        // Windows writes the parts of a path with backslashes; on Unix they may belong to a name.
        let forward = [bare.to_owned(), bare.replace('\\', "/")];
        return match forward.iter().find(|name| folder.join(name).is_file()) {
            Some(name) => format!("{lead}{name}"),
            None => text.to_owned(),
        };
    }
    let Some(path) = dropped_path(typed).filter(|path| path.is_file()) else { return text.to_owned() };
    let within = || {
        let (path, folder) = (path.canonicalize().ok()?, folder.canonicalize().ok()?);
        let parts: Option<Vec<&str>> = path.strip_prefix(&folder).ok()?.iter().map(|part| part.to_str()).collect();
        parts.map(|parts| parts.join("/"))
    };
    format!("{lead}{}", within().unwrap_or_else(|| path.display().to_string()))
}

fn is_whole(path: &str) -> bool {
    path.starts_with('/') || is_windows(path) || dropped_path(path).is_some()
}

/// The whole path that a reply consists of; nothing where it is something else. Both forms are known on every system.
pub(super) fn dropped_path(text: &str) -> Option<PathBuf> {
    let text = text.trim();
    // PowerShell puts an ampersand before a path in quotes.
    let text = text.strip_prefix('&').map(str::trim_start).filter(|rest| rest.starts_with(QUOTES)).unwrap_or(text);
    if let Some(rest) = text.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("file:")).map(|_| &text[5..]) {
        return from_address(rest).map(PathBuf::from);
    }
    let bare = QUOTES.iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(text);
    if is_windows(bare) {
        return (!bare.contains(['"', '<', '>', '|', '?', '*'])).then(|| PathBuf::from(bare));
    }
    let path = unquoted(text)?;
    (path.starts_with('/') && path.len() > 1).then(|| PathBuf::from(path))
}

const QUOTES: [char; 2] = ['\'', '"'];

/// `C:\…`, `C:/…` or `\\server\…`.
fn is_windows(path: &str) -> bool {
    let mut signs = path.chars();
    let drive = matches!((signs.next(), signs.next(), signs.next()), (Some(letter), Some(':'), Some('\\' | '/'))
        if letter.is_ascii_alphabetic());
    drive || path.strip_prefix("\\\\").is_some_and(|rest| !rest.starts_with('\\') && rest.contains('\\'))
}

/// What a Unix shell would take for one word; blanks that nothing protects stay where no other sign is protected.
fn unquoted(text: &str) -> Option<String> {
    let mut path = String::with_capacity(text.len());
    let (mut within, mut protects) = (None, false);
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match (within, sign) {
            (None, '\'' | '"') => (within, protects) = (Some(sign), true),
            (Some(quote), _) if sign == quote => within = None,
            (None, '\\') => {
                protects = true;
                path.push(signs.next()?);
            }
            (Some('"'), '\\') => {
                let next = signs.next()?;
                if !"\"\\$`".contains(next) {
                    path.push(sign);
                }
                path.push(next);
            }
            // Two files dropped at once are two words: which one is meant is not known.
            (None, sign) if sign.is_whitespace() && protects => return None,
            _ => path.push(sign),
        }
    }
    within.is_none().then_some(path)
}

/// The path of a file address, behind `file:`.
fn from_address(rest: &str) -> Option<String> {
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find('/')?);
            match host {
                "" | "localhost" => decoded(path)?,
                _ => return Some(format!("\\\\{}{}", decoded(host)?, decoded(path)?.replace('/', "\\"))),
            }
        }
        None => decoded(rest)?,
    };
    match path.strip_prefix('/') {
        Some(drive) if is_windows(drive) => Some(drive.to_owned()),
        Some(rest) if !rest.is_empty() => Some(path),
        Some(_) | None => None,
    }
}

/// Text whose `%20` and the like are put back.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(tail.get(..2)?).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &str) {
        assert_eq!(dropped_path(typed), Some(PathBuf::from(expected)), "{typed}");
    }

    #[test]
    fn unix_terminals_quote_escape_or_leave_as_is() {
        check("/home/ann/policy.docx", "/home/ann/policy.docx");
        check("'/home/ann/Our policy.docx' ", "/home/ann/Our policy.docx");
        check("\"/home/ann/Our policy.docx\"", "/home/ann/Our policy.docx");
        check("'/home/ann/Ann'\\''s policy.docx'", "/home/ann/Ann's policy.docx");
        check("/Users/ann/Our\\ policy\\ \\(final\\).docx ", "/Users/ann/Our policy (final).docx");
        check("/Users/ann/Our policy.docx", "/Users/ann/Our policy.docx");
        check("\"/home/ann/5\\\" disk \\a.txt\"", "/home/ann/5\" disk \\a.txt");
        check("'/home/ann/Pol\u{ed}tica.docx'", "/home/ann/Pol\u{ed}tica.docx");
    }

    #[test]
    fn windows_terminals_quote_or_leave_as_is_and_backslashes_stay() {
        check("C:\\Users\\ann\\policy.docx", "C:\\Users\\ann\\policy.docx");
        check("\"C:\\Users\\Ann Example\\Our policy.docx\"", "C:\\Users\\Ann Example\\Our policy.docx");
        check("'d:/care/policy.docx'", "d:/care/policy.docx");
        check("& 'C:\\Users\\Ann Example\\policy.docx'", "C:\\Users\\Ann Example\\policy.docx");
        check("\\\\office-server\\care\\Our policy.docx", "\\\\office-server\\care\\Our policy.docx");
        check("C:\\Users\\ann\\new\\table.csv", "C:\\Users\\ann\\new\\table.csv");
    }

    #[test]
    fn file_addresses_are_decoded() {
        check("file:///home/ann/Our%20policy.docx", "/home/ann/Our policy.docx");
        check("file://localhost/home/ann/p%C3%B3liza.docx\r", "/home/ann/p\u{f3}liza.docx");
        check("FILE:///C:/Users/Ann%20Example/policy.docx", "C:/Users/Ann Example/policy.docx");
        check("file://office-server/care/policy.docx", "\\\\office-server\\care\\policy.docx");
        check("file:/home/ann/policy.docx", "/home/ann/policy.docx");
    }

    #[test]
    fn a_file_that_is_there_goes_by_its_name_in_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let evidence = dir.path().join("evidence");
        std::fs::create_dir_all(evidence.join("it")).unwrap();
        for file in ["evidence/it/Our mfa.json", "outside it.docx"] {
            std::fs::copy("Cargo.toml", dir.path().join(file)).unwrap();
        }
        let whole = dir.path().display();
        for (typed, expected) in [
            (format!("'{whole}/evidence/it/Our mfa.json'"), "it/Our mfa.json".to_owned()),
            (format!("e: {whole}/evidence/it/Our\\ mfa.json "), "e: it/Our mfa.json".to_owned()),
            (format!("file://{whole}/evidence/it/Our%20mfa.json"), "it/Our mfa.json".to_owned()),
            (format!("\"{whole}/outside it.docx\""), format!("{whole}/outside it.docx")),
            ("\"it/Our mfa.json\"".to_owned(), "it/Our mfa.json".to_owned()),
            ("evidence: it\\Our mfa.json".to_owned(), "evidence: it/Our mfa.json".to_owned()),
            (" it/Our mfa.json".to_owned(), " it/Our mfa.json".to_owned()),
            ("/nowhere/policy.docx".to_owned(), "/nowhere/policy.docx".to_owned()),
            ("we say \"yes\"".to_owned(), "we say \"yes\"".to_owned()),
            ("y".to_owned(), "y".to_owned()),
            (String::new(), String::new()),
        ] {
            assert_eq!(tidy(&typed, &evidence), expected, "{typed}");
        }
    }

    #[test]
    fn anything_else_is_no_dropped_path() {
        for typed in [
            "",
            "/",
            "policy.docx",
            "it/policy.docx",
            "kept in the office safe",
            "https://example.org/policy",
            "yes, \"we do\"",
            "'/home/ann/a.docx' '/home/ann/b.docx'",
            "/home/ann/Our\\ policy.docx /home/ann/b.docx",
            "\"C:\\a.docx\" \"C:\\b.docx\"",
            "'/home/ann/never closed",
            "/home/ann/ends\\",
            "file:",
            "file://",
            "file:///home/%zz",
            "file:///home/%ff",
            "file:///%",
            "file:///home/%+1",
            "C:policy.docx",
            "\\\\",
            "\\\\\\x\\y",
        ] {
            assert_eq!(dropped_path(typed), None, "{typed}");
        }
    }
}
