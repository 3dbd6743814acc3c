//! How much better one action of an actor is than another, where the actor is asked.

use crate::strategy::{ActionValues, Reachable, action_payoffs};
use crate::study::exact_sample::SolvedBlock;
use crate::study::sets::Naming;
use crate::study::variant::Variant;

/// Two actions of a stage that are held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Advantage {
    /// The stage.
    pub stage: String,
    /// The one action.
    pub action: String,
    /// The other.
    pub other: String,
    /// The actor's type; `None` for all of them.
    pub actor_type: Option<String>,
    /// The period; `None` for all of them.
    pub period: Option<usize>,
}

/// Reads advantages in the solved blocks of a variant.
pub(super) struct AdvantageReader<'v> {
    naming: Naming<'v>,
    reachable: Reachable,
    /// The decision kinds at which each is asked, and the period.
    asked: Vec<(Advantage, Vec<usize>)>,
}

impl<'v> AdvantageReader<'v> {
    pub(super) fn new(variant: &'v Variant, all: Vec<Advantage>) -> Self {
        let (game, names) = (&variant.explored.game, &variant.explored.names);
        let kinds = |advantage: &Advantage| {
            let kinds = game.decision_kinds.iter().enumerate();
            let fits = kinds.filter(|(_, kind)| {
                let its_type = kind.actor_type.map(|of| &names.types[kind.actor][of]);
                let wanted = advantage.actor_type.as_ref();
                names.stages[kind.stage] == advantage.stage && wanted.is_none_or(|wanted| its_type == Some(wanted))
            });
            fits.map(|(number, _)| number).collect()
        };
        let kinds: Vec<Vec<usize>> = all.iter().map(kinds).collect();
        Self {
            naming: Naming::new(game, names),
            reachable: Reachable::of(game),
            asked: all.into_iter().zip(kinds).collect(),
        }
    }

    /// The mean advantage over the games that ask the actor, in the values that it acts on; `None` where it is never asked
    /// to choose between the two.
    pub(super) fn read(&self, solved: &SolvedBlock<'_>, lane: usize) -> Vec<Option<f64>> {
        let mut sums = vec![(0.0, 0.0); self.asked.len()];
        action_payoffs(&solved.bound, lane, solved.play(), &self.reachable, |at| {
            for ((advantage, kinds), (mass, sum)) in self.asked.iter().zip(&mut sums) {
                if let Some(better) = self.advantage(&at, advantage, kinds) {
                    *mass += at.reach;
                    *sum += at.reach * better;
                }
            }
        });
        let mean = |(mass, sum)| (mass > 0.0).then(|| sum / mass);
        sums.into_iter().map(mean).collect()
    }

    fn advantage(&self, at: &ActionValues, advantage: &Advantage, kinds: &[usize]) -> Option<f64> {
        let set = &self.naming.graph(at.period).information_sets[at.set];
        let asked = kinds.contains(&set.decision_kind) && advantage.period.is_none_or(|period| period == at.period);
        if !asked || set.actions < 2 || set.play.is_committed() {
            return None;
        }
        let find = |name: &String| (0..set.actions).find(|&action| self.naming.action(at.period, set, action) == *name);
        let values = at.acted_on();
        Some(values[find(&advantage.action)?] - values[find(&advantage.other)?])
    }
}
