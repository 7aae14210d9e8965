//! Paths of values in trees: whole ones as long as all together stay within a budget, since a long name may stand in the
//! path of every value below it.

use std::cell::Cell;

/// No path is longer.
const LONGEST: usize = 1_000;
/// Nor is a step of one that could not be whole.
const STEP: usize = 100;
/// All paths of a file together are no longer.
const ALL: usize = 256 * 1024 * 1024;

/// What is left of the budget.
pub(super) struct Paths(Cell<usize>);

impl Paths {
    /// A whole budget.
    pub(super) fn new() -> Self {
        Self(Cell::new(ALL))
    }

    /// The path of the value of a key.
    pub(super) fn key(&self, path: &str, key: &str) -> String {
        if path.is_empty() { self.step("", "", key) } else { self.step(path, ".", key) }
    }

    /// The path of an element of a list, from 0.
    pub(super) fn element(&self, path: &str, at: usize) -> String {
        self.step(path, "", &format!("[{at}]"))
    }

    fn step(&self, path: &str, joint: &str, step: &str) -> String {
        let length = path.len().saturating_add(joint.len() + step.len());
        match self.0.get().checked_sub(length).filter(|_| length <= LONGEST) {
            Some(left) => {
                self.0.set(left);
                format!("{path}{joint}{step}")
            }
            None => step.chars().take(STEP).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_whole_until_it_is_too_long_or_the_budget_is_spent() {
        let paths = Paths::new();
        assert_eq!(paths.key("", "value"), "value");
        assert_eq!(paths.key(&paths.element("value", 2), "state"), "value[2].state");
        let long = "x".repeat(LONGEST);
        assert_eq!(paths.key("", &long), long);
        assert_eq!(paths.element(&long, 7), "[7]");
        assert_eq!(paths.key("a", &long), "x".repeat(STEP));
        assert_eq!(Paths(Cell::new(3)).key("ab", "c"), "c");
    }
}
