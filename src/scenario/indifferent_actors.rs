//! Warns of actors that choose by what an action earns them, and to whom nothing is paid.

use crate::scenario::ast::{Actor, Scenario, StageKind, StrategyKind};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic};

/// A warning for each actor without payoffs that chooses by logit or best response, in the order of the file.
pub(crate) fn indifferent(written: &Scenario) -> Vec<Diagnostic> {
    let actors = written.actors.iter();
    let actors = actors.filter(|actor| actor.payoffs.is_empty() && chooses_by_payoffs(written, actor));
    let warning = |actor: &Actor| {
        let message = format!(
            "the actor {} has no payoffs, and chooses by them",
            quoted(&actor.name.value)
        );
        let finding = Diagnostic::warning(Code::NoPayoffs, message).at(actor.name.span, "");
        finding
            .help(format!(
                "give it what it wants: a table `[[actors.{}.payoffs]]` for each term",
                actor.name.value
            ))
            .help("without any, all that it may do is equally good to it, but for what breaking a promise costs")
    };
    actors.map(warning).collect()
}

fn chooses_by_payoffs(written: &Scenario, actor: &Actor) -> bool {
    let named = &actor.name.value;
    let decides = |kind: &StageKind| kind.choices().iter().any(|choice| choice.actor.value == *named);
    let own = actor
        .strategy
        .iter()
        .chain(actor.strategy_at.iter().map(|(_, strategy)| strategy));
    let variants = written.variants.iter();
    let of_variants = variants.flat_map(|variant| &variant.strategies);
    let of_variants = of_variants
        .filter(|(name, _)| name.value == *named)
        .map(|(_, strategy)| strategy);
    let by_payoffs = |kind: &StrategyKind| matches!(kind, StrategyKind::Logit(_) | StrategyKind::BestResponse);
    let mut strategies = own.chain(of_variants);
    written.stages.iter().any(|stage| decides(&stage.kind)) && strategies.any(|strategy| by_payoffs(&strategy.kind))
}
