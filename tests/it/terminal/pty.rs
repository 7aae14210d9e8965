//! A terminal with a person at it: keys go in, and what the program shows comes out.

use std::{
    fs::File,
    io::{Read, Write},
    path::Path,
    process::{Child, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use rustix::{
    process::{Pid, Signal, kill_process},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize},
};

use crate::home::command;

/// How long a program that works takes for anything; only one that does not is waited for so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program in a terminal.
pub(super) struct Terminal {
    child: Child,
    master: File,
    coming: Receiver<Vec<u8>>,
    raw: Vec<u8>,
    read: usize,
    keys: usize,
}

impl Terminal {
    /// Starts the program in a folder, in a terminal of this size.
    pub(super) fn open(dir: &Path, columns: u16, rows: u16, args: &[&str]) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let slave = || File::options().read(true).write(true).open(&name).unwrap();
        tcsetwinsize(&master, size(columns, rows)).unwrap();
        let mut program = command(args);
        program.current_dir(dir).env("TERM", "xterm-256color");
        let child = program.stdin(slave()).stdout(slave()).stderr(Stdio::from(slave())).spawn().unwrap();
        drop(program);
        let master = File::from(master);
        let mut output = master.try_clone().unwrap();
        let (send, coming) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // A terminal whose last program is gone gives an error on Linux, and nothing elsewhere.
            while let Ok(n @ 1..) = output.read(&mut buffer) {
                if send.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, master, coming, raw: Vec::new(), read: 0, keys: 0 }
    }

    /// Waits until these words are shown, however they are broken into lines; gives everything that was shown since the last call, up to their end.
    #[track_caller]
    pub(super) fn shows(&mut self, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let (text, places) = plain(&self.raw[self.read..]);
            if let Some(at) = text.replace('\n', " ").find(words) {
                self.read += places[at + words.len() - 1] + 1;
                return text[..at + words.len()].to_owned();
            }
            match self.coming.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(more) => self.raw.extend(more),
                Err(RecvTimeoutError::Timeout) => panic!("{words:?} is not shown, but {text}"),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the program ended and did not show {words:?}, but {text}")
                }
            }
        }
    }

    /// Presses keys.
    pub(super) fn types(&mut self, keys: &str) {
        self.keys += keys.chars().count();
        self.master.write_all(keys.as_bytes()).unwrap();
    }

    /// How many keys were pressed.
    pub(super) fn keys(&self) -> usize {
        self.keys
    }

    /// Makes the window larger or smaller.
    pub(super) fn resize(&self, columns: u16, rows: u16) {
        tcsetwinsize(&self.master, size(columns, rows)).unwrap();
        self.signal(Signal::WINCH);
    }

    /// Sends a signal, as the keyboard does when the program does not read it key by key.
    pub(super) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for the end; gives the exit code, and everything that was shown from the beginning to the end, raw.
    #[track_caller]
    pub(super) fn ends(mut self) -> (Option<i32>, String) {
        let end = Instant::now() + PATIENCE;
        let code = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status.code(),
                None if Instant::now() > end => panic!("it does not end: {}", plain(&self.raw[self.read..]).0),
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        // Whoever takes over the terminal finds it as it was: lines with echo.
        let modes = tcgetattr(&self.master).unwrap().local_modes;
        assert!(modes.contains(LocalModes::ICANON | LocalModes::ECHO), "the terminal is left in {modes:?}");
        self.raw.extend(self.coming.iter().flatten());
        (code, String::from_utf8(std::mem::take(&mut self.raw)).unwrap())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size(columns: u16, rows: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

/// Text without what commands the terminal, and where each of its bytes stood.
fn plain(bytes: &[u8]) -> (String, Vec<usize>) {
    let (mut text, mut places) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"\x1b[") {
            let rest = &bytes[at + 2..];
            at += 2 + rest.iter().position(|byte| (0x40..0x7f).contains(byte)).map_or(rest.len(), |end| end + 1);
            continue;
        }
        if bytes[at] != b'\r' {
            text.push(bytes[at]);
            places.push(at);
        }
        at += 1;
    }
    // What has come so far may end within a sign.
    while let Err(error) = std::str::from_utf8(&text) {
        text.truncate(error.valid_up_to());
    }
    (String::from_utf8(text).unwrap(), places)
}

/// The lines as a person sees them, without what commands the terminal.
pub(super) fn lines(raw: &str) -> Vec<String> {
    let shown = |line: &str| plain(line.trim_end_matches('\r').rsplit('\r').next().unwrap_or_default().as_bytes()).0;
    raw.split('\n').map(shown).collect()
}
