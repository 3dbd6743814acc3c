//! Notes on an exported tree: at which precision its equilibria are those of the scenario, and how they differ.

use super::extensive_form::ExtensiveForm;
use crate::game::{Bound, Names};
use crate::numeric::decimal::shortest;

/// Precisions that differ by at most this fraction are equal up to rounding.
const ROUNDING: f64 = 1e-12;

/// How the information sets of an exported tree are played.
struct SetsByPlay<'a> {
    bound: &'a Bound<'a>,
    names: &'a Names,
    /// For each set with a logit response, its actor, its period and its precision on payoffs discounted to the start.
    logit: Vec<(usize, usize, f64)>,
    /// The actors with a best response.
    best: Vec<usize>,
    /// Whether some set has nests.
    nests: bool,
}

/// Sentences about an exported tree: the precision at which its logit equilibrium is that of the scenario, or why there
/// is none.
pub fn equivalence_notes(bound: &Bound<'_>, names: &Names, unrolled: &ExtensiveForm) -> Vec<String> {
    let sets = SetsByPlay::of(bound, names, unrolled);
    let mut notes = vec!["Payoffs are valued at the start of the game.".to_owned()];
    notes.extend(sets.conventions());
    if notes.len() == 1 {
        notes.extend(sets.precisions());
    }
    notes.extend(sets.discounting());
    notes.extend(sets.best_responses());
    notes.extend(sets.own_priors());
    notes
}

impl<'a> SetsByPlay<'a> {
    fn of(bound: &'a Bound<'a>, names: &'a Names, unrolled: &ExtensiveForm) -> Self {
        let mut sets = Self {
            bound,
            names,
            logit: Vec::new(),
            best: Vec::new(),
            nests: false,
        };
        for &(period, set) in &unrolled.sets {
            let set = &bound.game.graph(period).information_sets[set];
            sets.nests |= set.nests.is_some();
            if let Some(precision) = set.play.precision() {
                let weight = (1..period).fold(1.0, |weight, _| weight * bound.discounts[set.actor][0]);
                let precision = bound.number(precision, period)[0] / weight;
                sets.logit.push((set.actor, period, precision));
            } else if set.play.responds() {
                sets.best.push(set.actor);
            }
        }
        sets
    }

    /// What Gambit has no such thing of, so that no precision gives the same logit equilibrium.
    fn conventions(&self) -> Vec<String> {
        let same = "Nash equilibria are the same, logit equilibria are not.";
        let mut notes = Vec::new();
        if self.nests {
            notes.push(format!("Gambit has no nests of actions: {same}"));
        }
        let others = self.bound.own_later.iter().zip(&self.names.actors);
        let others: Vec<&str> = others
            .filter_map(|(share, actor)| share.map(|_| actor.as_str()))
            .collect();
        if !others.is_empty() {
            let who = others.join(", ");
            notes.push(format!(
                "In Gambit everybody reckons with its own later errors, as {who} does not here: {same}"
            ));
        }
        notes
    }

    /// The smallest and the largest precision, of one actor or of all.
    fn range(&self, actor: Option<usize>) -> Option<(f64, f64)> {
        let all = self.logit.iter();
        let own = all.filter(|(other, _, _)| actor.is_none_or(|actor| actor == *other));
        let mut own: Vec<f64> = own.map(|(_, _, precision)| *precision).collect();
        own.sort_by(f64::total_cmp);
        Some((*own.first()?, *own.last()?))
    }

    fn precisions(&self) -> Option<String> {
        let (low, high) = self.range(None)?;
        if high - low <= ROUNDING * high {
            let same = self.best.is_empty() && self.own_priors().is_none();
            let lambda = shortest(high);
            let equal = format!("The scenario has the logit equilibrium at lambda = {lambda}.");
            return same.then_some(equal);
        }
        let actors = 0..self.bound.game.actors;
        let listed = actors.filter_map(|actor| {
            let (low, high) = self.range(Some(actor))?;
            let (name, most) = (&self.names.actors[actor], about(high));
            Some(if high - low <= ROUNDING * high {
                format!("{name} {most}")
            } else {
                format!("{name} {} to {most}", about(low))
            })
        });
        let listed: Vec<String> = listed.collect();
        Some(format!(
            "Not the same: the scenario has the precisions {} on payoffs valued at the start, a solver of the file has \
             one lambda for all. The Nash equilibria are the same, the logit equilibria are not.",
            listed.join(", ")
        ))
    }

    /// Those whose precision rises with time on payoffs valued at the start.
    fn discounting(&self) -> Option<String> {
        let rises = |actor: &usize| {
            let own = self.logit.iter().filter(|(other, _, _)| other == actor);
            let mut periods = own.map(|(_, period, _)| *period);
            let first = periods.next();
            self.bound.discounts[*actor][0] != 1.0 && periods.any(|period| Some(period) != first)
        };
        let names = self.named((0..self.bound.game.actors).filter(rises))?;
        Some(format!(
            "Discounting future periods and moving in several: {names}. On payoffs valued at the start, the precision \
             in period t is lambda x discount^(1-t)."
        ))
    }

    fn best_responses(&self) -> Option<String> {
        let mut best = self.best.clone();
        best.sort_unstable();
        best.dedup();
        let names = self.named(best.into_iter())?;
        Some(format!(
            "Playing best responses in the scenario: {names}. Compare Nash equilibria, or at a large lambda."
        ))
    }

    /// Those who hold a prior of their own.
    fn own_priors(&self) -> Option<String> {
        let responds = |actor: &usize| self.logit.iter().any(|(other, _, _)| other == actor);
        let decides = |actor: &usize| self.best.contains(actor) || responds(actor);
        let own_prior = |actor: &usize| self.bound.game.prior_of[*actor] != 0 && decides(actor);
        let names = self.named((0..self.bound.game.actors).filter(own_prior))?;
        Some(format!(
            "Not the same: in the scenario, a prior of its own is held by {names}. The file has the true prior for \
             all, and other equilibria."
        ))
    }

    fn named(&self, actors: impl Iterator<Item = usize>) -> Option<String> {
        let name = |actor: usize| self.names.actors[actor].as_str();
        let names: Vec<&str> = actors.map(name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

/// A number to four places.
fn about(value: f64) -> String {
    shortest((value * 1e4).round() / 1e4)
}
