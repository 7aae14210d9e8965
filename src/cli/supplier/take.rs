//! `dspt supplier take`: files are copied into the supplier's folder, and answers that name them are tied to them.

use std::path::Path;

use super::{Take, quoted};
use crate::{
    answers::Edit,
    cli::{
        Exit,
        args::Common,
        ask,
        error::advised,
        library::{Library, read_bytes},
        names, screen,
        workspace::{self, Workspace},
    },
    model::{Answer, AnswerEvidence, ItemId},
    scan,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Take) -> anyhow::Result<Exit> {
    let (dir, files) = match args.paths.as_slice() {
        [first, rest @ ..] if first.join("answers.yaml").is_file() => (first.as_path(), rest),
        files => (Path::new("."), files),
    };
    if files.is_empty() {
        return Err(advised("there is no file to take", "name the files that the supplier sent"));
    }
    if let Some(folder) = files.iter().find(|file| file.is_dir()) {
        return Err(advised(
            format!("{} is a folder", folder.display()),
            "name the files in it, or copy the folder into the supplier's folder by hand",
        ));
    }
    let library = Library::load_in(common, dir)?;
    let mut workspace = super::open(dir, &args.name, &library)?;
    let Some(folder) = workspace.assessment().evidence_in.clone() else {
        return Err(advised(
            format!("{} has no folder of its own", quoted(&args.name)),
            "write one into answers.yaml, as in `evidence-in: suppliers/example-care-systems`",
        ));
    };
    let place = workspace.evidence().join(&folder);
    for file in files {
        let (name, known) = bring(&place, file)?;
        let known = if known { ", which is there already" } else { "" };
        ask::say(&format!("Took {} as evidence/{folder}/{}{known}.", file.display(), screen::visible(&name)))?;
    }
    let tied = tie(&mut workspace, &library)?;
    match tied {
        0 => {}
        1 => ask::say("1 answer names one of these files, and is tied to it now.")?,
        n => ask::say(&format!("{n} answers name these files, and are tied to them now."))?,
    }
    let (name, dir) = (quoted(&args.name), workspace::typed(dir));
    ask::say(&format!("To see what they are worth: dspt supplier report {name}{dir}"))?;
    Ok(Exit::Done)
}

/// Copies a file; gives its name there, and whether the same file was there already under that name.
fn bring(place: &Path, from: &Path) -> anyhow::Result<(String, bool)> {
    let bytes = scan::load(from).map_err(|reason| {
        advised(format!("cannot read {}: {reason}", from.display()), "see that it is there, and that it is closed")
    })?;
    let name = safe(&from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default());
    let same = |name: &String| read_bytes(&place.join(name)).is_ok_and(|there| there == bytes);
    let (stem, ending) = name.rsplit_once('.').map_or((name.as_str(), String::new()), |(a, b)| (a, format!(".{b}")));
    for number in 1..=999 {
        let name = if number == 1 { name.clone() } else { format!("{stem} ({number}){ending}") };
        if !place.join(&name).exists() {
            workspace::save(&place.join(&name), &bytes)?;
            return Ok((name, false));
        }
        if same(&name) {
            return Ok((name, true));
        }
    }
    Err(advised(
        format!("{} holds a thousand files of this name already", place.display()),
        "give the file another name",
    ))
}

/// A file's name that every system takes.
fn safe(name: &str) -> String {
    let shown: String = name
        .chars()
        .map(|sign| {
            if screen::visible(&sign.to_string()) != sign.to_string() || "<>:\"/\\|?*".contains(sign) {
                '-'
            } else {
                sign
            }
        })
        .collect();
    let shown = shown.trim().trim_end_matches('.').to_owned();
    match names::fault(&shown) {
        _ if shown.is_empty() => "file".into(),
        Some(_) => {
            let (stem, ending) = shown.rsplit_once('.').unwrap_or((shown.as_str(), "bin"));
            let short: String = stem.chars().take(60).collect();
            format!("file-{short}.{}", ending.chars().take(10).collect::<String>())
        }
        None => shown,
    }
}

/// Ties every answer to the files that it names; gives how many changed.
fn tie(workspace: &mut Workspace, library: &Library) -> anyhow::Result<usize> {
    let files = files(workspace);
    let changed: Vec<(ItemId, Answer)> = workspace
        .assessment()
        .answers
        .iter()
        .map(|(id, answer)| (id.clone(), Answer { evidence: resolve(&files, &answer.evidence), ..answer.clone() }))
        .filter(|(id, answer)| workspace.assessment().answers.get(id) != Some(answer))
        .collect();
    let edits: Vec<Edit<'_>> = changed.iter().map(|(id, answer)| Edit::Answer(id, answer)).collect();
    if !edits.is_empty() {
        workspace.change_all(library, &edits)?;
    }
    Ok(edits.len())
}

/// The files that the supplier of a workspace sent: their paths below `evidence/`, with their SHA-256.
pub(crate) fn files(workspace: &Workspace) -> Vec<(String, String)> {
    let Some(folder) = &workspace.assessment().evidence_in else { return Vec::new() };
    let walk = scan::walk(&workspace.evidence().join(folder));
    let hashed = walk.files.iter().filter_map(|found| {
        let bytes = scan::load(&found.path).ok()?;
        Some((format!("{folder}/{}", found.name), scan::sha256(&bytes)))
    });
    hashed.collect()
}

/// Evidence in which places that are the names of files have become those files; what is no file stays as it was said.
pub(crate) fn resolve(files: &[(String, String)], evidence: &[AnswerEvidence]) -> Vec<AnswerEvidence> {
    let mut resolved: Vec<AnswerEvidence> = Vec::new();
    let mut add = |piece: AnswerEvidence| {
        let known = |other: &AnswerEvidence| {
            (&other.file, &other.address, &other.kept) == (&piece.file, &piece.address, &piece.kept)
        };
        if !resolved.iter().any(known) {
            resolved.push(piece);
        }
    };
    for piece in evidence {
        let Some(kept) = &piece.kept else {
            add(piece.clone());
            continue;
        };
        let mut left = Vec::new();
        for part in kept.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let named: Vec<_> = files.iter().filter(|(path, _)| names_file(part, path)).collect();
            if named.is_empty() {
                left.push(part);
            }
            for (path, hash) in named {
                let note = (!is_name(part, path)).then(|| part.to_owned()).or_else(|| piece.note.clone());
                add(AnswerEvidence {
                    file: Some(path.clone()),
                    sha256: Some(hash.clone()),
                    kept: None,
                    note,
                    ..piece.clone()
                });
            }
        }
        match left.len() == kept.split([';', '\n']).filter(|part| !part.trim().is_empty()).count() {
            true => add(piece.clone()),
            false if left.is_empty() => {}
            false => add(AnswerEvidence { kept: Some(left.join("; ")), ..piece.clone() }),
        }
    }
    resolved
}

/// Whether words are the name of a file and nothing else.
fn is_name(words: &str, path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.to_lowercase() == words.to_lowercase())
}

/// Whether words name a file: they hold its whole name, such as `test-letter.pdf, page 2`.
fn names_file(words: &str, path: &str) -> bool {
    let (words, name) = (words.to_lowercase(), path.rsplit('/').next().unwrap_or(path).to_lowercase());
    let edge = |c: Option<char>| c.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')));
    words.match_indices(&name).any(|(at, _)| {
        let after = &words[at + name.len()..];
        let full_stop = after.trim_start_matches('.').is_empty();
        edge(words[..at].chars().next_back()) && (full_stop || edge(after.chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kept: &str, expected: &[&str]) {
        let file = |name: &str| (format!("suppliers/example/{name}"), "0".repeat(64));
        let files = [file("test-letter.pdf"), file("letter.pdf"), file("Backup report (2).docx")];
        let said = [AnswerEvidence { kept: Some(kept.into()), ..AnswerEvidence::default() }];
        let shown = |piece: AnswerEvidence| match (piece.file, piece.kept, piece.note) {
            (Some(file), _, Some(note)) => format!("{} “{note}”", file.rsplit('/').next().unwrap_or_default()),
            (Some(file), _, None) => file.rsplit('/').next().unwrap_or_default().to_owned(),
            (None, kept, _) => format!("? {}", kept.unwrap_or_default()),
        };
        let resolved: Vec<String> = resolve(&files, &said).into_iter().map(shown).collect();
        assert_eq!(resolved, expected, "{kept}");
    }

    #[test]
    fn the_name_of_a_file_that_was_sent_becomes_that_file() {
        check("test-letter.pdf", &["test-letter.pdf"]);
        check("LETTER.PDF", &["letter.pdf"]);
        check("letter.pdf; Backup report (2).docx", &["letter.pdf", "Backup report (2).docx"]);
        check("see letter.pdf, page 2", &["letter.pdf “see letter.pdf, page 2”"]);
        check("It is in letter.pdf.", &["letter.pdf “It is in letter.pdf.”"]);
        check("letter.pdf; the trust centre", &["letter.pdf", "? the trust centre"]);
    }

    #[test]
    fn what_was_not_sent_stays_as_it_was_said() {
        check("another-letter.pdf", &["? another-letter.pdf"]);
        check("letter.pdf.exe", &["? letter.pdf.exe"]);
        check("office safe; drawer 2", &["? office safe; drawer 2"]);
    }

    #[test]
    fn a_copied_file_gets_a_name_that_every_system_takes() {
        for (name, expected) in [
            ("letter.pdf", "letter.pdf"),
            ("a\u{1b}b\u{202e}.pdf", "a-b-.pdf"),
            ("CON.pdf", "file-CON.pdf"),
            ("what?.pdf", "what-.pdf"),
            ("...", "file"),
            ("", "file"),
        ] {
            assert_eq!(safe(name), expected, "{name}");
        }
    }
}
