//! Parsers of other people run in processes of their own: what brings one of them down costs the file that it was
//! reading and no other.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::{Serialize, de::DeserializeOwned};

use super::content::Content;
use super::readers::{self, Names, Unreadable};

/// What a worker says first: another program, or another edition of this one, is none.
const HELLO: &str = concat!("dspt reader ", env!("CARGO_PKG_VERSION"));
/// No file takes longer; the limits on what is unpacked and drawn are met long before.
const CLOCK: Duration = Duration::from_secs(20);
/// A worker that nobody waits for any more ends after this.
const FORGOTTEN: Duration = Duration::from_secs(60);
/// No worker may ask for more memory, where the system can be told so.
#[cfg(unix)]
const MEMORY: u64 = 2 * 1024 * 1024 * 1024;
/// No question and no answer is longer.
const LONGEST: usize = 512 * 1024 * 1024;

const LATE: &str = "it takes longer than 20 seconds to read: save it again, or say what it is and its date";
const DOWN: &str = "it brings down the part that reads it: open it in its program and save it again, or say what it is \
                    and its date";

/// How to start a process that reads files.
#[derive(Clone, Debug)]
pub struct Workers {
    program: PathBuf,
    arguments: Vec<String>,
    clock: Duration,
}

impl Workers {
    /// Workers are this program started with this argument, by which it runs [`work`].
    pub fn new(program: PathBuf, argument: &str) -> Self {
        Self { program, arguments: vec![argument.to_owned()], clock: CLOCK }
    }
}

/// Reads files one after another: by a worker where there are any and the format asks for it, else here.
pub(super) struct Reader<'a> {
    /// None where there are no workers, or none that start.
    workers: Option<&'a Workers>,
    process: Option<Process>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(workers: Option<&'a Workers>) -> Self {
        Self { workers, process: None }
    }

    /// Reads a file; the answer is the same wherever it is read. `names` matter to XML alone, which no worker reads.
    pub(super) fn read(&mut self, name: &str, bytes: &[u8], names: Option<&Names>) -> Result<Content, Unreadable> {
        let Some(workers) = self.workers.filter(|_| readers::is_foreign(bytes)) else {
            return readers::read_named(name, bytes, names);
        };
        let Some(mut process) = self.process.take().or_else(|| Process::start(workers)) else {
            self.workers = None;
            return readers::read_named(name, bytes, names);
        };
        match process.ask(workers.clock, |to, from| exchange(to, from, name, bytes)) {
            Ok(answer) => {
                self.process = Some(process);
                answer
            }
            Err(Trouble::Late) => Err(Unreadable::CannotRead(LATE.into())),
            Err(Trouble::Down) => Err(Unreadable::CannotRead(DOWN.into())),
        }
    }
}

/// A worker at work; it is gone when this is.
struct Process {
    child: Child,
    /// Closed at the end, so that a worker that waits for more ends by itself.
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

/// Why there is no answer.
enum Trouble {
    Late,
    Down,
}

impl Process {
    fn start(workers: &Workers) -> Option<Self> {
        let mut command = Command::new(&workers.program);
        command.args(&workers.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().ok()?;
        let (to, from) = (child.stdin.take(), child.stdout.take().map(BufReader::new)?);
        let mut process = Self { child, to, from };
        let hello: String = process.ask(workers.clock, |_, from| receive(from)).ok().flatten()?;
        (hello == HELLO).then_some(process)
    }

    /// Exchanges words with the worker, which is stopped when it takes too long.
    fn ask<T: Send>(
        &mut self,
        clock: Duration,
        exchange: impl FnOnce(&mut ChildStdin, &mut BufReader<ChildStdout>) -> io::Result<T> + Send,
    ) -> Result<T, Trouble> {
        let Self { child, to, from } = self;
        let Some(to) = to.as_mut() else { return Err(Trouble::Down) };
        thread::scope(|scope| {
            let (done, answer) = mpsc::channel();
            scope.spawn(move || done.send(exchange(to, from)));
            match answer.recv_timeout(clock) {
                Ok(answer) => answer.map_err(|_| Trouble::Down),
                Err(_) => {
                    // Its pipes close with it, which ends the waiting thread.
                    let _ = child.kill();
                    Err(Trouble::Late)
                }
            }
        })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.to = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn exchange(
    to: &mut ChildStdin,
    from: &mut BufReader<ChildStdout>,
    name: &str,
    bytes: &[u8],
) -> io::Result<Result<Content, Unreadable>> {
    send_bytes(to, name.as_bytes())?;
    send_bytes(to, bytes)?;
    to.flush()?;
    receive(from)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// Reads the files that come in until there are no more: what a worker does all its life, with bounds on its process.
///
/// # Errors
/// When whoever asked is gone.
pub fn work(from: impl Read, to: impl Write) -> io::Result<()> {
    bound();
    serve(from, to)
}

fn serve(from: impl Read, to: impl Write) -> io::Result<()> {
    let (mut from, mut to) = (BufReader::new(from), BufWriter::new(to));
    send(&mut to, &HELLO)?;
    while let Some(name) = receive_bytes(&mut from)? {
        let bytes = receive_bytes(&mut from)?.unwrap_or_default();
        let name = String::from_utf8_lossy(&name).into_owned();
        let (done, answer) = mpsc::channel();
        thread::spawn(move || done.send(readers::read(&name, &bytes)).is_ok());
        // Without an answer the process ends, and the thread with it.
        let Ok(answer) = answer.recv_timeout(FORGOTTEN) else { return Ok(()) };
        send(&mut to, &answer)?;
    }
    Ok(())
}

/// Bounds the memory of this process, and keeps it from leaving what it read on the disk when it is brought down.
fn bound() {
    #[cfg(unix)]
    for (resource, most) in [(rlimit::Resource::AS, MEMORY), (rlimit::Resource::CORE, 0)] {
        // A system that cannot do so has the other limits left.
        let _ = rlimit::setrlimit(resource, most, most);
    }
}

fn send(to: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    send_bytes(to, &postcard::to_allocvec(value).map_err(io::Error::other)?)?;
    to.flush()
}

/// A value; none at the end.
fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    let Some(bytes) = receive_bytes(from)? else { return Ok(None) };
    postcard::from_bytes(&bytes).map(Some).map_err(io::Error::other)
}

/// The length, then the bytes.
fn send_bytes(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)
}

/// Bytes; none at the end.
fn receive_bytes(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
    if length > LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // Grows with what comes, not with what was promised.
    let mut bytes = Vec::new();
    from.take(u64::try_from(length).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    if bytes.len() == length { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests;
