//! The tables of beliefs: what observers believe of others as periods start, and after each event.

use std::ops::Range;

use super::{Result, Results};
use crate::game::Names;
use crate::play::Question;
use crate::study::beliefs::Outlook;
use crate::study::rows::comparisons::ANY;
use crate::study::rows::{BeliefAfterRow, BeliefRow, EventKind};
use crate::study::sink::Sink;

impl Results<'_> {
    /// Puts the rows of beliefs, period by period, into the sink; impossible conditions have no row.
    pub(super) fn beliefs_held(&self, outlook: &Outlook<'_>, sink: &mut impl Sink) -> Result<()> {
        let asked = asked(self.names, outlook);
        let beliefs = &self.totals.believed.held;
        for period in 1..=self.game.periods {
            for of in &asked {
                let truths = of.truths.clone();
                if let Some(held) = beliefs.held(period, of.question, truths, of.believed) {
                    sink.put(BeliefRow {
                        variant: self.variant.clone(),
                        period,
                        observer: of.observer.to_owned(),
                        about: of.about.to_owned(),
                        true_type: of.true_type.to_owned(),
                        believed_type: of.believed_type.to_owned(),
                        belief_mean: held.mean,
                        belief_p05: held.percentiles[0],
                        belief_p95: held.percentiles[1],
                    })?;
                }
            }
        }
        Ok(())
    }

    /// Puts the rows of beliefs after each event into the sink; impossible conditions have no row.
    pub(super) fn beliefs_after(&self, outlook: &Outlook<'_>, sink: &mut impl Sink) -> Result<()> {
        let (names, totals) = (self.names, self.totals);
        let asked = asked(names, outlook);
        let beliefs = &totals.believed.after;
        for (number, event) in outlook.events.list().iter().enumerate() {
            let kind = if event.branch {
                EventKind::Branch
            } else {
                EventKind::Action
            };
            for of in &asked {
                let truths = of.truths.clone();
                if let Some(after) = beliefs.after(number, of.question, truths, of.believed) {
                    sink.put(BeliefAfterRow {
                        variant: self.variant.clone(),
                        stage: names.stages[event.stage].clone(),
                        actor: event.actor.map(|actor| names.actors[actor].clone()),
                        kind,
                        event: event.name.clone(),
                        observer: of.observer.to_owned(),
                        about: of.about.to_owned(),
                        true_type: of.true_type.to_owned(),
                        believed_type: of.believed_type.to_owned(),
                        times: after.times / totals.count() as f64,
                        belief_mean: after.mean,
                    })?;
                }
            }
        }
        Ok(())
    }
}

/// What may be true, and what an observer may believe.
struct Asked<'n> {
    question: &'n Question,
    observer: &'n str,
    about: &'n str,
    true_type: &'n str,
    truths: Range<usize>,
    believed_type: &'n str,
    believed: usize,
}

/// All that may be asked, question by question: any truth first.
fn asked<'n>(names: &'n Names, outlook: &'n Outlook<'_>) -> Vec<Asked<'n>> {
    let mut asked = Vec::new();
    for question in outlook.observers.questions() {
        let values = &names.attribute_values[question.about];
        let one = |truth: usize| (values[truth].as_str(), truth..truth + 1);
        let truths = std::iter::once((ANY, 0..question.size)).chain((0..question.size).map(one));
        for (true_type, truths) in truths {
            for (believed, believed_type) in values.iter().enumerate() {
                asked.push(Asked {
                    question,
                    observer: &names.actors[question.observer],
                    about: &names.attributes[question.about],
                    true_type,
                    truths: truths.clone(),
                    believed_type,
                    believed,
                });
            }
        }
    }
    asked
}
