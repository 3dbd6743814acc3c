//! What `discover` shows: boxes of worlds in which the case of interest is frequent, the tree, and a sentence for each box.

pub(crate) mod folder;
mod words;

use serde::Serialize;

use super::csv::csv;
use super::figure::{percent, short};
use super::json::{Objects, objects, plain, pretty};
use super::layout::{Grid, Printout};
use super::run_folder::RunFolder;
use super::summary::Summary;
use super::terminal::{counted, grouped};
use crate::study::discover::{Case, Demands, Discovery, Question};
use crate::study::rows::{BoxRow, TreeRow};

/// What was found in a run's draws, ready to be shown.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    /// The run.
    pub run: &'a RunFolder,
    /// The question.
    pub question: &'a Question,
    /// Which draws are cases of interest.
    pub case: &'a Case,
    /// What boxes must be.
    pub demands: &'a Demands,
    /// The answer.
    pub discovery: &'a Discovery,
}

/// What was found, as JSON.
#[derive(Serialize)]
struct FoundJson {
    boxes: Objects,
    tree: Objects,
    /// What people read below the tables, sentence by sentence.
    conclusions: Vec<String>,
}

impl Found<'_> {
    /// What the command prints.
    pub(crate) fn summary(&self) -> Summary {
        Summary {
            page: self.for_people(),
            csv: csv(&self.discovery.boxes),
            json: pretty(&FoundJson {
                boxes: objects(&self.discovery.boxes),
                tree: objects(&self.discovery.tree),
                conclusions: plain(&self.conclusions()),
            }),
        }
    }

    fn for_people(&self) -> Printout {
        let mut page = Printout::of(&format!("{}\n{}\n\n", self.run.about.title, self.effort()));
        if !self.discovery.boxes.is_empty() {
            let header = ["worlds", "at least", "at most", "all draws", "quasi-p"];
            page.table(Grid::of(header, |column| column > 0, self.boxes()).leaving_out(&[&[3]]));
            page.blank();
        }
        let nodes = self.discovery.tree.iter().map(node);
        page.table(Grid::of(
            ["tree", "cases", "draws", "share"],
            |column| column > 0,
            nodes,
        ));
        page.blank();
        page.say_all(&self.conclusions());
        page
    }

    /// How many draws there are, and which of them are cases.
    fn effort(&self) -> String {
        let all = self.discovery.all;
        let variant = &self.run.table.variants[self.case.variant].name;
        let draws = counted(all.draws, "draw");
        format!(
            "{draws} of {variant}; cases: {} (in {})",
            self.happens(),
            grouped(all.cases)
        )
    }

    fn boxes(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for limits in self.discovery.boxes.chunk_by(|one, other| one.number == other.number) {
            rows.push(vec![format!("box {}", limits[0].number)]);
            rows.extend(limits.iter().map(limit));
        }
        rows
    }
}

fn limit(row: &BoxRow) -> Vec<String> {
    let value = |value: Option<f64>| value.map(short).unwrap_or_default();
    let quasi_p = [row.quasi_p_low, row.quasi_p_high].into_iter().flatten();
    let quasi_p: Vec<String> = quasi_p.map(chance).collect();
    vec![
        format!("  {}", row.parameter),
        value(row.low),
        value(row.high),
        format!("{}…{}", short(row.lowest), short(row.highest)),
        quasi_p.join(", "),
    ]
}

/// A quasi-p-value with three decimals.
fn chance(value: f64) -> String {
    if value < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("{value:.3}")
    }
}

fn node(row: &TreeRow) -> Vec<String> {
    let name = row.threshold.map_or_else(
        || "all draws".to_owned(),
        |threshold| format!("{} {} {}", row.parameter, row.side, short(threshold)),
    );
    vec![
        format!("{}{name}", "  ".repeat(row.depth)),
        grouped(row.cases),
        grouped(row.draws),
        percent(row.density),
    ]
}
