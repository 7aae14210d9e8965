//! Recognises kinds of document by their titles and their words, and says by which; whether a document is any good is
//! not judged.

mod likeness;
mod memo;
mod other;
mod quick;
mod signs;
mod spelling;
#[cfg(test)]
mod tests;
mod titles;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DocumentId, DocumentKind, DocumentMatch, Phrase};

use self::{
    signs::{Best, Signs},
    titles::Role,
    words::{Hit, PhraseNumber, Phrases},
};
use super::{
    content::{Content, Line},
    sensitive::mask_title,
};

/// No more lines of an export are looked through for phrases.
const MOST_OF_EXPORT: usize = 20_000;

/// A text of more bytes is data, whatever words it uses: what a document is stands in its title.
const LARGEST_WITHOUT_TITLE: usize = 200_000;

/// All kinds of document, made ready to be looked for in one pass over a text.
#[derive(Debug)]
pub(super) struct Recogniser {
    phrases: Phrases,
    kinds: Vec<Kind>,
    signs: Signs,
}

/// A kind of document by the numbers of its phrases.
#[derive(Debug)]
struct Kind {
    id: DocumentId,
    titles: Vec<(PhraseNumber, String)>,
    not_titles: Vec<PhraseNumber>,
    phrases: Vec<(PhraseNumber, String)>,
    at_least: usize,
    wanted: Vec<(PhraseNumber, String)>,
    as_message: bool,
}

/// The title of a file: that of its properties, else its first heading, else its first line that looks like one.
///
/// A title in the properties that shares no word with the file's name and its first title was left there by the
/// document that this one was copied from.
pub(super) fn title(path: &str, content: &Content) -> Option<String> {
    let name = titles::plain_name(titles::stem(path));
    let (property, first) = (titles::property_title(content), titles::first_title(content));
    let title = match (property, first) {
        (Some(property), Some(first)) if !words::share(&property, &format!("{name} {first}")) => first,
        (property, first) => property.or(first)?,
    };
    Some(mask_title(&title))
}

impl Recogniser {
    /// Makes the kinds ready; `wanted` are the phrases that items ask of documents of each kind.
    pub(super) fn new(kinds: &[DocumentKind], wanted: &BTreeMap<DocumentId, Vec<String>>) -> Self {
        let mut phrases = Phrases::default();
        let mut number = |texts: &[String]| {
            let mut seen = BTreeSet::new();
            let mut numbered = Vec::new();
            for text in texts {
                if let Some(number) = phrases.add(text).filter(|number| seen.insert(*number)) {
                    numbered.push((number, text.clone()));
                }
            }
            numbered
        };
        let signs = Signs::new(kinds);
        let kinds = kinds
            .iter()
            .map(|kind| {
                let wanted: Vec<_> = wanted.get(&kind.id).into_iter().flatten().map(|w| w.to_lowercase()).collect();
                Kind {
                    id: kind.id.clone(),
                    titles: number(&kind.titles),
                    not_titles: number(&kind.not_titles).into_iter().map(|(number, _)| number).collect(),
                    phrases: number(&kind.phrases),
                    at_least: kind.at_least,
                    wanted: number(&wanted),
                    as_message: kind.as_message,
                }
            })
            .collect();
        Self { phrases, kinds, signs }
    }

    /// The kinds of document that a file is of, in the order in which the kinds were given.
    pub(super) fn recognise(&self, path: &str, content: &Content) -> Vec<DocumentMatch> {
        self.look(path, content, Known::Nothing)
    }

    /// The kinds of document of which a file is that is known as the export of a program: those that a title names.
    pub(super) fn recognise_export(&self, path: &str, content: &Content) -> Vec<DocumentMatch> {
        self.look(path, content, Known::Export)
    }

    fn look(&self, path: &str, content: &Content, known: Known) -> Vec<DocumentMatch> {
        let message = is_message(content);
        if message && self.signs.asks(content) {
            return Vec::new();
        }
        let seen = self.see(path, content);
        let titled: Vec<_> = self.kinds.iter().filter_map(|kind| seen.judge(kind, path)).collect();
        let large = || content.lines.iter().map(|line| line.text.len()).sum::<usize>() > LARGEST_WITHOUT_TITLE;
        if !titled.is_empty() || known == Known::Export || content.tree.is_some() || !seen.anything() || large() {
            return titled;
        }
        let ruled_out = |number: usize| {
            self.kinds.get(number).is_none_or(|kind| message && !kind.as_message || seen.rules_out(kind))
        };
        let best = self.signs.best(path, content, ruled_out);
        best.and_then(|best| self.untitled(&seen, path, best)).into_iter().collect()
    }

    /// What a file is by its words where no title says so.
    fn untitled(&self, seen: &Seen<'_>, path: &str, best: Best) -> Option<DocumentMatch> {
        let kind = self.kinds.get(best.kind)?;
        let place = |line: Option<usize>| line.map_or("file name".to_owned(), |line| seen.place(line));
        Some(DocumentMatch {
            document: kind.id.clone(),
            file: path.to_owned(),
            why: best.why.into_iter().map(|(words, line)| Phrase { words, place: place(line) }).collect(),
            mentions: seen.mentions(kind),
        })
    }

    /// Finds every phrase of every kind.
    fn see<'a>(&self, path: &str, content: &'a Content) -> Seen<'a> {
        let text = vec![Vec::new(); self.phrases.len()];
        let mut seen = Seen { titles: Vec::new(), text, lines: &content.lines };
        let stem = titles::stem(path);
        let plain = titles::plain_name(stem);
        // The title of a message is its subject.
        let property = titles::property_title(content).filter(|_| !is_message(content)).unwrap_or_default();
        for (text, place) in [(stem, "file name"), (&plain, "file name"), (&property, "document title")] {
            seen.titles.push(self.title_place(text, place.to_owned(), Scope::Whole));
        }
        let sheets = content.tables.iter().filter_map(|table| table.name.as_deref());
        for sheet in sheets {
            let place = format!("sheet name “{}”", mask_title(sheet));
            seen.titles.push(self.title_place(&titles::plain_name(sheet), place, Scope::Part(0)));
        }
        self.see_text(content, &mut seen);
        seen
    }

    /// A place that stands by itself.
    fn title_place(&self, text: &str, place: String, scope: Scope) -> TitlePlace {
        let mut search = self.phrases.search();
        search.read(text, 0);
        let found = search.found().into_iter().map(|hit| (hit.number, hit.after - hit.first)).collect();
        TitlePlace { place, scope, subject: false, found }
    }

    /// Finds the phrases of the text, which may run over line ends, and those that stand in its titles and headings.
    fn see_text(&self, content: &Content, seen: &mut Seen<'_>) {
        let roles = titles::roles(content);
        if content.tree.is_some() && !self.is_titled(content, &roles, seen) {
            return;
        }
        // An export is not told by what stands far down in it, and may be very long.
        let most = if content.tree.is_some() { MOST_OF_EXPORT } else { usize::MAX };
        let mut search = self.phrases.search();
        for (number, line) in content.lines.iter().enumerate().take(most) {
            search.read(&line.text, number);
        }
        let role = |line: usize| roles.get(line).copied().unwrap_or(Role::Body);
        let mut places: BTreeMap<usize, TitlePlace> = BTreeMap::new();
        for Hit { number, first, after, from, to } in search.found() {
            if let Some(hits) = seen.text.get_mut(number) {
                hits.push(from);
            }
            // A title may be set in two lines.
            let scope = match (role(from), role(to)) {
                (Role::Title, Role::Title) => Scope::Whole,
                (Role::Heading, Role::Heading) if from == to => Scope::Part(from),
                _ => continue,
            };
            let place = seen.place(from);
            let entry = places.entry(from).or_insert_with(|| TitlePlace {
                place,
                scope,
                subject: is_subject(&content.lines, from),
                found: Vec::new(),
            });
            entry.found.push((number, after - first));
        }
        seen.titles.extend(places.into_values());
    }
}

impl Recogniser {
    /// Whether a title of any kind stands in the name of a file, in its properties, first lines or headings.
    fn is_titled(&self, content: &Content, roles: &[Role], seen: &Seen<'_>) -> bool {
        let is_title =
            |number: PhraseNumber| self.kinds.iter().any(|kind| kind.titles.iter().any(|(title, _)| *title == number));
        let named = || seen.titles.iter().flat_map(|place| &place.found).any(|(number, _)| is_title(*number));
        let stands_in = |lines: &[Line]| {
            let mut search = self.phrases.search();
            lines.iter().for_each(|line| search.read(&line.text, 0));
            search.found().iter().any(|hit| is_title(hit.number))
        };
        let first = roles.iter().rposition(|role| *role == Role::Title).map_or(0, |last| last + 1);
        let headings = || roles.iter().zip(&content.lines).filter(|(role, _)| **role == Role::Heading);
        named()
            || stands_in(content.lines.get(..first).unwrap_or_default())
            || headings().any(|(_, line)| stands_in(std::slice::from_ref(line)))
    }
}

/// What was found of all phrases in one file.
struct Seen<'a> {
    titles: Vec<TitlePlace>,
    /// For each phrase the lines where it stands.
    text: Vec<Vec<usize>>,
    lines: &'a [Line],
}

/// A place that can name a document, and the phrases in it with their lengths.
struct TitlePlace {
    place: String,
    scope: Scope,
    /// Whether it is the subject of a message, which names what it is about and not what it is.
    subject: bool,
    found: Vec<(PhraseNumber, usize)>,
}

impl TitlePlace {
    fn holds(&self, numbers: &[PhraseNumber]) -> bool {
        self.found.iter().any(|(number, _)| numbers.contains(number))
    }
}

/// Whether a text is a message: one of its first lines is its subject.
fn is_message(content: &Content) -> bool {
    (0..8).any(|number| is_subject(&content.lines, number))
}

fn is_subject(lines: &[Line], number: usize) -> bool {
    let text = lines.get(number).map_or("", |line| line.text.trim_start());
    text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("subject:"))
}

/// What a file is known as already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Nothing.
    Nothing,
    /// The export of some program.
    Export,
}

/// How much of a file a title speaks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// All of it.
    Whole,
    /// What follows from this line on.
    Part(usize),
}

impl Seen<'_> {
    /// Whether any phrase of any kind stands in the file or its name.
    fn anything(&self) -> bool {
        self.titles.iter().any(|place| !place.found.is_empty()) || self.text.iter().any(|lines| !lines.is_empty())
    }

    /// Whether a title of the whole file says that it is not of a kind.
    fn rules_out(&self, kind: &Kind) -> bool {
        self.titles.iter().filter(|place| place.scope == Scope::Whole).any(|place| place.holds(&kind.not_titles))
    }

    /// Whether the file is of a kind, and why.
    fn judge(&self, kind: &Kind, path: &str) -> Option<DocumentMatch> {
        let ruled_out = self.rules_out(kind);
        let places = self.titles.iter().filter(|place| !place.subject && !place.holds(&kind.not_titles));
        for place in places {
            let title = kind
                .titles
                .iter()
                .filter_map(|(number, words)| {
                    place.found.iter().find(|(found, _)| found == number).map(|(_, length)| (*length, words))
                })
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            let Some((_, title)) = title else { continue };
            let from = match place.scope {
                Scope::Whole if ruled_out => continue,
                Scope::Whole => 0,
                Scope::Part(line) => line,
            };
            let phrases: Vec<_> =
                kind.phrases.iter().filter_map(|(number, words)| self.phrase(*number, words, from)).collect();
            if phrases.len() < kind.at_least {
                continue;
            }
            let title = Phrase { words: title.clone(), place: place.place.clone() };
            return Some(DocumentMatch {
                document: kind.id.clone(),
                file: path.to_owned(),
                why: std::iter::once(title).chain(phrases).collect(),
                mentions: self.mentions(kind),
            });
        }
        None
    }

    /// The phrases that items ask for.
    fn mentions(&self, kind: &Kind) -> Vec<Phrase> {
        kind.wanted.iter().filter_map(|(number, words)| self.mention(*number, words)).collect()
    }

    /// The first place of a phrase in the text, from a line on.
    fn phrase(&self, number: PhraseNumber, words: &str, from: usize) -> Option<Phrase> {
        let line = self.text.get(number)?.iter().find(|line| **line >= from)?;
        Some(Phrase { words: words.to_owned(), place: self.place(*line) })
    }

    /// Where a line stands, in words.
    fn place(&self, line: usize) -> String {
        self.lines.get(line).map_or_else(String::new, |line| line.spot.to_string())
    }

    /// The first place of a phrase in the text, else in a title.
    fn mention(&self, number: PhraseNumber, words: &str) -> Option<Phrase> {
        self.phrase(number, words, 0).or_else(|| {
            let place = self.titles.iter().find(|place| place.found.iter().any(|(found, _)| *found == number))?;
            Some(Phrase { words: words.to_owned(), place: place.place.clone() })
        })
    }
}
