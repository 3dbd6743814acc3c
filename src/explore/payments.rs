//! Payment sets: what the payoff terms of a model pay together.

use super::states::{Undefined, possible_value};
use crate::expression::{Binary, Slot, Tape, Tree};
use crate::game::{PaymentSet, index};
use crate::scenario::model::{Actor, Model, Paid, Structural, Term};
use crate::source::Span;

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
        let share = |actor: &Actor| {
            let discount = tape.bind(&actor.discount, &[], lows);
            tape.binary(Binary::Subtract, one, discount)
        };
        let lasting_share = model.actors.iter().map(share).collect();
        Self {
            model,
            lows,
            lasting_share,
        }
    }

    /// What every survived period pays in a state: terms of each period, and 1 − δ of lasting situations.
    pub(crate) fn each_period(&self, tape: &mut Tape, state: &[i32]) -> Result<PaymentSet, Undefined> {
        let mut payment_set = self.collect(tape, state, in_each_period)?;
        for (term, amount) in &mut payment_set.payments {
            let term = &self.model.terms[*term as usize];
            if term.paid == Paid::Lasting {
                *amount = tape.binary(Binary::Multiply, self.lasting_share[term.actor], *amount);
            }
        }
        Ok(payment_set)
    }

    /// The worth of the lasting situation in a state.
    pub(crate) fn perpetuity(&self, tape: &mut Tape, state: &[i32]) -> Result<PaymentSet, Undefined> {
        self.collect(tape, state, |paid| paid == Paid::Lasting)
    }

    /// What play after the horizon is worth to each actor.
    pub(crate) fn beyond(&self, worth: &[Slot]) -> PaymentSet {
        let terms = (0..)
            .zip(&self.model.terms)
            .filter(|(_, term)| term.paid == Paid::Beyond);
        PaymentSet {
            payments: terms.map(|(number, term)| (number, worth[term.actor])).collect(),
        }
    }

    /// What is paid when the game ends in a state.
    pub(crate) fn at_end(&self, tape: &mut Tape, state: &[i32]) -> Result<PaymentSet, Undefined> {
        self.collect(tape, state, |paid| paid == Paid::AtEnd)
    }

    /// What is paid, from a state, by terms on actions and on reneging that are due.
    pub(crate) fn on_action(&self, tape: &mut Tape, state: &[i32], due: &[Paid]) -> Result<PaymentSet, Undefined> {
        let mut payment_set = self.collect(tape, state, |paid| due.contains(&paid))?;
        payment_set.payments.extend(self.of_member(tape, state, due)?);
        Ok(payment_set)
    }

    /// What groups are paid, from a state, for what one of their members does.
    pub(crate) fn of_member(
        &self,
        tape: &mut Tape,
        state: &[i32],
        due: &[Paid],
    ) -> Result<Vec<(u32, Slot)>, Undefined> {
        let mut payments = Vec::new();
        for term in self.model.member_terms.iter().filter(|term| due.contains(&term.paid)) {
            if self.is_due((&term.when, &term.amount, term.span), state)? {
                let amount = self.amount(tape, (&term.when, &term.amount), state);
                if tape.constant_value(amount) != Some(0.0) {
                    payments.push((index(term.term), amount));
                }
            }
        }
        Ok(payments)
    }

    /// Requires that what a survived period pays in a state has a value.
    pub(crate) fn require_each_period(&self, state: &[i32]) -> Result<(), Undefined> {
        self.due(state, in_each_period).map(drop)
    }

    /// The same for what is paid when the game ends in a state.
    pub(crate) fn require_at_end(&self, state: &[i32]) -> Result<(), Undefined> {
        self.due(state, |paid| paid == Paid::AtEnd).map(drop)
    }

    fn collect(&self, tape: &mut Tape, state: &[i32], due: impl Fn(Paid) -> bool) -> Result<PaymentSet, Undefined> {
        let mut payments = Vec::new();
        for (number, term) in self.due(state, due)? {
            let amount = self.amount(tape, (&term.when, &term.amount), state);
            if tape.constant_value(amount) != Some(0.0) {
                payments.push((index(number), amount));
            }
        }
        Ok(PaymentSet { payments })
    }

    /// The terms that are due, and may be paid in a state in some period, by number.
    fn due(&self, state: &[i32], due: impl Fn(Paid) -> bool) -> Result<Vec<(usize, &'m Term)>, Undefined> {
        let mut found = Vec::new();
        let terms = self.model.terms.iter().enumerate();
        for (number, term) in terms.filter(|(_, term)| due(term.paid)) {
            if self.is_due((&term.when, &term.amount, term.span), state)? {
                found.push((number, term));
            }
        }
        Ok(found)
    }

    /// Whether a term may be paid in a state in some period.
    fn is_due(
        &self,
        (when, amount, span): (&Option<Structural>, &Tree, Span),
        state: &[i32],
    ) -> Result<bool, Undefined> {
        let holds = match when {
            Some(when) => possible_value(&when.tree, state, self.lows, when.span)?,
            None => Some(1.0),
        };
        // Where it depends on the period whether it is paid, it does too whether it needs a value.
        if holds.is_some_and(|holds| holds != 0.0) {
            possible_value(amount, state, self.lows, span)?;
        }
        Ok(holds != Some(0.0))
    }

    fn amount(&self, tape: &mut Tape, (when, amount): (&Option<Structural>, &Tree), state: &[i32]) -> Slot {
        let amount = tape.bind(amount, state, self.lows);
        match when {
            Some(when) if when.tree.reads_period() => {
                let when = tape.bind(&when.tree, state, self.lows);
                let nothing = tape.constant(0.0);
                tape.choose(when, amount, nothing)
            }
            _ => amount,
        }
    }
}

/// Whether a term is paid at the end of every survived period.
fn in_each_period(paid: Paid) -> bool {
    matches!(paid, Paid::EachPeriod | Paid::Lasting)
}
