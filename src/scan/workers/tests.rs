//! Workers that answer, hang, die and talk rubbish; the latter are shell scripts.

use super::*;

const POLICY: &[u8] = include_bytes!("../../../tests/evidence/docx/policy.docx");

/// What is said of a document when workers are such a script.
#[cfg(unix)]
#[track_caller]
fn check(script: &str, expected: Result<&str, &str>) {
    let workers = Workers {
        program: "/bin/sh".into(),
        arguments: vec!["-c".into(), script.into()],
        clock: Duration::from_millis(800),
    };
    let mut reader = Reader::new(Some(&workers));
    let found = reader.read("policy.docx", POLICY, None);
    let found = found.as_ref().map(|content| content.format.as_str()).map_err(ToString::to_string);
    assert_eq!(found.as_ref().map_err(String::as_str), expected.as_ref().map_err(|reason| *reason));
    // A file that needs no worker is read whatever became of them.
    assert_eq!(reader.read("a.txt", b"hello", None).unwrap().format, "text file");
}

/// The words by which a worker is known, as `printf` writes them.
#[cfg(unix)]
fn hello() -> String {
    let mut bytes = Vec::new();
    send(&mut bytes, &HELLO).unwrap();
    let octal: String = bytes.iter().map(|byte| format!("\\{byte:03o}")).collect();
    format!("printf '{octal}'")
}

#[cfg(unix)]
#[test]
fn a_worker_that_hangs_is_stopped_and_costs_its_file() {
    check(&format!("{}; exec sleep 60", hello()), Err(LATE));
}

#[cfg(unix)]
#[test]
fn a_worker_that_dies_costs_its_file() {
    check(&format!("{}; exit 3", hello()), Err(DOWN));
    check(&format!("{}; kill -SEGV $$", hello()), Err(DOWN));
}

#[cfg(unix)]
#[test]
fn a_worker_that_talks_rubbish_costs_its_file() {
    for rubbish in ["aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\\003\\000\\000\\000abc", "\\377\\377\\377\\377", ""] {
        check(&format!("{}; printf '{rubbish}'", hello()), Err(DOWN));
    }
}

#[cfg(unix)]
#[test]
fn without_a_program_that_is_a_worker_files_are_read_here() {
    check("exit 0", Ok("Word document"));
    check("echo usage: something else", Ok("Word document"));
    let workers = Workers::new("/nonexistent/dspt".into(), "read-worker");
    assert_eq!(Reader::new(Some(&workers)).read("policy.docx", POLICY, None).unwrap().format, "Word document");
}

#[cfg(unix)]
#[test]
fn after_a_dead_worker_the_next_file_gets_a_new_one() {
    // The first worker of a folder dies, and all later ones are no workers at all.
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("mark");
    let script = format!("[ -e {mark} ] && exit 0; : > {mark}; {}; exit 1", hello(), mark = mark.display());
    let workers =
        Workers { program: "/bin/sh".into(), arguments: vec!["-c".into(), script], clock: Duration::from_secs(5) };
    let mut reader = Reader::new(Some(&workers));
    assert_eq!(reader.read("policy.docx", POLICY, None), Err(Unreadable::CannotRead(DOWN.into())));
    assert_eq!(reader.read("policy.docx", POLICY, None).unwrap().format, "Word document");
}

#[test]
fn what_a_worker_answers_is_what_is_read_here() {
    let files: [(&str, &[u8]); 6] = [
        ("policy.docx", POLICY),
        ("policy.pdf", include_bytes!("../../../tests/evidence/pdf/policy.pdf")),
        ("training.xlsx", include_bytes!("../../../tests/evidence/xlsx/training.xlsx")),
        ("assets.xls", include_bytes!("../../../tests/evidence/xls/assets.xls")),
        ("cut-off.docx", include_bytes!("../../../tests/evidence/docx/cut-off.docx")),
        ("~$lock.docx", b"PK\x03\x04"),
    ];
    for (name, bytes) in files {
        assert!(readers::is_foreign(bytes), "{name}");
        let here = readers::read(name, bytes);
        let sent = postcard::to_allocvec(&here).unwrap();
        assert_eq!(postcard::from_bytes::<Result<Content, Unreadable>>(&sent).unwrap(), here, "{name}");
    }
    for bytes in [&b"\xff\xd8\xff\xe0"[..], b"words", b"{\"a\": 1}", b""] {
        assert!(!readers::is_foreign(bytes));
    }
}

#[test]
fn a_worker_answers_every_file_and_ends_when_no_more_come() {
    let mut questions = Vec::new();
    for (name, bytes) in [("policy.docx", POLICY), ("cut-off.docx", b"PK\x03\x04 and no more")] {
        send_bytes(&mut questions, name.as_bytes()).unwrap();
        send_bytes(&mut questions, bytes).unwrap();
    }
    let mut answers = Vec::new();
    serve(questions.as_slice(), &mut answers).unwrap();
    let mut answers = answers.as_slice();
    assert_eq!(receive::<String>(&mut answers).unwrap().unwrap(), HELLO);
    for (name, bytes) in [("policy.docx", POLICY), ("cut-off.docx", b"PK\x03\x04 and no more")] {
        let answer: Result<Content, Unreadable> = receive(&mut answers).unwrap().unwrap();
        assert_eq!(answer, readers::read(name, bytes));
    }
    assert!(answers.is_empty());
    // A question that is cut off is no answer, and no endless wait.
    assert!(serve(&b"\x09\0\0\0half"[..], Vec::new()).is_err());
}
