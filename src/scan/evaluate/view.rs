//! Where the paths of an expectation begin: at a record, or at an element of a list in it.

use crate::scan::content::Node;
use crate::scan::lookup::{self, Found};
use crate::scan::records::Record;
use crate::scan::value;

/// A record, or an element of a list in it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    /// The record.
    pub record: &'a Record,
    /// The values that paths lead to.
    pub tree: &'a Node,
    /// For an element: what is around it, and the path there to its list.
    around: Option<(&'a View<'a>, &'a str)>,
}

impl<'a> View<'a> {
    /// A record as a whole.
    pub(super) fn of(record: &'a Record) -> Self {
        Self { record, tree: &record.tree, around: None }
    }

    /// An element of the list at a path.
    pub(super) fn of_element(&'a self, at: &'a str, element: &'a Node) -> Self {
        Self { record: self.record, tree: element, around: Some((self, at)) }
    }

    /// Follows a path; `.` is the element itself, `^.` leads to what is around it.
    pub(super) fn find(&self, at: &str) -> Found<'_> {
        match (self.around, at.strip_prefix("^.")) {
            (Some((around, _)), Some(rest)) => around.find(rest),
            (Some(_), None) if at == "." && value::is_cut(self.tree) => Found::Cut(self.tree),
            (Some(_), None) if at == "." => Found::Value(self.tree),
            (Some(_), None) | (None, _) => lookup::find(self.tree, at),
        }
    }

    /// What to call a path in a message.
    pub(super) fn name(&self, at: &str) -> String {
        let (view, at) = self.home(at);
        view.record.shape.name(at)
    }

    /// Whether a value may stand in a message.
    pub(super) fn shows(&self, at: &str, node: &Node) -> bool {
        let (view, at) = self.home(at);
        view.record.shape.shows(at, node)
    }

    /// Whether some date of the column has the month first.
    pub(super) fn is_month_first(&self, at: &str) -> bool {
        let (view, at) = self.home(at);
        view.around.is_none() && view.record.shape.month_first.contains(at)
    }

    /// The view in which a path is a plain one, and that path.
    fn home<'b>(&'b self, at: &'b str) -> (&'b View<'b>, &'b str) {
        match (self.around, at.strip_prefix("^.")) {
            (Some((around, _)), Some(rest)) => around.home(rest),
            (Some((around, list)), None) if at == "." => around.home(list),
            (Some(_), None) | (None, _) => (self, at),
        }
    }
}
