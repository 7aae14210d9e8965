//! What is known of the words of a text, kept while it is read: a text uses few words, and those often.

/// The letters of a short word as one number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Letters {
    letters: u128,
    count: usize,
}

impl Letters {
    /// How many there may be.
    const MOST: usize = 15;

    /// Adds a letter.
    pub(super) fn push(&mut self, letter: u8) {
        self.letters = self.letters << 8 | u128::from(letter);
        self.count += 1;
    }

    /// How many there are.
    pub(super) fn count(self) -> usize {
        self.count
    }

    fn key(self) -> u128 {
        self.letters << 4 | self.count as u128
    }

    /// The word, if it is short; read from a place for its letters.
    pub(super) fn word(self, place: &mut [u8; 16]) -> Option<&str> {
        *place = self.letters.to_be_bytes();
        let word = place.get(16_usize.checked_sub(self.count)?..)?;
        if self.count > Self::MOST { None } else { str::from_utf8(word).ok() }
    }
}

/// What was found out of the short words met last.
#[derive(Debug)]
pub(super) struct Memo<T> {
    slots: Vec<(u128, T)>,
}

const BITS: u32 = 9;

impl<T: Copy + Default> Memo<T> {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self { slots: vec![(0, T::default()); 1 << BITS] }
    }

    /// What is known of a short word; it is found out where nothing is.
    pub(super) fn of(&mut self, letters: Letters, find: impl FnOnce(&str) -> T) -> Option<T> {
        if letters.count > Letters::MOST {
            return None;
        }
        let key = letters.key();
        #[expect(clippy::cast_possible_truncation, reason = "both halves are taken")]
        let folded = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = usize::try_from(folded >> (64 - BITS)).ok().and_then(|slot| self.slots.get_mut(slot))?;
        if slot.0 != key {
            *slot = (key, find(letters.word(&mut [0; 16])?));
        }
        Some(slot.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(word: &str) -> Letters {
        let mut letters = Letters::default();
        word.bytes().for_each(|letter| letters.push(letter));
        letters
    }

    #[test]
    fn a_word_is_looked_at_once() {
        let mut memo = Memo::new();
        let mut looked = 0;
        for word in ["staff", "staff", "list", "staff", "fifteen-letters"] {
            let length = memo.of(letters(word), |word| {
                looked += 1;
                word.len()
            });
            assert_eq!(length, Some(word.len()));
        }
        assert_eq!(looked, 3);
    }

    #[test]
    fn long_words_are_not_kept() {
        assert_eq!(Memo::new().of(letters("sixteen--letters"), str::len), None);
        assert_eq!(letters("sixteen--letters").word(&mut [0; 16]), None);
        assert_eq!(letters("list").word(&mut [0; 16]), Some("list"));
    }

    #[test]
    fn words_of_one_place_do_not_stand_for_one_another() {
        let mut memo = Memo::new();
        for round in 0..2 {
            for number in 0..5_000_u32 {
                let word = number.to_string();
                assert_eq!(memo.of(letters(&word), |word| word.parse().unwrap_or(0)), Some(number), "{round}");
            }
        }
    }
}
