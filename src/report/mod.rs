//! Scorecard to reports: the same scorecard gives the same bytes.

mod blocks;
mod pdf;
