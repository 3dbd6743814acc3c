//! What everything in the scenario is called, and what the file says about it.

use crate::scenario::LabelRow;
use crate::study::table::{Row, Shape, Table};

/// The tables of this subject.
pub(super) fn tables(shape: &Shape) -> Vec<Table> {
    vec![Table::of::<LabelRow>(shape)]
}

impl Row for LabelRow {
    const TABLE: &'static str = "labels";
}
