//! Signs that a document was never finished: it calls itself a draft, or the blanks of its template are still there.

use std::sync::LazyLock;

use regex::Regex;

use super::{history::History, marks, rows::Row};
use crate::scan::{content::Content, sensitive::mask_title};

/// Why a document does not count as finished.
pub(super) fn read(content: &Content, rows: &[Row<'_>], history: &History) -> Option<String> {
    draft(content, rows, history).or_else(|| blanks(rows)).or_else(|| tracked(content))
}

/// Changes that nobody has agreed to; one or two are slips.
fn tracked(content: &Content) -> Option<String> {
    let changes = content.properties.tracked_changes;
    (changes > 2).then(|| format!("draft: {changes} tracked changes were neither accepted nor refused"))
}

/// Why a file's name tells of a draft.
pub(in crate::scan) fn draft_name(path: &str) -> Option<String> {
    static DRAFT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)(?:^|[^\pL])draft(?:[^\pL]|$)").expect("the pattern is our own"));
    let name = path.rsplit('/').next().unwrap_or(path);
    DRAFT.is_match(name).then(|| format!("draft: the file name says “{}”", mask_title(name)))
}

fn draft(content: &Content, rows: &[Row<'_>], history: &History) -> Option<String> {
    let says = |place: &str, words: &str| Some(format!("draft: {place} says “{}”", mask_title(words.trim())));
    if let Some(title) = content.properties.title.as_deref().filter(|title| is_draft_title(title)) {
        return says("the document title", title);
    }
    for (at, row) in rows.iter().enumerate().filter(|(at, row)| !row.listed && !history.rows.contains(at)) {
        let may = if at < 60 { marks::STATUS } else { marks::DRAFT };
        if !row.says(may) || at >= 60 && !row.cells().iter().any(|cell| cell.contains("DRAFT")) {
            continue;
        }
        let text = row.text();
        let titled = at < 5 && row.columns == 1 && is_draft_title(&text);
        let early = at < 10 && row.columns == 1 && is_draft_line(&text);
        if titled || early || is_watermark(&text) || at < 60 && is_draft_status(row) {
            return says(&row.place(), &text.replace('\t', " "));
        }
    }
    static ENTRY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bdraft\b").expect("the pattern is our own"));
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:final|finalised|approved|issued|published|signed off|adopted|ratified|from draft|",
            r"no longer)\b",
        ))
        .expect("the pattern is our own")
    });
    let (_, entry) = history.newest.as_ref()?;
    let newest = ENTRY.is_match(entry) && !DONE.is_match(entry);
    if newest { says("the newest entry of the version history", &entry.replace('\t', " ")) } else { None }
}

/// "DRAFT" and nothing that is not in capitals: printed across pages.
fn is_watermark(text: &str) -> bool {
    if !text.contains("DRAFT") {
        return false;
    }
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^[^\pL\pN]*DRAFT(?:[^\pL\pN]*(?:DRAFT|COPY|ONLY|V?[0-9][0-9.]*|NOT FOR (?:USE|CIRCULATION|",
            r"ISSUE)|FOR (?:COMMENT|DISCUSSION|APPROVAL|REVIEW|CONSULTATION)))*[^\pL\pN]*$",
        ))
        .expect("the pattern is our own")
    });
    MARK.is_match(text)
}

/// A line near the top that says nothing else.
fn is_draft_line(text: &str) -> bool {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^\W* (?:(?:first|initial|second|third|working|final|latest|
                current)\s+)? draft (?:\W+ (?: copy | only | document | policy | version
            | v(?:ersion)?[\s.]*[0-9][0-9.]* | no\.?[\s]*[0-9]+ | [0-9][0-9.]* | not\s+for\s+\w+ |
                (?:circulated\s+)?for\s+(?:comments?|discussion|approval|review|consultation) ))* \W*$",
        )
        .expect("the pattern is our own")
    });
    LINE.is_match(text)
}

/// A title of a draft, rather than a sentence about drafts.
fn is_draft_title(text: &str) -> bool {
    static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^[^\pL\pN]*(?:(?:first|initial|working)\s+)?draft\b[\s:–-]+(?:\pL|[0-9])")
            .expect("the pattern is our own")
    });
    static ENDS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)(?:[(\[–—:-]\s*|\b)draft\s*(?:copy|version|policy|",
            r"plan)?\s*(?:v(?:ersion)?\.?\s*[0-9][0-9.]*|[0-9][0-9.]*|",
            r"for \pL+)?\s*[)\]]?\s*(?:[–—-]?\s*(?:v(?:ersion)?\.?\s*)?[0-9][0-9./ ]*)?$",
        ))
        .expect("the pattern is our own")
    });
    static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:is|are|was|were|will|must|should|can|may|be|been|we|our|please|any|each|every|all|",
            r"no longer|not a|a draft|as a|in draft)\b|\bdrafts\b",
        ))
        .expect("the pattern is our own")
    });
    let text = text.trim();
    text.split_whitespace().count() <= 15
        && !text.ends_with('.')
        && !SENTENCE.is_match(text)
        && (BEGINS.is_match(text) || ENDS.is_match(text))
}

/// "Status: draft", "Version 0.3 (draft)".
fn is_draft_status(row: &Row<'_>) -> bool {
    static STATUS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)^[^\pL\pN]*(?:(?:document|policy|version|approval|current)\s+)?(?:status|version|state|",
            r"stage|issue)\b.*\b(?:draft|for (?:comments?|approval|consultation)|awaiting approval|unapproved|",
            r"not yet approved)\b",
        ))
        .expect("the pattern is our own")
    });
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:final|approved|issued|published|live|archived|superseded|not|no|was|were|is|are|",
            r"replaces?|previous)\b",
        ))
        .expect("the pattern is our own")
    });
    let text = row.text();
    // A row may hold several pairs of label and value.
    let mut pairs = text.split(['|', ';']).flat_map(|part| {
        let cells: Vec<&str> = part.split('\t').collect();
        let pairs: Vec<String> = cells.windows(2).map(|pair| pair.join("\t")).collect();
        if pairs.is_empty() { vec![part.to_owned()] } else { pairs }
    });
    pairs.any(|pair| {
        let rest = pair.to_lowercase().replace("not yet approved", "");
        STATUS.is_match(&pair) && !OTHER.is_match(&rest) && pair.split_whitespace().count() <= 8
    })
}

/// Blanks of a template that nobody filled in.
fn blanks(rows: &[Row<'_>]) -> Option<String> {
    let mut found: Vec<(String, &Row<'_>)> = Vec::new();
    for row in rows.iter().filter(|row| row.may_be_blank()) {
        found.extend(row.cells().iter().flat_map(|cell| blanks_of(cell)).map(|blank| (blank, row)));
    }
    let (blank, row) = found.first()?;
    let place = row.place();
    let place = match place.strip_prefix("paragraph") {
        Some(_) => format!("in {place}"),
        None => format!("on {place}"),
    };
    let more = match found.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    Some(format!("blanks were never filled in: “{}” {place}{more}", mask_title(blank)))
}

/// Signs of blanks beside plain ones.
pub(super) const OTHER_SIGNS: [char; 3] = ['…', '«', '‹'];

/// The blanks in a cell or line.
fn blanks_of(text: &str) -> Vec<String> {
    // What every blank has something of, where letters have no other forms.
    static SIGN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i-u)[\[<]|insert|enter|click|choose|lorem|xxxx|\.{6}|name\s+[lh]|delete|yellow")
            .expect("the pattern is our own")
    });
    static OTHER_SIGN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)[…«‹\u{17f}\u{212a}]|name").expect("the pattern is our own"));
    if !SIGN.is_match(text) && (text.is_ascii() || !OTHER_SIGN.is_match(text)) {
        return Vec::new();
    }
    static BLANK: LazyLock<Regex> = LazyLock::new(|| {
        let who = concat!(
            r"organi[sz]ation|company|provider|business|employer|care home|home|practice|service|agency|trust|",
            r"manager|registered manager|data protection officer|dpo|lead|role|job title|name|date|address|",
            r"signature|location|setting",
        );
        Regex::new(&format!(
            r"(?ix) \[\s*(?:(?:please\s+)?(?:insert|enter|add|fill\s+in|type|complete|choose|select|state|
                specify|delete)\b[^\[\]]{{0,80}} | (?:your|the|name\s+of|date\s+of|our)\s[^\[\]]{{1,60}}
                | (?:{who})(?:\s+(?:name|address|number|here|title|logo|or\s+\w+|/\s*\w+))* | x{{2,}} |
                    \.{{3,}} | …+ )\s*\]
            | [<«‹]\s*(?:(?:please\s+)?(?:insert|enter)\b[^<>=/»]{{0,80}} | (?:your|name\s+of|
                date\s+of)\s[^<>=/»]{{1,60}} | (?:{who})\s+(?:name|address|number|here|title|logo) )\s*[>»›]
            | \b(?:insert|enter)\s+(?:company|organi[sz]ation|provider|care\s+home|home)(?:['’]s)?\s+name(?:\s+here)?
            | \b(?:company|organi[sz]ation|business|provider)\s+name\s+(?:ltd|limited|here)\b
            | [*(]\s*delete\s+(?:as|where|if)\s+(?:appropriate|applicable|not\s+applicable|necessary)\s*[*)]?
            | <\s*(?:organi[sz]ation|company|provider|care\s+home|your\s+\w+)\s*>
            | (?:text|words|parts?|sections?)\s+(?:in|marked|highlighted\s+in)\s+yellow
            | click\s+(?:or\s+tap\s+)?here\s+to\s+(?:enter|add)\s+(?:text|a\s+date)\.? |
                choose\s+an\s+item\. | lorem\s+ipsum",
        ))
        .expect("the pattern is our own")
    });
    static CROSSES: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:^|[\s(:,])([Xx]{4,})(?:$|[\s),.;:])").expect("the pattern is our own"));
    static MASKED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:password|key|code|number|account|card|pin|serial|licen[cs]e|token|secret|",
            r"redacted)\b",
        ))
        .expect("the pattern is our own")
    });
    static DOTS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:…\s?){2,}|\.{6,}").expect("the pattern is our own"));
    static PERSON: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:employee|staff|worker|candidate|applicant|resident|service user|person|patient|",
            r"client|individual|visitor|salary|wage|start date|line manager|new starter|starter|leaver|",
            r"volunteer|learner)\b",
        ))
        .expect("the pattern is our own")
    });
    let mut found = Vec::new();
    for blank in BLANK.find_iter(text) {
        let after = text.get(blank.end()..).unwrap_or("");
        // `[name](address)` is a link; a blank for each new member of staff belongs in a form.
        if !after.starts_with('(') && !PERSON.is_match(blank.as_str()) {
            found.push(blank.as_str().to_owned());
        }
    }
    let crosses = CROSSES.captures(text).and_then(|groups| groups.get(1)).filter(|_| !MASKED.is_match(text));
    found.extend(crosses.map(|crosses| crosses.as_str().to_owned()));
    for dots in DOTS.find_iter(text) {
        let (before, after) = (text.get(..dots.start()).unwrap_or(""), text.get(dots.end()..).unwrap_or(""));
        if is_gap_in_sentence(before, after) {
            let start = before.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
            let words =
                before.get(start..).unwrap_or("").split_once(' ').filter(|_| start > 0).map_or(before, |(_, w)| w);
            found.push(format!("{}……", words.trim()));
            break;
        }
    }
    found
}

/// Whether dots hold the place of words, rather than lead to a page number or to a signature.
fn is_gap_in_sentence(before: &str, after: &str) -> bool {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:signed|signature|sign|dated?|print|initials?|witness|name|position|job title|time|",
            r"staff|employee|resident)\b[^\pL]*$",
        ))
        .expect("the pattern is our own")
    });
    static OURS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:lead|officer|organi[sz]ation|company|provider|approved by|reviewed|next review|version|",
            r"owner)\b[^\pL]*$",
        ))
        .expect("the pattern is our own")
    });
    let words = before.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let number = after.trim().trim_matches('.').chars().all(|c| c.is_ascii_digit() || "ivx".contains(c));
    let leader = number && !after.trim().is_empty();
    let label = before.trim_end().ends_with(':');
    let numbered = before.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if leader || FORM.is_match(before) {
        return false;
    }
    OURS.is_match(before) && !numbered || words >= 4 && !label && (!after.trim().is_empty() || before.contains(" is "))
}
