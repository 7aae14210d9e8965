//! The way in for fuzzing: one file after another by means that are made ready once, where no fault is caught.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Again, Input, Means, Reader, Scan, each_file, look, together};
use crate::model::DocumentId;
use crate::scan::rules::Rules;

/// A scan of single files.
pub struct Door(Means<'static>);

impl Door {
    /// A door with these rules.
    pub fn new(rules: &'static Rules, wanted: &BTreeMap<DocumentId, Vec<String>>, today: Date) -> Self {
        Self(Means::new(rules, wanted, today, today))
    }

    /// Scans a folder of one file.
    pub fn look(&self, name: &str, bytes: Vec<u8>) -> Scan {
        let input = Input::of(name, Ok(bytes));
        let found =
            each_file(&input, &mut |name, bytes| look(&self.0, &mut Reader::new(None), name, bytes, &Again::default()));
        together(&self.0, &[input], found.into_iter().map(|found| (0, found)).collect())
    }
}
