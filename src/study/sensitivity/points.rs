//! The points of a design, and what an earlier study found at some of them.

use std::sync::Arc;

use super::inputs::Inputs;
use super::method::{Design, Method};
use crate::study::draws::ListedDraws;
use crate::study::evaluation::Evaluated;

/// The points of a design, and the parameters there.
pub(crate) struct Points {
    /// The design.
    pub design: Design,
    /// How many points a row of the design has.
    pub row_length: usize,
    /// The coordinates of each point.
    pub levels: Vec<Vec<f64>>,
    /// The values of the parameters at each.
    pub values: Arc<ListedDraws>,
    /// What an earlier study found at each: the numbers of all variants, one variant after the other.
    known: Vec<Option<Vec<f64>>>,
}

impl Points {
    /// The first rows of the method's design under a seed; `None` if it has none.
    pub(crate) fn of(inputs: &Inputs, method: Method, (rows, seed): (u64, u64)) -> Option<Self> {
        let design = method.design(&inputs.sampler, seed)?;
        let levels: Vec<Vec<f64>> = (0..rows).flat_map(|row| design.row(row)).collect();
        let values = ListedDraws {
            parameters: inputs.names().to_vec(),
            values: levels.iter().map(|point| inputs.sampler.at(point)).collect(),
        };
        Some(Self {
            design,
            row_length: method.row_length(inputs.names().len()),
            known: vec![None; levels.len()],
            levels,
            values: Arc::new(values),
        })
    }

    /// Takes what an earlier study found, by the values of the parameters, at the points where nothing is known yet; says at
    /// how many of them it found something.
    pub(crate) fn take(&mut self, found: impl Fn(&[f64]) -> Option<Vec<f64>>) -> u64 {
        let mut taken = 0;
        let unknown = self.known.iter_mut().zip(&self.values.values);
        for (known, point) in unknown.filter(|(known, _)| known.is_none()) {
            *known = found(point);
            taken += u64::from(known.is_some());
        }
        taken
    }

    /// Forgets what cannot come from a study with so many numbers at each point.
    pub(crate) fn expect_width(&mut self, numbers: usize) {
        for known in &mut self.known {
            *known = known.take().filter(|known| known.len() == numbers);
        }
    }

    /// The points at which nothing is known.
    pub(crate) fn unknown(&self) -> ListedDraws {
        let points = self.known.iter().zip(&self.values.values);
        let unknown = points.filter(|(known, _)| known.is_none());
        ListedDraws {
            parameters: self.values.parameters.clone(),
            values: unknown.map(|(_, point)| point.clone()).collect(),
        }
    }

    /// What is found at all points, variant by variant, from what was evaluated in each variant at those where nothing was
    /// known.
    pub(crate) fn completed(&self, evaluated: Vec<Vec<Evaluated>>) -> Vec<Vec<Evaluated>> {
        let variants = evaluated.len();
        let of_variant = |(variant, evaluated): (usize, Vec<Evaluated>)| {
            let mut evaluated = evaluated.into_iter();
            let mut at = |known: &Option<Vec<f64>>| match known {
                Some(numbers) => {
                    let width = numbers.len() / variants;
                    Evaluated::of(&numbers[variant * width..(variant + 1) * width])
                }
                None => evaluated
                    .next()
                    .expect("every point where nothing is known was evaluated"),
            };
            self.known.iter().map(&mut at).collect()
        };
        evaluated.into_iter().enumerate().map(of_variant).collect()
    }

    /// What was found at each point, for later studies.
    pub(crate) fn evaluated(&self, sites: Vec<Vec<Evaluated>>) -> EvaluatedPoints {
        EvaluatedPoints {
            values: Arc::clone(&self.values),
            taken: (self.known.iter().flatten().count() * sites.len()) as u64,
            sites,
        }
    }
}

/// What was found at each point of a design.
pub(crate) struct EvaluatedPoints {
    values: Arc<ListedDraws>,
    /// The points of each variant.
    sites: Vec<Vec<Evaluated>>,
    taken: u64,
}

impl EvaluatedPoints {
    /// How many evaluations were taken from earlier studies, over all variants.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// How many parameters a point has, and how many numbers were found there.
    pub(crate) fn widths(&self) -> (usize, usize) {
        let first = self.sites.iter().filter_map(|site| site.first());
        let numbers = first.map(|point| point.numbers().count()).sum();
        (self.values.parameters.len(), numbers)
    }

    /// The parameters of each point, and the numbers of every variant there.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&[f64], impl Iterator<Item = f64>)> {
        let points = self.values.values.iter().enumerate();
        points.map(|(number, point)| {
            let variants = self.sites.iter();
            (&point[..], variants.flat_map(move |site| site[number].numbers()))
        })
    }
}
