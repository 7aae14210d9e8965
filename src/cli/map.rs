//! `dspt map`: what answers to one pack, or a certificate, already give towards another pack, and what remains.

use std::{io::Write, path::Path};

use super::{
    Exit,
    args::{Common, Map as Args},
    assess,
    elsewhere::{self, Other},
    error::advised,
    library::Library,
    screen::{Screen, Tone},
    workspace::{self, Workspace},
};
use crate::{
    crosswalk::{self, Certified},
    model::{
        Basis, Carries, CertificateKind, Confidence, Cover, Coverage, CoverageCounts, CoveredItem, ExemptionCard,
        Holds, Link, MapHere, Pack, PackId, Reach, Slug, Verdict, nearest, written,
    },
};

/// What covers.
enum From<'a> {
    Pack(&'a Pack),
    Certificate(&'a CertificateKind, Option<&'a Pack>),
}

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let dir = args.dir.as_deref().or_else(|| Some(Path::new(".")).filter(|here| workspace::is_there(here)));
    let library = Library::load_in(common, dir.unwrap_or(Path::new(".")))?;
    let from = from(&library, &args.from)?;
    let to = library.needed(&args.to)?;
    if args.from == args.to {
        return Err(advised(format!("`{}` is named twice", args.from), "name what covers, then what is covered"));
    }
    let covering = match &from {
        From::Pack(pack) => Some(*pack),
        From::Certificate(_, pack) => *pack,
    };
    let workspace = dir.map(|dir| Workspace::open_all(dir, &Default::default(), &library)).transpose()?;
    let coverage = match workspace {
        None => of(&library, &from, to, None),
        Some((mut workspace, _)) => {
            // What suppliers sent speaks for them alone.
            let own = workspace.answers.assessments.iter().position(|assessment| assessment.subject.is_none());
            own.into_iter().for_each(|place| workspace.turn_to(place));
            let evidence = assess::read_evidence(common, &workspace, &library)?;
            let scored = |pack: Option<&'_ Pack>| -> Option<Other<'_>> {
                let own =
                    |id: &PackId| workspace.answers.assessments.iter().find(|a| a.subject.is_none() && a.pack == *id);
                let pack = library.pack_by_id(&pack?.id).ok().flatten()?;
                let assessment = own(&pack.id)?;
                Some(elsewhere::scored(common, &workspace, &library, (assessment, pack), &evidence))
            };
            let (behind, ahead) = (scored(covering), scored(Some(to)));
            let here = Certified {
                today: assess::days(common).0,
                certificates: assess::certificates(common, &workspace, &evidence),
                from: behind.as_ref().map(Other::answered),
                to: ahead.as_ref().map(Other::answered),
            };
            of(&library, &from, to, Some(&here))
        }
    };
    let coverage = coverage.ok_or_else(|| no_links(&library, &args.from, &to.id))?;
    if args.format == "json" {
        let mut json = serde_json::to_string_pretty(&coverage)?;
        json.push('\n');
        std::io::stdout().lock().write_all(json.as_bytes())?;
        return Ok(Exit::Done);
    }
    let mut screen = Screen::new(common);
    told(&mut screen, &coverage);
    screen.print()?;
    Ok(Exit::Done)
}

/// A pack or a certificate by its name.
fn from<'a>(library: &'a Library, name: &Slug) -> anyhow::Result<From<'a>> {
    let certificates = &library.crosswalk().certificates;
    if let Some(kind) = certificates.iter().find(|certificate| certificate.kind == *name) {
        let pack = kind.stands_for.as_ref().map(|id| library.pack_by_id(id)).transpose()?.flatten();
        return Ok(From::Certificate(kind, pack));
    }
    if let Some(pack) = library.pack_by_id(name)? {
        return Ok(From::Pack(pack));
    }
    let kinds: Vec<&str> = certificates.iter().map(|certificate| certificate.kind.as_str()).collect();
    let known = library.pack_ids().map(Slug::as_str).chain(kinds.iter().copied());
    let near = nearest(name.as_str(), known).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let hint = format!("{near}`dspt pack list` lists the packs; certificates are: {}", kinds.join(", "));
    Err(advised(format!("there is no pack or certificate `{name}`"), hint))
}

fn of(library: &Library, from: &From<'_>, to: &Pack, here: Option<&Certified<'_>>) -> Option<Coverage> {
    let crosswalk = library.crosswalk();
    match from {
        From::Pack(pack) => crosswalk::by_pack(crosswalk, pack, to, here),
        From::Certificate(kind, pack) => crosswalk::by_certificate(crosswalk, kind, *pack, to, here),
    }
}

/// That nothing is known, and what is.
fn no_links(library: &Library, from: &Slug, to: &PackId) -> anyhow::Error {
    let crosswalk = library.crosswalk();
    let linked = |id: &Slug| {
        let ids: Vec<&str> = crosswalk::linked_with(crosswalk, id).into_iter().map(Slug::as_str).collect();
        (!ids.is_empty()).then(|| format!("{id} has links with {}", ids.join(", ")))
    };
    let known: Vec<String> = [from, to].into_iter().filter_map(linked).collect();
    let hint = match known.as_slice() {
        [] => "links are known between the toolkit, ISO 27001, Cyber Essentials and the CAF-aligned toolkit".to_owned(),
        known => known.join("; "),
    };
    advised(format!("no links are known between {from} and {to}"), hint)
}

fn told(screen: &mut Screen, coverage: &Coverage) {
    let what = if coverage.from.certificate { " certificate" } else { "" };
    screen.heading(&format!("From {}{what} to {}", coverage.from.title, coverage.to.title));
    screen.line(
        "Largely covered: something there goes most of the way. Partly: it shares evidence. Neither counts as met: a \
         person still answers each item.",
    );
    screen.line(&coverage.notice);
    if let Some(caution) = &coverage.caution {
        screen.toned("", caution.trim(), Tone::Careful);
    }
    screen.gap();
    screen.item("Mandatory items:  ", &counted(&coverage.mandatory));
    if coverage.optional.all > 0 {
        screen.item("Optional items:   ", &counted(&coverage.optional));
    }
    if let Some(here) = &coverage.here {
        stands(screen, coverage, here);
    }
    sections(screen, coverage);
    listed(screen, coverage, "What remains", |item| item.cover != Cover::Largely);
    listed(screen, coverage, "Largely covered", |item| item.cover == Cover::Largely);
    for exemption in &coverage.exemptions {
        spared(screen, exemption);
    }
}

/// "40 of 46 largely covered, 4 partly, 2 not at all".
fn counted(counts: &CoverageCounts) -> String {
    let CoverageCounts { all, largely, partly, not_at_all } = counts;
    format!("{largely} of {all} largely covered, {partly} partly, {not_at_all} not at all")
}

/// What of it stands in the workspace today.
fn stands(screen: &mut Screen, coverage: &Coverage, here: &MapHere) {
    if !coverage.from.certificate {
        let text = match here.answered {
            false => format!("{} is not answered in this workspace.", coverage.from.title),
            true => {
                let counts = &here.largely;
                let parts: Vec<String> = [
                    ("met and backed up for", counts.backed),
                    ("met for", counts.met),
                    ("met in part for", counts.some),
                    ("not met or not given for", counts.nothing),
                ]
                .iter()
                .filter(|(_, n)| *n > 0)
                .map(|(what, n)| format!("{what} {n}"))
                .collect();
                match parts.is_empty() {
                    true => "Nothing is largely covered.".to_owned(),
                    false => format!(
                        "Of those largely covered, what covers them is {}. A number without brackets is not answered yet.",
                        parts.join(", ")
                    ),
                }
            }
        };
        screen.item("Here today:       ", &text);
    }
    for held in &here.certificates {
        let number = held.number.as_ref().map(|number| format!(" {number}")).unwrap_or_default();
        let (words, tone) = match (held.current, held.shown) {
            (true, true) => (format!("valid to {}, its file is there", written(held.expires)), Tone::Good),
            (true, false) => (format!("valid to {}; no file shows it", written(held.expires)), Tone::Careful),
            (false, _) => (format!("not in date (to {})", written(held.expires)), Tone::Bad),
        };
        screen.toned("Certificate held: ", &format!("{}{number}, {words}", held.name), tone);
    }
    if here.certificates.is_empty() && coverage.from.certificate {
        screen.item("Certificate held: ", "none; it goes under `certificates` in answers.yaml");
    }
}

fn sections(screen: &mut Screen, coverage: &Coverage) {
    let word = super::status::capital(&coverage.section_word);
    screen.heading(&format!("Covered, {} by {}", coverage.section_word, coverage.section_word));
    let some = coverage.sections.iter().filter(|section| section.counts.all > 0);
    let rows: Vec<Vec<String>> = some
        .clone()
        .map(|section| {
            let CoverageCounts { largely, partly, not_at_all, .. } = section.counts;
            let numbers = [largely, partly, not_at_all].map(|n| n.to_string());
            [section.id.to_string(), section.title.clone()].into_iter().chain(numbers).collect()
        })
        .collect();
    let spoken: Vec<String> = some
        .map(|section| format!("{word} {}, {}: {}.", section.id, section.title, counted(&section.counts)))
        .collect();
    screen.table(&["No.", &word, "Largely", "Partly", "Not at all"], &rows, &[2, 3, 4], &spoken);
}

/// Items under the sections that they belong to.
fn listed(screen: &mut Screen, coverage: &Coverage, heading: &str, wanted: impl Fn(&CoveredItem) -> bool) {
    let all = || coverage.sections.iter().flat_map(|section| &section.items);
    let wide = all().map(|item| item.id.as_str().chars().count() + 1).fold(7, usize::max);
    for section in &coverage.sections {
        let items: Vec<&CoveredItem> = section.items.iter().filter(|item| wanted(item)).collect();
        if items.is_empty() {
            continue;
        }
        screen.heading(&format!("{heading}: {} {}", section.id, section.title));
        for item in items {
            let optional = if item.mandatory { "" } else { " (optional)" };
            let already = match item.verdict {
                Some(Verdict::Met | Verdict::NotApplicable) => ". Answered here already",
                Some(Verdict::NotMet) => ". Answered here already, and not met",
                Some(Verdict::Unanswered) | None => "",
            };
            let text = format!("{}{optional}: {}{already}", item.title, by(item));
            let tone = match (item.cover, item.carries) {
                (Cover::Largely, Some(Carries::Backed | Carries::Met) | None) => Tone::Good,
                (Cover::Largely, _) | (Cover::Partly, _) => Tone::Careful,
                (Cover::NotAtAll, _) => Tone::Bad,
            };
            screen.toned(&format!("{:<wide$}", item.id.as_str()), &text, tone);
            for note in &item.notes {
                screen.item(&format!("{:wide$}", ""), note.trim());
            }
            let mut files: Vec<&str> = item
                .links
                .iter()
                .filter_map(|link| link.now.as_ref())
                .flat_map(|now| &now.evidence)
                .map(String::as_str)
                .collect();
            files.sort_unstable();
            files.dedup();
            if !files.is_empty() {
                screen.item(&format!("{:wide$}", ""), &format!("Could be used again: {}", files.join("; ")));
            }
        }
    }
}

/// "partly, by A.8.5 (met, backed up), A.5.17".
fn by(item: &CoveredItem) -> String {
    let named = |reach: Reach| {
        let links = item.links.iter().filter(move |link| link.reach == reach);
        let words = links.map(|link: &Link| match &link.now {
            Some(now) if now.verdict != Verdict::Unanswered => format!("{} ({})", link.item, now.says),
            Some(_) | None => link.item.to_string(),
        });
        words.collect::<Vec<_>>().join(", ")
    };
    let partial = named(Reach::Partial);
    match item.cover {
        Cover::NotAtAll => "not at all".into(),
        Cover::Partly => format!("partly, by {partial}"),
        Cover::Largely if partial.is_empty() => format!("by {}", named(Reach::Strong)),
        Cover::Largely => format!("by {}; see also {partial}", named(Reach::Strong)),
    }
}

/// What a certificate may spare, under which conditions, and how sure that is.
fn spared(screen: &mut Screen, exemption: &ExemptionCard) {
    screen.heading(&format!("What a certificate may spare: {}", exemption.title));
    for (item, title) in &exemption.items {
        screen.item(&format!("{:<7}", item.as_str()), title);
    }
    screen.item("When:     ", exemption.when.trim());
    let holds = match exemption.holds {
        Holds::Stated => "said for those who answer this pack",
        Holds::Assumed => "only assumed for those who answer this pack, so it spares nothing here",
    };
    let basis = match exemption.basis {
        Basis::Published => "officially published",
        Basis::PublishedViaCopy => "officially published, but seen in somebody else's copy only",
        Basis::Judged => "our own reading",
    };
    let confidence = match exemption.confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    };
    screen.item("How sure: ", &format!("{holds}; {basis}; confidence {confidence}."));
    if let Some(note) = &exemption.note {
        screen.item("          ", note.trim());
    }
}
