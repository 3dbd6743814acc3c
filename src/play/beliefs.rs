//! What actors believe of each other's private characteristics as a period starts.

use super::exact::{add, is_zero, product};
use crate::game::{Bound, Game, Profile, Trembling};
use crate::numeric::lanes::{LANES, Lanes};
use crate::numeric::scaled::{Scaled, Tremble, proportions};

/// Who believes something, and what of: made once for a game.
///
/// An observer is not asked about its own characteristics, nor about those that what it sees gives away at every
/// boundary, such as a commitment that is bound for all to see.
#[derive(Clone, Debug)]
pub struct Observers<'g> {
    game: &'g Game,
    /// What is asked, observer by observer.
    questions: Vec<Question>,
    observers: Vec<Observer>,
    entries: usize,
    truths: usize,
}

/// What an observer believes of one characteristic of another actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The actor that believes.
    pub observer: usize,
    /// The trait that it believes something of.
    pub about: usize,
    /// The number of the trait's values.
    pub size: usize,
    /// The first of its entries: true value × size + believed value.
    first_entry: usize,
    /// The first of its true values.
    first_truth: usize,
}

/// An actor that observes.
#[derive(Clone, Debug)]
struct Observer {
    /// The prior that it holds.
    prior: usize,
    /// The questions that it is asked.
    questions: std::ops::Range<usize>,
    /// The boundaries, grouped by what it sees there.
    views: Vec<Vec<u32>>,
}

/// The reported beliefs of a block of draws, period by period.
#[derive(Clone, Debug)]
pub struct Beliefs<'a> {
    observers: &'a Observers<'a>,
    bound: &'a Bound<'a>,
    profile: &'a Profile,
    /// By prior: the chance of each class.
    priors: Vec<Vec<Lanes>>,
    /// By lane: where games may stand when everything trembles, once that is needed.
    limits: [Option<Limits>; LANES],
    /// The sum of beliefs, weighted by true chances: period (index t − 1) × entries + entry.
    sums: Vec<Lanes>,
    /// The true chances: period (index t − 1) × true values + true value.
    masses: Vec<Lanes>,
    scratch: Scratch,
}

/// One belief, held in games of one draw that cannot be told apart by their observer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// The period that starts.
    pub period: usize,
    /// The question, by its number in [`Observers::questions`].
    pub question: usize,
    /// The true value in these games.
    pub truth: usize,
    /// The value that the belief is about.
    pub believed: usize,
    /// The draw, as a lane of its block.
    pub lane: usize,
    /// The belief.
    pub belief: f64,
    /// The chance of these games.
    pub weight: f64,
}

/// Where the games of one draw may stand when every prior, every chance and every choice trembles.
#[derive(Clone, Debug)]
struct Limits {
    /// The chance of each class, by prior.
    priors: Vec<Vec<Tremble>>,
    /// The reach of each boundary given its class, by period (period t at t − 1).
    reach: Vec<Vec<Tremble>>,
}

/// What is known of the games at one view, by true value of each trait in question.
#[derive(Clone, Debug)]
struct Scratch {
    /// The chance as the observer sees it.
    seen: Vec<Lanes>,
    /// The true chance.
    truth: Vec<Lanes>,
    /// The sum of the chances as the observer sees them.
    total: Lanes,
    /// The sum of the true chances.
    true_total: Lanes,
}

impl<'g> Observers<'g> {
    /// The observers of a game.
    pub fn new(game: &'g Game) -> Self {
        let mut this = Self {
            game,
            questions: Vec::new(),
            observers: Vec::new(),
            entries: 0,
            truths: 0,
        };
        for actor in 0..game.actors {
            let views = views(game, actor);
            let first = this.questions.len();
            for about in 0..game.traits.len() {
                if game.traits[about].actor != actor && !gives_away(game, &views, about) {
                    this.ask(actor, about);
                }
            }
            let questions = first..this.questions.len();
            if !questions.is_empty() {
                this.observers.push(Observer {
                    prior: game.prior_of[actor],
                    questions,
                    views,
                });
            }
        }
        this
    }

    /// What is asked.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    fn ask(&mut self, observer: usize, about: usize) {
        let size = self.game.traits[about].size;
        let (first_entry, first_truth) = (self.entries, self.truths);
        self.questions.push(Question {
            observer,
            about,
            size,
            first_entry,
            first_truth,
        });
        self.entries += size * size;
        self.truths += size;
    }
}

/// The boundaries, grouped by what an actor sees there.
fn views(game: &Game, actor: usize) -> Vec<Vec<u32>> {
    let mut views = Vec::new();
    for (number, boundary) in (0..).zip(&game.boundaries) {
        let view = boundary.views[actor] as usize;
        if views.len() <= view {
            views.resize(view + 1, Vec::new());
        }
        views[view].push(number);
    }
    views
}

/// Whether each view leaves one value of a trait only.
fn gives_away(game: &Game, views: &[Vec<u32>], about: usize) -> bool {
    let value =
        |&boundary: &u32| game.classes[game.boundaries[boundary as usize].class].values[about];
    views.iter().all(|view| {
        view.iter()
            .all(|boundary| value(boundary) == value(&view[0]))
    })
}

impl<'a> Beliefs<'a> {
    /// No period observed yet.
    pub fn new(observers: &'a Observers<'a>, bound: &'a Bound<'a>, profile: &'a Profile) -> Self {
        let game = observers.game;
        let zeros = |count: usize| vec![[0.0; LANES]; count];
        Self {
            observers,
            bound,
            profile,
            priors: (0..game.priors)
                .map(|prior| bound.class_chances(prior))
                .collect(),
            limits: [const { None }; LANES],
            sums: zeros(game.periods * observers.entries),
            masses: zeros(game.periods * observers.truths),
            scratch: Scratch {
                seen: zeros(observers.truths),
                truth: zeros(observers.truths),
                total: [0.0; LANES],
                true_total: [0.0; LANES],
            },
        }
    }

    /// Takes note of a period as it starts, given the reach of each boundary as
    /// [`exact_watched`](super::exact_watched) shows it, and shows `each` belief that some games hold.
    pub fn observe(&mut self, period: usize, reach: &[Lanes], mut each: impl FnMut(&Belief)) {
        let observers = self.observers;
        for observer in &observers.observers {
            for view in &observer.views {
                self.gather(observer, view, reach);
                if !is_zero(&self.scratch.true_total) {
                    self.take_limits(observer, view, period);
                    self.count(observer, period, &mut each);
                }
            }
        }
    }

    /// The sum over games of the chance that they give to a value, and the chance of these games: those running as
    /// `period` starts in which the trait in question has the value `truth`.
    pub fn sum(
        &self,
        period: usize,
        question: &Question,
        truth: usize,
        believed: usize,
    ) -> (Lanes, Lanes) {
        let entry = question.first_entry + truth * question.size + believed;
        let sum = self.sums[(period - 1) * self.observers.entries + entry];
        (
            sum,
            self.masses[(period - 1) * self.observers.truths + question.first_truth + truth],
        )
    }

    /// The same over all games running, whatever the true value.
    pub fn sum_of_all(
        &self,
        period: usize,
        question: &Question,
        believed: usize,
    ) -> (Lanes, Lanes) {
        let mut all = ([0.0; LANES], [0.0; LANES]);
        for truth in 0..question.size {
            let (sum, mass) = self.sum(period, question, truth, believed);
            add(&mut all.0, &sum);
            add(&mut all.1, &mass);
        }
        all
    }

    /// Collects the chances of one view.
    fn gather(&mut self, observer: &Observer, view: &[u32], reach: &[Lanes]) {
        let game = self.observers.game;
        let questions = &self.observers.questions[observer.questions.clone()];
        self.scratch.clear(questions);
        for &boundary in view {
            let reach = &reach[boundary as usize];
            if is_zero(reach) {
                continue;
            }
            let class = game.boundaries[boundary as usize].class;
            let seen = product(reach, &self.priors[observer.prior][class]);
            let truth = product(reach, &self.priors[0][class]);
            add(&mut self.scratch.total, &seen);
            add(&mut self.scratch.true_total, &truth);
            for question in questions {
                let place = question.first_truth + game.classes[class].values[question.about];
                add(&mut self.scratch.seen[place], &seen);
                add(&mut self.scratch.truth[place], &truth);
            }
        }
    }

    /// Where the observer's prior rules out everything that may have led here, takes the limit of its beliefs as all
    /// chances and choices are mixed with a little of the uniform distribution.
    fn take_limits(&mut self, observer: &Observer, view: &[u32], period: usize) {
        for lane in 0..LANES {
            if self.scratch.total[lane] == 0.0 && self.scratch.true_total[lane] > 0.0 {
                self.take_limit(observer, view, period, lane);
            }
        }
    }

    fn take_limit(&mut self, observer: &Observer, view: &[u32], period: usize, lane: usize) {
        let game = self.observers.game;
        let limits =
            self.limits[lane].get_or_insert_with(|| Limits::new(self.bound, self.profile, lane));
        let class = |boundary: u32| game.boundaries[boundary as usize].class;
        let mass = |&boundary: &u32| {
            let prior = limits.priors[observer.prior][class(boundary)];
            limits.reach[period - 1][boundary as usize].times(prior)
        };
        let masses: Vec<Tremble> = view.iter().map(mass).collect();
        let mut weights = vec![0.0; masses.len()];
        proportions(&masses, &mut weights);
        for (&boundary, weight) in view.iter().zip(weights) {
            let values = &game.classes[class(boundary)].values;
            self.scratch.total[lane] += weight;
            for question in &self.observers.questions[observer.questions.clone()] {
                self.scratch.seen[question.first_truth + values[question.about]][lane] += weight;
            }
        }
    }

    /// Counts the beliefs held at the view that was gathered.
    fn count(&mut self, observer: &Observer, period: usize, each: &mut impl FnMut(&Belief)) {
        let (entries, truths) = (self.observers.entries, self.observers.truths);
        for number in observer.questions.clone() {
            let question = &self.observers.questions[number];
            for truth in 0..question.size {
                let place = question.first_truth + truth;
                add(
                    &mut self.masses[(period - 1) * truths + place],
                    &self.scratch.truth[place],
                );
            }
            for believed in 0..question.size {
                let belief = ratio(
                    &self.scratch.seen[question.first_truth + believed],
                    &self.scratch.total,
                );
                for truth in 0..question.size {
                    let weight = self.scratch.truth[question.first_truth + truth];
                    let entry = question.first_entry + truth * question.size + believed;
                    add(
                        &mut self.sums[(period - 1) * entries + entry],
                        &product(&weight, &belief),
                    );
                    for lane in (0..self.bound.used).filter(|&lane| weight[lane] > 0.0) {
                        let (belief, weight) = (belief[lane], weight[lane]);
                        each(&Belief {
                            period,
                            question: number,
                            truth,
                            believed,
                            lane,
                            belief,
                            weight,
                        });
                    }
                }
            }
        }
    }
}

impl Scratch {
    fn clear(&mut self, questions: &[Question]) {
        for question in questions {
            let places = question.first_truth..question.first_truth + question.size;
            self.seen[places.clone()].fill([0.0; LANES]);
            self.truth[places].fill([0.0; LANES]);
        }
        self.total = [0.0; LANES];
        self.true_total = [0.0; LANES];
    }
}

impl Limits {
    fn new(bound: &Bound<'_>, profile: &Profile, lane: usize) -> Self {
        let trembling = Trembling::new(bound, lane);
        let mut reach = vec![trembling.start()];
        for period in 1..bound.game.periods {
            let choices = &profile.periods[period - 1];
            let choice = |choice: usize| Scaled::new(choices[choice][lane], 0);
            let places = trembling.period(period, &reach[period - 1], choice);
            reach.push(trembling.boundaries(period, &places).to_vec());
        }
        Self {
            priors: trembling.priors(),
            reach,
        }
    }
}

/// One number by another, 0 where that is 0.
fn ratio(part: &Lanes, whole: &Lanes) -> Lanes {
    std::array::from_fn(|lane| {
        if whole[lane] > 0.0 {
            part[lane] / whole[lane]
        } else {
            0.0
        }
    })
}
