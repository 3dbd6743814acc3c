//! What observers believe of others: as periods start, and after each kind of event.

use std::ops::Range;

use super::ANY;
use crate::game::Names;
use crate::play::Question;
use crate::study::beliefs::Outlook;
use crate::study::rows::{BeliefAfterRow, BeliefRow, Record, Sink};
use crate::study::totals::Totals;
use crate::study::variant::Variant;

/// Hands over the rows of beliefs, period by period; those about games that cannot be are left out.
pub(super) fn held(
    variant: &Variant,
    totals: &Totals,
    outlook: &Outlook<'_>,
    sink: &mut dyn Sink,
) -> std::io::Result<()> {
    let names = &variant.explored.names;
    for period in 1..=variant.explored.game.periods {
        for (number, question) in outlook.observers.questions().iter().enumerate() {
            for asked in answers(names, question) {
                let of = (number, question.size);
                let Some(held) =
                    totals
                        .believed
                        .held
                        .held(period, of, asked.truths, asked.believed)
                else {
                    continue;
                };
                sink.put(Record::Belief(BeliefRow {
                    variant: variant.name.clone(),
                    period,
                    observer: names.actors[question.observer].clone(),
                    about: names.traits[question.about].clone(),
                    true_type: asked.true_type.to_owned(),
                    believed_type: asked.believed_type.to_owned(),
                    mean: held.mean,
                    percentiles: held.percentiles,
                }))?;
            }
        }
    }
    Ok(())
}

/// Hands over the rows of beliefs after each event; those about games that cannot be are left out.
pub(super) fn after(
    variant: &Variant,
    totals: &Totals,
    outlook: &Outlook<'_>,
    sink: &mut dyn Sink,
) -> std::io::Result<()> {
    let names = &variant.explored.names;
    for (number, event) in outlook.events.list().iter().enumerate() {
        for (question_number, question) in outlook.observers.questions().iter().enumerate() {
            for asked in answers(names, question) {
                let of = (question_number, question.size);
                let Some(after) =
                    totals
                        .believed
                        .after
                        .after(number, of, asked.truths, asked.believed)
                else {
                    continue;
                };
                sink.put(Record::BeliefAfter(BeliefAfterRow {
                    variant: variant.name.clone(),
                    stage: names.stages[event.stage].clone(),
                    actor: event.actor.map(|actor| names.actors[actor].clone()),
                    kind: if event.branch { "branch" } else { "action" },
                    event: event.name.clone(),
                    observer: names.actors[question.observer].clone(),
                    about: names.traits[question.about].clone(),
                    true_type: asked.true_type.to_owned(),
                    believed_type: asked.believed_type.to_owned(),
                    times: after.times / totals.draws() as f64,
                    mean: after.mean,
                }))?;
            }
        }
    }
    Ok(())
}

/// What may be true, and what may be believed.
struct Asked<'n> {
    true_type: &'n str,
    truths: Range<usize>,
    believed_type: &'n str,
    believed: usize,
}

/// All that may be asked of a question: any truth first.
fn answers<'n>(names: &'n Names, question: &Question) -> Vec<Asked<'n>> {
    let values = &names.trait_values[question.about];
    let one = |truth: usize| (values[truth].as_str(), truth..truth + 1);
    let truths = std::iter::once((ANY, 0..question.size)).chain((0..question.size).map(one));
    let both = truths.flat_map(|(true_type, truths)| {
        values
            .iter()
            .enumerate()
            .map(move |(believed, believed_type)| Asked {
                true_type,
                truths: truths.clone(),
                believed_type,
                believed,
            })
    });
    both.collect()
}
