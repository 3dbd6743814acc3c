//! The keys of every table of a scenario file, each declared once: name, what it takes, and what it is for.

use crate::numeric::distribution::{FAMILIES, Family, Notation};

/// A kind of table and the keys that it may have.
#[derive(Debug)]
pub struct Keys {
    /// What the table describes, with an article.
    pub of: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it is for, in one line.
    pub about: &'static str,
}

/// What a key takes.
#[derive(Debug)]
pub enum Takes {
    /// Text for people.
    Text,
    /// A name that is declared somewhere.
    Name,
    /// A list of names.
    Names,
    /// A list of the names that a value may have.
    NamedValues,
    /// One of these words.
    Word(&'static [&'static str]),
    /// True or false.
    Truth,
    /// A number, not a formula.
    Number,
    /// A number of periods.
    Count,
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
    /// A rank correlation.
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
    /// A strategy.
    Strategy,
    /// A strategy for each name.
    Strategies,
    /// A strategy for each stage of each actor.
    StageStrategies,
    /// A named distribution and its parameters.
    Distribution,
    /// So many numbers in a list.
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
    /// A list of tables.
    List(&'static Keys),
    /// Tables by name.
    Named(&'static Keys),
}

/// Words of the language, which name nothing else.
pub(crate) const RESERVED: [&str; 23] = [
    "total",
    "period",
    "true",
    "false",
    "and",
    "or",
    "not",
    "if",
    "otherwise",
    "any",
    "type",
    "min",
    "max",
    "clamp",
    "abs",
    "exp",
    "ln",
    "sqrt",
    "logistic",
    "floor",
    "ceil",
    "inf",
    "nan",
];

const fn key(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, about }
}

const LABEL: Key = key("label", Takes::Text, "how reports call it");
const NOTE: Key = key("note", Takes::Text, "a remark, for instance that this is an assumption");
const SOURCE: Key = key("source", Takes::Text, "where it comes from");
const STRATEGY_FORMS: &str = "how it chooses: logit, best_response, fixed or rules";

/// All kinds of tables, from the top of the file down.
pub static ALL: [&Keys; 25] = [
    &SCENARIO,
    &PERIODS,
    &ACTOR,
    &TYPE_DETAILS,
    &PAYOFF,
    &VARIABLE,
    &PARAMETER,
    &AMOUNT,
    &SHARE,
    &CORRELATION,
    &JOINT_TYPES,
    &JOINT_ROW,
    &DEFINITION,
    &STAGE,
    &CHOICE,
    &ACTION,
    &BRANCH,
    &JOINT,
    &OUTCOME,
    &MEASURE,
    &COMMITMENT,
    &VARIANT,
    &STRATEGY,
    &RULE,
    &SPREAD,
];

/// The top of the file.
pub(crate) static SCENARIO: Keys = Keys {
    of: "a scenario",
    keys: &[
        key(
            "extends",
            Takes::Text,
            "another scenario file, over which this one is laid",
        ),
        key("title", Takes::Text, "what the scenario is called"),
        key("description", Takes::Text, "what it is about"),
        key(
            "periods",
            Takes::Periods(&PERIODS),
            "how many periods are played, and what a period is",
        ),
        key("actors", Takes::Named(&ACTOR), "who plays"),
        key(
            "variables",
            Takes::Named(&VARIABLE),
            "what the state of the world consists of",
        ),
        key(
            "parameters",
            Takes::Named(&PARAMETER),
            "numbers that are constant within a game",
        ),
        key(
            "correlations",
            Takes::List(&CORRELATION),
            "which parameters are large together",
        ),
        key(
            "joint_types",
            Takes::List(&JOINT_TYPES),
            "types of several actors that are drawn together",
        ),
        key("definitions", Takes::Named(&DEFINITION), "named formulas"),
        key("stages", Takes::List(&STAGE), "what happens within a period, in order"),
        key(
            "outcomes",
            Takes::List(&OUTCOME),
            "how a game may end, in order of checking",
        ),
        key(
            "measures",
            Takes::Named(&MEASURE),
            "what is averaged over games, period by period",
        ),
        key("commitments", Takes::Named(&COMMITMENT), "who promised what, when"),
        key(
            "variants",
            Takes::Named(&VARIANT),
            "versions of the scenario to compare",
        ),
    ],
};

/// `periods` as a table.
pub(crate) static PERIODS: Keys = Keys {
    of: "the periods",
    keys: &[
        key("count", Takes::Count, "how many periods are played"),
        key("unit", Takes::Text, "what a period is, for instance `quarter`"),
    ],
};

/// An actor.
pub(crate) static ACTOR: Keys = Keys {
    of: "an actor",
    keys: &[
        LABEL,
        NOTE,
        SOURCE,
        key("types", Takes::Types, "its possible types, each with its chance"),
        key(
            "type_details",
            Takes::Named(&TYPE_DETAILS),
            "what reports say about its types",
        ),
        key("believed", Takes::Beliefs, "its own prior about other actors' types"),
        key(
            "discount",
            Takes::Discount,
            "what a payoff one period later is worth, in (0, 1]",
        ),
        key("strategy", Takes::Strategy, STRATEGY_FORMS),
        key(
            "strategy_at",
            Takes::Strategies,
            "strategies for single stages, which win over `strategy`",
        ),
        key("payoffs", Takes::List(&PAYOFF), "what it wants, term by term"),
    ],
};

/// What reports say about a type.
pub(crate) static TYPE_DETAILS: Keys = Keys {
    of: "details of a type",
    keys: &[LABEL, NOTE, SOURCE],
};

/// A payoff term.
pub(crate) static PAYOFF: Keys = Keys {
    of: "a payoff",
    keys: &[
        key("name", Takes::Name, "its name, unique for the actor"),
        LABEL,
        NOTE,
        SOURCE,
        key("paid", Takes::Word(PAID), "when it is paid"),
        key("amount", Takes::Formula, "how much is paid"),
        key("when", Takes::Condition, "it is paid only where this holds"),
        key(
            "action",
            Takes::Name,
            "for `on_action`: the action, as `stage.action` or `action`",
        ),
        key(
            "branch",
            Takes::Name,
            "for `on_action`: only with this branch of the action",
        ),
    ],
};

/// The words that `paid` takes.
pub(crate) const PAID: &[&str] = &["each_period", "lasting", "at_end", "on_action"];

/// The words that `drawn` takes.
pub(crate) const DRAWN: &[&str] = &["per_game", "per_occasion"];

/// A variable.
pub(crate) static VARIABLE: Keys = Keys {
    of: "a variable",
    keys: &[
        LABEL,
        NOTE,
        SOURCE,
        key("values", Takes::NamedValues, "its named values"),
        key(
            "range",
            Takes::WholeBounds,
            "its least and greatest value, as whole numbers",
        ),
        key("truth", Takes::Truth, "`true`: it is true or false"),
        key(
            "start",
            Takes::Start,
            "its value at the start, or values with their chances",
        ),
        key("seen_by", Takes::Names, "the actors that see it (everyone if left out)"),
    ],
};

/// A parameter.
pub(crate) static PARAMETER: Keys = Keys {
    of: "a parameter",
    keys: &[
        LABEL,
        key("value", Takes::Number, "its value"),
        key(
            "range",
            Takes::Bounds,
            "drawn from a triangle over this range, with the value as its mode",
        ),
        key(
            "spread",
            Takes::Spread,
            "drawn from this far on either side of the value",
        ),
        key("distribution", Takes::Distribution, "how it is drawn"),
        key("truncate", Takes::Bounds, "the draw lies within these bounds"),
        key("nominal", Takes::Number, "the value that `--nominal` takes"),
        key("by", Takes::Name, "the actor or variable on whose value it depends"),
        key(
            "values",
            Takes::Values(&AMOUNT),
            "with `by`: a number or a table for each value",
        ),
        key(
            "dirichlet",
            Takes::Shares(&SHARE),
            "shares of one that are drawn together: a concentration for each",
        ),
        key("unit", Takes::Text, "its unit"),
        key("lever", Takes::Truth, "`true`: a decision-maker can set it"),
        NOTE,
        SOURCE,
    ],
};

/// A parameter's number for one value of what it depends on.
pub(crate) static AMOUNT: Keys = Keys {
    of: "a value of a parameter",
    keys: &[
        key("value", Takes::Number, "its value"),
        key(
            "range",
            Takes::Bounds,
            "drawn from a triangle over this range, with the value as its mode",
        ),
        key(
            "spread",
            Takes::Spread,
            "drawn from this far on either side of the value",
        ),
        key("distribution", Takes::Distribution, "how it is drawn"),
        key("truncate", Takes::Bounds, "the draw lies within these bounds"),
        key("nominal", Takes::Number, "the value that `--nominal` takes"),
        NOTE,
        SOURCE,
    ],
};

/// A share that is drawn together with others.
pub(crate) static SHARE: Keys = Keys {
    of: "a share",
    keys: &[key(
        "value",
        Takes::Number,
        "it is always this, and the others share what is left",
    )],
};

/// Rank correlations.
pub(crate) static CORRELATION: Keys = Keys {
    of: "a correlation",
    keys: &[
        key("between", Takes::Names, "the parameters"),
        key("rank", Takes::Correlation, "the rank correlation of each two of them"),
        key(
            "matrix",
            Takes::Matrix,
            "instead: a rank correlation for each two, with 1 on the diagonal",
        ),
        NOTE,
        SOURCE,
    ],
};

/// Types that are drawn together.
pub(crate) static JOINT_TYPES: Keys = Keys {
    of: "a table of joint types",
    keys: &[
        key("actors", Takes::Names, "the actors"),
        key(
            "table",
            Takes::List(&JOINT_ROW),
            "the combinations of their types that are possible",
        ),
        NOTE,
        SOURCE,
    ],
};

/// A combination of types.
pub(crate) static JOINT_ROW: Keys = Keys {
    of: "a combination of types",
    keys: &[
        key(
            "types",
            Takes::Names,
            "the type of each actor, in the order of `actors`",
        ),
        key("chance", Takes::Chance, "how likely it is"),
        key(
            "given",
            Takes::Chances,
            "how likely it is given an actor's type that has no chance itself",
        ),
        NOTE,
        SOURCE,
    ],
};

/// A definition.
pub(crate) static DEFINITION: Keys = Keys {
    of: "a definition",
    keys: &[
        LABEL,
        key("value", Takes::Formula, "the formula that the name stands for"),
        NOTE,
        SOURCE,
    ],
};

/// A stage.
pub(crate) static STAGE: Keys = Keys {
    of: "a stage",
    keys: &[
        key("name", Takes::Name, "its name"),
        LABEL,
        NOTE,
        SOURCE,
        key("when", Takes::Condition, "the stage is skipped where this is false"),
        key("actor", Takes::Name, "the actor that decides"),
        key(
            "opportunity",
            Takes::Chance,
            "the chance with which the actor is asked at all",
        ),
        key("actions", Takes::List(&ACTION), "what the actor may do"),
        key(
            "choices",
            Takes::List(&CHOICE),
            "for several actors that decide at once: one entry each",
        ),
        key(
            "joint",
            Takes::List(&JOINT),
            "effects of several picks together; the first that matches applies",
        ),
        key(
            "branches",
            Takes::List(&BRANCH),
            "for a stage of chance: what may happen",
        ),
        key(
            "set",
            Takes::Assignments,
            "for a stage of chance: what changes in any case",
        ),
    ],
};

/// One actor's part in a simultaneous decision.
pub(crate) static CHOICE: Keys = Keys {
    of: "a choice",
    keys: &[
        key("actor", Takes::Name, "the actor that decides"),
        LABEL,
        NOTE,
        SOURCE,
        key(
            "opportunity",
            Takes::Chance,
            "the chance with which the actor is asked at all",
        ),
        key(
            "not_asked",
            Takes::Name,
            "the action that stands for it in joint effects when it was not asked",
        ),
        key("actions", Takes::List(&ACTION), "what the actor may do"),
    ],
};

/// An action.
pub(crate) static ACTION: Keys = Keys {
    of: "an action",
    keys: &[
        key("name", Takes::Name, "its name"),
        LABEL,
        NOTE,
        SOURCE,
        key("guard", Takes::Condition, "it is available where this holds"),
        key("set", Takes::Assignments, "what it changes"),
        key("branches", Takes::List(&BRANCH), "what chance makes of it"),
    ],
};

/// One way in which chance may go.
pub(crate) static BRANCH: Keys = Keys {
    of: "a branch",
    keys: &[
        key("name", Takes::Name, "its name, for traces and for payoffs on it"),
        LABEL,
        NOTE,
        SOURCE,
        key("probability", Takes::Chance, "its probability"),
        key(
            "otherwise",
            Takes::Truth,
            "`true`: it takes the probability that the others leave",
        ),
        key("when", Takes::Condition, "the branch is absent where this is false"),
        key("set", Takes::Assignments, "what it changes"),
    ],
};

/// An effect of several picks together.
pub(crate) static JOINT: Keys = Keys {
    of: "a joint effect",
    keys: &[
        key(
            "picks",
            Takes::Picks,
            "the action that each actor must have picked; left out: any",
        ),
        LABEL,
        NOTE,
        SOURCE,
        key("set", Takes::Assignments, "what it changes"),
        key("branches", Takes::List(&BRANCH), "what chance makes of it"),
    ],
};

/// An outcome.
pub(crate) static OUTCOME: Keys = Keys {
    of: "an outcome",
    keys: &[
        key("name", Takes::Name, "its name"),
        LABEL,
        NOTE,
        SOURCE,
        key("when", Takes::Condition, "it is reached where this holds"),
        key(
            "at_end",
            Takes::Truth,
            "`true`: it is checked only when the last period is over",
        ),
    ],
};

/// A measure.
pub(crate) static MEASURE: Keys = Keys {
    of: "a measure",
    keys: &[
        LABEL,
        NOTE,
        SOURCE,
        key("value", Takes::Formula, "what is averaged; truth counts as 1 or 0"),
        key("unit", Takes::Text, "its unit"),
    ],
};

/// A commitment.
pub(crate) static COMMITMENT: Keys = Keys {
    of: "a commitment",
    keys: &[
        LABEL,
        NOTE,
        SOURCE,
        key("actor", Takes::Name, "who promised"),
        key("stage", Takes::Name, "the stage in which the promise binds"),
        key("action", Takes::Name, "the promised action"),
        key("when", Takes::Condition, "when the promise falls due"),
        key("credibility", Takes::Chance, "the chance with which the actor is bound"),
        key("cost", Takes::Formula, "what reneging by free choice costs the actor"),
        key("delivers", Takes::Condition, "what shows that the promise came true"),
        key(
            "drawn",
            Takes::Word(DRAWN),
            "whether bound or free is drawn once or on every occasion",
        ),
        key("seen_by", Takes::Names, "the other actors that see whether it is bound"),
    ],
};

/// A variant.
pub(crate) static VARIANT: Keys = Keys {
    of: "a variant",
    keys: &[
        key("title", Takes::Text, "how reports call it"),
        NOTE,
        SOURCE,
        key("set", Takes::Settings, "what is set otherwise, as with `--set`"),
        key(
            "strategies",
            Takes::Strategies,
            "strategies in place of the actors' own",
        ),
        key(
            "strategy_at",
            Takes::StageStrategies,
            "strategies for single stages, by actor",
        ),
        key(
            "commitments",
            Takes::Named(&COMMITMENT),
            "keys of commitments that are otherwise",
        ),
    ],
};

/// A strategy.
pub(crate) static STRATEGY: Keys = Keys {
    of: "a strategy",
    keys: &[
        key("logit", Takes::Precision, "logit response with this precision"),
        key("fixed", Takes::Chances, "a probability for each action"),
        key("rules", Takes::List(&RULE), "the first rule whose condition holds"),
    ],
};

/// A rule.
pub(crate) static RULE: Keys = Keys {
    of: "a rule",
    keys: &[
        key("when", Takes::Condition, "when the rule applies; left out: always"),
        key(
            "play",
            Takes::Play,
            "the action to take, or actions with their probabilities",
        ),
        NOTE,
    ],
};

/// A spread.
pub(crate) static SPREAD: Keys = Keys {
    of: "a spread",
    keys: &[key(
        "uniform",
        Takes::Number,
        "evenly, this far on either side of the value",
    )],
};

/// A distribution.
pub static DISTRIBUTION: Keys = Keys {
    of: "a distribution",
    keys: &DISTRIBUTION_KEYS,
};

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
