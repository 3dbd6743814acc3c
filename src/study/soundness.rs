//! Checks of the numbers of a block of draws: chances must be probabilities, and everything else not too large.

use crate::numeric::precision::PROBABILITY_TOLERANCE;
use std::collections::BTreeSet;

use super::error::Suspect;
use crate::game::{Bound, ChanceCheck, Game, Names, PeriodGraph, StartEnding, StartTo, Total};
use crate::numeric::decimal::{outside, rounded};
use crate::numeric::lanes::{LANES, Lanes};

/// The largest payoff, measure, precision and multiple of a nest: their products, and sums over all periods, are finite.
const LARGEST: f64 = 1e100;

/// Numbers that make no sense in some draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsound {
    /// The lane of the draw in its block.
    pub lane: usize,
    /// The checks of chances that fail, each with a period in which it does; 0 is the start.
    pub chances: Vec<(usize, usize)>,
    /// Something else that makes no sense: the period, what it is, and what is wrong with it.
    pub other: Option<(usize, Suspect, String)>,
}

/// Checks every draw of a block; the draws that are unsound.
pub fn check(bound: &Bound<'_>, names: &Names) -> Vec<Unsound> {
    let sound = |lane| Unsound {
        lane,
        chances: Vec::new(),
        other: None,
    };
    let mut checker = Checker {
        bound,
        names,
        found: (0..bound.used).map(sound).collect(),
    };
    checker.discounts();
    checker.own_later();
    checker.chances(0);
    checker.payments(&start_payment_sets(bound.game), 0);
    let met = |graph: &PeriodGraph| Met::in_graph(bound.game, graph);
    let met: Vec<Met> = bound.game.graphs.iter().map(met).collect();
    for period in 1..=last_period(bound) {
        let graph = bound.game.calendar[period - 1];
        checker.chances(period);
        checker.precisions(&bound.game.graphs[graph], period);
        checker.payments(&met[graph].payment_sets, period);
        checker.measures(&met[graph].period_states, period);
    }
    checker.payments(&horizon_payment_sets(bound.game), bound.game.periods);
    let mut found = checker.found;
    found.retain(|unsound| !unsound.chances.is_empty() || unsound.other.is_some());
    found
}

/// What is wrong with the chances of a check in a lane and a period.
pub fn wrong(bound: &Bound<'_>, (check, period): (usize, usize), lane: usize) -> Option<String> {
    let check = &bound.game.checks[check];
    let chances = check.chances.iter();
    let values = chances.map(|&slot| bound.number(slot, period)[lane]);
    wrong_chances(values, check.total)
}

/// The last period that can differ from those before it: in a game whose numbers do not vary by period, each graph is
/// looked at once, when it first occurs.
fn last_period(bound: &Bound<'_>) -> usize {
    let game = bound.game;
    if game.tape.varies_by_period() {
        return game.periods;
    }
    let first = |graph| game.calendar.iter().position(|&other| other == graph);
    (0..game.graphs.len()).filter_map(first).max().unwrap_or(0) + 1
}

/// What a graph may lead to, each once.
struct Met {
    /// What may be paid in a period.
    payment_sets: BTreeSet<u32>,
    /// The states that it may end in.
    period_states: BTreeSet<usize>,
}

impl Met {
    fn in_graph(game: &Game, graph: &PeriodGraph) -> Self {
        let paid = graph.edges.iter().map(|edge| edge.payment_set);
        let (mut payment_sets, mut period_states) = (paid.collect::<BTreeSet<_>>(), BTreeSet::new());
        let entries = graph.entry.iter().flatten();
        for &to in graph.edges.iter().map(|edge| &edge.to).chain(entries) {
            let Some(beyond) = (to as usize).checked_sub(graph.nodes.len()) else {
                continue;
            };
            match beyond.checked_sub(game.period_states.len()) {
                None => {
                    period_states.insert(beyond);
                    payment_sets.insert(game.period_states[beyond].each_period);
                }
                Some(leaf) => {
                    payment_sets.insert(game.leaves[leaf].payment_set);
                }
            }
        }
        Self {
            payment_sets,
            period_states,
        }
    }
}

/// What may be paid where a game is over at the start.
fn start_payment_sets(game: &Game) -> BTreeSet<u32> {
    let leaf = |ending: &StartEnding| match ending.to {
        StartTo::Leaf(leaf) => Some(game.leaves[leaf].payment_set),
        StartTo::PeriodState(_) => None,
    };
    game.start.endings.iter().filter_map(leaf).collect()
}

/// What may be paid at the horizon.
fn horizon_payment_sets(game: &Game) -> BTreeSet<u32> {
    let reached = game.period_states.iter();
    let reached = reached.filter_map(|state| Some([state.perpetuity, state.horizon?.payment_set]));
    reached.flatten().collect()
}

struct Checker<'a> {
    bound: &'a Bound<'a>,
    names: &'a Names,
    /// What is wrong, by lane.
    found: Vec<Unsound>,
}

impl Checker<'_> {
    /// Notes what `wrong` says is wrong in each used lane, unless something is noted already.
    fn note(&mut self, period: usize, what: Suspect, wrong: impl Fn(usize) -> Option<String>) {
        for unsound in self.found.iter_mut().filter(|lane| lane.other.is_none()) {
            unsound.other = wrong(unsound.lane).map(|message| (period, what, message));
        }
    }

    fn discounts(&mut self) {
        let endless = self.bound.game.tail.is_some();
        for actor in 0..self.bound.game.actors {
            let discount = self.bound.discounts[actor];
            let name = &self.names.actors[actor];
            self.note(0, Suspect::Discount(actor), |lane| {
                let value = discount[lane];
                let wrong = if endless {
                    "which is not in (0, 1), as endless play needs"
                } else {
                    "which is not in (0, 1]"
                };
                let fine = value > 0.0 && (value < 1.0 || value == 1.0 && !endless);
                (!fine).then(|| format!("the discount factor of `{name}` is {}, {wrong}", rounded(value)))
            });
        }
    }

    fn own_later(&mut self) {
        for (actor, share) in self.bound.own_later.iter().enumerate() {
            let Some(share) = share else { continue };
            let name = &self.names.actors[actor];
            self.note(0, Suspect::OwnLater(actor), |lane| {
                let value = share[lane];
                let fine = (0.0..=1.0).contains(&value);
                let wrong = "which is not in [0, 1]";
                (!fine).then(|| format!("the share `own_later` of `{name}` is {}, {wrong}", rounded(value)))
            });
        }
    }

    fn chances(&mut self, period: usize) {
        for (number, check) in self.bound.game.checks.iter().enumerate() {
            let here = match check.graph {
                None => period == 0,
                Some(graph) => period > 0 && self.bound.game.calendar[period - 1] == graph,
            };
            if here {
                self.chance(number, check, period);
            }
        }
    }

    fn chance(&mut self, number: usize, check: &ChanceCheck, period: usize) {
        let slots = self.bound.slots(period);
        let chances = check.chances.iter().map(|slot| &slots[slot.index()]);
        let chances: Vec<&Lanes> = chances.collect();
        for unsound in &mut self.found {
            let values = chances.iter().map(|chance| chance[unsound.lane]);
            if is_wrong(values, check.total) {
                unsound.chances.push((number, period));
            }
        }
    }

    fn payments(&mut self, payment_sets: &BTreeSet<u32>, period: usize) {
        for &payment_set in payment_sets {
            for actor in 0..self.bound.game.actors {
                self.payment(payment_set as usize, actor, period);
            }
        }
    }

    /// Payments that are fine one by one may have too large a sum; then the last of them is reported.
    fn payment(&mut self, payment_set: usize, actor: usize, period: usize) {
        let game = self.bound.game;
        let total = self.bound.totals(period)[payment_set * game.actors + actor];
        if total.iter().all(|&value| is_usual(value)) {
            return;
        }
        let payments = game.payment_sets[payment_set].payments.iter();
        let of_actor = payments.filter(|(term, _)| game.term_actor[*term as usize] == actor);
        let mut together = [0.0; LANES];
        for &(term, slot) in of_actor {
            let amount = self.bound.number(slot, period);
            for (sum, amount) in together.iter_mut().zip(amount) {
                *sum += amount;
            }
            let (term, owner) = (term as usize, &self.names.actors[actor]);
            let name = &self.names.terms[term];
            self.note(period, Suspect::Term(term), |lane| {
                let (value, sum) = (amount[lane], together[lane]);
                let alone = format!("is {value:e}, {}", too_large(value));
                let more = format!("brings the sum to {sum:e}, {}", too_large(sum));
                let what = if is_usual(value) { more } else { alone };
                (!is_usual(sum)).then(|| format!("the payoff `{name}` of `{owner}` {what}"))
            });
        }
    }

    fn precisions(&mut self, graph: &PeriodGraph, period: usize) {
        for set in &graph.information_sets {
            let Some(slot) = set.play.precision() else {
                continue;
            };
            let precision = self.bound.number(slot, period);
            let name = &self.names.actors[set.actor];
            self.note(period, Suspect::Precision(set.actor), |lane| {
                let value = precision[lane];
                let fine = (0.0..=LARGEST).contains(&value);
                let wrong = format!("which is not a number from 0 to {LARGEST:e}");
                (!fine).then(|| format!("the precision of `{name}` is {}, {wrong}", rounded(value)))
            });
            for nest in set.nests.iter().flat_map(|tree| &tree.nests) {
                let multiple = self.bound.number(nest.multiple, period);
                self.note(period, Suspect::Multiple(set.actor), |lane| {
                    let value = multiple[lane];
                    let fine = (1.0..=LARGEST).contains(&value);
                    let wrong = format!("not a number from 1 to {LARGEST:e}");
                    (!fine).then(|| format!("the multiple of a nest of `{name}` is {}, {wrong}", rounded(value)))
                });
            }
        }
    }

    fn measures(&mut self, period_states: &BTreeSet<usize>, period: usize) {
        for &period_state in period_states {
            let period_state = &self.bound.game.period_states[period_state];
            let named = period_state.measures.iter().zip(&self.names.measures);
            for (number, (slot, (name, _))) in named.enumerate() {
                let value = self.bound.number(*slot, period);
                self.note(period, Suspect::Measure(number), |lane| {
                    let value = value[lane];
                    (!is_usual(value)).then(|| format!("the measure `{name}` is {value:e}, {}", too_large(value)))
                });
            }
        }
    }
}

/// Whether sums of numbers like this are finite.
fn is_usual(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// What is wrong with a number that is not.
fn too_large(value: f64) -> String {
    match value.is_finite() {
        true => format!("which is beyond {LARGEST:e}"),
        false => "which is no finite number".to_owned(),
    }
}

/// Whether something is wrong with chances that belong together.
fn is_wrong(chances: impl Iterator<Item = f64>, total: Total) -> bool {
    let (mut sum, mut fine) = (0.0, true);
    for value in chances {
        fine &= is_chance(value);
        sum += value;
    }
    !fine || misses(sum, total)
}

/// What is wrong with chances that belong together.
fn wrong_chances(chances: impl Iterator<Item = f64> + Clone, total: Total) -> Option<String> {
    if let Some(value) = chances.clone().find(|&value| !is_chance(value)) {
        return Some(format!(
            "a probability is {}, which is not in [0, 1]",
            outside(value, 0.0, 1.0)
        ));
    }
    let sum: f64 = chances.sum();
    let should = match total {
        Total::One => "and not to 1",
        Total::Positive => "so that nothing is possible",
        Total::AtMostOne => "which is more than 1",
    };
    misses(sum, total).then(|| format!("the probabilities sum to {}, {should}", rounded(sum)))
}

fn is_chance(value: f64) -> bool {
    (-PROBABILITY_TOLERANCE..=1.0 + PROBABILITY_TOLERANCE).contains(&value)
}

/// Whether a sum of chances is not what it should be.
fn misses(sum: f64, total: Total) -> bool {
    match total {
        Total::One => (sum - 1.0).abs() > PROBABILITY_TOLERANCE,
        Total::AtMostOne => sum > 1.0 + PROBABILITY_TOLERANCE,
        Total::Positive => sum <= 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::wrong_chances;
    use crate::game::Total;

    #[test]
    fn chances_must_be_probabilities() {
        let wrong = |chances: &[f64], total| wrong_chances(chances.iter().copied(), total);
        assert_eq!(wrong(&[0.5, 0.5], Total::One), None);
        assert_eq!(wrong(&[0.1; 10], Total::One), None);
        assert_eq!(wrong(&[0.3, 0.2], Total::AtMostOne), None);
        assert_eq!(wrong(&[0.9, 0.8], Total::Positive), None);
        let message = |chances, total| wrong(chances, total).expect("it is wrong");
        assert_eq!(
            message(&[1.2], Total::Positive),
            "a probability is 1.2, which is not in [0, 1]"
        );
        assert!(message(&[f64::NAN], Total::Positive).contains("NaN"));
        assert_eq!(
            message(&[0.5, 0.25], Total::One),
            "the probabilities sum to 0.75, and not to 1"
        );
        assert!(message(&[0.75, 0.5], Total::AtMostOne).contains("more than 1"));
        assert!(message(&[0.0, 0.0], Total::Positive).contains("nothing is possible"));
    }
}
