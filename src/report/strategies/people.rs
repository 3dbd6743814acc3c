//! A solved draw for people: the payoffs of the actors, and the information sets that are reached most often.

use std::collections::BTreeSet;

use super::{SolvedDraw, by_set};
use crate::report::figure::{amount, bar, decimals};
use crate::report::layout::{Grid, Printout};
use crate::report::terminal::{counted, grouped, probability, titles};
use crate::study::sets::SetName;
use crate::study::solve::{ActorRow, StrategyRow};
use crate::study::solver::Solved;

/// The most information sets that a table shows.
const MOST_SETS: usize = 30;

impl SolvedDraw {
    /// How well it is solved, and the payoffs of the actors, for people.
    pub(crate) fn summary(&self) -> Printout {
        let has_own = |actor: &ActorRow| actor.own_expected_payoff.is_some();
        let own = self.actors.iter().any(has_own);
        let all = self.actors.iter().flat_map(|actor| {
            let payoffs = [Some(actor.expected_payoff), actor.own_expected_payoff];
            let gains = [actor.regret, actor.whole_strategy_gain];
            payoffs.into_iter().chain(gains).flatten()
        });
        let places = decimals(all);
        let shown = |value: Option<f64>| value.map_or("–".into(), |value| amount(value, places));
        let mut header = vec!["actor", "expected payoff"];
        if own {
            header.push("as it expects");
        }
        header.extend(["one-shot regret", "whole-strategy gain"]);
        let row = |actor: &ActorRow| {
            let mut cells = vec![actor.actor.clone(), amount(actor.expected_payoff, places)];
            if own {
                cells.push(shown(actor.own_expected_payoff));
            }
            cells.extend([shown(actor.regret), shown(actor.whole_strategy_gain)]);
            cells
        };
        let mut page = Printout::of(&format!("{}\n{}", self.title, self.heading()));
        page.say(&titles(self.subject.variant.as_deref(), &self.labels));
        page.say(self.subject.equilibrium());
        page.blank();
        page.table(Grid::of(header, |column| column > 0, self.actors.iter().map(row)));
        page
    }

    fn heading(&self) -> String {
        let which = &self.subject;
        let Solved {
            status,
            residual,
            sweeps,
            evidence,
            reached,
            fold,
            bifurcation,
            ..
        } = self.solved;
        let residual = match residual {
            0.0 => "0".to_owned(),
            residual => format!("{residual:.1e}"),
        };
        let sweeps = counted(sweeps, "sweep");
        let short = match reached {
            1.0 => String::new(),
            reached => format!("; it got to {reached} of all precisions"),
        };
        let met = |what: &str, at: Option<f64>| {
            let share = |at: f64| {
                if at < 5e-4 {
                    format!("{at:.1e}")
                } else {
                    format!("{at:.4}")
                }
            };
            let met = at.map(|at| format!("; the branch {what} at {} of all precisions", share(at)));
            met.unwrap_or_default()
        };
        let met = met("turns round", fold) + &met("is crossed by another", bifurcation);
        let (status, evidence) = (status.word().replace('_', " "), evidence.word());
        format!("{which}: {status} by {evidence}, residual {residual} after {sweeps}{short}{met}")
    }

    /// The information sets that are reached most often, in order of play.
    pub(super) fn for_people(&self) -> Printout {
        let sets = by_set(&self.strategies, |row| &row.at);
        let shown = most_reached(&sets, self.overview);
        let places = decimals(self.strategies.iter().map(|row| row.expected_payoff));
        let mut page = Printout::default();
        page.table(self.actions(&shown, places));
        let held = self.held(&shown);
        if !held.is_empty() {
            page.blank();
            page.table(Grid::of(["believes of", "value", "belief"], |column| column > 1, held).about(2));
        }
        if shown.len() < sets.len() {
            page.say(&format!(
                "\n{} of {} information sets; --at, --actor, --type, --period and --when choose others.",
                shown.len(),
                grouped(sets.len() as u64)
            ));
        }
        page
    }

    /// The actions at each set, below who moves there.
    fn actions(&self, shown: &[&[StrategyRow]], places: usize) -> Grid {
        let mut cells = Vec::new();
        for rows in shown {
            cells.push(vec![self.place(&rows[0].at, rows[0].reach)]);
            cells.extend(rows.iter().enumerate().map(|(number, row)| {
                let regret = (number == 0).then(|| amount(row.regret, places));
                vec![
                    format!("  {}", row.action),
                    probability(row.probability),
                    amount(row.expected_payoff, places),
                    regret.unwrap_or_default(),
                    bar(row.probability),
                ]
            }));
        }
        Grid::of(
            ["action", "probability", "payoff", "regret", ""],
            |column| (1..4).contains(&column),
            cells,
        )
        .leaving_out(&[&[4]])
    }

    /// Who moves at a set, when, what it sees, and how often that happens.
    fn place(&self, at: &SetName, reach: f64) -> String {
        let sees = at.short();
        let sees = if sees.is_empty() {
            sees
        } else {
            format!(", where {sees}")
        };
        let period = match at.number {
            None => format!("{} {}, ", self.period_unit, at.period),
            Some(_) => String::new(),
        };
        let (stage, who) = (&at.stage, who(at));
        let stage = if stage.is_empty() {
            String::new()
        } else {
            format!("{stage}: ")
        };
        format!("{period}{stage}{who}{sees}; reached {}", probability(reach))
    }

    /// The beliefs at the sets that are shown.
    fn held(&self, shown: &[&[StrategyRow]]) -> Vec<Vec<String>> {
        let mut cells = Vec::new();
        for rows in by_set(self.beliefs.as_deref().unwrap_or_default(), |row| &row.at) {
            if !shown.iter().any(|shown| shown[0].at == rows[0].at) {
                continue;
            }
            cells.push(vec![self.place(&rows[0].at, rows[0].reach)]);
            cells.extend(rows.iter().enumerate().map(|(number, row)| {
                let again = number > 0 && rows[number - 1].about == row.about;
                let about = if again { "" } else { &row.about };
                vec![format!("  {about}"), row.value.clone(), probability(row.belief)]
            }));
        }
        cells
    }
}

/// The sets that are reached most often, in the order in which they stand; for an overview one of each stage, actor and
/// type, and of bound or free.
fn most_reached<'r>(sets: &[&'r [StrategyRow]], overview: bool) -> Vec<&'r [StrategyRow]> {
    let mut order: Vec<usize> = (0..sets.len()).collect();
    order.sort_by(|&a, &b| sets[b][0].reach.total_cmp(&sets[a][0].reach));
    if overview {
        let mut shown = BTreeSet::new();
        order.retain(|&number| shown.insert(sets[number][0].kind));
    }
    order.truncate(MOST_SETS);
    order.sort_unstable();
    order.into_iter().map(|at| sets[at]).collect()
}

/// An actor, with its type where it has one.
pub(in crate::report) fn who(at: &SetName) -> String {
    match &at.actor_type {
        Some(kind) => format!("{} ({kind})", at.actor),
        None => at.actor.clone(),
    }
}
