//! What the first bytes of a file say that it is, whatever its name.

/// What a file is by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Magic {
    /// A PDF document.
    Pdf,
    /// A zip container: a document of an office program, or an archive.
    Zip,
    /// The container of older office programs, and of documents with a password.
    Ole,
    /// A rich text document.
    Rtf,
    /// Something that no reader knows, with what a person should do.
    Closed(&'static str),
    /// Nothing known: perhaps text.
    Other,
}

const PICTURE: &str = "a photograph or scan: say what it shows and its date";
const MEDIA: &str = "a sound or video recording: say what it shows and its date";
const ARCHIVE: &str = "an archive: unpack it and put the files here";
const PROGRAM: &str = "a program, not a document";

/// The beginnings that are told apart.
pub(super) fn of(bytes: &[u8]) -> Magic {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    let at = |from: usize, mark: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(mark));
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.windows(5).any(|five| five == b"%PDF-") && !starts(b"PK") {
        return Magic::Pdf;
    }
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return Magic::Zip;
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Magic::Ole;
    }
    if starts(b"{\\rtf") {
        return Magic::Rtf;
    }
    if at(4, b"ftyp") {
        let pictures: [&[u8]; 12] = [
            b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"heif", b"mif1", b"mif2", b"msf1", b"avif", b"avis",
        ];
        return Magic::Closed(if pictures.iter().any(|mark| at(8, mark)) { PICTURE } else { MEDIA });
    }
    if starts(b"RIFF") {
        return Magic::Closed(if at(8, b"WEBP") { PICTURE } else { MEDIA });
    }
    let known: [(&[u8], &str); 26] = [
        (b"\xff\xd8\xff", PICTURE),
        (b"\x89PNG", PICTURE),
        (b"GIF87a", PICTURE),
        (b"GIF89a", PICTURE),
        (b"II*\0", PICTURE),
        (b"MM\0*", PICTURE),
        (b"II+\0", PICTURE),
        (b"MM\0+", PICTURE),
        (b"8BPS\0\x01", PICTURE),
        (b"\xff\x0a", PICTURE),
        (b"\0\0\0\x0cJXL ", PICTURE),
        (b"\0\0\0\x0cjP  ", PICTURE),
        (b"\0\0\x01\0", PICTURE),
        (b"bplist00", "a binary property list: run `plutil -convert xml1` on it"),
        (b"ID3", MEDIA),
        (b"\xff\xfb", MEDIA),
        (b"OggS", MEDIA),
        (b"\x1a\x45\xdf\xa3", MEDIA),
        (b"Rar!\x1a", ARCHIVE),
        (b"7z\xbc\xaf", ARCHIVE),
        (b"\x1f\x8b\x08", ARCHIVE),
        (b"MZ\x90\0", PROGRAM),
        (b"\x7fELF", PROGRAM),
        (b"SQLite format 3\0", "a database: export what it shows as CSV"),
        (b"PReg\x01", "a binary group policy file: run `gpresult /h` or `secedit /export` instead"),
        (b"ElfFile\0", "a Windows event log: save the events as CSV or text"),
    ];
    let bitmap = starts(b"BM") && at(6, b"\0\0\0\0");
    match known.iter().find(|(mark, _)| starts(mark)) {
        Some((_, what)) => Magic::Closed(what),
        None if bitmap => Magic::Closed(PICTURE),
        None => Magic::Other,
    }
}

/// What an old office container holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ole {
    /// A document that needs a password.
    Encrypted,
    /// An Excel workbook.
    Workbook,
    /// Something else, with what a person should do.
    Closed(&'static str),
}

/// Looks for the names of the streams, which stand in the container as they are.
pub(super) fn ole(bytes: &[u8]) -> Ole {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") || holds("EncryptionInfo") {
        return Ole::Encrypted;
    }
    if holds("WordDocument") {
        return Ole::Closed("an old Word document (.doc): open it in Word and save it as .docx or PDF");
    }
    if holds("PowerPoint Document") {
        return Ole::Closed("an old PowerPoint presentation (.ppt): save it as PDF");
    }
    if holds("__properties_version1.0") {
        return Ole::Closed("a damaged Outlook message (.msg): open it and print it to a PDF");
    }
    if holds("Workbook") || holds("Book") {
        return Ole::Workbook;
    }
    Ole::Closed("a document of an older program: save it as .docx, .xlsx or PDF")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        assert_eq!(of(b"%PDF-1.7\n"), Magic::Pdf);
        assert_eq!(of(b"\xef\xbb\xbf\n%PDF-1.4"), Magic::Pdf);
        assert_eq!(of(b"PK\x03\x04rest"), Magic::Zip);
        assert_eq!(of(b"{\\rtf1 words}"), Magic::Rtf);
        assert_eq!(of(b"\xff\xd8\xff\xe0\0\x10JFIF"), Magic::Closed(PICTURE));
        assert_eq!(of(b"\0\0\0\x18ftypheic\0"), Magic::Closed(PICTURE));
        assert_eq!(of(b"\0\0\0\x18ftypmp42\0"), Magic::Closed(MEDIA));
        for picture in [
            b"\0\0\0\x18ftypheif".as_slice(),
            b"II*\0 TIFF",
            b"MM\0* TIFF",
            b"II+\0 BigTIFF",
            b"RIFF\0\0\0\0WEBPVP8 ",
            b"GIF89a",
            b"\0\0\0\x0cjP  ",
        ] {
            assert_eq!(of(picture), Magic::Closed(PICTURE), "{picture:?}");
        }
        assert_eq!(of(b"BM\0\0\0\0\0\0\0\0\0"), Magic::Closed(PICTURE));
        assert_eq!(of(b"BMW fleet list\n"), Magic::Other);
        assert_eq!(of(b"Mobile phones\n"), Magic::Other);
        assert_eq!(of(b""), Magic::Other);
    }

    #[test]
    fn old_containers_are_told_apart_by_their_streams() {
        let holding = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(ole(&holding("EncryptedPackage")), Ole::Encrypted);
        assert_eq!(ole(&holding("Workbook")), Ole::Workbook);
        assert!(matches!(ole(&holding("WordDocument")), Ole::Closed(what) if what.contains("save it as .docx")));
    }
}
