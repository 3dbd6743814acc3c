//! What `design` shows: the best deals, what each part of the best one does alone, and who pays for it.

use super::figure::{amount, decimals, percent, signed as signed_amount, without_zeros};
use super::labelled;
use super::layout::{Grid, Printout, listed};
use super::study_results::{FilledTable, Findings};
use super::terminal::{counted, probability, signed, titles};
use crate::scenario::{LabelKind, Labels};
use crate::study::design::Deals;
use crate::study::evaluation::Sample;
use crate::study::rows::DesignRow;
use crate::study::subject::Subject;

/// How many deals are shown.
const SHOWN: usize = 10;

/// What a search for deals found, ready to be written and printed.
pub(crate) fn findings((title, labels): (&str, &Labels), sample: &Sample, deals: &Deals) -> Findings {
    let report = Report { labels, deals };
    let draws = match sample {
        Sample::Nominal => "at the nominal point".to_owned(),
        other => format!("{}, the same for every deal", counted(other.count(), "draw")),
    };
    let mut page = Printout::of(&format!(
        "{title}\n{}; {draws}",
        counted(deals.rows.len() as u64, "deal")
    ));
    let mut variants: Vec<&str> = deals.rows.iter().map(|row| row.variant.as_str()).collect();
    variants.dedup();
    page.say(&titles(variants, labels));
    page.append(report.table(sample.count()));
    let conclusions = report.conclusions(sample.count());
    page.blank();
    page.say_all(&conclusions);
    let unsolved = deals.rows.iter().map(|row| row.unsolved).sum();
    Findings {
        tables: vec![FilledTable::of(&deals.rows, &deals.shape)],
        page,
        conclusions,
        draws: (deals.rows.len() as u64 * sample.count(), unsolved),
        ..Findings::default()
    }
}

struct Report<'a> {
    labels: &'a Labels,
    deals: &'a Deals,
}

impl Report<'_> {
    /// What the objective is called.
    fn objective(&self) -> String {
        labelled::subject(&self.deals.objective.subject, self.labels)
    }

    /// A value of the objective.
    fn value(&self, value: f64) -> String {
        match &self.deals.objective.subject {
            Subject::Outcomes(_) => probability(value),
            Subject::Payoff(_) => amount(value, self.places()),
        }
    }

    /// A difference of the objective.
    fn difference(&self, value: f64) -> String {
        match &self.deals.objective.subject {
            Subject::Outcomes(_) => signed(value),
            Subject::Payoff(_) => signed_amount(value, self.places()),
        }
    }

    fn places(&self) -> usize {
        decimals(self.deals.rows.iter().map(|row| row.expected))
    }

    /// A deal in words.
    fn name(&self, row: &DesignRow) -> String {
        let keys = row.keys.columns.iter().zip(&row.keys.values);
        let keys =
            keys.map(|(column, value)| format!("{} = {value}", column.trim_start_matches("key_").replace("__", ".")));
        format!("`{}` with {}", row.variant, listed(keys))
    }

    /// The best deals in expectation.
    fn table(&self, draws: u64) -> Printout {
        let sign = if self.deals.objective.maximise { -1.0 } else { 1.0 };
        let mut rows: Vec<&DesignRow> = self.deals.rows.iter().collect();
        rows.sort_by(|a, b| (sign * a.expected).total_cmp(&(sign * b.expected)));
        let keys = self.deals.shape.keys.iter().map(|key| key.name.clone());
        let mut header: Vec<String> = std::iter::once("variant".to_owned()).chain(keys).collect();
        let words = header.len();
        header.push("expected".to_owned());
        if draws > 1 {
            header.extend(["worst draw", "most regret"].map(str::to_owned));
            if self.deals.objective.good_enough.is_some() {
                header.push("good enough".to_owned());
            }
        }
        header.push("Pareto".to_owned());
        let last = header.len() - 1;
        let line = |row: &&DesignRow| {
            let mut cells = vec![row.variant.clone()];
            cells.extend(row.keys.values.iter().cloned());
            cells.push(self.value(row.expected));
            if draws > 1 {
                cells.extend([self.value(row.worst), self.value(row.regret_max)]);
                cells.extend(row.satisfied.map(percent));
            }
            cells.push(if row.pareto { "yes" } else { "" }.to_owned());
            cells
        };
        let shown = rows.iter().take(SHOWN).map(line);
        let table = Grid::of(header, |column| column >= words && column < last, shown);
        let mut page = Printout::of(&format!("\n{}: the best deals in expectation", self.objective()));
        page.table(table.about(words));
        let more = rows.len().saturating_sub(SHOWN);
        if more > 0 {
            page.say(&format!("and {} more, in design.csv", counted(more as u64, "deal")));
        }
        page
    }

    fn conclusions(&self, draws: u64) -> Vec<String> {
        let parts = &self.deals.parts;
        let best = &self.deals.rows[parts.best];
        let (written, _) = &parts.written;
        let first = &self.deals.rows[0].variant;
        let mut all = Vec::new();
        let unsolved: u64 = self.deals.rows.iter().map(|row| row.unsolved).sum();
        if unsolved > 0 {
            all.push(format!(
                "{unsolved} draws were not solved: their numbers, which stay in, are of no equilibrium."
            ));
        }
        all.push(format!(
            "Best in expectation is {}: {} is {}, against {} in `{first}` as written ({}).",
            self.name(best),
            self.objective(),
            self.value(best.expected),
            self.value(*written),
            self.difference(best.expected - written)
        ));
        if !parts.alone.is_empty() {
            all.push(self.parts(best));
        }
        all.push(self.price(best));
        if draws > 1 {
            all.extend(self.other_criteria(best, draws));
        }
        let pareto = self.deals.rows.iter().filter(|row| row.pareto).count();
        let beside = listed(
            self.deals
                .objective
                .beside
                .iter()
                .map(|actor| self.labels.get(LabelKind::Actor, actor).to_owned()),
        );
        all.push(format!(
            "{pareto} of {} are in the Pareto set of {} and the payoffs of {beside}.",
            counted(self.deals.rows.len() as u64, "deal"),
            self.objective()
        ));
        all
    }

    /// What the parts of the best deal do alone, and what they would add up to.
    fn parts(&self, best: &DesignRow) -> String {
        let parts = &self.deals.parts;
        let (written, _) = parts.written;
        let part = |(name, value): &(String, f64)| format!("{name} {}", self.difference(value - written));
        let each = listed(parts.alone.iter().map(part));
        let base = parts.variant_as_written - written;
        let levers = parts.alone.iter().skip(usize::from(parts.is_other_variant));
        let sum = base + levers.map(|(_, value)| value - parts.variant_as_written).sum::<f64>();
        format!(
            "Its parts alone, each in `{}`, against the same: {each}; together {}, where what each adds by itself sums to {}.",
            best.variant,
            self.difference(best.expected - written),
            self.difference(sum)
        )
    }

    /// Who gains and who loses by the best deal.
    fn price(&self, best: &DesignRow) -> String {
        let (_, before) = &self.deals.parts.written;
        let actors = self.deals.shape.actors.iter().zip(&best.payoffs.values).zip(before);
        let changes = actors.filter_map(|((actor, after), before)| Some((actor, (*after)? - before)));
        let mut changes: Vec<(&String, f64)> = changes.collect();
        changes.sort_by(|a, b| a.1.total_cmp(&b.1));
        let places = decimals(changes.iter().map(|(_, change)| *change));
        let one = |(actor, change): &(&String, f64)| {
            format!(
                "{} ({})",
                self.labels.get(LabelKind::Actor, actor),
                signed_amount(*change, places)
            )
        };
        let losers = listed(changes.iter().filter(|(_, change)| *change < 0.0).map(one));
        let winners = listed(changes.iter().rev().filter(|(_, change)| *change > 0.0).map(one));
        match (losers.is_empty(), winners.is_empty()) {
            (true, true) => "It changes nobody's payoff.".to_owned(),
            (true, false) => format!("Nobody pays for it; it is better for {winners}."),
            (false, true) => format!("It is better for nobody; it is paid for by {losers}."),
            (false, false) => format!("It is better for {winners}; it is paid for by {losers}."),
        }
    }

    /// The best deals by other criteria, where they are others.
    fn other_criteria(&self, best: &DesignRow, draws: u64) -> Vec<String> {
        let mut all = Vec::new();
        let objective = self.objective();
        let good = self.deals.objective.good_enough;
        for (criterion, what) in [
            ("worst", "its worst draw"),
            ("regret", "the most regret over draws"),
            ("satisfied", ""),
        ] {
            let is_best = |row: &&DesignRow| row.best_by.split('+').any(|name| name == criterion);
            let Some(row) = self.deals.rows.iter().find(is_best) else {
                continue;
            };
            let value = match criterion {
                "worst" => format!("{what} has {}", self.value(row.worst)),
                "regret" => format!("{what} is {}", self.value(row.regret_max)),
                _ => {
                    let at = if self.deals.objective.maximise {
                        "at least"
                    } else {
                        "at most"
                    };
                    let bound = without_zeros(format!("{:.4}", good.unwrap_or_default()));
                    let share = (row.satisfied.unwrap_or_default() * draws as f64).round();
                    format!("{objective} is {at} {bound} in {share} of {draws} draws")
                }
            };
            let which = if row == best {
                "The same deal".to_owned()
            } else {
                self.name(row)
            };
            let by = match criterion {
                "worst" => "in the worst case",
                "regret" => "by least regret",
                _ => "by how often it is good enough",
            };
            all.push(format!("{which} is best {by}: {value}."));
        }
        all
    }
}
