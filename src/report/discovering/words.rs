//! A sentence for each box, and what the user must know of all of them.

use super::Found;
use crate::report::figure::{percent, short};
use crate::report::labelled;
use crate::report::terminal::{counted, grouped, probability};
use crate::study::discover::Side;
use crate::study::rows::BoxRow;
use crate::study::subject::Subject;

impl Found<'_> {
    /// The sentences.
    pub(super) fn conclusions(&self) -> Vec<String> {
        let boxes = self.discovery.boxes.chunk_by(|one, other| one.number == other.number);
        let mut all: Vec<String> = boxes.map(|limits| self.sentence(limits)).collect();
        match self.discovery.boxes.first() {
            None => all.push(
                "No box: no limit on a parameter makes cases more frequent than chance would (quasi-p at most 0.05)."
                    .to_owned(),
            ),
            Some(first) if first.density < self.demands.density => all.push(format!(
                "No box is as dense as {}; this is the densest. More draws may show more.",
                percent(self.demands.density)
            )),
            Some(_) => (),
        }
        let variants = [Some(self.case.variant), self.case.against].into_iter().flatten();
        for variant in variants.map(|place| &self.run.table.variants[place]) {
            if variant.unsolved > 0 {
                let (name, unsolved) = (&variant.name, grouped(variant.unsolved));
                all.push(format!(
                    "{unsolved} of the draws of {name} were not solved; they stay in."
                ));
            }
            if variant.failed > 0 {
                let (name, failed) = (&variant.name, grouped(variant.failed));
                all.push(format!("{failed} of the draws of {name} failed; they are left out."));
            }
        }
        all
    }

    fn sentence(&self, limits: &[BoxRow]) -> String {
        let of = &limits[0];
        let restrictions: Vec<String> = limits.iter().map(restriction).collect();
        let all = self.discovery.all.cases;
        format!(
            "Box {}: {} in {} of {} such worlds: {} ({} of all {}).",
            of.number,
            self.happens(),
            grouped(of.cases),
            grouped(of.draws),
            restrictions.join(" and "),
            percent(of.coverage),
            counted(all, "case"),
        )
    }

    /// What happens in a case of interest.
    pub(super) fn happens(&self) -> String {
        let subject = self.subject();
        let (side, bound) = (self.case.side, self.bound());
        let Some(against) = self.case.against else {
            let percentile = self.case.percentile.map(|of| format!(" ({of}th percentile)"));
            return format!("{subject} is {} {bound}{}", side.word(), percentile.unwrap_or_default());
        };
        let against = &self.run.table.variants[against].name;
        if self.case.bound != 0.0 {
            return format!("{subject}, less that in {against}, is {} {bound}", side.word());
        }
        let more = match (&self.question.subject, side) {
            (Subject::Outcomes(_), Side::Above) => "more likely",
            (Subject::Outcomes(_), Side::Below) => "less likely",
            (Subject::Payoff(_), Side::Above) => "higher",
            (Subject::Payoff(_), Side::Below) => "lower",
        };
        format!("{subject} is {more} than in {against}")
    }

    fn subject(&self) -> String {
        labelled::subject(&self.question.subject, &self.run.labels)
    }

    fn bound(&self) -> String {
        match self.question.subject {
            Subject::Outcomes(_) if self.case.bound >= 0.0 => probability(self.case.bound),
            _ => short(self.case.bound),
        }
    }
}

/// A restricted parameter in words.
fn restriction(row: &BoxRow) -> String {
    let range = match (row.low, row.high) {
        (Some(low), Some(high)) => format!("between {} and {}", short(low), short(high)),
        (Some(low), None) => format!("above {}", short(low)),
        (None, Some(high)) => format!("below {}", short(high)),
        (None, None) => String::new(),
    };
    format!("{} {range}", row.parameter)
}
