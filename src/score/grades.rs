//! Grades: none, weak, fair or strong, from what a party said and showed. Only what is shown can be fair or strong.

use super::{Inputs, backing::Found, documents, verdict};
use crate::model::{
    Answer, AnswerEvidence, BackedBy, Backing, CheckResult, Claim, DocumentKind, EvidenceCard, EvidenceFile, Freshness,
    Grade, GradeCard, GradeCounts, Independent, Item, ItemCard, ItemCheck, Limit, Names, PartyCard, ProofCard, Reading,
    SectionCard, Strength, Summary, Verdict, months_before, written,
};

/// What an item is graded from.
pub(super) struct Said<'a> {
    pub(super) answer: Option<&'a Answer>,
    pub(super) verdict: Verdict,
    pub(super) found: &'a Found,
    pub(super) checks: &'a [ItemCheck],
    pub(super) results: &'a [CheckResult],
}

/// A file that was shown.
struct Shown {
    what: String,
    /// Its name in the party's own folder.
    name: String,
    dated: Option<jiff::civil::Date>,
    independent: bool,
    /// What keeps it from counting.
    problem: Option<Problem>,
}

enum Problem {
    /// It is too old.
    Age(String),
    Other(String),
}

impl Problem {
    fn words(&self) -> &str {
        match self {
            Self::Age(words) | Self::Other(words) => words,
        }
    }
}

/// The grade of an item; nothing where it does not apply, or where the pack is not judged by grades.
pub(super) fn item(inputs: &Inputs<'_>, item: &Item, said: &Said<'_>) -> Option<GradeCard> {
    if !inputs.pack.is_graded() || item.same_as.is_some() {
        return None;
    }
    let none = |why: String| Some(GradeCard { grade: Grade::None, why, ..card(item, Grade::None) });
    match said.verdict {
        Verdict::NotApplicable => return None,
        // Whoever has not answered is asked the question again.
        Verdict::Unanswered => {
            let why = unanswered(item, said.answer);
            return Some(GradeCard { why, ask: None, ..card(item, Grade::None) });
        }
        Verdict::NotMet => return none(not_met(inputs, item, said.answer)),
        Verdict::Met => {}
    }
    if said.found.backing == Some(Backing::Contradicted) {
        let against = said.checks.iter().find(|check| check.contradicts());
        let sentence = against.map(|check| check.sentence.as_str()).unwrap_or_default();
        return none(format!("said yes, and a file says otherwise: {}", shorter(inputs, sentence)));
    }
    let shown = shown(inputs, item, said);
    let out_of_date = shown.iter().any(|shown| matches!(shown.problem, Some(Problem::Age(_))));
    let good = || shown.iter().filter(|shown| shown.problem.is_none());
    let export = export(inputs, item, said);
    let against = said.checks.iter().find(|check| {
        matches!(check.result, Summary::Fail) && check.strength == Strength::Settles && !check.excepted && !check.silent
    });
    let independent = good().find(|shown| shown.independent);
    let strong = match (independent, &export) {
        (Some(proof), _) => {
            Some((format!("shown by somebody else's proof: {}", proof.words()), vec![proof.what.clone()]))
        }
        (None, Some((sentence, files))) => Some((format!("an export bears it out: {sentence}"), files.clone())),
        (None, None) => None,
    };
    if let (Some((why, rests_on)), None) = (&strong, against) {
        let (why, rests_on) = (why.clone(), rests_on.clone());
        return Some(GradeCard { why, rests_on, out_of_date, ..card(item, Grade::Strong) });
    }
    let own =
        good().next().map(|own| (format!("shown by a paper of its own: {}", own.words()), vec![own.what.clone()]));
    if let Some((why, rests_on)) = strong.or(own) {
        let but = against.map(|check| format!("; but {}", shorter(inputs, &check.sentence))).unwrap_or_default();
        return Some(GradeCard { why: format!("{why}{but}"), rests_on, out_of_date, ..card(item, Grade::Fair) });
    }
    Some(GradeCard { why: only_said(said, &shown), out_of_date, ..card(item, Grade::Weak) })
}

/// A card without reasons, with what to ask for next.
fn card(item: &Item, grade: Grade) -> GradeCard {
    let any_of = || {
        let shows: Vec<&str> = item.shows.iter().map(|shown| shown.trim().trim_end_matches('.')).collect();
        match (&item.proof, shows.as_slice()) {
            (_, [first, rest @ ..]) => {
                let rest: Vec<String> = rest.iter().map(|shown| super::actions::lower_first(shown)).collect();
                Some([vec![super::actions::lower_first(first)], rest].concat().join("; or "))
            }
            (Some(proof), []) => Some(proof.fair.clone()),
            (None, []) => None,
        }
    };
    let ask = match grade {
        Grade::None => Some(item.action.clone()),
        Grade::Weak => any_of().map(|shows| format!("Ask to see {shows}.")),
        Grade::Fair => item.proof.as_ref().map(|proof| format!("Stronger: {}", proof.strong)),
        Grade::Strong => None,
    };
    GradeCard { grade, why: String::new(), rests_on: Vec::new(), out_of_date: false, ask }
}

impl Shown {
    fn words(&self) -> String {
        match self.dated {
            Some(day) => format!("{}, dated {}", self.name, written(day)),
            None => self.name.clone(),
        }
    }
}

fn unanswered(item: &Item, answer: Option<&Answer>) -> String {
    match verdict::claim(item, answer) {
        Claim::Ask(who) if !who.is_empty() => format!("no answer; {who} is to be asked"),
        _ => "no answer".into(),
    }
}

/// Why an answer does not meet the item; a refusal with who carries the risk, where somebody does.
fn not_met(inputs: &Inputs<'_>, item: &Item, answer: Option<&Answer>) -> String {
    let why = match verdict::claim(item, answer) {
        Claim::Refused(reason) if reason.is_empty() => "an answer was refused".to_owned(),
        Claim::Refused(reason) => format!("an answer was refused: {reason}"),
        Claim::No => "the answer is no".to_owned(),
        _ => match verdict::verdict(item, answer).1 {
            Some(reason) => format!("the answer does not meet it: {reason}"),
            None => "the answer does not meet it".to_owned(),
        },
    };
    let mut exceptions = inputs.assessment.exceptions.iter().filter(|exception| {
        exception.item.as_ref() == Some(&item.id)
            && exception.check.is_none()
            && !exception.to_confirm
            && exception.until.is_none_or(|until| until >= inputs.today)
    });
    match exceptions.next() {
        Some(exception) => {
            let agreed = exception.agreed_by.as_ref().map(|name| format!(", agreed by {name}")).unwrap_or_default();
            format!("{why}; {} accepts the risk{agreed}: {}", exception.by, exception.reason)
        }
        None => why,
    }
}

/// Why something that is said is no more than that.
fn only_said(said: &Said<'_>, shown: &[Shown]) -> String {
    let problems: Vec<String> = shown
        .iter()
        .filter_map(|shown| Some(format!("{} {}", shown.name, shown.problem.as_ref()?.words())))
        .take(2)
        .collect();
    if !problems.is_empty() {
        return format!("said, and not shown by what was sent: {}", problems.join("; "));
    }
    let evidence = || said.answer.into_iter().flat_map(|answer| &answer.evidence);
    if let Some(place) = evidence().find_map(|one| one.kept.as_ref()) {
        return format!("said, and not shown: “{place}” is named, and is not among the files");
    }
    if let Some(address) = evidence().find_map(|one| one.address.as_ref()) {
        return format!("said, and not shown: {address} was given, and nobody saved what stands there");
    }
    "said, and nothing was shown".into()
}

/// The files behind an answer, and what keeps each from counting.
fn shown(inputs: &Inputs<'_>, item: &Item, said: &Said<'_>) -> Vec<Shown> {
    let files = &inputs.scan.files;
    let pieces = said.found.evidence.iter();
    pieces
        .filter_map(|piece| Some((piece, files.iter().find(|file| file.path == piece.what)?)))
        // What a check reads speaks through the check.
        .filter(|(piece, file)| piece.good || !documents::is_checked(inputs, item, &file.path))
        .map(|(piece, file)| {
            let attached = said.answer.into_iter().flat_map(|answer| &answer.evidence).find(|one| {
                one.file.as_ref() == Some(&file.path)
                    || one.sha256.as_ref().is_some_and(|hash| hash.eq_ignore_ascii_case(&file.sha256))
            });
            let names = independent(inputs, item, file);
            Shown {
                what: file.path.clone(),
                name: short(inputs, &file.path),
                dated: piece.dated,
                independent: names.is_some(),
                problem: problem(inputs, item, piece, file, attached, names.or(item.names).unwrap_or(Names::Product)),
            }
        })
        .collect()
}

/// What a file has to name, where it is an independent document that speaks to the item.
fn independent(inputs: &Inputs<'_>, item: &Item, file: &EvidenceFile) -> Option<Names> {
    let of_file = || inputs.scan.matches.iter().filter(|found| found.file == file.path);
    let speaks = |one: &&Independent| {
        let found = of_file().filter(|found| found.document == one.document);
        found.into_iter().any(|found| item.evidence.iter().any(|rule| documents::speaks(rule, found)))
    };
    inputs.pack.independent.iter().find(speaks).map(|one| one.names)
}

fn problem(
    inputs: &Inputs<'_>,
    item: &Item,
    piece: &EvidenceCard,
    file: &EvidenceFile,
    attached: Option<&AnswerEvidence>,
    names: Names,
) -> Option<Problem> {
    if let Some(why) = &file.unfinished {
        return Some(Problem::Other(format!("is not finished ({why})")));
    }
    if let Some(problem) = expired(inputs, file).map(Problem::Age).or_else(|| too_old(inputs, item, piece, file)) {
        return Some(problem);
    }
    if !piece.good {
        return Some(Problem::Other(format!("does not count: {}", piece.says)));
    }
    match attached.and_then(|one| one.in_scope) {
        Some(true) => return None,
        Some(false) => return Some(Problem::Other("does not cover the product, as somebody who looked says".into())),
        None => {}
    }
    let described = match (&file.reading, attached.and_then(|one| one.note.as_ref())) {
        (Reading::Unreadable(_), Some(note)) => note.to_lowercase(),
        _ => String::new(),
    };
    let named = |name: &String| file.names.contains(name) || described.contains(&name.to_lowercase());
    let (party, product) = (inputs.assessment.subject.as_ref(), inputs.assessment.product.as_ref());
    let enough = match (names, product) {
        (Names::Product, Some(_)) => product.is_some_and(named),
        (Names::Product, None) | (Names::Party, _) => party.is_some_and(named) || product.is_some_and(named),
    };
    let wanted = match names {
        Names::Product => product.or(party),
        Names::Party => party.or(product),
    };
    (!enough).then(|| Problem::Other(format!("does not name {}", wanted.map_or("the product", String::as_str))))
}

/// Words where a certificate or its like has run out.
fn expired(inputs: &Inputs<'_>, file: &EvidenceFile) -> Option<String> {
    kinds(inputs, file).find_map(|kind| documents::expired(inputs, Some(kind), file))
}

fn kinds<'a>(inputs: &'a Inputs<'_>, file: &'a EvidenceFile) -> impl Iterator<Item = &'a DocumentKind> {
    let matched = inputs.scan.matches.iter().filter(|found| found.file == file.path);
    matched.filter_map(|found| inputs.documents.iter().find(|kind| kind.id == found.document))
}

/// Whether a file is older than the item takes it, or can't be told to be younger; here a limit of our own counts like
/// any other.
fn too_old(inputs: &Inputs<'_>, item: &Item, piece: &EvidenceCard, file: &EvidenceFile) -> Option<Problem> {
    let of_file = || inputs.scan.matches.iter().filter(|found| found.file == file.path);
    let rule = item.evidence.iter().find(|rule| of_file().any(|found| documents::speaks(rule, found)));
    let fresh = rule.and_then(|rule| rule.fresh).or(item.fresh)?;
    let oldest = written(months_before(inputs.publish_on, fresh.months));
    match piece.dated {
        // Certificates say how long they are valid, and that is what counts.
        None if file.next_review.is_some() && kinds(inputs, file).any(|kind| kind.expires) => None,
        None => Some(Problem::Other(format!("shows no date, and has to be from {oldest} or later"))),
        Some(day) if day > inputs.publish_on => {
            Some(Problem::Other(format!("is dated {}, which is still to come", written(day))))
        }
        Some(day) if day < months_before(inputs.publish_on, fresh.months) => {
            Some(Problem::Age(format!("is from {}, and has to be from {oldest} or later", written(day))))
        }
        Some(_) => None,
    }
}

/// What an export says that a check passes, with the files it read. Documents that have to name the product don't pass
/// as exports.
fn export(inputs: &Inputs<'_>, item: &Item, said: &Said<'_>) -> Option<(String, Vec<String>)> {
    let backing = || said.checks.iter().filter(|check| check.bearing.can_back() && !check.silent);
    if !item.backed_by.contains(&BackedBy::Check) || backing().any(|check| check.result == Summary::Unknown) {
        return None;
    }
    backing().filter(|check| matches!(check.result, Summary::Pass | Summary::Warn)).find_map(|check| {
        let its = |result: &&CheckResult| result.card.id == check.check && result.strength == check.strength;
        let result = said.results.iter().find(its)?;
        let mut files: Vec<String> = result.findings.iter().map(|finding| finding.place.file.clone()).collect();
        files.sort();
        files.dedup();
        let is_proof = |path: &String| {
            let matched = inputs.scan.matches.iter().filter(|found| found.file == *path);
            matched.into_iter().any(|found| inputs.pack.independent.iter().any(|one| one.document == found.document))
        };
        let oldest = result.findings.iter().filter_map(|finding| finding.collected).min();
        let limit = item.fresh.map(|fresh| Freshness { limit: Limit::Framework, ..fresh });
        let in_date = oldest.is_none() || documents::age(inputs, oldest, limit).1.is_none();
        (in_date && !files.iter().any(is_proof)).then(|| {
            let sentence = shorter(inputs, &check.sentence);
            let unsaid = files.iter().map(|file| short(inputs, file)).filter(|name| !sentence.contains(name.as_str()));
            let unsaid: Vec<String> = unsaid.collect();
            match unsaid.as_slice() {
                [] => (sentence, files),
                names => (format!("{sentence} ({})", names.join(", ")), files),
            }
        })
    })
}

/// A file's path in the party's own folder.
fn short(inputs: &Inputs<'_>, path: &str) -> String {
    let folder = inputs.assessment.evidence_in.as_deref();
    let inside = folder.and_then(|folder| path.strip_prefix(folder)?.strip_prefix('/'));
    inside.unwrap_or(path).to_owned()
}

/// A sentence in which files go by their names in the party's own folder.
fn shorter(inputs: &Inputs<'_>, sentence: &str) -> String {
    match &inputs.assessment.evidence_in {
        Some(folder) => sentence.replace(&format!("{folder}/"), ""),
        None => sentence.to_owned(),
    }
}

/// The grade of a control: the lowest of its mandatory items, of all where none is mandatory.
pub(super) fn control(items: &[ItemCard]) -> Option<GradeCard> {
    let graded = |needed: bool| {
        let its = items.iter().filter(move |item| item.counts || !needed);
        its.filter_map(|item| Some((item, item.grade.as_ref()?))).collect::<Vec<_>>()
    };
    let graded = match items.iter().any(|item| item.counts) {
        true => graded(true),
        false => graded(false),
    };
    let lowest = graded.iter().map(|(_, card)| card.grade).min()?;
    let those: Vec<_> = graded.iter().filter(|(_, card)| card.grade == lowest).collect();
    let why = match (those.as_slice(), graded.len()) {
        ([(_, card)], 1) => card.why.clone(),
        ([(item, card)], _) => format!("{}: {}", item.title, card.why),
        (several, _) => {
            let same = several.windows(2).all(|pair| pair[0].1.why == pair[1].1.why);
            let titles: Vec<&str> = several.iter().map(|(item, _)| item.title.as_str()).collect();
            match several.first() {
                Some((_, card)) if same && several.len() == graded.len() => card.why.clone(),
                Some((_, card)) if same => format!("{}: {}", titles.join(", "), card.why),
                _ => {
                    let each = several.iter().map(|(item, card)| format!("{}: {}", item.title, card.why));
                    each.collect::<Vec<_>>().join(". ")
                }
            }
        }
    };
    let mut rests_on: Vec<String> = graded.iter().flat_map(|(_, card)| card.rests_on.iter().cloned()).collect();
    rests_on.sort();
    rests_on.dedup();
    let ask = those.iter().find_map(|(_, card)| card.ask.clone());
    Some(GradeCard { grade: lowest, why, rests_on, out_of_date: graded.iter().any(|(_, card)| card.out_of_date), ask })
}

/// What a scorecard says of the party as a whole.
pub(super) fn party(inputs: &Inputs<'_>, sections: &[SectionCard]) -> Option<PartyCard> {
    if !inputs.pack.is_graded() {
        return None;
    }
    let assertions = || sections.iter().flat_map(|section| &section.assertions);
    let items = || assertions().flat_map(|assertion| &assertion.items).filter(|item| item.same_as.is_none());
    let out_of_date = |item: &&ItemCard| item.grade.as_ref().is_some_and(|card| card.out_of_date);
    Some(PartyCard {
        product: inputs.assessment.product.clone(),
        folder: inputs.assessment.evidence_in.clone(),
        asked: inputs.assessment.asked,
        questions: items().count(),
        answered: items().filter(|item| item.verdict != Verdict::Unanswered).count(),
        grades: GradeCounts::of(assertions().filter_map(|assertion| Some(assertion.grade.as_ref()?.grade))),
        out_of_date: items().filter(out_of_date).map(|item| item.id.clone()).collect(),
        proofs: proofs(inputs),
    })
}

/// Words where a proof that names no last day is older than an assessment is good for, or carries no date at all.
fn old_proof(inputs: &Inputs<'_>, file: &EvidenceFile) -> Option<String> {
    let expires = kinds(inputs, file).any(|kind| kind.expires);
    if expires && file.next_review.is_some() {
        return None;
    }
    let months = inputs.pack.renew_months?;
    match &file.dated {
        None => Some("shows no date".into()),
        Some(dated) if dated.on < months_before(inputs.publish_on, months) => {
            Some(format!("is older than {months} months"))
        }
        Some(_) => None,
    }
}

/// The independent documents among the files.
fn proofs(inputs: &Inputs<'_>) -> Vec<ProofCard> {
    let mut proofs = Vec::new();
    for one in &inputs.pack.independent {
        let kind = inputs.documents.iter().find(|kind| kind.id == one.document);
        for found in inputs.scan.matches.iter().filter(|found| found.document == one.document) {
            let Some(file) = inputs.scan.files.iter().find(|file| file.path == found.file) else { continue };
            let party = [&inputs.assessment.subject, &inputs.assessment.product].into_iter().flatten();
            let unnamed = file.names.is_empty().then(|| {
                let names: Vec<&str> = party.map(String::as_str).collect();
                format!("does not name {}", names.join(" or "))
            });
            proofs.push(ProofCard {
                title: kind.map_or_else(|| one.document.to_string(), |kind| kind.title.clone()),
                file: short(inputs, &file.path),
                dated: file.dated.as_ref().map(|dated| dated.on),
                until: file.next_review.filter(|_| kind.is_some_and(|kind| kind.expires)),
                problem: file
                    .unfinished
                    .as_ref()
                    .map(|why| format!("is not finished ({why})"))
                    .or_else(|| expired(inputs, file))
                    .or_else(|| old_proof(inputs, file))
                    .or(unnamed),
            });
        }
    }
    proofs
}
