//! The keys of each kind of table, one row for each key: name, what it takes, what it is for.

use super::{Key, Keys, Takes, key, table};

/// All kinds of tables, from the top of the file down.
pub static ALL: [&Keys; 28] = [
    &SCENARIO, &PERIODS, &ACTOR, &TYPE_DETAILS, &PAYOFF, &VARIABLE, &PARAMETER, &AMOUNT, &SHARE, &CORRELATION,
    &JOINT_DRAWS, &JOINT_TYPES, &JOINT_ROW, &DEFINITION, &STAGE, &CHOICE, &NEST, &ACTION, &BRANCH, &JOINT, &TALLY, &OUTCOME, &MEASURE,
    &COMMITMENT, &VARIANT, &STRATEGY, &RULE, &SPREAD,
];

const LABEL: Key = key("label", Takes::Text, "how reports call it");
const NOTE: Key = key("note", Takes::Text, "a remark, for instance that this is an assumption");
const SOURCE: Key = key("source", Takes::Text, "where it comes from");
const VALUE: Key = key("value", Takes::Number, "its value");
const RANGE: Key = key("range", Takes::Bounds, "drawn from a triangle over this range, with the value as its mode");
const WIDTH: Key = key("spread", Takes::Spread, "drawn from this far on either side of the value");
const DRAWN_FROM: Key = key("distribution", Takes::Distribution, "how it is drawn");
const TRUNCATE: Key = key("truncate", Takes::Bounds, "the draw lies within these bounds");
const NOMINAL: Key = key("nominal", Takes::Number, "the value that `--nominal` takes");
const ESTIMATE: Key = key("estimate", Takes::Truth, "`true`: `pactum estimate` looks for its value in recorded cases");
const ENDS: Key = key("bounds", Takes::Bounds, "with `estimate`: the ends of its range");
const PRIOR: Key = key("prior", Takes::Prior, "with `estimate`: what is held likely of it beforehand");
const OPPORTUNITY: Key = key("opportunity", Takes::Chance, "the chance with which the actor is asked at all");
const ACTIONS: Key = key("actions", Takes::List(&ACTION), "what the actor may do");
const NESTS: Key = key("nests", Takes::List(&NEST), "groups of actions, and of groups, within which the actor chooses");
const SET: Key = key("set", Takes::Assignments, "what it changes");
const BRANCHES: Key = key("branches", Takes::List(&BRANCH), "what chance makes of it");

pub(crate) static SCENARIO: Keys = table("a scenario", &["title", "periods", "actors", "outcomes"], &[
    key("extends", Takes::Text, "another scenario file, over which this one is laid"),
    key("title", Takes::Text, "what the scenario is called"),
    key("description", Takes::Text, "what it is about"),
    key("periods", Takes::Periods(&PERIODS), "how many periods are played, and what a period is"),
    key("actors", Takes::Named(&ACTOR), "who plays"),
    key("variables", Takes::Named(&VARIABLE), "what the state of the world consists of"),
    key("parameters", Takes::Named(&PARAMETER), "numbers that are constant within a game"),
    key("correlations", Takes::List(&CORRELATION), "which parameters are large together"),
    key("joint_draws", Takes::Named(&JOINT_DRAWS), "parameters whose draws are the rows of a table"),
    key("joint_types", Takes::List(&JOINT_TYPES), "types of several actors that are drawn together"),
    key("definitions", Takes::Named(&DEFINITION), "named formulas"),
    key("stages", Takes::List(&STAGE), "what happens within a period, in order"),
    key("outcomes", Takes::List(&OUTCOME), "how a game may end, in order of checking"),
    key("measures", Takes::Named(&MEASURE), "what is averaged over games, period by period"),
    key("commitments", Takes::Named(&COMMITMENT), "who promised what, when"),
    key("variants", Takes::Named(&VARIANT), "versions of the scenario to compare"),
]);

/// The words that `then` takes.
pub(crate) const THEN: &[&str] = &["stops", "goes_on"];

/// `periods` as a table.
pub(crate) static PERIODS: Keys = table("the periods", &["count"], &[
    key("count", Takes::Count, "how many periods are played"),
    key("unit", Takes::Text, "what a period is, for instance `quarter`"),
    key("then", Takes::Word(THEN), "what comes after the last period: the game stops, or play goes on for ever"),
]);

pub(crate) static ACTOR: Keys = table("an actor", &[], &[
    LABEL, NOTE, SOURCE,
    key("members", Takes::Members, "how many exchangeable members it has, each with its own type and choice"),
    key("alike", Takes::Chances, "moods that all members share, each with its chance, as `ACTOR.mood`"),
    key("types", Takes::Types, "its possible types, each with its chance"),
    key("type_details", Takes::Named(&TYPE_DETAILS), "what reports say about its types"),
    key("believed", Takes::Beliefs, "its own prior about other actors' types"),
    key("discount", Takes::Discount, "what a payoff one period later is worth, in (0, 1]"),
    key("own_later", Takes::Chance, "how it takes its own later choices: `as_played`, `best`, or a share between"),
    key("strategy", Takes::Strategy, "how it chooses: logit, best_response, fixed or rules"),
    key("strategy_at", Takes::Strategies, "strategies for single stages, which win over `strategy`"),
    key("payoffs", Takes::List(&PAYOFF), "what it wants, term by term"),
]);

/// What reports say about a type.
pub(crate) static TYPE_DETAILS: Keys = table("details of a type", &[], &[LABEL, NOTE, SOURCE]);

pub(crate) static PAYOFF: Keys = table("a payoff", &["name", "paid", "amount"], &[
    key("name", Takes::Name, "its name, unique for the actor"),
    LABEL, NOTE, SOURCE,
    key("paid", Takes::Word(PAID), "when it is paid"),
    key("amount", Takes::Formula, "how much is paid"),
    key("when", Takes::Condition, "it is paid only where this holds"),
    key("action", Takes::Name, "for `on_action`: the action, as `stage.action` or `action`"),
    key("branch", Takes::Name, "for `on_action`: only with this branch of the action"),
]);

/// The words that `paid` takes.
pub(crate) const PAID: &[&str] = &["each_period", "lasting", "at_end", "on_action"];

/// The words that `drawn` takes.
pub(crate) const DRAWN: &[&str] = &["per_game", "per_occasion"];

pub(crate) static VARIABLE: Keys = table("a variable", &["start"], &[
    LABEL, NOTE, SOURCE,
    key("values", Takes::NamedValues, "its named values"),
    key("range", Takes::WholeBounds, "its least and greatest value, as whole numbers"),
    key("truth", Takes::Truth, "`true`: it is true or false"),
    key("start", Takes::Start, "its value at the start, or values with their chances"),
    key("seen_by", Takes::Names, "the actors that see it (everyone if left out)"),
]).at_most_one_of(&["values", "range", "truth"]);

pub(crate) static PARAMETER: Keys = table("a parameter", &[], &[
    LABEL,
    VALUE, RANGE, WIDTH, DRAWN_FROM, TRUNCATE, NOMINAL,
    key("by", Takes::Name, "the actor or variable on whose value it depends"),
    key("values", Takes::Values(&AMOUNT), "with `by`: a number or a table for each value"),
    key("dirichlet", Takes::Shares(&SHARE), "shares of one that are drawn together: a concentration for each"),
    key("unit", Takes::Text, "its unit"),
    key("lever", Takes::Truth, "`true`: a decision-maker can set it"),
    key("case", Takes::Truth, "`true`: recorded cases differ in it, and a table of them has its column"),
    ESTIMATE, ENDS, PRIOR,
    NOTE, SOURCE,
]).at_most_one_of(&["range", "spread", "distribution"]);

/// A parameter's number for one value of what it depends on.
pub(crate) static AMOUNT: Keys = table("a value of a parameter", &[], &[
    VALUE, RANGE, WIDTH, DRAWN_FROM, TRUNCATE, NOMINAL, ESTIMATE, ENDS, PRIOR, NOTE, SOURCE,
]);

/// A share that is drawn together with others.
pub(crate) static SHARE: Keys = table("a share", &["value"], &[
    key("value", Takes::Number, "it is always this, and the others share what is left"),
]);

pub(crate) static CORRELATION: Keys = table("a correlation", &["between"], &[
    key("between", Takes::Names, "the parameters"),
    key("rank", Takes::Correlation, "the rank correlation of each two of them"),
    key("matrix", Takes::Matrix, "instead: a rank correlation for each two, with 1 on the diagonal"),
    NOTE, SOURCE,
]);

/// Parameters that are drawn together, as rows of a table.
pub(crate) static JOINT_DRAWS: Keys = table("joint draws", &[], &[
    key("from", Takes::Text, "a CSV file beside the scenario: a column for each parameter, a row for each draw"),
    key("parameters", Takes::Names, "in its place, with `rows`: the parameters"),
    key("rows", Takes::Rows, "the draws: lists with a number for each parameter"),
    NOTE, SOURCE,
]);

pub(crate) static JOINT_TYPES: Keys = table("a table of joint types", &["actors", "table"], &[
    key("actors", Takes::Names, "the actors"),
    key("table", Takes::List(&JOINT_ROW), "the combinations of their types that are possible"),
    NOTE, SOURCE,
]);

pub(crate) static JOINT_ROW: Keys = table("a combination of types", &["types"], &[
    key("types", Takes::Names, "the type of each actor, in the order of `actors`"),
    key("chance", Takes::Chance, "how likely it is"),
    key("given", Takes::Chances, "how likely it is given an actor's type that has no chance itself"),
    NOTE, SOURCE,
]);

pub(crate) static DEFINITION: Keys = table("a definition", &["value"], &[
    LABEL,
    key("value", Takes::Formula, "the formula that the name stands for"),
    NOTE, SOURCE,
]);

pub(crate) static STAGE: Keys = table("a stage", &["name"], &[
    key("name", Takes::Name, "its name"),
    LABEL, NOTE, SOURCE,
    key("when", Takes::Condition, "the stage is skipped where this is false"),
    key("actor", Takes::Name, "the actor that decides"),
    OPPORTUNITY, ACTIONS, NESTS,
    key("choices", Takes::List(&CHOICE), "for several actors that decide at once: one entry each"),
    key("joint", Takes::List(&JOINT), "effects of several picks together; the first that matches applies"),
    key("tally", Takes::Table(&TALLY), "what follows from how many took each action, as `ACTOR.ACTION`"),
    key("branches", Takes::List(&BRANCH), "for a stage of chance: what may happen"),
    key("set", Takes::Assignments, "for a stage of chance: what changes in any case"),
]);

/// One actor's part in a simultaneous decision.
pub(crate) static CHOICE: Keys = table("a choice", &["actor", "actions"], &[
    key("actor", Takes::Name, "the actor that decides"),
    LABEL, NOTE, SOURCE,
    OPPORTUNITY,
    key("not_asked", Takes::Name, "the action that stands for it in joint effects when it was not asked"),
    ACTIONS, NESTS,
]);

pub(crate) static NEST: Keys = table("a nest", &["name", "members"], &[
    key("name", Takes::Name, "its name"),
    LABEL, NOTE, SOURCE,
    key("members", Takes::Names, "the actions and nests that it holds"),
    key("multiple", Takes::Formula, "its precision as a multiple of that of what holds it, at least 1"),
]);

pub(crate) static ACTION: Keys = table("an action", &["name"], &[
    key("name", Takes::Name, "its name"),
    LABEL, NOTE, SOURCE,
    key("guard", Takes::Condition, "it is available where this holds"),
    SET, BRANCHES,
]);

/// One way in which chance may go.
pub(crate) static BRANCH: Keys = table("a branch", &[], &[
    key("name", Takes::Name, "its name, for traces and for payoffs on it"),
    LABEL, NOTE, SOURCE,
    key("probability", Takes::Chance, "its probability"),
    key("otherwise", Takes::Truth, "`true`: it takes the probability that the others leave"),
    key("when", Takes::Condition, "the branch is absent where this is false"),
    SET,
]);

pub(crate) static JOINT: Keys = table("a joint effect", &["picks"], &[
    key("picks", Takes::Picks, "the action that each actor must have picked; left out: any"),
    LABEL, NOTE, SOURCE,
    SET, BRANCHES,
]);

/// What follows from counts of actions.
pub(crate) static TALLY: Keys = table("a tally", &[], &[NOTE, SOURCE, SET, BRANCHES]);

pub(crate) static OUTCOME: Keys = table("an outcome", &["name"], &[
    key("name", Takes::Name, "its name"),
    LABEL, NOTE, SOURCE,
    key("when", Takes::Condition, "it is reached where this holds"),
    key("at_end", Takes::Truth, "`true`: it is checked only when the last period is over"),
]);

pub(crate) static MEASURE: Keys = table("a measure", &["value"], &[
    LABEL, NOTE, SOURCE,
    key("value", Takes::Formula, "what is averaged; truth counts as 1 or 0"),
    key("unit", Takes::Text, "its unit"),
]);

pub(crate) static COMMITMENT: Keys = table("a commitment", &["actor", "stage", "action", "when", "credibility"], &[
    LABEL, NOTE, SOURCE,
    key("actor", Takes::Name, "who promised"),
    key("stage", Takes::Name, "the stage in which the promise binds"),
    key("action", Takes::Name, "the promised action"),
    key("when", Takes::Condition, "when the promise falls due"),
    key("credibility", Takes::Chance, "the chance with which the actor is bound"),
    key("cost", Takes::Formula, "what reneging by free choice costs the actor"),
    key("delivers", Takes::Condition, "what shows that the promise came true"),
    key("drawn", Takes::Word(DRAWN), "whether bound or free is drawn once or on every occasion"),
    key("seen_by", Takes::Names, "the other actors that see whether it is bound"),
]);

pub(crate) static VARIANT: Keys = table("a variant", &[], &[
    key("title", Takes::Text, "how reports call it"),
    NOTE, SOURCE,
    key("set", Takes::Settings, "what is set otherwise, as with `--set`"),
    key("strategies", Takes::Strategies, "strategies in place of the actors' own"),
    key("strategy_at", Takes::StageStrategies, "strategies for single stages, by actor"),
    key("commitments", Takes::Named(&COMMITMENT), "keys of commitments that are otherwise"),
]);

pub(crate) static STRATEGY: Keys = table("a strategy", &[], &[
    key("logit", Takes::Precision, "logit response with this precision"),
    key("fixed", Takes::Chances, "a probability for each action"),
    key("rules", Takes::List(&RULE), "the first rule whose condition holds"),
]);

pub(crate) static RULE: Keys = table("a rule", &["play"], &[
    key("when", Takes::Condition, "when the rule applies; left out: always"),
    key("play", Takes::Play, "the action to take, or actions with their probabilities"),
    NOTE,
]);

pub(crate) static SPREAD: Keys = table("a spread", &["uniform"], &[
    key("uniform", Takes::Number, "evenly, this far on either side of the value"),
]);
