//! What studies found: a section for each table that a folder holds.

mod boxes;
mod deals;
mod estimates;
mod indices;
mod information;
mod robustness;
mod scores;
mod sweep;
mod thresholds;

use super::comparison;
use super::html::Section;
use crate::report::chart::Numbers;
use crate::report::past_results::{PastResults, Unreadable};
use crate::report::records::Records;
use crate::scenario::{LabelKind, Labels};
use crate::study::Group;
use crate::study::rows::ComparisonRow;
use crate::study::table::Row;

/// What is read of the folder of a study.
struct Study<'a> {
    past: &'a PastResults,
    labels: &'a Labels,
    /// Outcomes that are taken together.
    headlines: Vec<Group>,
}

/// Makes the section on a table.
type MakeSection = fn(&Study<'_>) -> Result<Section, Unreadable>;

/// The sentences that come first, and the sections.
pub(super) fn sections(
    past: &PastResults,
    labels: &Labels,
    outcomes: &[String],
) -> Result<(Vec<String>, Vec<Section>), Unreadable> {
    let study = Study {
        past,
        labels,
        headlines: Group::headlines(outcomes),
    };
    let mut sentences: Vec<String> = past.conclusions().map(str::to_owned).collect();
    let mut sections = Vec::new();
    if past.holds(ComparisonRow::TABLE) {
        let rows: Vec<ComparisonRow> = past.rows()?;
        sentences.extend(comparison::sentences(&rows, &study.headlines, labels));
        sections.extend(comparison::section(&rows, &study.headlines, labels));
    }
    let parts: [(&str, MakeSection); 9] = [
        ("robustness", robustness::section),
        ("sweep", sweep::section),
        ("threshold", thresholds::section),
        ("design", deals::section),
        ("sensitivity", indices::section),
        ("boxes", boxes::section),
        ("value", information::section),
        ("estimates", estimates::section),
        ("scores", scores::section),
    ];
    for (table, section) in parts {
        if past.holds(table) {
            sections.push(section(&study)?);
        }
    }
    Ok((sentences, sections))
}

impl Study<'_> {
    fn table(&self, name: &str) -> Result<Records, Unreadable> {
        Records::read(self.past, name)
    }

    /// What a variant is called.
    fn variant(&self, name: &str) -> String {
        self.labels.get(LabelKind::Variant, name).to_owned()
    }

    /// What a variant is called, or its difference from another.
    fn against(&self, variant: &str, baseline: &str) -> String {
        match baseline {
            "" | "none" => self.variant(variant),
            baseline => format!("{} − {}", self.variant(variant), self.variant(baseline)),
        }
    }

    /// What outcomes that are joined by `+` are called.
    fn outcomes(&self, names: &str) -> String {
        let group = self.headlines.iter().find(|group| group.name() == names);
        group.map_or_else(
            || self.labels.get(LabelKind::Outcome, names).to_owned(),
            |group| crate::report::labelled::group(group, self.labels).to_owned(),
        )
    }

    /// What a column that is named after a parameter or key is called.
    fn key(&self, column: &str) -> String {
        let name = column.replace("__", ".");
        self.labels.get(LabelKind::Parameter, &name).to_owned()
    }
}

/// A whole table as the numbers behind a chart.
fn whole(records: &Records) -> Numbers {
    let (header, rows) = records.parts();
    Numbers {
        header: header.to_vec(),
        rows: rows.to_vec(),
    }
}
