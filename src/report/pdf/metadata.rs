//! What the file says of itself: title, dates, the standards that it keeps to, and its colours.

use lopdf::{Object, Stream, StringFormat, dictionary};

use super::{Document, PdfError};

const TOOL: &str = concat!("dspt ", env!("CARGO_PKG_VERSION"));
/// See `assets/icc/README.md`.
const COLOURS: &[u8] = include_bytes!("../../../assets/icc/srgb.icc");

/// Adds it to the file, in both of the places that a file has for it.
pub(super) fn add(file: &mut lopdf::Document, document: &Document) -> Result<(), PdfError> {
    let date = document.date;
    let (year, month, day) = (date.year().max(0), date.month(), date.day());
    let stamp = format!("D:{year:04}{month:02}{day:02}000000Z");
    let info = dictionary! {
        "Title" => text_string(&plain(&document.title)),
        "Author" => text_string(&plain(&document.author)),
        "Subject" => text_string(&plain(&document.subject)),
        "Creator" => text_string(TOOL),
        "Producer" => text_string(TOOL),
        "CreationDate" => Object::string_literal(stamp.clone()),
        "ModDate" => Object::string_literal(stamp),
    };
    let own = file.trailer.get(b"Info")?.as_reference()?;
    file.set_object(own, info);

    let packet = packet(document, &format!("{year:04}-{month:02}-{day:02}T00:00:00Z"));
    let stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into_bytes());
    let packet = file.add_object(stream.with_compression(false));
    let profile = file.add_object(Stream::new(dictionary! { "N" => 3 }, COLOURS.to_vec()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB"),
        "DestOutputProfile" => profile,
    };
    let catalog = file.catalog_mut()?;
    catalog.set("Metadata", packet);
    catalog.set("OutputIntents", vec![intent.into()]);
    Ok(())
}

/// A text as PDF has it: ASCII, or UTF-16 with a mark.
pub(super) fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let letters = std::iter::once(0xfeff).chain(text.encode_utf16());
    Object::String(letters.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// Control characters and what XML cannot hold are left out.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')).collect()
}

fn escape(text: &str) -> String {
    let escaped = plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('"', "&quot;")
}

fn packet(document: &Document, stamp: &str) -> String {
    let [title, author, subject, language] =
        [&document.title, &document.author, &document.subject, &document.language].map(|text| escape(text));
    format!(
        r#"<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{TOOL}</xmp:CreatorTool>
<xmp:CreateDate>{stamp}</xmp:CreateDate>
<xmp:ModifyDate>{stamp}</xmp:ModifyDate>
<xmp:MetadataDate>{stamp}</xmp:MetadataDate>
<pdf:Producer>{TOOL}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the standard that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"#,
        mark = '\u{feff}',
    )
}
