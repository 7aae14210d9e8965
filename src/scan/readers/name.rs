//! What the name of a file says: that it is no evidence, that it is a mere link, or what it is meant to be.

/// Why a file of this name is no evidence.
pub(super) fn skipped(name: &str) -> Option<&'static str> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let lower = file.to_lowercase();
    if file.starts_with("~$") || file.starts_with(".~lock.") {
        return Some("a lock file: somebody has, or had, the document open");
    }
    if file.starts_with("._") {
        return Some("a companion file that macOS keeps for itself");
    }
    match lower.as_str() {
        "thumbs.db" | "desktop.ini" | "ehthumbs.db" => {
            return Some("a file that Windows keeps for itself");
        }
        ".ds_store" | ".localized" => return Some("a file that macOS keeps for itself"),
        ".gitignore" | ".gitkeep" | ".gitattributes" => {
            return Some("a file of the version control");
        }
        _ => {}
    }
    match ending(name).as_str() {
        "lnk" => Some("a shortcut: it only says where a file is; put the file itself here"),
        "url" | "webloc" => Some("a link to a web page: save the page as a PDF if it is evidence"),
        "tmp" | "crdownload" | "partial" => Some("a temporary file, or a download that was never finished"),
        _ => None,
    }
}

/// Why a file of this name holds no evidence although somebody meant it to.
pub(super) fn stub(name: &str) -> Option<&'static str> {
    match ending(name).as_str() {
        "gdoc" => Some("a link to a Google document, not the document: download it as .docx or PDF"),
        "gsheet" => Some("a link to a Google sheet, not the sheet: download it as .xlsx or CSV"),
        "gslides" => Some("a link to Google slides, not the slides: download them as PDF"),
        "gform" | "gdraw" | "gsite" => Some("a link to a Google file, not the file: download it as PDF"),
        "one" | "onetoc2" => Some("a OneNote notebook: print the page to a PDF"),
        _ => None,
    }
}

/// The letters after the last dot, in lower case.
pub(super) fn ending(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// What a file of this name is meant to be, in the words that the readers use; absent where any text will do.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    match ending(name).as_str() {
        "pdf" => Some("PDF document"),
        "docx" | "docm" | "dotx" => Some("Word document"),
        "doc" => Some("old Word document"),
        "xlsx" | "xlsm" | "xltx" | "xlsb" => Some("Excel workbook"),
        "xls" => Some("old Excel workbook"),
        "pptx" => Some("PowerPoint presentation"),
        "ods" => Some("OpenDocument spreadsheet"),
        "odt" => Some("OpenDocument text"),
        "rtf" => Some("rich text document"),
        "csv" | "tsv" => Some("CSV table"),
        "json" | "jsonl" | "ndjson" => Some("JSON file"),
        "xml" | "nessus" | "plist" => Some("XML file"),
        "html" | "htm" => Some("web page"),
        "eml" | "msg" => Some("e-mail"),
        "md" | "markdown" => Some("Markdown text"),
        _ => None,
    }
}

/// Whether a cloud folder made this file because two people changed it at once.
pub(super) fn is_conflict_copy(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    ["conflicted copy", "conflict copy", "(conflict", ".sync-conflict-", "-conflict-copy", "in conflict)"]
        .iter()
        .any(|mark| file.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_system_and_links_are_no_evidence() {
        let names = [
            "a/~$policy.docx",
            "Thumbs.db",
            "x/desktop.ini",
            ".DS_Store",
            "._policy.docx",
            "Policy.LNK",
            "portal.url",
            ".~lock.policy.odt#",
        ];
        for name in names {
            assert!(skipped(name).is_some(), "{name}");
        }
        for name in ["policy.docx", "~policy.docx", "thumbs.txt", "notes.gdoc"] {
            assert_eq!(skipped(name), None, "{name}");
        }
        assert!(stub("a/Training.gsheet").is_some());
    }

    #[test]
    fn conflict_copies_are_known() {
        assert!(is_conflict_copy("Policy (Ann's conflicted copy 2026-01-04).docx"));
        assert!(is_conflict_copy("a/policy.sync-conflict-20260104-101010-ABC.txt"));
        assert!(!is_conflict_copy("Conflict of interest policy.docx"));
        assert!(!is_conflict_copy("Conflict/policy.docx"));
    }
}
