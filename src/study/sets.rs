//! The names of information sets, which list what the actor who moves there sees, and questions about such sets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use crate::game::names::CellName;
use crate::game::{Game, InformationSet, Names, PeriodGraph};
use crate::scenario::{Condition, UndefinedCondition};

/// An information set by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "SetColumns")]
pub struct SetName {
    /// The period.
    pub period: usize,
    /// The stage.
    pub stage: String,
    /// The actor who moves.
    pub actor: String,
    /// Its type, where it has types.
    pub actor_type: Option<String>,
    /// Everything else that the actor knows.
    pub sees: Vec<Seen>,
    /// The number that a game file gives it, which then is its only name.
    pub number: Option<String>,
}

/// One thing that an actor knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The thing and its value: `balance=1`.
    pub text: String,
    /// Whether it differs between the sets of this actor at this stage.
    pub differs: bool,
}

/// The columns that name an information set.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SetColumns {
    /// The period; empty in a game file.
    #[schemars(extend("unit" = "<period>"))]
    period: Option<usize>,
    /// The stage; empty in a game file.
    stage: Option<String>,
    /// The actor who moves.
    actor: String,
    /// Its type; empty where it has no types.
    #[serde(rename = "type")]
    actor_type: Option<String>,
    /// All else that the actor knows: each variable that it sees with its value, and whether promises bind it; in a game
    /// file the number of the set.
    information_set: String,
}

impl SetColumns {
    /// Their headers.
    pub(crate) const NAMES: [&str; 5] = ["period", "stage", "actor", "type", "information_set"];
}

impl JsonSchema for SetName {
    fn schema_name() -> Cow<'static, str> {
        SetColumns::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        SetColumns::json_schema(generator)
    }
}

impl From<SetName> for SetColumns {
    fn from(at: SetName) -> Self {
        let information_set = at.full();
        let of_scenario = at.number.is_none();
        Self {
            period: of_scenario.then_some(at.period),
            stage: of_scenario.then_some(at.stage),
            actor: at.actor,
            actor_type: at.actor_type,
            information_set,
        }
    }
}

impl SetName {
    /// Everything that the actor knows, or the number in a game file: it distinguishes the set from all others of this
    /// period, stage, actor and type.
    pub fn full(&self) -> String {
        match &self.number {
            Some(number) => number.clone(),
            None => joined(self.sees.iter()),
        }
    }

    /// Whether it is the same set, perhaps of a game in which other things differ.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.period == other.period
            && self.stage == other.stage
            && self.actor == other.actor
            && self.actor_type == other.actor_type
            && self.full() == other.full()
    }

    /// The same without what is never otherwise when this actor is asked at this stage.
    pub fn short(&self) -> String {
        joined(self.sees.iter().filter(|seen| seen.differs))
    }
}

fn joined<'s>(parts: impl Iterator<Item = &'s Seen>) -> String {
    let texts: Vec<&str> = parts.map(|seen| seen.text.as_str()).collect();
    texts.join(" ")
}

/// Names the information sets of a game.
pub(super) struct Naming<'g> {
    game: &'g Game,
    names: &'g Names,
    /// By stage and actor, the least and the greatest value that each cell takes when it is asked.
    ranges: BTreeMap<(usize, usize), Vec<(i32, i32)>>,
}

impl<'g> Naming<'g> {
    pub(super) fn new(game: &'g Game, names: &'g Names) -> Self {
        let mut ranges: BTreeMap<(usize, usize), Vec<(i32, i32)>> = BTreeMap::new();
        for (number, graph) in game.graphs.iter().enumerate() {
            for set in &graph.information_sets {
                let row = &game.decision_kinds[set.decision_kind];
                let state = state_of(names, number, set.nodes.start);
                let range = ranges
                    .entry((row.stage, row.actor))
                    .or_insert_with(|| state.iter().map(|&value| (value, value)).collect());
                for ((low, high), &value) in range.iter_mut().zip(state) {
                    *low = value.min(*low);
                    *high = value.max(*high);
                }
            }
        }
        Self { game, names, ranges }
    }

    pub(super) fn name(&self, period: usize, number: usize) -> SetName {
        let set = &self.graph(period).information_sets[number];
        let row = &self.game.decision_kinds[set.decision_kind];
        let types = &self.names.types[row.actor];
        SetName {
            period,
            stage: self.names.stages[row.stage].clone(),
            actor: self.names.player(row.actor).clone(),
            actor_type: row.actor_type.map(|value| types[value].clone()),
            sees: self.sees(period, set),
            number: self.names.information_set_numbers.get(number).cloned(),
        }
    }

    /// The name of an action of a set.
    pub(super) fn action(&self, period: usize, set: &InformationSet, at: usize) -> String {
        let graph = self.graph(period);
        let row = &self.game.decision_kinds[set.decision_kind];
        let edge = &graph.edges[graph.edges_of(set.nodes.start).start + at];
        self.names.action(row.stage, row.actor, edge.action)
    }

    /// The name of a nest of a set, by its number at the stage.
    pub(super) fn nest(&self, set: &InformationSet, number: usize) -> String {
        let row = &self.game.decision_kinds[set.decision_kind];
        let own = self.names.nests[row.stage]
            .iter()
            .find(|(actor, _)| *actor == row.actor);
        own.map(|(_, nests)| nests[number].clone()).unwrap_or_default()
    }

    /// The state in which a node stands, as values of the cells.
    pub(super) fn state(&self, period: usize, node: usize) -> &'g [i32] {
        state_of(self.names, self.game.calendar[period - 1], node)
    }

    pub(super) fn graph(&self, period: usize) -> &'g PeriodGraph {
        self.game.graph(period)
    }

    fn sees(&self, period: usize, set: &InformationSet) -> Vec<Seen> {
        let row = &self.game.decision_kinds[set.decision_kind];
        let state = self.state(period, set.nodes.start);
        let range = &self.ranges[&(row.stage, row.actor)];
        let mut sees = Vec::new();
        for (cell, (value, (low, high))) in self.names.cells.iter().zip(state.iter().zip(range)) {
            let own_type = !cell.variable && cell.name == self.names.actors[row.actor];
            if cell.seen[row.actor] && !own_type {
                sees.push(Seen {
                    text: format!("{}={}", cell.name, cell.show(*value)),
                    differs: low != high,
                });
            }
        }
        // No cell holds whether a promise binds that is drawn on every occasion.
        for occasion in &set.occasions {
            let name = &self.names.commitments[occasion.commitment];
            let in_cell = |cell: &CellName| !cell.variable && cell.name == *name;
            if !self.names.cells.iter().any(in_cell) {
                let word = if occasion.bound { "bound" } else { "free" };
                sees.push(Seen {
                    text: format!("{name}={word}"),
                    differs: true,
                });
            }
        }
        sees
    }
}

fn state_of(names: &Names, graph: usize, node: usize) -> &[i32] {
    let of_graph = names.node_states.get(graph);
    let state = of_graph.and_then(|states| states.get(node));
    state.map_or(&[], |&state| &names.states[state as usize])
}

/// Which information sets are asked about; what is left open may be anything.
#[derive(Clone, Debug, Default)]
pub struct SetFilter {
    /// At this stage.
    pub stage: Option<usize>,
    /// Of this actor.
    pub actor: Option<usize>,
    /// If its type is this one.
    pub actor_type: Option<String>,
    /// In this period.
    pub period: Option<usize>,
    /// If the actor knows all of these things, as names of sets put them.
    pub sees: Vec<String>,
    /// Where this condition holds; it may read only what the actor sees.
    pub when: Option<Condition>,
}

impl SetFilter {
    /// Whether everything is asked about.
    pub fn is_open(&self) -> bool {
        let numbers = [self.stage, self.actor, self.period];
        let open = numbers.iter().all(Option::is_none) && self.actor_type.is_none();
        open && self.sees.is_empty() && self.when.is_none()
    }

    /// Whether somebody asks about a set.
    pub(super) fn fits(&self, naming: &Naming<'_>, period: usize, number: usize) -> bool {
        let set = &naming.graph(period).information_sets[number];
        self.is_at(naming, period, set)
            && self.holds(naming, period, set).is_ok_and(|holds| holds)
            && self.knows(naming, period, set)
    }

    /// Whether a set is of the stage, the actor, its type and the period that are asked about.
    fn is_at(&self, naming: &Naming<'_>, period: usize, set: &InformationSet) -> bool {
        let row = &naming.game.decision_kinds[set.decision_kind];
        let open = |wanted: Option<usize>, is: usize| wanted.is_none_or(|wanted| wanted == is);
        let of_type = |wanted: &String| {
            let is = |value: usize| naming.names.types[row.actor][value] == *wanted;
            row.actor_type.is_some_and(is)
        };
        open(self.stage, row.stage)
            && open(self.actor, naming.names.declared_actor(row.actor))
            && open(self.period, period)
            && self.actor_type.as_ref().is_none_or(of_type)
    }

    /// Whether the condition holds at a set; it does not where the actor does not see what it reads.
    fn holds(&self, naming: &Naming<'_>, period: usize, set: &InformationSet) -> Result<bool, UndefinedCondition> {
        let Some(when) = &self.when else { return Ok(true) };
        let seen = |cell: &usize| naming.names.cells[*cell].seen[set.actor];
        Ok(when.reads().iter().all(seen) && when.holds(naming.state(period, set.nodes.start), period)?)
    }

    /// The error that the condition has no value at some set that is asked about, if it has none.
    pub(crate) fn undefined(&self, game: &Game, names: &Names) -> Option<UndefinedCondition> {
        self.when.as_ref()?;
        let naming = &Naming::new(game, names);
        let periods = 1..=game.periods;
        let mut sets = periods.flat_map(|period| {
            let sets = naming.graph(period).information_sets.iter();
            sets.map(move |set| (period, set))
        });
        sets.find_map(|(period, set)| match self.is_at(naming, period, set) {
            true => self.holds(naming, period, set).err(),
            false => None,
        })
    }

    fn knows(&self, naming: &Naming<'_>, period: usize, set: &InformationSet) -> bool {
        if self.sees.is_empty() {
            return true;
        }
        let sees = naming.sees(period, set);
        let known = |wanted: &String| sees.iter().any(|seen| seen.text == *wanted);
        self.sees.iter().all(known)
    }
}
