//! `pactum design`: the window of moral hazard, deals against sweeps, refusals.

use crate::folder::Folder;
use crate::shipped::scenario;
use crate::small_deal::deal;
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

#[test]
fn the_best_credibility_deters_without_emboldening() {
    let temp = Folder::with(&[]);
    let file = scenario("classics/moral_hazard");
    let design = [
        "design",
        &file,
        "--vary",
        "credibility=0.1:0.9:0.1",
        "--variant",
        "best_reply",
        "--nominal",
    ];
    let bad = [
        "--outcome",
        "violation",
        "--outcome",
        "provocation",
        "--outcome",
        "both",
    ];
    let said = temp.run(0, &[&design[..], &bad, &["--format", "csv"]].concat());
    for row in Csv::of(&said.out).only(&[]) {
        let credibility = row.number("key_credibility");
        let within = (1.0 / 3.0..=0.75).contains(&credibility);
        meets(row.number("expected"), if within { 0.0 } else { 1.0 }, 1e-12);
    }
}

#[test]
fn a_deal_is_what_a_sweep_says_and_its_parts_are_named() {
    let temp = deal();
    let vary = ["--vary", "gain=20,60", "--vary", "russia.hawk=0.2,0.4", "--draws", "20"];
    let swept = temp.run(0, &[&["sweep", "deal.toml", "--format", "csv"][..], &vary].concat());
    let swept = Csv::of(&swept.out);
    let design = [
        &["design", "deal.toml", "--outcome", "war", "--at-most", "0.9"][..],
        &vary,
    ]
    .concat();
    let deals = Csv::of(
        &temp
            .run(0, &[&design[..], &["--format", "csv", "--force"]].concat())
            .out,
    );
    for row in deals.only(&[]) {
        let key = |name| (name, row.text(name));
        let same = [key("variant"), key("point"), key("key_gain"), key("key_russia__hawk")];
        meets(
            row.number("expected"),
            swept.one(&same).number("probability_war"),
            1e-15,
        );
        assert!(row.number("worst") >= row.number("expected"));
        assert!(row.number("regret_max") >= row.number("regret_mean"));
    }
    let best = deals.one(&[("key_gain", "20"), ("key_russia__hawk", "0.2"), ("variant", "plain")]);
    assert!(
        best.text("best_by").starts_with("expected+worst+regret"),
        "{}",
        best.text("best_by")
    );
    assert_eq!(best.number("regret_max"), 0.0);
    let text = temp.run(0, &design).out;
    for part in [
        "Best in expectation is `plain` with gain = 20, russia.hawk = 0.2",
        "Its parts alone",
        "is paid for by",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn what_makes_no_sense_is_refused_before_any_work() {
    let temp = deal();
    for (code, arguments, says) in [
        (2, &["design", "deal.toml"][..], "--vary"),
        (
            2,
            &["design", "deal.toml", "--vary", "gain=1,2", "--payoff", "rusia"],
            "did you mean `russia`",
        ),
        (
            2,
            &["design", "deal.toml", "--vary", "gain=1,2", "--at-least", "2"],
            "--maximise",
        ),
        (
            2,
            &["design", "deal.toml", "--vary", "gain=1,2", "--beside", "nobody"],
            "there is no actor",
        ),
        (3, &["design", "deal.toml", "--vary", "gian=1,2"], "did you mean `gain`"),
    ] {
        let said = temp.run(code, arguments);
        assert!(said.err.contains(says), "{arguments:?}: {}", said.err);
    }
    assert_eq!(temp.names(), ["deal.toml"]);
}
