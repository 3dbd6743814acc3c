//! Parameters drawn jointly: their model, their settings, and the mistakes in them.

use pactum::unstable::explore::{Limits, explore};
use pactum::unstable::numeric::distribution::Distribution;
use pactum::unstable::scenario::model::Start;
use pactum::unstable::scenario::{Model, ParameterSampler};
use pactum::unstable::source::Sources;
use pactum::unstable::study::draws::Draws;

use crate::mistakes::in_text;
use crate::{document, model};

/// A scenario in which everything that can be drawn together is.
pub(crate) const JOINT: &str = include_str!("joint_distributions.toml");

fn base() -> Model {
    model(&document(JOINT), "base_case", &[])
}

fn number(model: &Model, name: &str) -> usize {
    let mut names = model.parameters.iter().map(|p| p.name.as_str());
    names
        .position(|known| known == name)
        .unwrap_or_else(|| panic!("no parameter {name}"))
}

/// The values of a parameter in the first draws.
fn drawn(model: &Model, name: &str) -> Vec<u64> {
    let draws = Draws::new(model, 3, false);
    let number = number(model, name);
    (0..50).map(|draw| draws.at(draw)[number].to_bits()).collect()
}

#[test]
fn the_file_is_sound_in_all_variants() {
    in_text(JOINT, &["`cost` is not drawn here"]);
    let document = document(JOINT);
    for variant in document.variants() {
        let model = model(&document, variant, &[]);
        explore(&model, &Limits::default()).expect("it is sound");
    }
    let text = document.resolved_toml(&[]);
    assert_eq!(crate::document(&text).resolved_toml(&[]), text);
}

#[test]
fn shares_are_one_parameter_each_and_sum_to_what_is_left() {
    let model = base();
    let names: Vec<&str> = model.parameters[..5].iter().map(|p| p.name.as_str()).collect();
    assert_eq!(
        names,
        ["mood.calm", "mood.tense", "mood.angry", "sky.fair", "sky.storm"]
    );
    assert_eq!(model.shares, [vec![0, 1, 2], vec![3, 4]]);
    let nominals: Vec<f64> = model.parameters[..5].iter().map(|p| p.nominal).collect();
    assert_eq!(nominals, [0.4, 0.35, 0.25, 0.5, 0.25]);
    let draws = Draws::new(&model, 7, false);
    for draw in 0..200 {
        let values = draws.at(draw);
        assert!((values[0] + values[1] + values[2] - 1.0).abs() < 1e-15);
        assert!((values[3] + values[4] - 0.75).abs() < 1e-15);
    }
    let Start::Drawn(types) = &model.cells[2].start else {
        panic!("China's types are drawn for themselves");
    };
    let read: Vec<usize> = types.iter().flat_map(|(_, tree)| tree.parameters()).collect();
    assert_eq!(read, [0, 1, 2]);
}

#[test]
fn settings_show_shares_with_their_means() {
    let model = base();
    let shown = |key: &str| {
        let found = model.settings.iter().find(|setting| setting.key == key);
        let setting = found.unwrap_or_else(|| panic!("no key {key}"));
        let distribution = setting.distribution.as_ref().map(Distribution::to_string);
        (setting.value.clone(), distribution.unwrap_or_default())
    };
    assert_eq!(shown("mood.tense"), ("0.35".into(), "dirichlet(3.5 of 10)".into()));
    assert_eq!(shown("sky.storm"), ("0.25".into(), "0.75 × dirichlet(1 of 3)".into()));
    assert_eq!(shown("sky.foul"), ("0.25".into(), String::new()));
    assert_eq!(shown("china.angry").0, "mood.angry");
    assert_eq!(shown("cost"), ("4".into(), "empirical(3, 3, 5, 8)".into()));
    assert!(
        !model
            .settings
            .iter()
            .any(|s| s.key == "mood" || s.key == "russia.reckless")
    );
}

#[test]
fn a_share_that_is_set_leaves_the_odds_among_the_others() {
    let document = document(JOINT);
    let (base, set) = (
        model(&document, "base_case", &[]),
        model(&document, "base_case", &["mood.tense=0.25"]),
    );
    let (one, other) = (Draws::new(&base, 1, false), Draws::new(&set, 1, false));
    for draw in 0..50 {
        let (one, other) = (one.at(draw), other.at(draw));
        assert!((other[0] + other[1] - 0.75).abs() < 1e-15);
        assert!((one[0] / one[2] - other[0] / other[1]).abs() < 1e-13 * (one[0] / one[2]));
    }
    let sets = ["sky.fair=0.5".to_owned(), "china.calm=0.5".to_owned()];
    let again = document.resolved_toml(&sets);
    assert!(again.contains("fair = { value = 0.5 }"), "{again}");
    assert!(again.contains("types = { calm = 0.5, tense ="), "{again}");
    let resolved = crate::document(&again);
    for variant in document.variants() {
        let once = model(&document, variant, &["sky.fair=0.5", "china.calm=0.5"]);
        let twice = model(&resolved, variant, &[]);
        assert_eq!(once.settings, twice.settings, "{variant}");
        assert_eq!(Draws::new(&once, 1, false).at(5), Draws::new(&twice, 1, false).at(5));
        for (one, other) in once.cells.iter().zip(&twice.cells) {
            assert_eq!(one.start, other.start, "{variant}: {}", one.name);
        }
    }
}

#[test]
fn another_parameter_leaves_all_draws_as_they_were() {
    let base = base();
    let more = [
        "[parameters]\n",
        "[parameters.first]\ndirichlet = { a = 1, b = 2 }\n[parameters]\nearly = { value = 1, spread = { uniform = 1 } }\n",
    ];
    let mut text = JOINT.replacen(more[0], more[1], 1);
    // One more member of a group, named last, changes nothing before it.
    text.push_str("\n[[correlations]]\nbetween = [\"early\", \"worth\"]\nrank = -0.5\n");
    let other = model(&document(&text), "base_case", &[]);
    assert_eq!(other.parameters.len(), base.parameters.len() + 3);
    assert_eq!(other.correlations[0].members.len(), 5);
    for parameter in &base.parameters {
        let name = &parameter.name;
        assert_eq!(drawn(&base, name), drawn(&other, name), "{name}");
    }
    // Nor does the first of a group, or one of no group, know of correlations at all.
    let cut = JOINT.find("[[correlations]]").expect("they stand there");
    let rest = JOINT.find("[[stages]]").expect("they follow");
    let without = format!("{}{}", &JOINT[..cut], &JOINT[rest..]);
    let without = model(&document(&without), "base_case", &[]);
    for name in ["worth", "pace", "mood.calm"] {
        assert_eq!(drawn(&base, name), drawn(&without, name), "{name}");
    }
    assert_ne!(drawn(&base, "grudge.status_quo"), drawn(&without, "grudge.status_quo"));
}

#[test]
fn a_fixed_parameter_still_conditions_correlated_ones() {
    let document = document(JOINT);
    let base = base();
    let set = model(&document, "base_case", &["cost=4", "worth=5"]);
    assert_eq!(set.absent, ["worth", "cost"]);
    assert_eq!(ParameterSampler::of(&set).coordinates().len(), base.parameters.len());
    for name in ["delay", "grudge.status_quo", "doubt"] {
        assert_eq!(drawn(&base, name), drawn(&set, name), "{name}");
    }
}

#[test]
fn fitted_distributions_pass_through_their_quantiles() {
    let model = base();
    let at = |name: &str, level: f64| {
        let parameter = &model.parameters[number(&model, name)];
        parameter.distribution.quantile(level)
    };
    for (name, level, value) in [
        ("precision", 0.1, 0.03),
        ("precision", 0.9, 0.12),
        ("worth", 0.05, 3.0),
        ("worth", 0.95, 12.0),
        ("doubt", 0.1, 0.02),
        ("doubt", 0.5, 0.05),
        ("cost", 0.49, 3.0),
        ("cost", 0.51, 5.0),
    ] {
        assert!((at(name, level) - value).abs() < 1e-14 * value, "{name}");
    }
}

#[test]
fn joint_types_are_numbered_in_the_order_of_the_actors() {
    let model = base();
    let table = &model.joint_types[0];
    assert_eq!((table.name.as_str(), &table.cells[..]), ("russia and us", &[0, 1][..]));
    assert_eq!(table.rows[1].values, [0, 1]);
    assert_eq!(table.rows[4].values, [2, 0]);
    assert!(table.rows[4].given[0].is_some() && table.rows[4].given[1].is_none());
    assert_eq!(model.cells[1].start, Start::Joint { table: 0, member: 1 });
    let explored = explore(&model, &Limits::default()).expect("it is sound");
    let type_profiles = &explored.game.type_profiles;
    // Six combinations with three types of China's.
    assert_eq!(type_profiles.len(), 18);
    assert_eq!(explored.names.start_draws, ["russia and us", "china", "weather"]);
}

/// Puts a mistake into the file; `«` in the replacement marks where the finding should point.
#[track_caller]
fn mistake(find: &str, replace: &str, messages: &[&str]) {
    assert_eq!(JOINT.matches(find).count(), 1, "`{find}` stands once");
    // Without the variants, so that each message comes once.
    let cut = JOINT.find("[variants.base_case]").expect("it stands there");
    in_text(&JOINT[..cut].replace(find, replace), messages);
}

#[test]
fn mistakes_in_shares() {
    mistake(
        "calm = 4, tense = 3.5",
        "calm = «0, tense = 3.5",
        &["a concentration must be above 0, not 0"],
    );
    mistake(
        "{ calm = 4, tense = 3.5, angry = 2.5 }",
        "«{ calm = 4 }",
        &["`dirichlet` needs at least two shares"],
    );
    mistake(
        "{ calm = 4, tense = 3.5, angry = 2.5 }",
        "«[4, 3.5]",
        &["`dirichlet` must be a table with a concentration for each share, not a list"],
    );
    mistake(
        "unit = \"share of days\"",
        "«value = 3",
        &["a parameter has either `dirichlet` or `value`, not both"],
    );
    mistake(
        "foul = { value = 0.25 }",
        "foul = { value = «1.25 }",
        &["a share must lie between 0 and 1, not at 1.25"],
    );
    mistake(
        "foul = { value = 0.25 }, storm = 1",
        "foul = { value = «0.75 }, storm = { value = 0.5 }",
        &["the fixed shares of `sky` sum to more than 1"],
    );
    mistake(
        "fair = 2, foul = { value = 0.25 }, storm = 1",
        "fair = { value = «0.25 }, foul = { value = 0.25 }, storm = { value = 0.25 }",
        &["all shares of `sky` are fixed and sum to less than 1"],
    );
    mistake(
        "foul = { value = 0.25 }",
        "foul = { «vlaue = 0.25 }",
        &["`vlaue` is not a key of a share"],
    );
    mistake(
        "{ probability = \"sky.fair\"",
        "{ probability = \"«sky.fare\"",
        &["`sky.fare` is not known here"],
    );
    mistake(
        "{ probability = \"sky.fair\"",
        "{ probability = \"«sky\"",
        &["`sky` cannot be used here"],
    );
    mistake(
        "types = \"mood\"",
        "types = «\"moon\"",
        &["`moon` is not a parameter with `dirichlet`"],
    );
    mistake(
        "types = \"mood\"",
        "types = «7",
        &["`types` must be a table of types with their chances, not 7"],
    );
}

#[test]
fn mistakes_in_correlations() {
    mistake(
        "between = [\"worth\", \"cost\"]",
        "between = [\"worht\", \"cost\"]",
        &["`worht` is not a parameter"],
    );
    mistake(
        "between = [\"worth\", \"cost\"]",
        "between = «[\"worth\"]",
        &["a correlation needs at least two parameters"],
    );
    mistake(
        "between = [\"worth\", \"cost\"]",
        "between = [\"worth\", «\"grudge\"]",
        &["`grudge` is several numbers"],
    );
    mistake(
        "between = [\"worth\", \"cost\"]",
        "between = [\"worth\", «\"mood.calm\"]",
        &["`mood.calm` is drawn together with other shares"],
    );
    mistake(
        "between = [\"worth\", \"cost\"]",
        "between = [\"worth\", «\"grudge.reckless\"]",
        &["`grudge.reckless` is not drawn here"],
    );
    mistake(
        "between = [\"worth\", \"cost\"]",
        "between = [\"worth\", «\"worth\"]",
        &["`worth` is named twice"],
    );
    mistake(
        "rank = 0.6",
        "rank = «1",
        &["a rank correlation must lie between -1 and 1, not at 1"],
    );
    mistake(
        "rank = 0.6\nsource",
        "source",
        &["a correlation needs either `rank` or `matrix`"],
    );
    mistake(
        "values = [1, 2, 4]",
        "values = [2, 1, 4]",
        &["`delay` cannot be correlated: its values do not rise as listed"],
    );
    mistake("[-0.3, 1, 0]", "«[-0.3, 1]", &["the matrix needs 3 rows of 3 numbers"]);
    mistake("[-0.3, 1, 0]", "[«-0.2, 1, 0]", &["the matrix is not symmetric"]);
    mistake(
        "[-0.3, 1, 0]",
        "[-0.3, «0.9, 0]",
        &["the diagonal of the matrix must be 1, not 0.9"],
    );
    mistake(
        "[[stages]]\nname = \"move\"",
        "[[correlations]]\nbetween = [\"cost\", \"worth\"]\nrank = «0.5\n[[stages]]\nname = \"move\"",
        &["the correlation between `cost` and `worth` is given twice"],
    );
}

#[test]
fn impossible_correlations_are_named() {
    let text = JOINT.replace("[1, -0.3, 0.2]", "[1, -0.9, 0.2]");
    let text = text.replace("[-0.3, 1, 0]", "[-0.9, 1, 0]");
    let text = text.replace("rank = 0.6", "rank = «0.8");
    let cut = text.find("[variants.base_case]").expect("it stands there");
    in_text(
        &text[..cut],
        &["these rank correlations cannot hold together: `worth` and `cost` 0.8, \
           `worth` and `delay` 0 (not given), `cost` and `delay` -0.9"],
    );
}

#[test]
fn mistakes_in_joint_types() {
    mistake(
        "actors = [\"us\", \"russia\"]",
        "actors = «[\"us\"]",
        &[
            "joint types need at least two actors",
            "a combination names a type for each of the 1 actors",
        ][..1],
    );
    mistake(
        "actors = [\"us\", \"russia\"]",
        "actors = [\"us\", «\"japan\"]",
        &["`japan` is not an actor", "the types of `russia` have no chances"],
    );
    mistake(
        "actors = [\"us\", \"russia\"]",
        "actors = [\"us\", «\"china\"]",
        &[
            "the types of `china` have chances of their own already",
            "the types of `russia` have no chances",
        ],
    );
    mistake(
        "types = [\"committed\", \"revisionist\"]",
        "types = [\"committed\", «\"revisonist\"]",
        &["`revisonist` is not a type of `russia`"],
    );
    mistake(
        "types = [\"committed\", \"revisionist\"]",
        "types = «[\"committed\"]",
        &["a combination names a type for each of the 2 actors"],
    );
    mistake(
        "[\"committed\", \"revisionist\"], chance = 0.1 }",
        "[\"retrencher\", \"status_quo\"], chance = 0.1 }",
        &["this combination of types appears twice"],
    );
    mistake(
        "[\"committed\", \"revisionist\"], chance = 0.1 }",
        "«[\"committed\", \"revisionist\"] }",
        &["a combination needs its `chance`"],
    );
    mistake(
        "\"revisionist\"], chance = 0.1 }",
        "\"revisionist\"], chance = «1.1 }",
        &["a joint chance must lie between 0 and 1, not at 1.1"],
    );
    mistake(
        "chance = \"0.4 - doubt\"",
        "chance = \"0.4 - doubt * «period\"",
        &["a joint chance cannot read the period"],
    );
    mistake(
        "given = { russia = 0.25 }",
        "given = { «china = 0.25 }",
        &["`china` is not an actor of this table"],
    );
    mistake(
        "given = { russia = \"0.75\" }",
        "given = { russia = 0.5 }",
        &["the chances given a type must sum to 1, not to 0.75"],
    );
    mistake(
        "    { types = [\"committed\", \"reckless\"], given = { russia = 0.25 } },\n    { types = [\"retrencher\", \"reckless\"], given = { russia = \"0.75\" } },\n",
        "",
        &["`us` thinks it possible that russia is `reckless`, and nothing says what would go with it"],
    );
    mistake(
        "[[stages]]\nname = \"move\"",
        "[[joint_types]]\nactors = [«\"us\", \"russia\"]\ntable = []\n[[stages]]\nname = \"move\"",
        &[
            "`us` stands in two tables of joint types",
            "`russia` stands in two tables of joint types",
        ],
    );
}

#[test]
fn two_beliefs_about_one_table_contradict_each_other() {
    let text = JOINT.replace(
        "types = \"mood\"",
        "types = \"mood\"\nbelieved = { russia = { revisionist = 1, status_quo = 0, reckless = 0 }, \
         us = { committed = 1, retrencher = 0 } }",
    );
    let cut = text.find("[variants.base_case]").expect("it stands there");
    in_text(
        &text[..cut],
        &["`china` believes otherwise about several actors of one table"],
    );
}

#[test]
fn mistakes_in_quantiles() {
    mistake(
        "\"0\" = 0, \"0.1\" = 0.02",
        "\"0.1\" = 0.02",
        &[
            "the distribution of `doubt` makes no sense: the quantiles must begin at 0 and end at 1, \
           the lowest and the highest possible value",
        ],
    );
    mistake(
        "\"0.1\" = 0.02",
        "\"0.1\" = 0.2",
        &[
            "the distribution of `doubt` makes no sense: the quantile at 0.9 (0.08) must lie above the \
           one at 0.1 (0.2)",
        ],
    );
    mistake(
        "\"0.1\" = 0.02",
        "«\"ten\" = 0.02",
        &["`ten` is no level of a quantile"],
    );
    mistake("\"0.1\" = 0.02", "«\"10\" = 0.02", &["`10` is no level of a quantile"]);
    mistake(
        "{ \"0.05\" = 3, \"0.95\" = 12 }",
        "«{ \"0.05\" = 3, \"0.5\" = 5, \"0.95\" = 12 }",
        &["`normal` takes two quantiles, the value at the higher level above the other"],
    );
    mistake(
        "{ \"0.05\" = 3, \"0.95\" = 12 }",
        "«{ \"0.05\" = 13, \"0.95\" = 12 }",
        &["`normal` takes two quantiles, the value at the higher level above the other"],
    );
    mistake(
        "{ \"0.1\" = 0.03, \"0.9\" = 0.12 }",
        "«{ \"0.1\" = 0, \"0.9\" = 0.12 }",
        &["a quantile of a lognormal distribution must be above 0, but is 0"],
    );
    mistake(
        "empirical = [5, 3, 8, 3]",
        "empirical = []",
        &["the distribution of `cost` makes no sense: at least one value is needed"],
    );
    mistake(
        "empirical = [5, 3, 8, 3]",
        "empirical = «{ values = [5, 3] }",
        &["`empirical` must be a list of numbers, not a table"],
    );
}

#[test]
fn sources_keep_their_places() {
    let mut sources = Sources::new();
    let text = JOINT.replace("angry = 2.5", "Angry = 2.5");
    let found = pactum::unstable::scenario::read(&text, "joint_distributions.toml", &mut sources)
        .expect_err("a name has small letters");
    let messages: Vec<&str> = found.all().iter().map(|f| f.message.as_str()).collect();
    assert_eq!(messages[0], "`Angry` cannot name a value");
}
