//! A safe place for parsers of other people: a stack of their own, and a panic that stays in it without a word.

use std::thread;

use super::{Unreadable, package};

const NAME: &str = "evidence reader";
/// Enough for documents nested as deeply as the parsers allow.
const STACK: usize = 64 * 1024 * 1024;

/// Runs a reader; whatever befalls it, the answer is what it read or a reason.
pub(super) fn guarded<T: Send>(read: fn(&[u8]) -> Result<T, Unreadable>, bytes: &[u8]) -> Result<T, Unreadable> {
    hush();
    thread::scope(|scope| {
        let thread = thread::Builder::new().name(NAME.into()).stack_size(STACK).spawn_scoped(scope, || read(bytes));
        thread.ok().and_then(|thread| thread.join().ok()).unwrap_or_else(|| Err(package::damaged()))
    })
}

/// While fuzzing every panic is heard.
#[cfg(fuzzing)]
fn hush() {}

/// Panics of the readers' threads print nothing; those of all others print as before.
#[cfg(not(fuzzing))]
fn hush() {
    use std::{panic, sync::Once};
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(NAME) {
                before(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::content::Content;

    #[test]
    fn a_panic_of_a_parser_is_a_damaged_file() {
        assert_eq!(guarded::<Content>(|_| panic!("a fault in a parser"), b""), Err(package::damaged()));
    }

    #[test]
    fn deep_recursion_has_room() {
        fn deep(depth: usize) -> usize {
            let room = std::hint::black_box([0_u8; 1024]);
            if depth == 0 { room.len() } else { deep(depth - 1) + usize::from(room[0]) }
        }
        let read = |_: &[u8]| Ok(Content { format: deep(20_000).to_string(), ..Content::default() });
        assert_eq!(guarded(read, b"").unwrap().format, "1024");
    }
}
