//! The abstract syntax tree of a scenario: every entry in file order, with its span; names are not resolved.

mod stage;

use crate::expression::{Place, Syntax, parse};
use crate::numeric::distribution::Distribution;
use crate::numeric::math::{max, min};
use crate::numeric::prior::Prior;
use crate::scenario::toml_value::Entry;
use crate::source::{Diagnostic, Span, Spanned};

pub(crate) use stage::{Action, Branch, Chance, Choice, Effect, Joint, Nest, Stage, StageKind};

/// A name as written.
pub(crate) type Name = Spanned<String>;

/// The value under a name in a list.
pub(crate) fn find<'a, T>(named: &'a [(Name, T)], name: &str) -> Option<&'a T> {
    let mut named = named.iter();
    named.find(|(known, _)| known.value == name).map(|(_, value)| value)
}

#[derive(Clone, Debug)]
pub struct Scenario {
    pub title: String,
    pub description: String,
    pub periods: usize,
    pub period_unit: String,
    /// Where `then = "goes_on"` was written, if it was: play goes on for ever after the last period.
    pub goes_on: Option<Span>,
    pub actors: Vec<Actor>,
    pub variables: Vec<Variable>,
    pub parameters: Vec<Parameter>,
    pub correlations: Vec<Correlation>,
    pub joint_draws: Vec<JointDraws>,
    pub joint_types: Vec<JointTypes>,
    pub definitions: Vec<Definition>,
    pub stages: Vec<Stage>,
    pub outcomes: Vec<Outcome>,
    pub measures: Vec<Measure>,
    pub commitments: Vec<Commitment>,
    pub variants: Vec<Variant>,
}

impl Scenario {
    /// The word for what comes after the last period.
    pub(crate) fn then(&self) -> &'static str {
        if self.goes_on.is_some() { "goes_on" } else { "stops" }
    }
}

/// Texts for readers that any entry may have.
#[derive(Clone, Debug, Default)]
pub struct Remarks {
    pub label: Option<String>,
    pub note: String,
    pub source: String,
}

/// A number, a truth value, or the text of an expression.
#[derive(Clone, Debug)]
pub struct Formula {
    pub span: Span,
    pub form: Form,
}

#[derive(Clone, Debug)]
pub enum Form {
    Integer(i64),
    Number(f64),
    Truth(bool),
    /// The text of an expression.
    Expression {
        text: String,
        syntax: Syntax,
    },
    /// The share of `part` in what `set` leaves of one: a prior, after others were set.
    Share {
        /// The prior as it was.
        part: Box<Formula>,
        /// The priors that share what is left, as they were; `part` is one of them.
        among: Vec<Formula>,
        /// The priors that were set.
        set: Vec<Formula>,
    },
    /// The chance of a type that stands in a table of joint types.
    Joint,
    /// It has an error, which is reported already.
    Broken,
}

impl Form {
    /// The form of the text of an expression that was written in this place.
    pub(crate) fn expression(text: &str, place: &Place) -> Result<Self, Diagnostic> {
        let (text, syntax) = (text.to_owned(), parse(text, place)?);
        Ok(Self::Expression { text, syntax })
    }
}

/// Names, each with a formula.
pub(crate) type Formulas = Vec<(Name, Formula)>;

#[derive(Clone, Debug)]
pub struct Actor {
    pub name: Name,
    pub remarks: Remarks,
    pub types: Formulas,
    /// How many exchangeable members it has, where it is a group.
    pub members: Option<Spanned<i64>>,
    /// Moods that all members of a group share, with their chances.
    pub alike: Formulas,
    /// The parameter whose shares are the chances of the types.
    pub types_from: Option<Name>,
    /// Labels, notes and sources of its types.
    pub type_details: Vec<(Name, Remarks)>,
    pub believed: Vec<(Name, Formulas)>,
    pub discount: Option<Formula>,
    /// A share, or one of the words `as_played` and `best`.
    pub own_later: Option<Formula>,
    pub strategy: Option<Strategy>,
    pub strategy_at: Strategies,
    pub payoffs: Vec<Payoff>,
}

impl Actor {
    /// The names of its types, in order.
    pub(crate) fn type_names(&self) -> impl Iterator<Item = &String> {
        self.types.iter().map(|(name, _)| &name.value)
    }

    /// Whether its types only have names, so that their chances stand in a table of joint types.
    pub(crate) fn has_joint_types(&self) -> bool {
        let mut types = self.types.iter();
        types.any(|(_, formula)| matches!(formula.form, Form::Joint))
    }
}

#[derive(Clone, Debug)]
pub struct Payoff {
    pub name: Name,
    pub remarks: Remarks,
    pub paid: Paid,
    pub amount: Formula,
    pub when: Option<Formula>,
}

/// When a payoff term is paid.
#[derive(Clone, Debug)]
pub enum Paid {
    EachPeriod,
    Lasting,
    AtEnd,
    OnAction { action: Name, branch: Option<Name> },
}

#[derive(Clone, Debug)]
pub struct Variable {
    pub name: Name,
    pub remarks: Remarks,
    pub values: Values,
    pub start: Start,
    pub seen_by: Option<Vec<Name>>,
}

/// The values that a variable may take.
#[derive(Clone, Debug)]
pub enum Values {
    /// Named ones.
    Named(Vec<Name>),
    /// Whole numbers from a least to a greatest one.
    Range(Box<[Formula; 2]>),
    Truth,
}

#[derive(Clone, Debug)]
pub enum Start {
    /// This one.
    Value(Spanned<Literal>),
    /// One of these, each with its chance.
    Drawn(Formulas, Span),
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    Name(String),
    Integer(i64),
    Truth(bool),
}

impl Literal {
    /// The number that it is.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Literal::Integer(value) => Some(*value as f64),
            Literal::Name(_) | Literal::Truth(_) => None,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: Name,
    pub remarks: Remarks,
    pub amounts: Amounts,
    pub unit: String,
    pub lever: bool,
    /// Whether recorded cases differ in it.
    pub case: bool,
}

impl Parameter {
    /// The number of this key.
    pub(crate) fn amount(&self, key: &str) -> Option<&Amount> {
        let at = self.keys().iter().position(|known| known == key)?;
        match &self.amounts {
            Amounts::One(amount) => Some(amount),
            Amounts::By(_, values) => Some(&values[at].1),
            Amounts::Shares(_) => None,
        }
    }

    /// The same, to be changed.
    pub(crate) fn amount_mut(&mut self, key: &str) -> Option<&mut Amount> {
        let at = self.keys().iter().position(|known| known == key)?;
        match &mut self.amounts {
            Amounts::One(amount) => Some(amount),
            Amounts::By(_, values) => Some(&mut values[at].1),
            Amounts::Shares(_) => None,
        }
    }

    /// What `--set` calls each of its numbers: the name of a single one, otherwise `parameter.value`.
    pub(crate) fn keys(&self) -> Vec<String> {
        let name = &self.name.value;
        let key = |value: &Name| format!("{name}.{}", value.value);
        match &self.amounts {
            Amounts::One(_) => vec![name.clone()],
            Amounts::By(_, values) => values.iter().map(|(value, _)| key(value)).collect(),
            Amounts::Shares(shares) => shares.iter().map(|(value, _)| key(value)).collect(),
        }
    }
}

/// The number or numbers of a parameter.
#[derive(Clone, Debug)]
pub enum Amounts {
    One(Box<Amount>),
    /// One for each value of an actor's type or of a variable.
    By(Name, Vec<(Name, Amount)>),
    /// Shares of one, drawn together from a Dirichlet distribution.
    Shares(Vec<(Name, Share)>),
}

/// One share of a Dirichlet distribution.
#[derive(Clone, Debug)]
pub enum Share {
    /// Drawn, with this concentration.
    Drawn(Spanned<f64>),
    /// Always this; the others share what is left.
    Fixed(Spanned<f64>),
}

/// A number, certain or drawn.
#[derive(Clone, Debug)]
pub struct Amount {
    pub span: Span,
    pub value: Option<Spanned<f64>>,
    pub drawn: Option<Spanned<Drawn>>,
    pub truncate: Option<Spanned<[f64; 2]>>,
    pub nominal: Option<Spanned<f64>>,
    /// How its value is looked for in recorded cases, if it is.
    pub estimate: Option<Estimable>,
    pub remarks: Remarks,
}

/// How a number is estimated from recorded cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimable {
    /// The ends of its range; either may be infinite.
    pub bounds: Option<[f64; 2]>,
    /// What is held likely of it beforehand.
    pub prior: Option<Prior>,
}

impl Amount {
    /// Its value, where it has one.
    pub(crate) fn number(&self) -> Option<f64> {
        self.value.as_ref().map(|value| value.value)
    }
}

impl Estimable {
    /// The ends of the values that its bounds and its prior leave.
    pub(crate) fn ends(&self) -> [f64; 2] {
        let [low, high] = self.bounds.unwrap_or([f64::NEG_INFINITY, f64::INFINITY]);
        let (least, most) = self.prior.as_ref().map_or((low, high), Prior::support);
        [max(low, least), min(high, most)]
    }
}

/// How an uncertain number is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawn {
    /// From a triangle with the value as its mode.
    Range([f64; 2]),
    /// Evenly, this far on either side of the value.
    Spread(f64),
    Distribution(Distribution),
    /// With others, from the rows of a table: its values in ascending order, each row one of them.
    Jointly(Distribution),
}

/// Parameters whose draws are the rows of a table.
#[derive(Clone, Debug)]
pub struct JointDraws {
    pub name: Name,
    /// The keys of the parameters.
    pub parameters: Vec<Name>,
    /// A value for each of them, by row.
    pub rows: Vec<Vec<f64>>,
    /// Where the draws come from.
    pub remarks: Remarks,
}

/// Rank correlations between parameters.
#[derive(Clone, Debug)]
pub struct Correlation {
    pub between: Vec<Name>,
    pub ranks: Ranks,
}

/// A row of a matrix, with the span of each number.
pub(crate) type MatrixRow = Spanned<Vec<Spanned<f64>>>;

#[derive(Clone, Debug)]
pub enum Ranks {
    /// The same for every pair.
    Each(Spanned<f64>),
    /// A symmetric matrix in the order of the parameters, with 1 on its diagonal.
    Matrix(Vec<MatrixRow>, Span),
}

/// Types of several actors that are drawn together.
#[derive(Clone, Debug)]
pub struct JointTypes {
    pub span: Span,
    pub actors: Vec<Name>,
    pub table: Vec<JointRow>,
}

/// One combination of types.
#[derive(Clone, Debug)]
pub struct JointRow {
    pub span: Span,
    /// The type of each actor, in order.
    pub types: Vec<Name>,
    /// How likely it is.
    pub chance: Option<Formula>,
    /// How likely it is given the type of one actor, where that type itself has no chance.
    pub given: Formulas,
}

#[derive(Clone, Debug)]
pub struct Definition {
    pub name: Name,
    pub value: Formula,
}

#[derive(Clone, Debug)]
pub struct Strategy {
    pub span: Span,
    /// How the actor chooses.
    pub kind: StrategyKind,
}

/// Names of actors or stages, each with a strategy.
pub(crate) type Strategies = Vec<(Name, Strategy)>;

#[derive(Clone, Debug)]
pub enum StrategyKind {
    /// Logit response with this precision.
    Logit(Formula),
    /// The action with the highest expected payoff.
    BestResponse,
    /// A probability for each action.
    Fixed(Formulas),
    /// The first rule whose condition holds.
    Rules(Vec<Rule>),
}

impl StrategyKind {
    /// Every formula of the strategy.
    pub(crate) fn formulas(&self) -> Vec<&Formula> {
        match self {
            Self::Logit(precision) => vec![precision],
            Self::BestResponse => Vec::new(),
            Self::Fixed(play) => play.iter().map(|(_, formula)| formula).collect(),
            Self::Rules(rules) => rules.iter().flat_map(Rule::formulas).collect(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub when: Option<Formula>,
    pub play: Play,
    pub span: Span,
}

impl Rule {
    fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let play = match &self.play {
            Play::Action(_) => &[],
            Play::Mixture(play) => play.as_slice(),
        };
        self.when.iter().chain(play.iter().map(|(_, formula)| formula))
    }
}

/// What a rule plays.
#[derive(Clone, Debug)]
pub enum Play {
    Action(Name),
    /// Actions with their probabilities.
    Mixture(Formulas),
}

#[derive(Clone, Debug)]
pub struct Outcome {
    pub name: Name,
    pub remarks: Remarks,
    pub when: Option<Formula>,
    pub at_end: bool,
}

#[derive(Clone, Debug)]
pub struct Measure {
    pub name: Name,
    pub remarks: Remarks,
    pub value: Formula,
    pub unit: String,
}

#[derive(Clone, Debug)]
pub struct Commitment {
    pub name: Name,
    pub remarks: Remarks,
    pub actor: Name,
    pub stage: Name,
    pub action: Name,
    pub when: Formula,
    pub credibility: Formula,
    pub cost: Option<Formula>,
    pub delivers: Option<Formula>,
    pub drawn: Drawing,
    pub seen_by: Vec<Name>,
}

/// When it is drawn whether a commitment binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Once, at the start of the game.
    PerGame,
    /// Whenever its condition holds.
    PerOccasion,
}

/// The keys of a commitment, of which a variant gives some.
#[derive(Clone, Debug, Default)]
pub struct CommitmentKeys {
    pub remarks: Option<Remarks>,
    pub actor: Option<Name>,
    pub stage: Option<Name>,
    pub action: Option<Name>,
    pub when: Option<Formula>,
    pub credibility: Option<Formula>,
    pub cost: Option<Formula>,
    pub delivers: Option<Formula>,
    pub drawn: Option<Drawing>,
    pub seen_by: Option<Vec<Name>>,
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub name: Name,
    pub title: Option<String>,
    pub remarks: Remarks,
    pub set: Vec<Assigned>,
    pub strategies: Strategies,
    pub strategy_at: Vec<(Name, Strategies)>,
    pub commitments: Vec<(Name, CommitmentKeys)>,
}

/// A key, with dots, that is set to a value, by a variant or by `--set`.
pub(crate) type Assigned = Entry;
