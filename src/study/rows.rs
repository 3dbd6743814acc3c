//! What a study finds out, as typed rows: one type for each table of the results folder.

/// The number of bins in which beliefs are counted for their percentiles.
pub(crate) const BELIEF_BINS: usize = 100;

/// A lower and an upper end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How one outcome fares in one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeRow {
    /// The variant.
    pub variant: String,
    /// The outcome.
    pub outcome: String,
    /// The number of games played.
    pub games: u64,
    /// How many of them ended so.
    pub count: u64,
    /// The share of games that ended so.
    pub share: f64,
    /// The 95 % interval of the share.
    pub share_interval: Interval,
    /// The exact probability given each draw, averaged over draws.
    pub probability: f64,
    /// The 95 % interval of that mean; missing with one draw.
    pub probability_interval: Option<Interval>,
    /// The spread over draws; missing with one draw.
    pub sd: Option<f64>,
    /// The 5th, 50th and 95th percentile over draws.
    pub percentiles: [f64; 3],
}

/// How likely an outcome is given an actor's true type.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeByTypeRow {
    /// The variant.
    pub variant: String,
    /// The actor.
    pub actor: String,
    /// Its true type.
    pub true_type: String,
    /// The outcome.
    pub outcome: String,
    /// The probability of the outcome given the type; missing where the type has no chance.
    pub probability: Option<f64>,
    /// The 5th and 95th percentile over draws.
    pub percentiles: Option<[f64; 2]>,
    /// The probability of the type.
    pub type_probability: f64,
}

/// What an actor earns from one payoff term.
#[derive(Clone, Debug, PartialEq)]
pub struct PayoffRow {
    /// The variant.
    pub variant: String,
    /// The actor.
    pub actor: String,
    /// The term, or `total`.
    pub term: String,
    /// The mean over games.
    pub mean: f64,
    /// The 95 % interval of the mean; missing where it cannot be known.
    pub mean_interval: Option<Interval>,
    /// The spread over games.
    pub sd: Option<f64>,
    /// The 5th, 25th, 50th, 75th and 95th percentile over games.
    pub percentiles: [Option<f64>; 5],
    /// The exact expectation given each draw, averaged over draws.
    pub exact_mean: f64,
}

/// What a row of the timeline is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineKind {
    /// The probability that the game has ended so by the end of the period.
    Cumulative,
    /// The probability of ending so in the period, given that the game is running at its start.
    Hazard,
    /// The probability that the game is running at the start of the period.
    Running,
    /// The mean of a measure at the end of the period, over games that survive it.
    Measure,
}

impl TimelineKind {
    /// The word that tables use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cumulative => "cumulative",
            Self::Hazard => "hazard",
            Self::Running => "running",
            Self::Measure => "measure",
        }
    }
}

/// One quantity in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineRow {
    /// The variant.
    pub variant: String,
    /// The period; 0 is the start.
    pub period: usize,
    /// What the row is about.
    pub kind: TimelineKind,
    /// The outcome or measure, or `total`.
    pub name: String,
    /// The value; missing where no game is left to have one.
    pub value: Option<f64>,
    /// The 5th and 95th percentile over draws.
    pub percentiles: Option<[f64; 2]>,
}

/// What an actor of one type does at one stage.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRow {
    /// The variant.
    pub variant: String,
    /// The period.
    pub period: usize,
    /// The stage.
    pub stage: String,
    /// The actor.
    pub actor: String,
    /// Its type, where it has types.
    pub actor_type: Option<String>,
    /// The action.
    pub action: String,
    /// The exact share of all games in which this actor of this type is asked here.
    pub reached: f64,
    /// The share of played games that took the action, of those in which it was asked.
    pub share: Option<f64>,
    /// The exact probability of the action, given that it is asked.
    pub probability: Option<f64>,
    /// Whether a commitment binds it here, where it has one.
    pub bound: Option<bool>,
}

/// What an observer believes about another's type.
#[derive(Clone, Debug, PartialEq)]
pub struct BeliefRow {
    /// The variant.
    pub variant: String,
    /// The period, at whose start the belief is held.
    pub period: usize,
    /// Who believes.
    pub observer: String,
    /// About whom (or which commitment).
    pub about: String,
    /// The true type, or `any`.
    pub true_type: String,
    /// The type that is believed.
    pub believed_type: String,
    /// The mean probability that the observer gives it, over games still running.
    pub mean: f64,
    /// The 5th and 95th percentile over games still running.
    pub percentiles: [f64; 2],
}

/// What an observer believes about another's type once something has happened.
#[derive(Clone, Debug, PartialEq)]
pub struct BeliefAfterRow {
    /// The variant.
    pub variant: String,
    /// The stage at which it happened.
    pub stage: String,
    /// Whose action it was, or whose action it followed.
    pub actor: Option<String>,
    /// `action` or `branch`.
    pub kind: &'static str,
    /// What happened.
    pub event: String,
    /// Who believes.
    pub observer: String,
    /// About whom (or which commitment).
    pub about: String,
    /// The true type, or `any`.
    pub true_type: String,
    /// The type that is believed.
    pub believed_type: String,
    /// How often it happens in a game, in periods after which the game goes on, where this is the true type.
    pub times: f64,
    /// The mean probability that the observer gives the believed type as the next period starts.
    pub mean: f64,
}

/// What became of a commitment.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitmentRow {
    /// The variant.
    pub variant: String,
    /// The commitment.
    pub commitment: String,
    /// The share of games in which it was triggered.
    pub triggered: f64,
    /// The share of occasions on which it was honoured because it bound.
    pub honoured_bound: Option<f64>,
    /// The share of occasions on which it was honoured by choice.
    pub honoured_free: Option<f64>,
    /// The share of occasions on which it was reneged on.
    pub reneged: Option<f64>,
    /// The share of occasions on which it was honoured but never delivered.
    pub vetoed: Option<f64>,
    /// The mean period of a game's first trigger.
    pub mean_period: Option<f64>,
    /// The share of occasions on which the promised action was not available.
    pub unable: Option<f64>,
    /// The number of occasions.
    pub occasions: u64,
}

/// What those who made a commitment do about it, by their true type.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitmentByTypeRow {
    /// The variant.
    pub variant: String,
    /// The commitment.
    pub commitment: String,
    /// Who made it.
    pub actor: String,
    /// The true type, or `any`.
    pub true_type: String,
    /// The occasions in a game on which an actor of this type is asked.
    pub occasions: f64,
    /// The share of them on which it does as promised because it is bound.
    pub honoured_bound: Option<f64>,
    /// The share of them on which it does as promised by choice.
    pub honoured_free: Option<f64>,
    /// The share of them on which it does something else.
    pub reneged: Option<f64>,
    /// The share of them on which it could not do as promised.
    pub unable: Option<f64>,
    /// Of all occasions on which the promise is broken, the share that falls to this type.
    pub share_of_reneged: Option<f64>,
}

/// What an observer thinks of a commitment before it is tested.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitmentBeliefRow {
    /// The variant.
    pub variant: String,
    /// The commitment.
    pub commitment: String,
    /// Who thinks so.
    pub observer: String,
    /// The true type of the actor who made it, or `any`.
    pub true_type: String,
    /// The occasions in a game on which it is tested.
    pub occasions: f64,
    /// The share of them on which it is honoured.
    pub honoured: f64,
    /// The mean probability that the observer gave it before, over these occasions.
    pub mean: f64,
    /// The 5th and 95th percentile over these occasions.
    pub percentiles: [f64; 2],
}

/// How a variant differs from the first.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRow {
    /// The variant.
    pub variant: String,
    /// The variant that it is compared with.
    pub baseline: String,
    /// `outcome` or `payoff`.
    pub kind: &'static str,
    /// The outcome or the actor.
    pub name: String,
    /// How the exact values differ.
    pub paired: Paired,
    /// The same difference between played games.
    pub played_difference: f64,
}

/// How a number differs between two variants, each draw paired with itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    /// The exact value here less the exact value there, averaged over draws.
    pub difference: f64,
    /// The 95 % interval of that mean; missing with one draw.
    pub interval: Option<Interval>,
    /// The spread over draws; missing with one draw.
    pub sd: Option<f64>,
    /// The 5th, 50th and 95th percentile over draws.
    pub percentiles: [f64; 3],
    /// The share of draws in which the difference is above zero.
    pub share_above: f64,
    /// The share of draws in which it is below zero.
    pub share_below: f64,
}

impl Paired {
    /// The share of draws in which the sign is the other way than the mean's; missing where the mean has none.
    pub fn share_turned(&self) -> Option<f64> {
        match self.difference.total_cmp(&0.0) {
            _ if self.difference == 0.0 => None,
            std::cmp::Ordering::Less => Some(self.share_above),
            _ => Some(self.share_below),
        }
    }
}

/// How a number differs between two sides, at one precision of all actors, in all games or in those of one true type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ContrastRow {
    /// What every actor's precision is multiplied by.
    pub precision: f64,
    /// The actor and its true type, where only those games count.
    pub given: Option<(String, String)>,
    /// The side.
    pub variant: String,
    /// The side that it is compared with.
    pub baseline: String,
    /// `outcome`, `headline` or `payoff`.
    pub kind: &'static str,
    /// The outcome, the outcomes that are taken together, or the actor.
    pub name: String,
    /// The draws that are compared.
    pub draws: u64,
    /// The exact value of the baseline, averaged over draws.
    pub baseline_value: f64,
    /// The exact value of the side, averaged over draws.
    pub value: f64,
    /// How they differ.
    pub paired: Paired,
}

/// How the solution of one draw came out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solved {
    /// The status, as the solver words it.
    pub status: &'static str,
    /// Whether the draw is solved.
    pub fine: bool,
    /// The largest distance between a probability and the response that it should be.
    pub residual: f64,
    /// The most that anybody could gain by one deviation.
    pub regret: f64,
    /// The number of sweeps.
    pub sweeps: u64,
    /// The share s of all precisions that was reached: 1 at the end of the way.
    pub reached: f64,
    /// What shows that the profile is on the principal branch, as tables word it.
    pub evidence: &'static str,
    /// The share s at which the branch first turned round, if it did.
    pub fold: Option<f64>,
    /// The share s at which another branch first crossed it, if one did.
    pub bifurcation: Option<f64>,
    /// Whether a second opinion, by following the branch closely, agrees; missing where none was taken.
    pub audit: Option<bool>,
}

/// One draw.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawRow {
    /// The variant.
    pub variant: String,
    /// The draw, counted from 0.
    pub draw: u64,
    /// The value of each parameter of [`Shape::parameters`]; missing where the variant does not say.
    pub parameters: Vec<Option<f64>>,
    /// The exact probability of each outcome.
    pub probabilities: Vec<f64>,
    /// The exact expected payoff of each actor.
    pub payoffs: Vec<f64>,
    /// How the solution came out.
    pub solved: Solved,
}

/// One game.
#[derive(Clone, Debug, PartialEq)]
pub struct GameRow {
    /// The variant.
    pub variant: String,
    /// The draw, counted from 0.
    pub draw: u64,
    /// The game within the draw, counted from 0.
    pub game: u64,
    /// How it ended.
    pub outcome: String,
    /// The period in which it ended; 0 if it was over at the start.
    pub last_period: u64,
    /// What each actor earned.
    pub payoffs: Vec<f64>,
}

/// A row of any table.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each variant is named after its row, which says what it is")]
pub enum Record {
    Outcome(OutcomeRow),
    OutcomeByType(OutcomeByTypeRow),
    Payoff(PayoffRow),
    Timeline(TimelineRow),
    Decision(DecisionRow),
    Belief(BeliefRow),
    BeliefAfter(BeliefAfterRow),
    Commitment(CommitmentRow),
    CommitmentByType(CommitmentByTypeRow),
    CommitmentBelief(CommitmentBeliefRow),
    Comparison(ComparisonRow),
    Draw(DrawRow),
    Game(GameRow),
}

/// What the columns of a study's tables are named after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Every parameter that carries a distribution in some variant, and its unit.
    pub parameters: Vec<(String, String)>,
    /// The outcomes.
    pub outcomes: Vec<String>,
    /// The actors.
    pub actors: Vec<String>,
    /// What a period is.
    pub period_unit: String,
}

/// Takes the rows as they become known: rows of one table in their final order, tables interleaved.
pub trait Sink {
    /// Takes a row.
    fn put(&mut self, record: Record) -> std::io::Result<()>;
}
