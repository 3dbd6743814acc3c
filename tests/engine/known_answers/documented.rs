//! Numbers that the pages on the language, its idioms and the model give for their examples.

use super::classic::{Case, Solved};
use crate::support::files::text;

/// Tolerance for numbers that a page rounds to four decimals.
const PRINTED: f64 = 5e-5;

/// The example of a page under a title, with some lines replaced.
fn example(page: &str, title: &str, replaced: &[(&str, &str)]) -> Case {
    let page = text(page);
    let blocks = page.split("```toml\n").skip(1);
    let mut examples = blocks.filter_map(|block| Some(block.split_once("```")?.0));
    let titled = format!("title = \"{title}\"\n");
    let found = examples.find(|block| block.starts_with(&titled));
    let mut example = found.expect("the page has this example").to_owned();
    for (old, new) in replaced {
        assert_eq!(example.matches(old).count(), 1, "{old}");
        example = example.replace(old, new);
    }
    Case::of(example)
}

fn idiom(title: &str, replaced: &[(&str, &str)]) -> Solved {
    example("docs/idioms.md", title, replaced).solve()
}

/// Expects that a page has all of these numbers.
#[track_caller]
fn printed(page: &str, numbers: &[&str]) {
    let page = text(page);
    for number in numbers {
        assert!(page.contains(number), "{number}");
    }
}

#[test]
fn the_red_bus() {
    let title = "The red bus and the blue bus";
    let nested = example("docs/language.md", title, &[]).solve();
    nested.expect("car", 0.2689, PRINTED);
    let nest = "[[stages.nests]]\nname = \"bus\"\nmembers = [\"red_bus\", \"blue_bus\"]\n";
    let flat = example("docs/language.md", title, &[(nest, "")]).solve();
    flat.expect("car", 0.1554, PRINTED);
    let blue = "  { name = \"blue_bus\", set = { way = \"by_bus\" } },\n";
    let single = example("docs/language.md", title, &[(nest, ""), (blue, "")]).solve();
    single.expect("car", 0.2689, PRINTED);
    printed("docs/language.md", &[".2689", ".1554"]);
    printed("docs/model.md", &[".2689", ".1554"]);
}

#[test]
fn a_peace_that_may_break() {
    let country = |periods: &str| {
        let replaced = [("count = 5, unit = \"year\", then = \"goes_on\"", periods)];
        example("docs/language.md", "A peace that may break in any year", &replaced).solve()
    };
    for (periods, worth) in [
        ("count = 5, then = \"goes_on\"", 1.724),
        ("count = 40, then = \"goes_on\"", 1.724),
        ("count = 5", 23.78),
        ("count = 40", 1.816),
    ] {
        country(periods).expect_payoff("country", worth, 5e-3);
    }
    printed("docs/language.md", &["1.724", "23.78", "1.816"]);
    printed("docs/model.md", &["1.724", "23.78"]);
}

#[test]
fn a_menu_whose_count_of_labels_must_not_matter() {
    let title = "A menu whose count of labels must not matter";
    let nested = idiom(title, &[]);
    nested.expect("kept", 0.5065, PRINTED);
    nested.expect("probed", 0.3072, PRINTED);
    nested.expect("broken", 0.1863, PRINTED);
    let others = [
        ("  { name = \"overfly\", set = { deal = \"probed\" } },\n", ""),
        ("  { name = \"block_a_port\", set = { deal = \"probed\" } },\n", ""),
        (
            "members = [\"jam\", \"overfly\", \"block_a_port\"]",
            "members = [\"jam\"]",
        ),
    ];
    let alone = idiom(title, &others);
    alone.expect("probed", 0.3072, PRINTED);
    let nest = "[[stages.nests]]\nname = \"gray_zone\"\nmembers = [\"jam\", \"overfly\", \"block_a_port\"]\n\
                note = \"assumption: three ways to do the same\"\n";
    let flat = idiom(title, &[(nest, "")]);
    flat.expect("probed", 0.5709, PRINTED);
    flat.expect("broken", 0.1154, PRINTED);
    printed("docs/idioms.md", &[".5065", ".3072", ".1863", ".5709", ".1154"]);
}

#[test]
fn did_it_ever_happen() {
    let solved = idiom("Did it ever happen", &[]);
    solved.expect(
        "late_at_some_time",
        1.0 - 0.9_f64 * 0.9 * 0.9 * 0.9 * 0.9 * 0.9,
        PRINTED,
    );
    printed("docs/idioms.md", &[".4686"]);
}

#[test]
fn an_irreversible_step_that_is_offered_every_year() {
    let title = "An irreversible step that is offered every year";
    let every_year = idiom(title, &[]);
    every_year.expect("built", 0.9999, PRINTED);
    every_year.expect_action(1, "vote", "build", 0.4474, PRINTED);
    let logit = "strategy = { logit = 0.2 }";
    let best = idiom(title, &[(logit, "own_later = \"best\"\nstrategy = { logit = 0.2 }")]);
    best.expect("built", 0.9210, PRINTED);
    best.expect_action(1, "vote", "build", 0.1192, PRINTED);
    idiom(title, &[("opportunity = 1\n", "opportunity = 0.1\n")]).expect("built", 0.2435, PRINTED);
    let once = [("when = \"not dam\"", "when = \"not dam and period == 1\"")];
    idiom(title, &once).expect("built", 0.1192, PRINTED);
    printed(
        "docs/idioms.md",
        &[".9999", ".4474", ".9210", ".1192", ".2435", "−8.95"],
    );
}

#[test]
fn an_actor_that_does_not_foresee_its_own_errors() {
    let title = "An actor that does not foresee its own errors";
    let best = idiom(title, &[]);
    best.expect_action(1, "move", "strike", 0.3543, PRINTED);
    let foreseen = idiom(title, &[("own_later = \"best\"", "own_later = \"as_played\"")]);
    foreseen.expect_action(1, "move", "strike", 0.4940, PRINTED);
    let reached = foreseen.running(20);
    foreseen.expect_action(20, "move", "strike", reached * 0.3543, PRINTED * reached);
    printed("docs/idioms.md", &[".3543", ".4940"]);
    printed("docs/model.md", &[".3543", ".4940"]);
}

#[test]
fn play_that_does_not_stop_at_the_horizon() {
    let title = "Play that does not stop at the horizon";
    let repairs = |solved: &Solved, period: usize, chance: f64| {
        // A winter without a flood comes before every summer.
        let asked = solved.running(period + 1);
        solved.expect_action(period, "summer", "repair", chance * asked, PRINTED * asked);
    };
    let open = idiom(title, &[]);
    for period in 1..12 {
        repairs(&open, period, 0.5853);
    }
    let closed = idiom(
        title,
        &[("count = 12, unit = \"year\", then = \"goes_on\"", "count = 12")],
    );
    repairs(&closed, 1, 0.7019);
    repairs(&closed, 11, 0.9148);
    let asked = closed.outcome("dry_so_far");
    closed.expect_action(12, "summer", "repair", 0.2689 * asked, PRINTED * asked);
    printed("docs/idioms.md", &[".5853", ".7019", ".9148", ".2689"]);
}
