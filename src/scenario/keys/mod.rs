//! The keys of every table of a scenario file, declared once for the parser, the JSON Schema and the messages.

#[rustfmt::skip]
mod tables;

pub use tables::ALL;
pub(crate) use tables::{
    ACTION, ACTOR, AMOUNT, BRANCH, CHOICE, COMMITMENT, CORRELATION, DEFINITION, DRAWN, JOINT, JOINT_DRAWS, JOINT_ROW,
    JOINT_TYPES, MEASURE, NEST, OUTCOME, PAID, PARAMETER, PAYOFF, PERIODS, RULE, SCENARIO, SHARE, SPREAD, STAGE,
    STRATEGY, TALLY, THEN, TYPE_DETAILS, VARIABLE, VARIANT,
};

use crate::expression::function;
use crate::numeric::distribution::{FAMILIES, Family, Notation};

/// Words of the language outside of formulas, which nothing else can be called.
const WORDS: [&str; 7] = ["total", "otherwise", "any", "type", "inf", "nan", "beyond"];

/// The words that name nothing else: those of formulas and those of the rest of a file.
pub(crate) fn reserved_words() -> impl Iterator<Item = &'static str> {
    function::reserved_words().chain(WORDS)
}

/// A kind of table and the keys that it may have.
#[derive(Debug)]
pub struct Keys {
    /// What the table describes, with an article.
    pub of: &'static str,
    /// The keys without which a complete table is refused.
    pub required: &'static [&'static str],
    /// Keys of which at most one may be given.
    pub exclusive: &'static [&'static str],
    pub keys: &'static [Key],
}

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it is for, in one line.
    pub about: &'static str,
}

/// What a key takes.
#[derive(Debug)]
pub enum Takes {
    /// Text for readers.
    Text,
    /// A name that is declared somewhere.
    Name,
    Names,
    /// A list of the names that a value may have.
    NamedValues,
    /// One of these words.
    Word(&'static [&'static str]),
    Truth,
    /// A number, not a formula.
    Number,
    /// A number of periods.
    Count,
    /// A number of members.
    Members,
    /// A table.
    Table(&'static Keys),
    /// A lower and an upper bound.
    Bounds,
    /// A lower and an upper bound, each a formula that gives a whole number.
    WholeBounds,
    /// A formula that gives a number.
    Formula,
    /// A formula that gives truth.
    Condition,
    /// A number of periods, or a table.
    Periods(&'static Keys),
    /// A formula that gives a probability.
    Chance,
    /// Names, and a formula that gives a probability for each.
    Chances,
    /// A formula that gives a discount factor.
    Discount,
    /// A formula that gives a precision.
    Precision,
    Correlation,
    /// An action, or actions with a chance for each.
    Play,
    /// Types with their chances, names of types alone, or a parameter with a share for each.
    Types,
    /// Names and for each a concentration, or a table.
    Shares(&'static Keys),
    /// A square list of lists of numbers.
    Matrix,
    /// Actors, and for each types with their chances.
    Beliefs,
    /// Variables and the formula of the new value of each.
    Assignments,
    /// A value of the variable, or values with their chances.
    Start,
    Strategy,
    /// A strategy for each name.
    Strategies,
    /// A strategy for each stage of each actor.
    StageStrategies,
    /// A named distribution and its parameters.
    Distribution,
    /// A log-F distribution, or one of a family.
    Prior,
    /// A list of lists of numbers.
    Rows,
    /// A list of this many numbers.
    Numbers(usize),
    /// Numbers in a list, any number of them.
    Observed,
    /// A table with a number for each of these.
    Shape(&'static [&'static str]),
    /// The same, or two quantiles.
    ShapeOrQuantiles(&'static [&'static str]),
    /// A value for each level.
    Quantiles,
    /// A table with a list of numbers for each of these.
    Lists(&'static [&'static str]),
    /// How far a value may lie on either side.
    Spread,
    /// Values, and for each a number or a table.
    Values(&'static Keys),
    /// For each choice, the action picked.
    Picks,
    /// What `--set` takes, by key.
    Settings,
    List(&'static Keys),
    /// Tables by name.
    Named(&'static Keys),
}

impl Keys {
    /// The key of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    const fn at_most_one_of(self, exclusive: &'static [&'static str]) -> Self {
        Self { exclusive, ..self }
    }
}

const fn table(of: &'static str, required: &'static [&'static str], keys: &'static [Key]) -> Keys {
    let exclusive = &[];
    Keys {
        of,
        required,
        exclusive,
        keys,
    }
}

const fn key(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, about }
}

/// A distribution.
pub static DISTRIBUTION: Keys = table("a distribution", &[], &DISTRIBUTION_KEYS);

/// The families that a few numbers describe, and the distributions that take lists.
const DISTRIBUTION_KEYS: [Key; FAMILIES.len() + 3] = {
    let mut keys = [const { key("", Takes::Text, "") }; FAMILIES.len() + 3];
    let mut at = 0;
    while at < FAMILIES.len() {
        keys[at] = family_key(&FAMILIES[at]);
        at += 1;
    }
    keys[at] = key(
        "discrete",
        Takes::Lists(&["values", "weights"]),
        "`{ values = […], weights = […] }`",
    );
    keys[at + 1] = key("empirical", Takes::Observed, "`[…]`, observed values");
    keys[at + 2] = key(
        "quantiles",
        Takes::Quantiles,
        "`{ \"0\" = …, \"0.1\" = …, …, \"1\" = … }`, with straight lines between",
    );
    keys
};

/// The key of a family of distributions.
const fn family_key(family: &Family) -> Key {
    let takes = match family.notation {
        Notation::List => Takes::Numbers(family.parameters.len()),
        Notation::Table => Takes::Shape(family.parameters),
        Notation::TableOrQuantiles(_) => Takes::ShapeOrQuantiles(family.parameters),
    };
    key(family.name, takes, family.about)
}
