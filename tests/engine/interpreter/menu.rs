//! A menu of actions, and of nests of actions: how an actor with errors chooses level by level.

use pactum::unstable::scenario::model::{Choice, NestMember};

/// Something on a menu.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item {
    /// An action, by its place among those on offer.
    Action(usize),
    Nest(Nest),
}

/// Several things, among which the actor chooses.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nest {
    /// How many times as precise the choice is as that of the nest's holder.
    multiple: f64,
    items: Vec<Item>,
    /// What the sum over the members is divided by in the inclusive value: their number.
    among: f64,
}

/// Ways to misread nests on purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Misreading {
    #[default]
    None,
    /// The inclusive value takes the sum over the members, not their average.
    Sums,
    /// Inside a nest actors are as precise as outside.
    IgnoresMultiples,
    /// A multiple counts from the precision of the whole menu, not of the nest's holder.
    MultipliesTheMenus,
}

impl Nest {
    /// The menu of a choice with these actions on offer; `multiple` says what that of a nest is, by its number. A nest
    /// that holds nothing on offer is not there.
    pub(crate) fn menu(
        choice: &Choice,
        available: &[usize],
        misreading: Misreading,
        multiple: impl Fn(usize) -> f64,
    ) -> Self {
        let Some(whole) = choice.nests.len().checked_sub(1) else {
            return Self::of(1.0, (0..available.len()).map(Item::Action).collect(), misreading);
        };
        let reading = Reading {
            choice,
            available,
            misreading,
            multiple: &multiple,
        };
        reading.nest(whole, 1.0).expect("some action is on offer")
    }

    fn of(multiple: f64, items: Vec<Item>, misreading: Misreading) -> Self {
        let among = if misreading == Misreading::Sums {
            1.0
        } else {
            items.len() as f64
        };
        Self { multiple, items, among }
    }

    /// The chance of each action of the menu where every level is an even choice.
    pub(crate) fn even(&self, actions: usize) -> Vec<f64> {
        let mut chances = vec![0.0; actions];
        self.split_evenly(1.0, &mut chances);
        chances
    }

    /// The chance of each action of the menu for an actor with errors, given the actions' values.
    pub(crate) fn logit(&self, precision: f64, values: &[f64]) -> Vec<f64> {
        let mut chances = vec![0.0; values.len()];
        self.descend(precision, 1.0, values, &mut chances);
        chances
    }

    fn descend(&self, precision: f64, share: f64, values: &[f64], chances: &mut [f64]) {
        let precision = precision * self.multiple;
        let worth: Vec<f64> = self.items.iter().map(|item| item.worth(precision, values)).collect();
        for (item, chance) in self.items.iter().zip(logit(precision, &worth)) {
            match item {
                Item::Action(action) => chances[*action] = share * chance,
                Item::Nest(nest) => nest.descend(precision, share * chance, values, chances),
            }
        }
    }

    fn split_evenly(&self, whole: f64, chances: &mut [f64]) {
        let part = whole / self.items.len() as f64;
        for item in &self.items {
            match item {
                Item::Action(action) => chances[*action] = part,
                Item::Nest(nest) => nest.split_evenly(part, chances),
            }
        }
    }

    /// (1/μ)·ln of the average of exp(μ·x) over the members, x being their values.
    fn inclusive_value(&self, holders: f64, values: &[f64]) -> f64 {
        let precision = holders * self.multiple;
        let worth: Vec<f64> = self.items.iter().map(|item| item.worth(precision, values)).collect();
        let mean = worth.iter().sum::<f64>() / worth.len() as f64;
        if precision == 0.0 {
            return mean;
        }
        let excess = |x: &f64| libm::expm1(precision * (x - mean));
        let total = worth.iter().map(excess).sum::<f64>() + (worth.len() as f64 - self.among);
        mean + libm::log1p(total / self.among) / precision
    }
}

impl Item {
    fn worth(&self, precision: f64, values: &[f64]) -> f64 {
        match self {
            Self::Action(action) => values[*action],
            Self::Nest(nest) => nest.inclusive_value(precision, values),
        }
    }
}

/// Logit response: the chance of each value in proportion to exp(λ × value).
fn logit(precision: f64, values: &[f64]) -> Vec<f64> {
    let best = values
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, |a, b| if a > b { a } else { b });
    let weights: Vec<f64> = values
        .iter()
        .map(|value| libm::exp(precision * (value - best)))
        .collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

struct Reading<'a> {
    choice: &'a Choice,
    available: &'a [usize],
    misreading: Misreading,
    multiple: &'a dyn Fn(usize) -> f64,
}

impl Reading<'_> {
    /// A nest by its number, as far as something in it is on offer. `down_to_holder` is the product of the multiples
    /// from the menu to what holds the nest.
    fn nest(&self, number: usize, down_to_holder: f64) -> Option<Nest> {
        let multiple = match self.misreading {
            Misreading::IgnoresMultiples => 1.0,
            Misreading::MultipliesTheMenus => (self.multiple)(number) / down_to_holder,
            Misreading::None | Misreading::Sums => (self.multiple)(number),
        };
        let item = |member: &NestMember| match *member {
            NestMember::Action(action) => {
                let place = self.available.iter().position(|&offered| offered == action);
                place.map(Item::Action)
            }
            NestMember::Nest(inner) => self.nest(inner, down_to_holder * multiple).map(Item::Nest),
        };
        let items: Vec<Item> = self.choice.nests[number].members.iter().filter_map(item).collect();
        (!items.is_empty()).then(|| Nest::of(multiple, items, self.misreading))
    }
}
