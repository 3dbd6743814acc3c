//! A solved draw for people: the payoffs of the actors, and the information sets that are reached most often.

use std::collections::BTreeSet;

use super::{SolvedDraw, by_set};
use crate::report::figure::{amount, decimals};
use crate::report::grid::lines;
use crate::report::paragraph::width;
use crate::report::terminal::{counted, grouped, probability, titles};
use crate::study::sets::SetName;
use crate::study::solve::{ActorRow, StrategyRow};
use crate::study::solver::Solved;

/// The most information sets that a table shows.
const MOST_SETS: usize = 30;
/// The width of a column for what an actor sees.
const COLUMN: usize = 24;

impl SolvedDraw {
    /// How well it is solved, and the payoffs of the actors, for people.
    pub(crate) fn summary(&self) -> String {
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
        let table = lines(header, |column| column > 0, self.actors.iter().map(row));
        let titles = titles(self.subject.variant.as_deref(), &self.labels);
        format!("{}\n{}\n{titles}\n{table}", self.title, self.heading())
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
            let met = at.map(|share| format!("; the branch {what} at {share:.4} of all precisions"));
            met.unwrap_or_default()
        };
        let met = met("turns round", fold) + &met("is crossed by another", bifurcation);
        let status = status.replace('_', " ");
        format!("{which}: {status} by {evidence}, residual {residual} after {sweeps}{short}{met}")
    }

    /// The information sets that are reached most often, in order of play.
    pub(super) fn for_people(&self) -> String {
        let sets = by_set(&self.strategies, |row| &row.at);
        let shown = most_reached(&sets, self.overview);
        let places = decimals(self.strategies.iter().map(|row| row.expected_payoff));
        let mut cells = Vec::new();
        for rows in &shown {
            let actions = rows.iter().enumerate().map(|(number, row)| {
                let regret = (number == 0).then(|| amount(row.regret, places));
                vec![
                    row.action.clone(),
                    probability(row.probability),
                    amount(row.expected_payoff, places),
                    regret.unwrap_or_default(),
                ]
            });
            cells.extend(beside(&rows[0].at, rows[0].reach, actions.collect()));
        }
        let header = self.header(["reached", "action", "prob.", "payoff", "regret"]);
        let mut text = lines(header, |column| ![1, 2, 4].contains(&column), cells);
        text += &self.held(&shown);
        if shown.len() < sets.len() {
            text += &format!(
                "\n{} of {} information sets; --at, --actor, --type, --period and --when choose others.\n",
                shown.len(),
                grouped(sets.len() as u64)
            );
        }
        text
    }

    fn header<const N: usize>(&self, more: [&'static str; N]) -> Vec<&str> {
        let first = [&*self.period_unit, "stage", "who, and what it sees"];
        first.into_iter().chain(more).collect()
    }

    /// The beliefs at the sets that are shown.
    fn held(&self, shown: &[&[StrategyRow]]) -> String {
        let mut cells = Vec::new();
        for rows in by_set(self.beliefs.as_deref().unwrap_or_default(), |row| &row.at) {
            if !shown.iter().any(|shown| shown[0].at == rows[0].at) {
                continue;
            }
            let values = rows.iter().enumerate().map(|(number, row)| {
                let again = number > 0 && rows[number - 1].about == row.about;
                let about = if again { "" } else { &row.about };
                vec![about.to_owned(), row.value.clone(), probability(row.belief)]
            });
            cells.extend(beside(&rows[0].at, rows[0].reach, values.collect()));
        }
        if cells.is_empty() {
            return String::new();
        }
        let header = self.header(["reached", "about", "value", "belief"]);
        format!("\n{}", lines(header, |column| [0, 3, 6].contains(&column), cells))
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

/// The lines of an information set: who moves and what it sees, beside the cells of the other columns.
fn beside(at: &SetName, reach: f64, cells: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut left = vec![who(at)];
    left.extend(parted(&at.short()).iter().map(|part| format!("  {part}")));
    left.resize(left.len().max(cells.len()), String::new());
    let mut cells = cells.into_iter();
    let line = |who| {
        let mut line = vec![String::new(), String::new(), who, String::new()];
        line.extend(cells.next().unwrap_or_default());
        line
    };
    let mut lines: Vec<Vec<String>> = left.into_iter().map(line).collect();
    if at.number.is_none() {
        lines[0][0] = at.period.to_string();
    }
    lines[0][1].clone_from(&at.stage);
    lines[0][3] = probability(reach);
    lines
}

/// What an actor sees, in lines that fit into a column.
fn parted(sees: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in sees.split_whitespace() {
        match parts.last_mut() {
            Some(last) if width(last) + 1 + width(part) <= COLUMN => {
                last.push(' ');
                last.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    parts
}

/// An actor, with its type where it has one.
pub(in crate::report) fn who(at: &SetName) -> String {
    match &at.actor_type {
        Some(kind) => format!("{} ({kind})", at.actor),
        None => at.actor.clone(),
    }
}
