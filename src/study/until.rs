//! When a run stops that goes on until its probabilities are known well enough: the looks, and what each finds.

use serde::Serialize;

use super::chunk;
use super::totals::Totals;
use super::variant::Variant;
use crate::numeric::betting_interval::betting_interval;

/// The draws of the first look. Every later look is after half as many again, rounded up to whole chunks, and the last one
/// after the most draws that are allowed.
const FIRST_LOOK: u64 = 2 * chunk::DRAWS;

/// The probability that an interval misses its mean at any look is at most this.
const ALPHA: f64 = 0.05;

/// The numbers of draws after which one looks, the last of them the most.
pub(super) fn looks(most: u64) -> Vec<u64> {
    let chunks = |draws: u64| draws.next_multiple_of(chunk::DRAWS);
    let all = std::iter::successors(Some(FIRST_LOOK), |&draws| Some(chunks(draws + draws / 2)));
    let mut looks: Vec<u64> = all.take_while(|&draws| draws < most).collect();
    looks.push(most);
    looks
}

/// The interval of a mean at one of several looks: every look may miss with an equal part of the probability, so that
/// whichever it stops at, the interval covers.
fn interval(values: &[f64], looks: usize) -> (f64, f64) {
    betting_interval(values, ALPHA / looks as f64)
}

/// Why a run stopped where it did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Until {
    /// The width that every interval was to be below.
    pub target: f64,
    /// Whether they are.
    pub met: bool,
    /// How many looks there could have been.
    pub most_looks: usize,
    /// The looks that there were.
    pub looks: Vec<Look>,
    /// The intervals at the last one.
    pub intervals: Vec<MeanInterval>,
}

/// One look at all probabilities.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Look {
    /// How many draws there were.
    pub draws: u64,
    /// The width of the widest interval.
    pub widest: f64,
    /// The variant that it belongs to.
    pub variant: String,
    /// The outcome.
    pub outcome: String,
}

/// The interval of the probability of an outcome, averaged over draws, which covers at all looks together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeanInterval {
    /// The variant.
    pub variant: String,
    /// The outcome.
    pub outcome: String,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl MeanInterval {
    fn width(&self) -> f64 {
        self.high - self.low
    }
}

impl Until {
    /// Before the first look.
    pub(super) fn new(target: f64, most_looks: usize) -> Self {
        Self {
            target,
            met: false,
            most_looks,
            looks: Vec::new(),
            intervals: Vec::new(),
        }
    }

    /// Looks at the results of every variant; says whether all intervals are narrow enough.
    pub(super) fn look<'v>(&mut self, results: impl Iterator<Item = (&'v Variant, &'v Totals)>) -> bool {
        let mut draws = 0;
        self.intervals.clear();
        for (variant, totals) in results {
            draws = totals.all();
            for (number, outcome) in variant.explored.names.outcomes.iter().enumerate() {
                let values = totals.over_draws(|draw| draw.exact.outcomes[number]);
                let (low, high) = match variant.model.parameters.is_empty() {
                    // Nothing is uncertain: every draw has the same probability.
                    true => (values[0], values[0]),
                    false => interval(&values, self.most_looks),
                };
                self.intervals.push(MeanInterval {
                    variant: variant.name.clone(),
                    outcome: outcome.clone(),
                    low,
                    high,
                });
            }
        }
        let widest = self
            .intervals
            .iter()
            .max_by(|one, other| one.width().total_cmp(&other.width()));
        self.looks.extend(widest.map(|widest| Look {
            draws,
            widest: widest.width(),
            variant: widest.variant.clone(),
            outcome: widest.outcome.clone(),
        }));
        self.met = self.looks.last().is_none_or(|look| look.widest < self.target);
        self.met
    }

    /// The look at which the run stopped.
    pub(crate) fn last(&self) -> Option<&Look> {
        self.looks.last()
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRST_LOOK, interval, looks};
    use crate::numeric::stream::{Stream, parameter_stream};
    use crate::numeric::summary::NORMAL_975;
    use crate::study::chunk;

    #[test]
    fn looks_are_after_whole_chunks_and_the_most_draws() {
        assert_eq!(looks(1_000), [128, 192, 320, 512, 768, 1_000]);
        assert_eq!(looks(FIRST_LOOK), [FIRST_LOOK]);
        assert_eq!(looks(3), [3]);
        let all = looks(100_000);
        assert_eq!((all.len(), all.last()), (17, Some(&100_000)));
        assert!(all[..16].iter().all(|draws| draws % chunk::DRAWS == 0));
    }

    /// A distribution of probabilities: its name, how a uniform number becomes one, its mean, its standard deviation.
    type Known = (&'static str, fn(f64) -> f64, f64, f64);

    const KNOWN: [Known; 6] = [
        ("uniform", |u| u, 0.5, 0.288_675),
        ("narrow", |u| 0.3 + 0.1 * u, 0.35, 0.028_868),
        ("beta(1/2, 1)", |u| u * u, 1.0 / 3.0, 0.298_142),
        (
            "beta(1/10, 1)",
            |u| (u * u * u * u * u) * (u * u * u * u * u),
            1.0 / 11.0,
            0.197_260,
        ),
        ("bimodal", |u| if u < 0.5 { 0.02 } else { 0.9 }, 0.46, 0.44),
        ("rare", |u| if u < 0.01 { 1.0 } else { 0.0 }, 0.01, 0.099_499),
    ];

    /// Where it stops, whether the interval covers there, and whether it does at all looks.
    fn stopped(stream: &Stream, known: Known, target: f64, most: u64) -> (u64, bool, bool) {
        let (_, value, mean, _) = known;
        let looks = looks(most);
        let (mut values, mut always) = (Vec::new(), true);
        for &draws in &looks {
            values.extend((values.len() as u64..draws).map(|draw| value(stream.at(draw))));
            let (low, high) = interval(&values, looks.len());
            let covers = low <= mean && mean <= high;
            always &= covers;
            if high - low < target || draws == most {
                return (draws, covers, always);
            }
        }
        unreachable!("the last look is after the most draws")
    }

    #[test]
    fn intervals_cover_where_a_run_stops_at_a_few_times_the_draws_of_a_single_look() {
        const SEEDS: u64 = 400;
        for known in KNOWN {
            let (name, _, _, sd) = known;
            let found = (0..SEEDS).map(|seed| stopped(&parameter_stream(seed, name), known, 0.1, 20_000));
            let found: Vec<(u64, bool, bool)> = found.collect();
            let share = |test: fn(&&(u64, bool, bool)) -> bool| found.iter().filter(test).count() as f64 / SEEDS as f64;
            let (covered, always) = (share(|(_, covers, _)| *covers), share(|(.., always)| *always));
            assert!(covered >= 0.94 && always >= 0.94, "{name}: {covered} {always}");
            let draws = found.iter().map(|(draws, ..)| draws).sum::<u64>() as f64 / SEEDS as f64;
            let single = NORMAL_975 * sd / 0.05;
            let most = 6.0 * single * single + 400.0;
            assert!(draws < most, "{name}: {draws} draws, {most} at most");
        }
    }
}
