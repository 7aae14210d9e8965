//! `dspt report`: writes reports.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use super::{
    Exit,
    args::{Common, Output, Report},
    assess,
    error::{advised, among},
    library::{Library, faulty, read, read_bytes},
    screen,
    workspace::{self, Workspace},
};
use crate::{
    model::{Fault, Position, Scorecard},
    report::{self, Format, Kind, RenderError, Template},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Report) -> anyhow::Result<Exit> {
    if args.print_template {
        std::io::stdout().lock().write_all(report::template(kind(&args.output.kind)?).as_bytes())?;
        return Ok(Exit::Done);
    }
    let wanted = wanted(&args.output)?;
    let (scorecard, folder) = match &args.from {
        Some(file) => (saved(file)?, file.parent().unwrap_or(Path::new("")).to_owned()),
        None => {
            let library = Library::load_in(common, &args.workspace.dir)?;
            let workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
            (assess::scorecard_over_time(common, &workspace, &library)?, workspace.reports())
        }
    };
    for path in write(&args.output, &wanted, &folder, &scorecard)? {
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    Ok(Exit::Done)
}

/// A scorecard that was saved.
pub(super) fn saved(file: &Path) -> anyhow::Result<Scorecard> {
    let shown = file.display();
    report::load(&read_bytes(file)?).map_err(|error| {
        advised(
            format!("{shown} can't be taken up: {error}"),
            "write a new one with `dspt report --format json`; nothing in such a file is to be changed by hand",
        )
    })
}

/// What is to be drawn.
pub(super) struct Wanted {
    kind: Kind,
    /// Whether what strangers must not see is left out.
    external: bool,
    formats: Vec<Format>,
    template: Option<Template>,
}

impl Wanted {
    /// The name of the files: a copy for people outside never stands in the place of the whole report.
    fn stem(&self, scorecard: &Scorecard) -> String {
        let stem = self.kind.stem();
        if scorecard.external && !self.kind.is_external() { format!("{stem}-external") } else { stem.to_owned() }
    }
}

/// What is asked for, known before anything else is done.
pub(super) fn wanted(output: &Output) -> anyhow::Result<Wanted> {
    let kind = kind(&output.kind)?;
    let mut formats: Vec<Format> = Vec::new();
    for name in &output.format {
        let Some(format) = Format::named(name) else {
            let hint = match Kind::named(name) {
                Some(_) => format!("it is a kind of report: ask for it with --kind {name}"),
                None => among(name, "known formats", &Format::names()),
            };
            return Err(advised(format!("there is no report format `{name}`"), hint));
        };
        if !format.is_of(kind) {
            let hint = format!("leave --kind {} away, or choose markdown or pdf", output.kind);
            return Err(advised(format!("the kind `{}` does not come as {}", output.kind, format.name), hint));
        }
        if !formats.iter().any(|known| known.name == format.name) {
            formats.push(format);
        }
    }
    let hint = match formats.as_slice() {
        [one] if one.is_one_file(kind) => None,
        [one] => Some(format!("{} is several tables here: name a folder, or choose one with --kind", one.name)),
        _ => Some("give one with --format, such as --format markdown".to_owned()),
    };
    if let Some(hint) = hint.filter(|_| to_stdout(output)) {
        return Err(advised("standard output takes one format", hint));
    }
    let own = |file: &PathBuf| -> anyhow::Result<Template> {
        Ok(Template { name: file.display().to_string(), text: read(file)? })
    };
    let external = output.external || kind.is_external();
    Ok(Wanted { kind, external, formats, template: output.template.as_ref().map(own).transpose()? })
}

fn kind(name: &str) -> anyhow::Result<Kind> {
    Kind::named(name).ok_or_else(|| {
        advised(format!("there is no kind of report `{name}`"), among(name, "known kinds", &Kind::names()))
    })
}

/// Refuses a Statement of Applicability of a pack that has none.
fn has_statement(kind: Kind, scorecard: &Scorecard) -> anyhow::Result<()> {
    match kind == Kind::Statement && scorecard.statement.is_none() {
        true => Err(advised(
            format!("{} has no Statement of Applicability", scorecard.pack.short_title),
            "it belongs to ISO 27001: begin that with `dspt add iso-27001-2022`, or name another with --assessment",
        )),
        false => Ok(()),
    }
}

/// Whether the report goes to standard output.
pub(super) fn to_stdout(output: &Output) -> bool {
    output.output.as_deref() == Some(Path::new("-"))
}

/// Draws all formats, then writes them: a fault in one leaves the others as they were. Gives the files written.
pub(super) fn write(
    output: &Output,
    wanted: &Wanted,
    folder: &Path,
    scorecard: &Scorecard,
) -> anyhow::Result<Vec<PathBuf>> {
    has_statement(wanted.kind, scorecard)?;
    let outside = wanted.external.then(|| report::external(scorecard));
    let scorecard = outside.as_ref().unwrap_or(scorecard);
    let drawn = report::draw(wanted.kind, &wanted.formats, wanted.template.as_ref(), scorecard).map_err(pointed_out)?;
    if to_stdout(output) {
        for file in drawn {
            std::io::stdout().lock().write_all(&file.bytes)?;
        }
        return Ok(Vec::new());
    }
    let folder = output.output.as_deref().unwrap_or(folder);
    let mut written = Vec::new();
    for file in drawn {
        let path = folder.join(format!("{}{}", wanted.stem(scorecard), file.ending));
        workspace::save(&path, &file.bytes)?;
        written.push(path);
    }
    Ok(written)
}

/// A fault in a template with the line that it is in.
fn pointed_out(error: RenderError) -> anyhow::Error {
    let RenderError::Template { name, line, message, at: Some((text, range)) } = error else { return error.into() };
    let begins = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let at = Some(Position { line, column: text[begins..range.start].chars().count() + 1 });
    let hint = Some("`dspt report --format json` writes down everything that a template can name".to_owned());
    faulty(&name, &text, vec![Fault { file: name.clone(), at, message, hint }])
}
