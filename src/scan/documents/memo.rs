//! What is known of the words of a text, kept while it is read: a text uses few words, and those often.

use std::ops::Range;

/// What was found out of the short words met last.
#[derive(Debug)]
pub(super) struct Memo<T> {
    slots: Vec<(u128, T)>,
}

/// No longer word is kept.
const LONGEST: usize = 15;

const BITS: u32 = 10;

impl<T: Copy + Default> Memo<T> {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self { slots: vec![(0, T::default()); 1 << BITS] }
    }

    /// What is known of a word of plain signs, whatever its case; it is found out where nothing is.
    pub(super) fn of(&mut self, text: &str, word: Range<usize>, find: impl Fn(&str) -> T) -> T {
        let asked = |word: Range<usize>| find(text.get(word).unwrap_or_default());
        let Some(key) = key(text.as_bytes(), word.clone()) else { return asked(word) };
        #[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
        let folded = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = usize::try_from(folded >> (64 - BITS)).ok().and_then(|slot| self.slots.get_mut(slot));
        let Some(slot) = slot else { return asked(word) };
        if slot.0 != key {
            *slot = (key, asked(word));
        }
        slot.1
    }
}

/// A short word as a number, the same for small and capital letters.
fn key(text: &[u8], word: Range<usize>) -> Option<u128> {
    let count = word.len();
    if count > LONGEST {
        return None;
    }
    let letters = match text.get(word.start..word.start + 16) {
        Some(sixteen) => u128::from_le_bytes(sixteen.try_into().ok()?),
        None => {
            let mut sixteen = [0; 16];
            sixteen.get_mut(..count)?.copy_from_slice(text.get(word)?);
            u128::from_le_bytes(sixteen)
        }
    };
    let all = (1_u128 << (count * 8)) - 1;
    let small = u128::from_le_bytes([0x20; 16]);
    Some(((letters | small) & all) << 8 | u128::try_from(count).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_at_once() {
        let mut memo = Memo::new();
        let looked = std::cell::Cell::new(0);
        let text = "staff Staff list STAFF don't dont list";
        let mut from = 0;
        for word in text.split(' ') {
            let length = memo.of(text, from..from + word.len(), |word| {
                looked.set(looked.get() + 1);
                word.len()
            });
            assert_eq!(length, word.len());
            from += word.len() + 1;
        }
        assert_eq!(looked.get(), 4);
    }

    #[test]
    fn long_words_are_not_kept() {
        assert_eq!(key(b"sixteen--letters", 0..16), None);
        assert!(key(b"sixteen--letters", 0..15).is_some());
        assert_eq!(Memo::new().of("sixteen--letters", 0..16, str::len), 16);
    }

    #[test]
    fn words_of_one_place_do_not_stand_for_one_another() {
        let mut memo = Memo::new();
        for round in 0..2 {
            for number in 0..5_000_u32 {
                let word = number.to_string();
                let found = memo.of(&word, 0..word.len(), |word| word.parse().unwrap_or(0));
                assert_eq!(found, number, "{round}");
            }
        }
    }
}
