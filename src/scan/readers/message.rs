//! Messages that Outlook saves as files (.msg): who wrote when about what, the words, and the names of what was attached.

use encoding_rs::{Encoding, WINDOWS_1252};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::compound::{Streams, long};
use super::{Unreadable, html, mail, text};
use crate::model::written;
use crate::scan::content::Content;

/// The stream with the values that are no words.
const VALUES: &str = "__properties_version1.0";
/// Values stand behind so many bytes, in sixteen bytes each.
const HEAD: usize = 32;
/// Names of values, as the format numbers them.
const SUBJECT: &str = "0037";
const FROM: &str = "0C1A";
const FROM_ADDRESS: [&str; 2] = ["5D01", "0C1F"];
const TO: &str = "0E04";
const COPY: &str = "0E03";
const BODY: &str = "1000";
const HTML: &str = "1013";
const FILE_NAME: [&str; 3] = ["3707", "3704", "3001"];
const SENT: [u32; 2] = [0x0039_0040, 0x0e06_0040];
const CODE_PAGE: [u32; 2] = [0x3ffd_0003, 0x3fde_0003];

/// Whether a container is a message: its values lie outermost.
pub(super) fn begins(bytes: &[u8]) -> bool {
    Streams::open(bytes).is_some_and(|streams| streams.find(0, VALUES).is_some())
}

/// Reads a message.
pub(super) fn read(bytes: &[u8]) -> Result<Content, Unreadable> {
    let streams = Streams::open(bytes).ok_or_else(super::package::damaged)?;
    let values = streams.find(0, VALUES).and_then(|entry| streams.stream(entry)).unwrap_or_default();
    let number = |tag: u32| CODE_PAGE.contains(&tag).then(|| value(&values, tag)).flatten();
    let pages = CODE_PAGE.into_iter().find_map(number).and_then(|page| u32::try_from(page).ok());
    let message = Message { streams, page: pages.map_or(WINDOWS_1252, encoding) };
    let sent = SENT.into_iter().find_map(|tag| day(value(&values, tag)?));
    let from = message.words(0, FROM);
    let address = FROM_ADDRESS.iter().filter_map(|id| message.words(0, id)).find(|address| address.contains('@'));
    let from = match (from, address) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (name, address) => address.or(name),
    };
    let date = sent.map(written);
    let headers = [from, message.words(0, TO), message.words(0, COPY), date, message.words(0, SUBJECT)];
    Ok(mail::shown(headers, message.body(), message.attached(), sent))
}

struct Message<'a> {
    streams: Streams<'a>,
    /// What words of one byte a letter are written in.
    page: &'static Encoding,
}

impl Message<'_> {
    fn bytes(&self, folder: usize, id: &str, kind: &str) -> Option<Vec<u8>> {
        self.streams.stream(self.streams.find(folder, &format!("__substg1.0_{id}{kind}"))?)
    }

    /// A value that is words, without the zero at its end.
    fn words(&self, folder: usize, id: &str) -> Option<String> {
        let words = match self.bytes(folder, id, "001F") {
            Some(wide) => encoding_rs::UTF_16LE.decode_without_bom_handling(&wide).0.into_owned(),
            None => self.page.decode_without_bom_handling(&self.bytes(folder, id, "001E")?).0.into_owned(),
        };
        Some(words.trim_matches(['\0', ' ']).to_owned()).filter(|words| !words.is_empty())
    }

    fn body(&self) -> Vec<String> {
        let lines = match self.words(0, BODY) {
            Some(words) => text::lines(&words.replace("\r\n", "\n").replace('\r', "\n")),
            None => {
                let page = self.bytes(0, HTML, "0102").and_then(|bytes| Some(text::decode(&bytes)?.into_owned()));
                page.or_else(|| self.words(0, HTML)).map(|page| html::read(&page).lines).unwrap_or_default()
            }
        };
        lines.into_iter().map(|line| line.text.to_string()).collect()
    }

    fn attached(&self) -> Vec<String> {
        let folders = self.streams.within(0).into_iter();
        let mut folders: Vec<(String, usize)> = folders.map(|entry| (self.streams.name(entry), entry)).collect();
        folders.retain(|(name, _)| name.starts_with("__attach_version1.0_"));
        folders.sort();
        let name = |entry: usize| FILE_NAME.iter().find_map(|id| self.words(entry, id));
        folders.into_iter().map(|(_, entry)| name(entry).unwrap_or_else(|| "without a name".into())).collect()
    }
}

/// A value that is a number or a moment.
fn value(values: &[u8], tag: u32) -> Option<u64> {
    let all = values.get(HEAD..)?.chunks_exact(16);
    let found = all.into_iter().find(|entry| long(entry, 0) == Some(tag))?;
    found.get(8..16)?.try_into().ok().map(u64::from_le_bytes)
}

/// The day of a moment in ten millionths of a second since 1601, in London.
fn day(moment: u64) -> Option<Date> {
    let since_1970 = i64::try_from(moment / 10_000_000).ok()?.checked_sub(11_644_473_600)?;
    let moment = Timestamp::from_second(since_1970).ok()?;
    Some(TimeZone::get("Europe/London").ok()?.to_datetime(moment).date())
}

/// The encoding of a code page of Windows.
fn encoding(page: u32) -> &'static Encoding {
    let label = match page {
        65001 => "utf-8".to_owned(),
        28591..=28606 => format!("iso-8859-{}", page - 28590),
        _ => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

#[cfg(test)]
mod tests;
