//! Observers: which actor holds beliefs about which private attributes, and which period states it cannot tell apart.

use crate::game::Game;

/// The observers of a game, made once for it.
///
/// An observer holds no beliefs about its own attributes, nor about those that its view reveals at every
/// period state, such as a commitment that is bound for all to see.
#[derive(Clone, Debug)]
pub struct Observers<'g> {
    pub(super) game: &'g Game,
    /// What is asked, observer by observer.
    questions: Vec<Question>,
    /// Every actor.
    pub(super) observers: Vec<Observer>,
    /// The number of pairs of a true and a believed value, over all questions.
    entries: usize,
    /// The number of values, over all questions.
    pub(super) values: usize,
}

/// What an observer believes of one characteristic of another actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The actor that believes.
    pub observer: usize,
    /// The private attribute that it believes something of.
    pub about: usize,
    /// The number of the private attribute's values.
    pub size: usize,
    /// The first of its entries: true value × size + believed value.
    first_entry: usize,
    /// The first of its values.
    pub(super) first_value: usize,
}

impl Question {
    /// The place of a true and a believed value among [`Observers::entries`].
    pub fn entry(&self, truth: usize, believed: usize) -> usize {
        self.first_entry + truth * self.size + believed
    }
}

/// An actor that observes.
#[derive(Clone, Debug)]
pub(super) struct Observer {
    pub(super) actor: usize,
    /// The prior that it holds.
    pub(super) prior: usize,
    /// The questions that it is asked.
    pub(super) questions: std::ops::Range<usize>,
    /// The period states, grouped by what it sees there.
    pub(super) views: Vec<Vec<u32>>,
}

/// The most compositions of a group that observers are asked about: tables have a row for each true and each believed one.
const MOST_COMPOSITIONS: usize = 8;

impl<'g> Observers<'g> {
    /// The observers of a game.
    pub fn new(game: &'g Game) -> Self {
        let mut this = Self {
            game,
            questions: Vec::new(),
            observers: Vec::new(),
            entries: 0,
            values: 0,
        };
        for actor in 0..game.declared {
            let views = views(game, actor);
            let first = this.questions.len();
            for about in 0..game.attributes.len() {
                let of = &game.attributes[about];
                let few = of.size <= MOST_COMPOSITIONS || !of.composition;
                if few && of.actor != actor && !reveals(game, &views, about) {
                    this.ask(actor, about);
                }
            }
            this.observers.push(Observer {
                actor,
                prior: game.prior_of[actor],
                questions: first..this.questions.len(),
                views,
            });
        }
        this
    }

    /// What is asked.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// How many pairs of a true and a believed value there are, over all questions.
    pub fn entries(&self) -> usize {
        self.entries
    }

    fn ask(&mut self, observer: usize, about: usize) {
        let size = self.game.attributes[about].size;
        self.questions.push(Question {
            observer,
            about,
            size,
            first_entry: self.entries,
            first_value: self.values,
        });
        self.entries += size * size;
        self.values += size;
    }
}

/// The period states, grouped by what an actor sees there.
fn views(game: &Game, actor: usize) -> Vec<Vec<u32>> {
    let mut views = Vec::new();
    for (number, period_state) in (0..).zip(&game.period_states) {
        let view = period_state.views[actor] as usize;
        if views.len() <= view {
            views.resize(view + 1, Vec::new());
        }
        views[view].push(number);
    }
    views
}

/// Whether each view leaves one value of a private attribute only.
fn reveals(game: &Game, views: &[Vec<u32>], about: usize) -> bool {
    let value = |&period_state: &u32| {
        let type_profile = game.period_states[period_state as usize].type_profile;
        game.type_profiles[type_profile].values[about]
    };
    views.iter().all(|view| {
        let mut values = view.iter().map(value);
        let first = values.next();
        values.all(|value| Some(value) == first)
    })
}
