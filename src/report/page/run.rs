//! What the page needs of a run, and how its charts name and order things.

use crate::report::chart::rows::Row;
use crate::report::past_results::{PastResults, Unreadable};
use crate::report::run_folder::RunFolder;
use crate::scenario::{LabelKind, Labels};
use crate::study::Group;
use crate::study::draw_table::DrawTable;
use crate::study::statistics::quantiles;
use crate::study::subject::Subject;

/// A run that the page is about.
pub(super) struct Run<'a> {
    /// Its folder.
    pub past: &'a PastResults,
    /// The labels of the scenario.
    pub labels: Labels,
    /// The draws.
    pub draws: DrawTable,
}

impl<'a> Run<'a> {
    /// Reads the folder of a run.
    pub(super) fn read(past: &'a PastResults) -> Result<Self, Unreadable> {
        let folder = RunFolder::of(past)?;
        Ok(Self {
            past,
            labels: folder.labels,
            draws: folder.table,
        })
    }

    /// The names of the variants.
    pub(super) fn variants(&self) -> impl Iterator<Item = &str> {
        self.draws.variants.iter().map(|variant| variant.name.as_str())
    }

    /// Whether there are several variants.
    pub(super) fn several(&self) -> bool {
        self.draws.variants.len() > 1
    }

    /// The series of a variant: its number.
    pub(super) fn series(&self, variant: &str) -> usize {
        self.variants().position(|name| name == variant).unwrap_or_default()
    }

    /// What a variant is called.
    pub(super) fn title<'t>(&'t self, variant: &'t str) -> &'t str {
        self.labels.get(LabelKind::Variant, variant)
    }

    /// What a variant is called in a row of a chart: nothing where there is no other.
    pub(super) fn row_title(&self, variant: &str) -> String {
        let title = if self.several() { self.title(variant) } else { "" };
        title.to_owned()
    }

    /// What an outcome is called.
    pub(super) fn outcome<'t>(&'t self, name: &'t str) -> &'t str {
        self.labels.get(LabelKind::Outcome, name)
    }

    /// What an actor is called.
    pub(super) fn actor<'t>(&'t self, name: &'t str) -> &'t str {
        self.labels.get(LabelKind::Actor, name)
    }

    /// A quantity in each draw of a variant but those that failed.
    pub(super) fn values(&self, variant: usize, subject: &Subject) -> Vec<f64> {
        self.draws.values(variant, subject).into_iter().flatten().collect()
    }

    /// The headlines: outcomes that are taken together.
    pub(super) fn headlines(&self) -> Vec<Group> {
        Group::headlines(&self.draws.shape.outcomes)
    }
}

/// The 5th percentile, the median and the 95th percentile of numbers, one for each draw; `None` where there is but one.
pub(super) fn spread(values: &[f64]) -> Option<[f64; 3]> {
    (values.len() > 1).then(|| quantiles(values, [0.05, 0.5, 0.95]))
}

/// Rows under headings; a row that has no label of its own has its group's.
pub(super) fn grouped(groups: impl IntoIterator<Item = (String, Vec<Row>)>) -> Vec<Row> {
    let mut all = Vec::new();
    for (heading, mut rows) in groups {
        match &mut rows[..] {
            [only] if only.label.is_empty() => only.label = heading,
            [first, ..] => first.heading = heading,
            [] => {}
        }
        all.append(&mut rows);
    }
    all
}

/// The names in a column in the order in which they first appear.
pub(super) fn distinct<'r, R, T: PartialEq>(rows: &'r [R], of: impl Fn(&'r R) -> T) -> Vec<T> {
    let mut all = Vec::new();
    for name in rows.iter().map(of) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}
