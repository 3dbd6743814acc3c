//! Mistakes in a scenario file, each with its message and its place.

use pactum::unstable::scenario::read;
use pactum::unstable::source::{Diagnostics, Severity, Sources};

use crate::{SAMPLE, listed};

// Without its strategy for `clash`, `us` plays the one of `plain` there, which is for another stage.
const NOT_APPROVE: &str = "`approve` is not an action of `us` in this stage";
const NOT_VETO: &str = "`veto` is not an action of `us` in this stage";
const LAG: &str = "[parameters.lag]\nvalue = 3";
const AMOUNT: &str = "amount = \"-armament * period / 10\"";
const GUARD: &str = "guard = \"clause != member and balance >= 1 - lag\"";

/// Everything found wrong with a text, in all variants.
fn findings(text: &str, sources: &mut Sources) -> Diagnostics {
    let document = match read(text, "sample.toml", sources) {
        Ok(document) => document,
        Err(found) => return found,
    };
    let all = document.variants().into_iter().map(|variant| {
        document
            .model(variant, &[], sources)
            .map_or_else(|found| found, |(_, warnings)| warnings)
    });
    pactum::unstable::scenario::merged(all.collect::<Vec<_>>())
}

/// Puts a mistake into the sample; `«` in the replacement marks where the finding should point.
#[track_caller]
fn mistake(find: &str, replace: &str, messages: &[&str]) {
    assert_eq!(SAMPLE.matches(find).count(), 1, "`{find}` stands once in the sample");
    in_text(&SAMPLE.replace(find, replace), messages);
}

#[track_caller]
pub(crate) fn in_text(marked: &str, messages: &[&str]) {
    let wanted: Vec<(usize, usize)> = marks(marked);
    let text = marked.replace('«', "");
    let mut sources = Sources::new();
    let found = findings(&text, &mut sources);
    let all = listed(&found, &sources);
    let places: Vec<(usize, usize)> = found
        .all()
        .iter()
        .filter_map(|finding| finding.labels.first().map(|(span, _)| sources.line_column(*span)))
        .collect();
    let said: Vec<&str> = found.all().iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(said, messages, "\n{all}");
    for (place, message) in wanted.iter().zip(&said) {
        assert!(places.contains(place), "{message}: not at {place:?}\n{all}");
    }
}

/// The line and column of each mark.
fn marks(marked: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (line, text) in marked.lines().enumerate() {
        for (before, (at, _)) in text.match_indices('«').enumerate() {
            places.push((line + 1, text[..at].chars().count() + 1 - before));
        }
    }
    places
}

#[test]
fn the_sample_has_none() {
    in_text(SAMPLE, &[]);
}

#[test]
fn keys() {
    mistake(
        "label = \"Russia\"",
        "«lable = \"Russia\"",
        &["`lable` is not a key of an actor"],
    );
    mistake(
        "periods = { count = 6, unit",
        "periods = { count = 6, «uint",
        &["`uint` is not a key of the periods"],
    );
    mistake("paid = \"each_period\"\n", "", &["a payoff needs `paid`"]);
    mistake(
        "title = \"Everything\"",
        "«titel = \"Everything\"",
        &["`titel` is not a key of a scenario"],
    );
    mistake(
        "play = \"hold\" }",
        "«does = \"hold\" }",
        &["`does` is not a key of a rule", "a rule needs `play`"],
    );
    mistake(
        "[parameters.lag]\nvalue = 3",
        "[parameters.lag]\nvalue = 3\n«vlaue = 4",
        &["`vlaue` is not a key of a parameter"],
    );
    mistake(
        "{ beta = { alpha = 2, beta = 3 } }",
        "{ beta = { alpha = 2, «gamma = 3 } }",
        &["`gamma` is not a key of `beta`"],
    );
}

#[test]
fn kinds_of_toml() {
    mistake(
        "periods = { count = 6, unit = \"quarter\", then = \"stops\" }",
        "periods = «\"six\"",
        &["`periods` must be a whole number, not a text"],
    );
    mistake(
        "count = 6",
        "count = «0",
        &["`count` must lie between 1 and 100000, not at 0"],
    );
    mistake(
        "discount = 0.98",
        "discount = «[1]",
        &["`discount` must be a formula (a number, a truth value or a text), not a list"],
    );
    mistake(
        "discount = 0.98",
        "discount = «nan",
        &["`discount` must be a formula (a number, a truth value or a text), not nan or infinite"],
    );
    mistake(
        "at_end = true",
        "at_end = «\"yes\"",
        &["`at_end` must be true or false, not a text"],
    );
    mistake(
        "[parameters.lag]\nvalue = 3",
        "[parameters.lag]\nvalue = «\"3\"",
        &["`value` must be a number, not a text"],
    );
    mistake(
        "[parameters.lag]\nvalue = 3",
        "[parameters.lag]\nvalue = «inf",
        &["`value` must be a finite number"],
    );
    mistake(
        "note = \"the challenger\"",
        "note = «7",
        &["`note` must be a text, not 7"],
    );
    mistake(
        "seen_by = []\n",
        "seen_by = «\"us\"\n",
        &["`seen_by` must be a list of names, not a text"],
    );
    mistake(
        "range = [-2, \"widest\"]",
        "range = «[-2]",
        &["`range` must be a list of two whole numbers, `[least, greatest]`"],
    );
    mistake(
        "truth = true\nstart = false",
        "truth = «false\nstart = false",
        &["`truth` must be `true`"],
    );
    mistake(
        "range = [0.03, 0.12]",
        "range = «[0.03, 0.06, 0.12]",
        &["`range` must be a list of two numbers, `[low, high]`, not a list of 3"],
    );
    mistake(
        "paid = \"lasting\"",
        "paid = «\"lastingly\"",
        &["`paid` must be one of `each_period`, `lasting`, `at_end` and `on_action`"],
    );
    mistake(
        "strategy = \"best_response\"",
        "strategy = «\"best_reply\"",
        &["`best_reply` is not a strategy"],
    );
    mistake(
        "strategy = { logit = \"precision\" }",
        "strategy = «{ }",
        &["a strategy is exactly one of `logit`, `fixed` and `rules`"],
    );
}

#[test]
fn names() {
    mistake(
        LAG,
        "[parameters.lag]\nvalue = 3\n[parameters.«armament]\nvalue = 1",
        &["`armament` names both a variable and a parameter"],
    );
    mistake(
        LAG,
        "[parameters.lag]\nvalue = 3\n[parameters.«Lag]\nvalue = 1",
        &["`Lag` cannot name a parameter"],
    );
    mistake(
        "[measures.tension]",
        "[measures.«total]",
        &["`total` is a word of the language and cannot name a measure"],
    );
    mistake(
        "\"violated\", \"won\", \"lost\"]",
        "\"violated\", \"won\", \"lost\", «\"lag\"]",
        &["the value `lag` has the name of a parameter"],
    );
    mistake(
        "values = [\"none\", \"in_force\", \"member\"]",
        "values = [\"none\", \"in_force\", \"member\", «\"none\"]",
        &["the value `none` appears twice"],
    );
    mistake(
        "name = \"reset\"",
        "name = «\"weather\"",
        &["the stage `weather` appears twice"],
    );
    mistake(
        "name = \"war\"\nwhen",
        "name = \"peace\"\nwhen",
        &["the outcome `peace` appears twice"],
    );
    mistake(
        "name = \"arming\"",
        "name = «\"holding\"",
        &["the payoff term `holding` appears twice"],
    );
    mistake(
        "name = \"veto\"\npaid",
        "name = \"entry\"\npaid",
        &["the payoff term `entry` appears twice"],
    );
    mistake(
        "name = \"warn\"\nset",
        "name = «\"wait\"\nset",
        &["the action or nest `wait` appears twice"],
    );
    mistake(
        "name = \"lost\", otherwise",
        "name = «\"won\", otherwise",
        &["the branch `won` appears twice"],
    );
    mistake(
        "types = { revisionist = 0.4,",
        "types = { «discount = 0.4,",
        &["a type cannot be called `discount`"],
    );
}

#[test]
fn references() {
    mistake(
        "actor = \"us\"\nstage = \"vote\"",
        "actor = «\"su\"\nstage = \"vote\"",
        &["`su` is not an actor"],
    );
    mistake("stage = \"vote\"", "stage = «\"votes\"", &["`votes` is not a stage"]);
    mistake(
        "stage = \"vote\"",
        "stage = «\"weather\"",
        &["`us` does not decide in `weather`"],
    );
    mistake(
        "action = \"approve\"",
        "action = «\"aprove\"",
        &["`aprove` is not an action of `us` in this stage"],
    );
    mistake(
        "seen_by = [\"russia\"]",
        "seen_by = [«\"rusia\"]",
        &["`rusia` is not an actor"],
    );
    mistake(
        "action = \"russia_moves.attack\"",
        "action = «\"russia_moves.atack\"",
        &["`russia_moves.atack` is not an action of `russia`"],
    );
    mistake(
        "action = \"veto\"\n",
        "action = «\"stay\"\n",
        &["`stay` is not an action of `us`"],
    );
    mistake(
        "branch = \"lost\"",
        "branch = «\"losst\"",
        &["`losst` is not a branch of the action"],
    );
    mistake(
        "not_asked = \"hold\"",
        "not_asked = «\"comply\"",
        &["`comply` is not an action of `russia` in this stage"],
    );
    mistake(
        "picks = { russia = \"strike\", us",
        "picks = { «observer = \"strike\", us",
        &["`observer` does not decide in this stage"],
    );
    mistake(
        "set = { clause = \"member\" }",
        "set = { «claus = \"member\" }",
        &["`claus` is not a variable, so that it cannot be set"],
    );
    mistake(
        "set = { clause = \"member\" }",
        "set = { clause = \"«membre\" }",
        &["`membre` is not known here"],
    );
    mistake(
        "believed = { us = {",
        "believed = { «observer = {",
        &["`observer` has no types"],
    );
    mistake(
        "believed = { us = { committed = 0.2,",
        "believed = { us = { «commited = 0.2,",
        &["`commited` is not a type of `us`"],
    );
    mistake(
        "by = \"phase\"",
        "by = «\"balance\"",
        &["`balance` is neither an actor with types nor a variable with named values"],
    );
    mistake(
        "won = -3.5, lost = 0 }",
        "won = -3.5 }",
        &["`phase_worth` needs a number for `lost`"],
    );
    mistake(
        "won = -3.5, lost = 0 }",
        "won = -3.5, «lots = 0 }",
        &["`lots` is not a value of `phase`"],
    );
    mistake(
        "strategy_at = { clash = { fixed",
        "strategy_at = { «vot = { fixed",
        &["`vot` is not a stage", NOT_APPROVE, NOT_VETO],
    );
    mistake(
        "strategy_at = { clash = { fixed",
        "strategy_at = { «weather = { fixed",
        &["`us` does not decide in `weather`", NOT_APPROVE, NOT_VETO],
    );
    mistake(
        "{ wait = 0.9, warn = 0.1 }",
        "{ wait = 0.9, warn = 0.1, «wave = 0 }",
        &["`wave` is not an action of `us` in this stage"],
    );
    mistake(
        "strategy = \"best_response\"\n",
        "",
        &["`us` decides here but has no strategy"],
    );
}

#[test]
fn formulas() {
    mistake(
        AMOUNT,
        "amount = \"-armament * «perid / 10\"",
        &["`perid` is not known here"],
    );
    mistake(
        AMOUNT,
        "amount = \"-armament * «(period / 10\"",
        &["this `(` is never closed"],
    );
    mistake(
        "when = \"phase == peace\"\n",
        "when = \"«phase\"\n",
        &["a truth (true or false) is wanted here, but this is a named value (`peace`, `violated`, `won` or `lost`)"],
    );
    mistake(
        "set = { noise = false, balance = 0 }",
        "set = { noise = «0, balance = 0 }",
        &["the new value of `noise` must be truth, not 0"],
    );
    mistake(
        "set = { noise = false, balance = 0 }",
        "set = { noise = false, balance = «0.5 }",
        &["the new value of `balance` must be a whole number, not 0.5"],
    );
    mistake(
        "set = { phase = \"peace\" }\n\n[[stages.joint]]",
        "set = { phase = «1 }\n\n[[stages.joint]]",
        &["the new value of `phase` must be one of `peace`, `violated`, `won` and `lost`, not 1"],
    );
    mistake(
        "value = \"phase == violated\"",
        "value = «\"phase\"",
        &["a measure must be a number or truth, not a named value"],
    );
    mistake(
        "value = \"0.12 * balance\"",
        "value = \"chance * balance\"",
        &["definitions go round in a circle: `chance` uses `step` uses `chance`"],
    );
    mistake(
        "value = \"0.12 * balance\"",
        "value = \"0.12 * «balence\"",
        &["`balence` is not known here"],
    );
}

#[test]
fn uncertain_structure() {
    mistake(
        GUARD,
        "guard = \"clause != member and balance >= 1 - «calm\"",
        &["a guard cannot read the uncertain parameter `calm`"],
    );
    mistake(
        "when = \"phase == peace and not alarm\"",
        "when = \"phase == peace and «worth > 3\"",
        &[
            "a stage's `when` cannot read the uncertain parameter `worth.revisionist`",
            "a stage's `when` cannot read the uncertain parameter `worth.status_quo`",
            "a stage's `when` cannot read the uncertain parameter `worth.security_seeker`",
        ],
    );
    mistake(
        "set = { armament = \"min(armament + 1, 3)\" }",
        "set = { armament = \"if(«calm > 0, 1, 2)\" }",
        &["the new value of `armament` cannot read the uncertain parameter `calm`"],
    );
    mistake(
        "range = [-2, \"widest\"]",
        "range = [-2, \"floor(«calm)\"]",
        &["a bound of a range cannot read the uncertain parameter `calm`"],
    );
    mistake(
        "when = \"phase == won or phase == lost\"",
        "when = \"phase == won or «calm > 1\"",
        &["an outcome's `when` cannot read the uncertain parameter `calm`"],
    );
    mistake(
        "delivers = \"clause == member\"",
        "delivers = \"«calm > 0\"",
        &["a commitment's `delivers` cannot read the uncertain parameter `calm`"],
    );
}

#[test]
fn unseen_cells() {
    mistake(
        GUARD,
        "guard = \"«alarm\"",
        &["a guard cannot read `alarm`, which `russia` does not see"],
    );
    mistake(
        "{ when = 'russia.type == revisionist',",
        "{ when = '«us.type == committed',",
        &["a rule's `when` cannot read the type of `us`, which `russia` does not see"],
    );
    mistake(
        "strategy = \"best_response\"",
        "strategy = { logit = \"abs(«step)\" }",
        &["a precision cannot read `balance`, which `us` does not see"],
    );
    mistake(
        "{ wait = 0.9, warn = 0.1 }",
        "{ wait = 0.9, warn = \"«worth / 100\" }",
        &["the probability of an action cannot read the type of `russia`, which `us` does not see"],
    );
    mistake(
        "when = \"period > 1\"",
        "when = \"«balance > 1\"",
        &["a commitment's `when` cannot read `balance`, which `us` does not see"],
    );
    mistake(
        "credibility = 0.1\n",
        "credibility = \"if(«alarm, 0, 1)\"\n",
        &["the credibility cannot read `alarm`, which `us` does not see"],
    );
    mistake(
        "credibility = \"if(us.type == committed, 0.9, 0.3)\"",
        "credibility = \"if(«clause == member, 0.9, 0.3)\"",
        &["the credibility can read parameters and the actor's own type only, not `clause`"],
    );
    mistake(
        "discount = 0.98",
        "discount = \"1 / «period\"",
        &["the discount factor cannot read the period"],
    );
    mistake(
        "start = { \"0\" = \"calm\", \"1\" = \"1 - calm\" }",
        "start = { \"0\" = \"if(«noise, 0, 1)\", \"1\" = 0.5 }",
        &["the chance of a start can read parameters only, not `noise`"],
    );
    mistake(
        "own_later = \"calm\"",
        "own_later = \"if(«clause == member, 0, 1)\"",
        &["the share of `own_later` can read parameters only, not `clause`"],
    );
    mistake(
        "multiple = \"1 + lag\"",
        "multiple = \"if(«alarm, 2, 1)\"",
        &["the multiple of a nest cannot read `alarm`, which `russia` does not see"],
    );
}

#[test]
fn constants() {
    mistake(
        "discount = 0.98",
        "discount = «1.5",
        &["the discount factor must lie above 0 and not above 1, not at 1.5"],
    );
    mistake(
        "types = { revisionist = 0.4,",
        "types = { «revisionist = 0.5,",
        &["the chances of the types must sum to 1, not to 1.1"],
    );
    mistake(
        "types = { revisionist = 0.4,",
        "types = { revisionist = «1.4,",
        &["the chance of a type must lie between 0 and 1, not at 1.4"],
    );
    mistake(
        "start = { in_force = 0.75, none = 0.25 }",
        "start = «{ in_force = 0.75 }",
        &["the chances of the start must sum to 1, not to 0.75"],
    );
    mistake(
        "fixed = { wait = 0.9, warn = 0.1 }",
        "fixed = { wait = 0.9 }",
        &["the probabilities of the actions must sum to 1, not to 0.9"],
    );
    mistake(
        "{ probability = 0.35, set = { alarm = \"not alarm\" } }, { otherwise = true }]",
        "{ probability = «0.35 }]",
        &["the probabilities of the branches must sum to 1, not to 0.35"],
    );
    mistake(
        "probability = 0.35",
        "probability = «-0.35",
        &["a probability must lie between 0 and 1, not at -0.35"],
    );
    mistake(
        "opportunity = 0.5",
        "opportunity = «2",
        &["an opportunity must lie between 0 and 1, not at 2"],
    );
    mistake(
        "credibility = 0.1\n",
        "credibility = «1.1\n",
        &["the credibility must lie between 0 and 1, not at 1.1"],
    );
    mistake(
        "strategy = { logit = \"precision\" }",
        "strategy = { logit = «-1 }",
        &["a precision must not be negative, as -1 is"],
    );
    mistake(
        "range = [\"-widest\", 3]",
        "range = [«4, 3]",
        &["the range is empty: 4 lies above 3"],
    );
    mistake(
        "range = [\"-widest\", 3]",
        "range = [«-2, 9998]",
        &["a range may hold at most 10000 values"],
    );
    mistake(
        "start = -1",
        "start = «4",
        &["the start 4 lies outside of the range from -2 to 3"],
    );
    mistake(
        "start = -1",
        "start = «\"peace\"",
        &["the start of `armament` must be a whole number"],
    );
    mistake(
        "start = \"peace\"",
        "start = «\"piece\"",
        &["`piece` is not a value of `phase`"],
    );
    mistake(
        "distribution = { triangular = [15, 22, 30] }",
        "distribution = «{ triangular = [15, 32, 30] }",
        &["the distribution of `cost_of_war` makes no sense: mode (32) must lie between low (15) and high (30)"],
    );
    mistake(
        "nominal = 0.4",
        "nominal = «1.4",
        &["the nominal value of `trust` is not a possible one"],
    );
}

#[test]
fn shapes() {
    mistake(
        "otherwise = true, set = { phase = \"if",
        "otherwise = true, «probability = 0.5, set = { phase = \"if",
        &["a branch needs either `probability` or `otherwise = true`"],
    );
    mistake(
        "[{ probability = 0.35, set = { alarm = \"not alarm\" } }, {",
        "[{ otherwise = true }, «{",
        &["only one branch may be `otherwise`"],
    );
    mistake(
        "when = \"balance > 0\", set = { phase",
        "when = \"balance > 0\", set = { «armament = 1, phase",
        &["`armament` is set twice: in the branch, and beside the branches"],
    );
    mistake(
        "name = \"reset\"\nset = { noise = false, balance = 0 }",
        "name = «\"reset\"",
        &["a stage needs `actor`, `choices`, `branches` or `set`"],
    );
    mistake(
        "name = \"clash\"\n",
        "name = \"clash\"\n«actor = \"us\"\n",
        &["`actor` does not go with `choices` in one stage"],
    );
    mistake(
        "name = \"peace\"\nat_end = true",
        "name = «\"peace\"",
        &["an outcome needs `when` or `at_end = true`"],
    );
    mistake(
        LAG,
        "[parameters.«lag]",
        &["a parameter needs `value` or `distribution`"],
    );
    mistake(
        "widest = { value = 2, lever = true, source = \"chosen\", note = \"certain\" }",
        "widest = «2",
        &["`widest` must be a table"],
    );
    mistake(
        LAG,
        "[parameters.lag]\nvalue = 3\ntruncate = «[0, 1]",
        &["only a number that is drawn can be truncated or have a nominal value"],
    );
    mistake(
        "range = [0.03, 0.12]",
        "range = [0.03, 0.12], «spread = { uniform = 1 }",
        &["a number has either `range` or `spread`, not both"],
    );
    mistake(
        "by = \"phase\"",
        "by = \"phase\"\n«value = 3",
        &["with `by`, `value` belongs to each of the `values`"],
    );
    mistake(
        "truth = true\nstart = false",
        "truth = true\nvalues = [\"a\"]\nstart = false",
        &["a variable needs exactly one of `values`, `range` and `truth`"],
    );
    mistake(
        "paid = \"at_end\"",
        "paid = \"at_end\"\n«action = \"comply\"",
        &["`action` needs `paid = \"on_action\"`"],
    );
    mistake(
        "seen_by = [\"observer\"]",
        "seen_by = [\"observer\"]\ndrawn = «\"once\"",
        &["`drawn` must be one of `per_game` and `per_occasion`"],
    );
}

#[test]
fn variants() {
    mistake(
        "\"clause.start\" = \"none\"",
        "«\"clause.begin\" = \"none\"",
        &["`clause.begin` is nothing that can be set"],
    );
    mistake(
        "\"clause.start\" = \"none\"",
        "\"clause.start\" = «\"non\"",
        &["`non` is not a value of `clause`"],
    );
    mistake(
        "cost_of_war = 20 #",
        "cost_of_war = «\"20\" #",
        &["`cost_of_war` must be a number, not a text"],
    );
    mistake(
        "strategies = { russia =",
        "strategies = { «rusia =",
        &["there is no actor `rusia`"],
    );
    mistake(
        "commitments = { entry =",
        "commitments = { «enter =",
        &["there is no commitment `enter`"],
    );
    mistake(
        "\"russia.revisionist\" = 0.5",
        "\"russia.revisionist\" = «1.5",
        &["the chance of a type must lie between 0 and 1"],
    );
}

#[test]
fn syntax() {
    in_text(
        "title = \"a\"\nx = «= 3\ny = [1, 2]\nz = 3.«.4\n",
        &[
            "this is not TOML: extra `=`, expected nothing",
            "this is not TOML: invalid fraction, expected digits",
        ],
    );
    in_text(
        "title = \"a\"\nperiods = «{ count = 3\n[actors.a]\nlabel = \"b\n",
        &["this `{` is never closed"],
    );
    in_text(
        "title = \"a]\" # ]\nx = «[1, 2\n[actors.a]\nlabel = 'b'\n",
        &["this `[` is never closed"],
    );
    in_text("title = \"a\"\n«title = \"b\"\n", &["this is not TOML: duplicate key"]);
}

#[test]
fn escapes() {
    let unknown = ["`perid` is not known here"];
    mistake(AMOUNT, "amount = \"\\u002darmament * \\t «perid / 10\"", &unknown);
    mistake(
        AMOUNT,
        "amount = \"\"\"\n  -armament * \\\n   «perid / 10\"\"\"",
        &unknown,
    );
    mistake(AMOUNT, "amount = '''\n-armament\r\n * «perid'''", &unknown);
    mistake(
        AMOUNT,
        "amount = \"-armament * «\\u00e9\"",
        &["`é` cannot stand in an expression"],
    );
}

#[test]
fn several_at_once() {
    let text = SAMPLE
        .replace("label = \"Russia\"", "«lable = \"Russia\"")
        .replace(AMOUNT, "amount = \"«armement\"")
        .replace("\"clause.start\" = \"none\"", "\"clause.start\" = «\"non\"");
    in_text(
        &text,
        &[
            "`lable` is not a key of an actor",
            "`armement` is not known here",
            "`non` is not a value of `clause`",
        ],
    );
}

#[test]
fn all_are_errors_with_a_place_and_without_a_full_stop() {
    let text = SAMPLE.replace("phase ", "phrase ").replace("notes", "note");
    let mut sources = Sources::new();
    let found = findings(&text, &mut sources);
    assert!(found.all().len() > 5);
    for finding in found.all() {
        assert_eq!(finding.severity, Severity::Error);
        assert!(
            !finding.labels.is_empty() && !finding.message.ends_with('.'),
            "{finding:?}"
        );
    }
}
