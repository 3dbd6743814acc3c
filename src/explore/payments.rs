//! Payment sets, each distinct one stored once, and the payoff terms that make them up.

use rustc_hash::FxHashMap;

use crate::expression::{Binary, Slot, Tape, Tree, evaluate::evaluate};
use crate::game::PaymentSet;
use crate::scenario::model::{Model, Paid, Term};

/// Numbers distinct payment sets; number 0 is the empty one.
#[derive(Debug)]
pub(crate) struct PaymentSets {
    known: FxHashMap<PaymentSet, u32>,
    all: Vec<PaymentSet>,
}

impl PaymentSets {
    pub(crate) fn new() -> Self {
        Self {
            known: FxHashMap::from_iter([(PaymentSet::default(), 0)]),
            all: vec![PaymentSet::default()],
        }
    }

    pub(crate) fn number(&mut self, payment_set: PaymentSet) -> u32 {
        if let Some(&number) = self.known.get(&payment_set) {
            return number;
        }
        let number = u32::try_from(self.all.len()).expect("fewer than 2^32 payment sets");
        self.all.push(payment_set.clone());
        self.known.insert(payment_set, number);
        number
    }

    pub(crate) fn into_vec(self) -> Vec<PaymentSet> {
        self.all
    }
}

/// Puts the amounts of payoff terms on the tape.
pub(crate) struct Payments<'m> {
    model: &'m Model,
    lows: &'m [i32],
    /// 1 − δ of each actor.
    lasting_share: Vec<Slot>,
}

impl<'m> Payments<'m> {
    pub(crate) fn new(model: &'m Model, lows: &'m [i32], tape: &mut Tape) -> Self {
        let one = tape.constant(1.0);
        let lasting_share = model
            .actors
            .iter()
            .map(|actor| {
                let discount = tape.bind(&actor.discount, &[], lows);
                tape.binary(Binary::Subtract, one, discount)
            })
            .collect();
        Self {
            model,
            lows,
            lasting_share,
        }
    }

    /// What every survived period pays in a state: terms of each period, and 1 − δ of lasting situations.
    pub(crate) fn each_period(&self, tape: &mut Tape, state: &[i32]) -> PaymentSet {
        let mut payment_set = self.collect(tape, state, |paid| matches!(paid, Paid::EachPeriod | Paid::Lasting));
        for (term, amount) in &mut payment_set.payments {
            let term = &self.model.terms[*term as usize];
            if term.paid == Paid::Lasting {
                *amount = tape.binary(Binary::Multiply, self.lasting_share[term.actor], *amount);
            }
        }
        payment_set
    }

    /// The worth of the lasting situation in a state.
    pub(crate) fn perpetuity(&self, tape: &mut Tape, state: &[i32]) -> PaymentSet {
        self.collect(tape, state, |paid| paid == Paid::Lasting)
    }

    /// What play after the horizon is worth to each actor.
    pub(crate) fn beyond(&self, worth: &[Slot]) -> PaymentSet {
        let terms = (0..).zip(&self.model.terms).filter(|(_, term)| term.paid == Paid::Beyond);
        PaymentSet {
            payments: terms.map(|(number, term)| (number, worth[term.actor])).collect(),
        }
    }

    /// What is paid when the game ends in a state.
    pub(crate) fn at_end(&self, tape: &mut Tape, state: &[i32]) -> PaymentSet {
        self.collect(tape, state, |paid| paid == Paid::AtEnd)
    }

    /// What is paid, from a state, by terms on actions and on reneging that are due.
    pub(crate) fn on_action(&self, tape: &mut Tape, state: &[i32], due: &[Paid]) -> PaymentSet {
        self.collect(tape, state, |paid| due.contains(&paid))
    }

    fn collect(&self, tape: &mut Tape, state: &[i32], due: impl Fn(Paid) -> bool) -> PaymentSet {
        let mut payments = Vec::new();
        for (number, term) in self.model.terms.iter().enumerate() {
            if !due(term.paid) || !self.may_hold(term.when.as_ref(), state) {
                continue;
            }
            let amount = self.amount(tape, term, state);
            if tape.constant_value(amount) != Some(0.0) {
                payments.push((u32::try_from(number).expect("fewer than 2^32 terms"), amount));
            }
        }
        PaymentSet { payments }
    }

    /// Whether a condition holds in a state, or may hold in some period.
    fn may_hold(&self, when: Option<&Tree>, state: &[i32]) -> bool {
        when.is_none_or(|when| when.reads_period() || evaluate(when, state, self.lows, 0) != 0.0)
    }

    fn amount(&self, tape: &mut Tape, term: &Term, state: &[i32]) -> Slot {
        let amount = tape.bind(&term.amount, state, self.lows);
        match &term.when {
            Some(when) if when.reads_period() => {
                let when = tape.bind(when, state, self.lows);
                let nothing = tape.constant(0.0);
                tape.choose(when, amount, nothing)
            }
            _ => amount,
        }
    }
}
