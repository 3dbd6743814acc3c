//! The names that ride beside a game, for reports and traces.

/// Names of everything that a [`Game`](super::Game) numbers.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// What a period is.
    pub period_unit: String,
    /// The actors, those that the file declares first.
    pub actors: Vec<String>,
    /// For each actor behind those, the group of which it is a member.
    pub groups: Vec<usize>,
    /// The types of each actor, in order; empty where it has none.
    pub types: Vec<Vec<String>>,
    /// The private attributes: the actor's name for a type, the commitment's for bound or free.
    pub attributes: Vec<String>,
    /// The values of each private attribute.
    pub attribute_values: Vec<Vec<String>>,
    /// The stages.
    pub stages: Vec<String>,
    /// The actions of each stage and actor: `actions[stage]` lists the actor and its actions in order.
    pub actions: Vec<Vec<(usize, Vec<String>)>>,
    /// The nests of each stage and actor, in the same way; the whole menu, which comes last, has no name.
    pub nests: Vec<Vec<(usize, Vec<String>)>>,
    /// How a game file numbers its information sets, by set of the only graph; empty for a scenario.
    pub information_set_numbers: Vec<String>,
    /// The outcomes.
    pub outcomes: Vec<String>,
    /// The payoff terms.
    pub terms: Vec<String>,
    /// The commitments.
    pub commitments: Vec<String>,
    /// The promised action of each commitment.
    pub promised: Vec<String>,
    /// The measures, and their units.
    pub measures: Vec<(String, String)>,
    /// The parameters with a distribution.
    pub parameters: Vec<String>,
    /// What is drawn before the first period, in order: the name of the type's actor (of all actors whose types are
    /// drawn together), the commitment or the variable.
    pub start_draws: Vec<String>,
    /// The cells that each of these draws settles.
    pub start_cells: Vec<Vec<usize>>,
    /// The cells of a state, in order.
    pub cells: Vec<CellName>,
    /// The distinct states, as values of the cells.
    pub states: Vec<Vec<i32>>,
    /// The state of each period state.
    pub period_states: Vec<u32>,
    /// The state (at the beginning of its stage) of each node, by graph.
    pub node_states: Vec<Vec<u32>>,
    /// The state of each start ending.
    pub start_states: Vec<u32>,
    /// For each leaf, the first state that was met in which a game ends so.
    pub leaf_states: Vec<u32>,
    /// The names of branches, by graph and edge; empty where the file gives none.
    pub branches: Vec<Vec<String>>,
    /// By graph: the named branches that are certain after an edge, each with the edge.
    pub certain_on_edges: Vec<Vec<(usize, CertainBranch)>>,
    /// By graph: those on the way to where the period begins, each with the period state.
    pub certain_at_entry: Vec<Vec<(usize, CertainBranch)>>,
    /// Where chances were written, for messages about draws: one line each.
    pub places: Vec<String>,
}

impl Names {
    /// The actors that the file declares.
    pub(crate) fn declared(&self) -> &[String] {
        &self.actors[..self.actors.len() - self.groups.len()]
    }

    /// The declared actor that an actor is, or of which it is a member.
    pub(crate) fn declared_actor(&self, actor: usize) -> usize {
        let behind = actor.checked_sub(self.declared().len());
        behind.map_or(actor, |member| self.groups[member])
    }

    /// The name of that declared actor.
    pub(crate) fn player(&self, actor: usize) -> &String {
        &self.actors[self.declared_actor(actor)]
    }

    /// The actions of an actor at a stage, in order.
    pub(crate) fn actions_of(&self, stage: usize, actor: usize) -> &[String] {
        let mut all = self.actions[stage].iter();
        let own = all.find(|(other, _)| *other == actor);
        own.map_or(&[], |(_, actions)| actions)
    }

    /// An action of an actor at a stage; empty where it has no name.
    pub(crate) fn action(&self, stage: usize, actor: usize, action: u16) -> String {
        let action = self.actions_of(stage, actor).get(usize::from(action));
        action.cloned().unwrap_or_default()
    }
}

/// A named branch that is the only possible one where it is taken, so that there is nothing to draw.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CertainBranch {
    /// The stage.
    pub stage: usize,
    /// Whose action it follows; `None` for chance that is nobody's.
    pub actor: Option<usize>,
    /// Its number in its effect.
    pub number: u16,
    /// Its name.
    pub name: String,
}

/// A cell of the state as reports show it.
#[derive(Clone, Debug, PartialEq)]
pub struct CellName {
    /// Its name.
    pub name: String,
    /// Its least value.
    pub low: i32,
    /// The names of its values from the least on; empty for whole numbers.
    pub values: Vec<String>,
    /// Whether each actor sees it.
    pub seen: Vec<bool>,
    /// Whether it is a variable, and not a type or bound or free.
    pub variable: bool,
    /// Whose composition it is; `None` where it is none.
    pub composition: Option<Composition>,
}

/// How a group may be composed.
#[derive(Clone, Debug, PartialEq)]
pub struct Composition {
    /// What distinguishes its members.
    pub kinds: Vec<String>,
    /// How many members of each kind there are, by value of the cell.
    pub counts: Vec<Vec<u32>>,
    /// The first of the actors that stand for its members, one for each kind.
    pub first: usize,
}

impl Composition {
    /// The probability that a member of the group is of each kind, given that of each composition; where the observer is a
    /// member, that another one is.
    pub(crate) fn kind_of_another(&self, observer: usize, chances: &[(i32, f64)]) -> Vec<(String, f64)> {
        let own = observer.checked_sub(self.first).filter(|own| *own < self.kinds.len());
        let expected = |kind: usize| {
            let counts = chances.iter().map(|(value, chance)| {
                let counts = &self.counts[usize::try_from(*value).expect("compositions are numbered from 0")];
                (f64::from(counts[kind]), chance)
            });
            counts.map(|(count, chance)| count * chance).sum::<f64>()
        };
        let members = f64::from(self.counts[0].iter().sum::<u32>()) - f64::from(own.is_some());
        let kinds = self.kinds.iter().enumerate();
        let kinds = kinds.map(|(kind, name)| {
            let others = expected(kind) - f64::from(own == Some(kind));
            (name.clone(), others / members)
        });
        kinds.collect()
    }
}

impl CellName {
    /// A value as the scenario writes it.
    pub fn show(&self, value: i32) -> String {
        let place = usize::try_from(value - self.low).ok();
        let name = place.and_then(|place| self.values.get(place));
        name.map_or_else(|| value.to_string(), Clone::clone)
    }
}
