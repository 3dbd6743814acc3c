//! What observers believed of others as periods started.

use crate::play::Observers;
use crate::study::rows::{BeliefRow, Record, Sink};
use crate::study::totals::Totals;
use crate::study::variant::Variant;

/// The name of all games together, whatever the truth.
const ANY: &str = "any";

/// Hands over the rows of beliefs, period by period; those about games that cannot be are left out.
pub(super) fn beliefs(
    variant: &Variant,
    totals: &Totals,
    sink: &mut dyn Sink,
) -> std::io::Result<()> {
    let names = &variant.explored.names;
    let observers = Observers::new(&variant.explored.game);
    for period in 1..=variant.explored.game.periods {
        for (number, question) in observers.questions().iter().enumerate() {
            let values = &names.trait_values[question.about];
            let one = |truth: usize| (values[truth].as_str(), truth..truth + 1);
            let truths =
                std::iter::once((ANY, 0..question.size)).chain((0..question.size).map(one));
            for (true_type, truths) in truths {
                for (believed, believed_type) in values.iter().enumerate() {
                    let asked = (number, question.size);
                    let Some(held) = totals.beliefs.held(period, asked, truths.clone(), believed)
                    else {
                        continue;
                    };
                    sink.put(Record::Belief(BeliefRow {
                        variant: variant.name.clone(),
                        period,
                        observer: names.actors[question.observer].clone(),
                        about: names.traits[question.about].clone(),
                        true_type: true_type.to_owned(),
                        believed_type: believed_type.clone(),
                        mean: held.mean,
                        percentiles: held.percentiles,
                    }))?;
                }
            }
        }
    }
    Ok(())
}
