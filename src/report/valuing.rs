//! What `value` shows: the choice as things stand, what finding out is worth, and what matters most to know.

use super::figure::{amount, decimals, percent, short};
use super::labelled;
use super::layout::{Grid, Printout};
use super::study_results::{FilledTable, Findings};
use super::terminal::{counted, probability, titles};
use crate::scenario::Labels;
use crate::study::evaluation::Sample;
use crate::study::rows::InformationRow;
use crate::study::table::Shape;
use crate::study::value::{Utility, Valued};

/// A parameter that is worth less than this share of everything is not worth finding out.
const NEGLIGIBLE: f64 = 0.01;

/// What finding out is worth, ready to be written and printed.
pub(crate) fn findings(
    (title, labels): (&str, &Labels),
    utility: &Utility,
    sample: &Sample,
    valued: &Valued,
) -> Findings {
    let report = Report {
        labels,
        utility,
        valued,
    };
    let conclusions = report.conclusions();
    let mut page = Printout::of(&format!("{title}\n{}", report.effort(sample)));
    page.say(&titles(valued.variants.iter().map(String::as_str), labels));
    for table in [report.means(), report.worths()] {
        page.blank();
        page.table(table);
    }
    page.blank();
    page.say_all(&conclusions);
    Findings {
        tables: vec![FilledTable::of(&valued.information.rows, &Shape::default())],
        page,
        conclusions,
        draws: valued.draws,
        ..Findings::default()
    }
}

struct Report<'a> {
    labels: &'a Labels,
    utility: &'a Utility,
    valued: &'a Valued,
}

impl<'a> Report<'a> {
    fn effort(&self, sample: &Sample) -> String {
        let draws = counted(sample.count(), "draw");
        let better = match self.utility {
            Utility::Payoff(_) => "the larger the better",
            Utility::Likely(_) => "the likelier the better",
            Utility::Unlikely(_) => "the less likely the better",
        };
        format!("{draws}, the same for every variant; {}: {better}", self.subject())
    }

    /// What the choice is made by.
    fn subject(&self) -> String {
        match self.utility {
            Utility::Payoff(actor) => labelled::payoff(actor, self.labels),
            Utility::Likely(group) | Utility::Unlikely(group) => labelled::group(group, self.labels).to_owned(),
        }
    }

    /// A mean of what the choice is made by.
    fn mean(&self, variant: usize) -> String {
        let mean = self.valued.information.means[variant];
        match self.utility {
            Utility::Payoff(_) => amount(mean, decimals(self.valued.information.means.iter().copied())),
            Utility::Likely(_) => probability(mean),
            Utility::Unlikely(_) => probability(-mean),
        }
    }

    fn means(&self) -> Grid {
        let variants = self.valued.variants.iter().enumerate();
        let row = |(variant, name): (usize, &String)| {
            let chosen = variant == self.valued.information.chosen;
            let mark = if chosen { "best" } else { "" };
            vec![name.clone(), self.mean(variant), mark.to_owned()]
        };
        let header = vec!["variant", "mean over draws", ""];
        Grid::of(header, |column| column == 1, variants.map(row))
    }

    /// Everything first, then the parameters, the one that is worth most first.
    fn sorted(&self) -> Vec<&'a InformationRow> {
        let mut rows: Vec<&InformationRow> = self.valued.information.rows.iter().collect();
        rows[1..].sort_by(|a, b| b.value.total_cmp(&a.value));
        rows
    }

    fn worths(&self) -> Grid {
        let header = vec![
            "to know",
            "is worth",
            "± s.e.",
            "of everything",
            "changes the choice",
            "most often to",
        ];
        let rows = self.sorted();
        let places = decimals(rows.iter().map(|row| row.value));
        let row = |row: &&InformationRow| {
            vec![
                row.name.clone(),
                amount(row.value, places),
                row.value_se.map(|error| amount(error, places)).unwrap_or_default(),
                row.share_of_everything.map(percent).unwrap_or_default(),
                percent(row.switches),
                row.switches_to.clone(),
            ]
        };
        Grid::of(header, |column| (1..5).contains(&column), rows.iter().map(row)).leaving_out(&[&[2], &[3]])
    }

    fn conclusions(&self) -> Vec<String> {
        let Valued {
            variants, information, ..
        } = self.valued;
        let chosen = &variants[information.chosen];
        let mut all = vec![format!(
            "As things stand {chosen} is best: {} is {} on average.",
            self.subject(),
            self.mean(information.chosen)
        )];
        let rows = self.sorted();
        let (everything, parameters) = (rows[0], &rows[1..]);
        if everything.value == 0.0 {
            all.push("It is best in every draw, so that nothing is worth finding out.".to_owned());
            return all;
        }
        all.push(format!(
            "To know everything before choosing is worth {} and changes the choice in {} of the draws, most often to {}.",
            worth(everything.value),
            percent(everything.switches),
            everything.switches_to,
        ));
        let worthwhile = |row: &&&InformationRow| row.share_of_everything.is_some_and(|share| share >= NEGLIGIBLE);
        let Some(first) = parameters.first().filter(worthwhile) else {
            all.push("No parameter alone is worth 1 % of that.".to_owned());
            return all;
        };
        all.push(format!(
            "{} matters most: to know it alone is worth {}, {} of that, and changes the choice in {} of the draws.",
            first.name,
            worth(first.value),
            first.share_of_everything.map(percent).unwrap_or_default(),
            percent(first.switches),
        ));
        let often = parameters
            .iter()
            .fold(first, |most, row| if row.switches > most.switches { row } else { most });
        if often.name != first.name {
            all.push(format!(
                "{} changes the choice most often, in {}.",
                often.name,
                percent(often.switches)
            ));
        }
        let rest = parameters.len() - parameters.iter().filter(worthwhile).count();
        if rest > 0 {
            all.push(format!(
                "{} alone are worth less than 1 % of everything.",
                counted(rest as u64, "parameter")
            ));
        }
        all
    }
}

/// An amount of utility.
fn worth(value: f64) -> String {
    short(value)
}
