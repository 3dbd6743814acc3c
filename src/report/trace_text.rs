//! A traced game in sentences, with labels in place of names.

use super::layout::{Printout, listed};
use super::terminal::titles;
use crate::game::names::CellName;
use crate::game::{Category, Game, InformationSet, LayerKind, Names, Occasion, PeriodGraph};
use crate::numeric::decimal::shortest;
use crate::play::Step;
use crate::play::replay::Payment;
use crate::scenario::{LabelKind, Labels};
use crate::study::Trace;

/// The text of a traced game; a brief one has only what somebody did and what chance changed.
pub(crate) fn text((title, labels): (&str, &Labels), trace: &Trace<'_>, brief: bool) -> Printout {
    let teller = Teller {
        trace,
        game: &trace.variant.explored.game,
        names: &trace.variant.explored.names,
        labels,
        brief,
    };
    let titles = titles([trace.variant.name.as_str()], labels);
    let mut text = format!("{title}\n{}\n{titles}\n", heading(trace));
    if brief {
        text += &(teller.start() + &teller.periods_together());
    } else {
        text += &teller.parameters();
        text += &teller.start();
        for period in 1..=trace.replayed.last_period {
            text += &teller.period(period);
        }
    }
    text += &teller.end();
    let mut page = Printout::default();
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        page.hang(line, if indent > 0 { indent + 2 } else { 0 });
    }
    page
}

fn heading(trace: &Trace<'_>) -> String {
    let Trace { game, seed, .. } = trace;
    let variant = &trace.variant.name;
    let draw = match trace.draw {
        Some(draw) => format!("draw {draw}"),
        None => "the nominal point".to_owned(),
    };
    format!("Game {game} of {draw}, variant `{variant}`, seed {seed}.")
}

/// A traced game, and what everything in it is called.
struct Teller<'t> {
    trace: &'t Trace<'t>,
    game: &'t Game,
    names: &'t Names,
    labels: &'t Labels,
    /// Whether only what somebody did and what chance changed is told.
    brief: bool,
}

impl<'t> Teller<'t> {
    fn parameters(&self) -> String {
        let values = self.names.parameters.iter().zip(&self.trace.parameters);
        let lines = values.map(|(name, value)| format!("  {name} = {}\n", rounded(*value)));
        let lines: String = lines.collect();
        if lines.is_empty() {
            return lines;
        }
        format!("In this draw:\n{lines}\n")
    }

    fn start(&self) -> String {
        let (names, replayed) = (self.names, &self.trace.replayed);
        let state = &names.states[names.start_states[replayed.ending] as usize];
        let mut text = "At the start\n".to_owned();
        for step in &replayed.start {
            let what = &names.start_draws[step.draw];
            let settled = &names.start_cells[step.draw];
            let value = |&cell: &usize| names.cells[cell].show(state[cell]);
            let values = settled.iter().map(value).collect::<Vec<_>>().join(" and ");
            let verb = match settled.len() {
                _ if settled.iter().any(|&cell| names.cells[cell].variable) => "starts at",
                0 | 1 => "is",
                _ => "are",
            };
            let value = self.labels.actor_type(what, &values);
            let (what, chance) = (self.labels.about(what), chance(step.chance));
            text += &format!("  {what} {verb} {value} (chance {chance}).\n");
        }
        let cells = names.cells.iter().zip(state);
        let variables = cells.filter(|(cell, _)| cell.variable);
        let value = |(cell, &value): (&CellName, &i32)| format!("{} = {}", cell.name, cell.show(value));
        let variables = listed(variables.map(value));
        if !variables.is_empty() && !self.brief {
            text += &format!("  The state: {variables}.\n");
        }
        text + "\n"
    }

    /// All periods, those that follow each other with the same events under one heading.
    fn periods_together(&self) -> String {
        let last = self.trace.replayed.last_period;
        let events: Vec<(usize, String)> = (1..=last).map(|period| (period, self.events(period))).collect();
        let unit = capital(&self.trace.variant.model.period_unit);
        let same = events.chunk_by(|one, other| one.1 == other.1);
        let told = same.filter(|periods| !periods[0].1.is_empty()).map(|periods| {
            let (first, last) = (periods[0].0, periods[periods.len() - 1].0);
            let when = if first == last {
                format!("{unit} {first}")
            } else {
                format!("{unit} {first} to {last}, each")
            };
            format!("{when}\n{}\n", periods[0].1)
        });
        told.collect()
    }

    fn period(&self, number: usize) -> String {
        let end = self.trace.replayed.survived.iter().find(|end| end.period == number);
        let mut events = self.events(number);
        if events.is_empty() {
            events += "  Nobody had anything to decide.\n";
        }
        let unit = capital(&self.trace.variant.model.period_unit);
        let paid = self.paid(end.into_iter().flat_map(|end| &end.payments));
        let paid = sentence_of(&paid, "  At its end");
        format!("{unit} {number}\n{events}{paid}\n")
    }

    /// What happened in a period, a line or more for each step.
    fn events(&self, number: usize) -> String {
        let replayed = &self.trace.replayed;
        let steps = replayed.steps.iter().filter(|step| step.period == number);
        let steps: Vec<&Step> = steps.collect();
        let end = replayed.survived.iter().find(|end| end.period == number);
        let mut events = String::new();
        let mut ballot = Ballot::default();
        for (place, step) in steps.iter().enumerate() {
            // The last step of a stage carries its changes.
            let after = match steps.get(place + 1) {
                Some(next) if next.stage == step.stage => None,
                Some(next) => Some(self.names.node_states[next.graph][next.node]),
                None => end.map(|end| self.names.period_states[end.period_state]),
            };
            let group = self.group(step);
            let next = steps.get(place + 1).filter(|next| next.stage == step.stage);
            match group {
                None => events += &self.event(step, after),
                Some(_) => ballot.count(self.game, step),
            }
            if let Some(group) = group.filter(|group| next.and_then(|next| self.group(next)) != Some(*group)) {
                events += &self.ballot(group, &std::mem::take(&mut ballot), step, after);
            }
        }
        events
    }

    /// The group whose members act in a step.
    fn group(&self, step: &Step) -> Option<usize> {
        let actor = step.actor?;
        let group = self.names.declared_actor(actor);
        (group != actor).then_some(group)
    }

    /// What the members of a group chose in a stage, after the last step of theirs.
    fn ballot(&self, group: usize, ballot: &Ballot, step: &Step, after: Option<u32>) -> String {
        let before = self.names.node_states[step.graph][step.node];
        let described = self.trace.variant.model.actors[group].group.as_ref();
        let described = described.expect("members belong to a group");
        let cell = self.trace.variant.model.actors[group].type_cell;
        let composition = cell.map_or(0, |cell| self.names.states[before as usize][cell]);
        let present = &described.compositions[usize::try_from(composition).unwrap_or_default()];
        let first = described.first;
        let (stage, owner) = (&self.names.stages[step.stage], &self.names.actors[group]);
        let actions = self.names.actions_of(step.stage, first).iter().enumerate();
        let parts = actions.filter_map(|(action, name)| {
            let of_kind = |kind: usize| ballot.of(first + kind, action);
            let all: u32 = (0..present.len()).map(of_kind).sum();
            let kinds = described.kinds.iter().zip(present).enumerate();
            let kinds = kinds.filter(|(_, (_, present))| **present > 0 && described.kinds.len() > 1);
            let kinds = listed(kinds.map(|(number, (kind, of))| format!("{} of {of} {}", of_kind(number), kind.name)));
            let kinds = if kinds.is_empty() { kinds } else { format!(" ({kinds})") };
            let action = self.labels.action(stage, owner, name);
            (all > 0).then(|| format!("{all} of {} chose {action}{kinds}", described.members))
        });
        let chose = listed(parts);
        let chose = if chose.is_empty() {
            "nobody was asked".to_owned()
        } else {
            chose
        };
        let changes = after.map_or_else(String::new, |after| self.changes(before, after));
        let (stage, who) = (self.labels.get(LabelKind::Stage, stage), self.actor(group));
        let paid = ballot.payments.iter().filter(|_| !self.brief);
        let paid = sentence_of(&self.paid(paid), "    For this");
        let changes = sentence_of(&changes, "    So");
        format!("  {stage}: of {who}, {chose}.\n{paid}{changes}")
    }

    /// What happened in a step; the last of a stage has the state `after` it. A chance move with one branch is shown
    /// only where it changed something.
    fn event(&self, step: &Step, after: Option<u32>) -> String {
        let graph = &self.game.graphs[step.graph];
        let before = self.names.node_states[step.graph][step.node];
        let changes = after.map_or_else(String::new, |after| self.changes(before, after));
        let told = step.payments.iter().filter(|_| !self.brief);
        let paid = self.paid(told);
        let unchanged = changes.is_empty() && paid.is_empty();
        let told = step.kind == LayerKind::Choice || !unchanged || self.is_last(step);
        if self.brief && !told {
            return String::new();
        }
        if unchanged && step.kind != LayerKind::Choice && graph.nodes[step.node].edges == 1 {
            return String::new();
        }
        let actor = step.actor.map_or("chance", |actor| self.actor(actor));
        let likely = chance(step.chance);
        let option = step.edge - graph.edges_of(step.node).start;
        let what = match (step.kind, step.set) {
            (LayerKind::Opportunity, _) if option == 0 => {
                format!("{actor} was asked (chance {likely}).\n")
            }
            (LayerKind::Opportunity, _) => format!("{actor} was not asked (chance {likely}).\n"),
            (LayerKind::Bound, _) if option == 0 => {
                format!("this time its promise bound {actor} (chance {likely}).\n")
            }
            (LayerKind::Bound, _) => format!("this time {actor} was free (chance {likely}).\n"),
            (LayerKind::Choice, Some(set)) => self.decision(step, graph, &graph.information_sets[set], option),
            _ => self.branch(step, graph, unchanged),
        };
        let stage = &self.names.stages[step.stage];
        let stage = self.labels.get(LabelKind::Stage, stage);
        let paid = sentence_of(&paid, "    For this");
        let changes = sentence_of(&changes, "    So");
        format!("  {stage}: {what}{paid}{changes}")
    }

    /// Whether the game ended with this step.
    fn is_last(&self, step: &Step) -> bool {
        let replayed = &self.trace.replayed;
        let survived = replayed.survived.iter().any(|end| end.period == step.period);
        !survived && replayed.steps.last().is_some_and(|last| std::ptr::eq(last, step))
    }

    /// What an actor chose and what else it could have done, what it believed, and what became of its promises.
    fn decision(&self, step: &Step, graph: &PeriodGraph, set: &InformationSet, option: usize) -> String {
        let edges = graph.edges[graph.edges_of(step.node)].iter();
        let (stage, owner) = (&self.names.stages[step.stage], &self.names.actors[set.actor]);
        let label = |name: String| self.labels.action(stage, owner, &name).to_owned();
        let actions = edges.map(|edge| label(self.names.action(step.stage, set.actor, edge.action)));
        let actions: Vec<String> = actions.collect();
        let choices = &self.trace.solution.profile.periods[step.period - 1][set.first_choice..];
        let action = &actions[option];
        let others = actions.iter().zip(choices);
        let others = others.filter(|(name, _)| *name != action);
        let others = listed(others.map(|(name, choice)| format!("{name} {}", chance(choice[0]))));
        let others = match others.as_str() {
            "" => "; there was nothing else to do".to_owned(),
            others => format!(" (else: {others})"),
        };
        let (actor, likely) = (self.actor(set.actor), chance(step.chance));
        let mut text = if self.brief {
            format!("{actor} chose {action}.\n")
        } else {
            let beliefs = self.beliefs(step.period, graph, set);
            format!("{actor} chose {action}, with probability {likely}{others}.\n{beliefs}")
        };
        for occasion in &set.occasions {
            text += &format!("    {}.\n", self.promise(occasion, option));
        }
        text
    }

    /// What an actor who moves believes about the private characteristics of others.
    fn beliefs(&self, period: usize, graph: &PeriodGraph, set: &InformationSet) -> String {
        let weights = self.trace.solution.beliefs.at(period, set, 0);
        let attributes = self.game.attributes.iter().enumerate();
        let mut text = String::new();
        for (number, of) in attributes.filter(|(_, of)| of.actor != set.actor) {
            let mut chances = vec![0.0; of.size];
            for (node, weight) in graph.nodes[set.nodes.clone()].iter().zip(&weights) {
                let profile = &self.game.type_profiles[node.type_profile as usize];
                chances[profile.values[number]] += weight;
            }
            let about = &self.names.attributes[number];
            let values = self.names.attribute_values[number].iter().zip(chances);
            let label = |value| self.labels.actor_type(about, value);
            let each = listed(values.map(|(value, weight)| format!("{} {}", label(value), chance(weight))));
            text += &format!("    It believed of {}: {each}.\n", self.labels.about(about));
        }
        text
    }

    fn promise(&self, occasion: &Occasion, option: usize) -> String {
        let name = &self.names.commitments[occasion.commitment];
        let name = self.labels.get(LabelKind::Commitment, name);
        let kept = occasion.promised == Some(option);
        match (kept, occasion.bound) {
            _ if !occasion.available => {
                format!("Its promise {name} was tested: unable, as the promised action was not available")
            }
            (true, true) => format!("Its promise {name} was tested: kept, as it was bound"),
            (true, false) => format!("Its promise {name} was tested: kept by choice"),
            (false, _) => format!("Its promise {name} was tested: reneged"),
        }
    }

    fn branch(&self, step: &Step, graph: &PeriodGraph, unchanged: bool) -> String {
        let name = self.names.branches[step.graph].get(step.edge);
        let name = name.map_or("", String::as_str);
        let whose = |actor| format!(" on what {} did", self.actor(actor));
        let whose = step.actor.map_or_else(String::new, whose);
        let likely = chance(step.chance);
        match (graph.nodes[step.node].edges, name) {
            (1, "") => "it took its course.\n".to_owned(),
            (1, name) => format!("it took its course: {name}.\n"),
            (_, "") if unchanged => format!("chance changed nothing{whose} (chance {likely}).\n"),
            (_, "") => format!("chance decided{whose}: one of its ways (chance {likely}).\n"),
            (_, name) => format!("chance decided{whose}: {name} (chance {likely}).\n"),
        }
    }

    /// The variables that differ between two states.
    fn changes(&self, before: u32, after: u32) -> String {
        let [before, after] = [before, after].map(|state| &self.names.states[state as usize]);
        let cells = self.names.cells.iter().zip(before.iter().zip(after));
        let changed = cells.filter(|(cell, (before, after))| cell.variable && before != after);
        listed(changed.map(|(cell, (&before, &after))| {
            format!("{} went from {} to {}", cell.name, cell.show(before), cell.show(after))
        }))
    }

    fn paid(&self, payments: impl IntoIterator<Item = &'t Payment>) -> String {
        // What a single member of a group gets is in the average of the group.
        let declared = |payment: &&Payment| self.game.term_actor[payment.term] < self.game.declared;
        listed(payments.into_iter().filter(declared).map(|payment| {
            let actor = self.actor(self.game.term_actor[payment.term]);
            format!("{actor} got {} ({})", earned(payment.amount), self.term(payment.term))
        }))
    }

    fn end(&self) -> String {
        let (model, replayed) = (&self.trace.variant.model, &self.trace.replayed);
        let unit = &model.period_unit;
        let when = match replayed.last_period {
            0 => "at the start".to_owned(),
            period if period == model.periods => format!("in {unit} {period}, the last"),
            period => format!("in {unit} {period} of {}", model.periods),
        };
        let outcome = &self.names.outcomes[replayed.outcome];
        let outcome = self.labels.get(LabelKind::Outcome, outcome);
        let paid = self.paid(replayed.at_end.iter().chain(&replayed.perpetuity));
        let mut text = format!("It ended {when}: {outcome}.\n{}", sentence_of(&paid, "  Then"));
        text += "Earned in all, discounted to the start:\n";
        for (actor, total) in replayed.payoffs.iter().enumerate().take(self.game.declared) {
            let terms = replayed.terms.iter().enumerate();
            let own = terms.filter(|(term, _)| self.game.term_actor[*term] == actor);
            let own = own.filter(|(_, amount)| **amount != 0.0);
            let parts = listed(own.map(|(term, amount)| format!("{} {}", self.term(term), earned(*amount))));
            let parts = (!parts.is_empty()).then(|| format!(" ({parts})"));
            let (actor, parts) = (self.actor(actor), parts.unwrap_or_default());
            text += &format!("  {actor}: {}{parts}\n", earned(*total));
        }
        text
    }

    /// What an actor is called.
    fn actor(&self, actor: usize) -> &'t str {
        self.labels.get(LabelKind::Actor, &self.names.actors[actor])
    }

    /// What a payoff term is called.
    fn term(&self, term: usize) -> &'t str {
        let actor = &self.names.actors[self.game.term_actor[term]];
        self.labels.term(actor, &self.names.terms[term])
    }
}

/// What members of a group chose.
#[derive(Default)]
struct Ballot {
    /// How many that a member stands for took an action: the actor, the action, and their number.
    counts: Vec<(usize, usize, u32)>,
    payments: Vec<Payment>,
}

impl Ballot {
    fn count(&mut self, game: &Game, step: &Step) {
        let graph = &game.graphs[step.graph];
        let edge = &graph.edges[step.edge];
        for payment in &step.payments {
            match self.payments.iter_mut().find(|known| known.term == payment.term) {
                Some(known) => known.amount += payment.amount,
                None => self.payments.push(*payment),
            }
        }
        let Some(actor) = step.actor else { return };
        if step.kind == LayerKind::Choice {
            self.counts.push((actor, usize::from(edge.action), 1));
        }
        let Some(members) = graph.members_at(step.node) else {
            return;
        };
        let actions = graph.edges_at(graph.information_sets[members.set].nodes.start);
        let way = members.counts().swap_remove(usize::from(edge.action));
        for (category, count) in members.categories().zip(way) {
            let action = match category {
                Category::Choice(choice) => actions[choice].action,
                Category::Bound(promise) => promise.action,
                Category::NotAsked => continue,
            };
            self.counts.push((actor, usize::from(action), count));
        }
    }

    /// How many took an action.
    fn of(&self, actor: usize, action: usize) -> u32 {
        let same = self
            .counts
            .iter()
            .filter(|(of, taken, _)| (*of, *taken) == (actor, action));
        same.map(|(.., count)| count).sum()
    }
}

/// A line that begins so; empty where there is nothing to say.
fn sentence_of(what: &str, begin: &str) -> String {
    if what.is_empty() {
        return String::new();
    }
    format!("{begin} {what}.\n")
}

/// A probability for reading: three digits that count.
fn chance(value: f64) -> String {
    if value > 0.0 && value < 0.001 {
        "< 0.001".to_owned()
    } else {
        trimmed(&format!("{value:.3}"))
    }
}

/// What an actor got: up to four decimals, with a true minus sign.
fn earned(value: f64) -> String {
    match rounded(value).strip_prefix('-') {
        Some(size) => format!("−{size}"),
        None => rounded(value),
    }
}

/// A number as it can be typed again: up to four decimals.
fn rounded(value: f64) -> String {
    if value.abs() >= 1e9 || (value != 0.0 && value.abs() < 1e-3) {
        shortest(value)
    } else {
        trimmed(&format!("{value:.4}"))
    }
}

fn trimmed(text: &str) -> String {
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

/// A word with its first letter in capitals.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
