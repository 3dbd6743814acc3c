//! `pactum report --live`: the page with the engine inside.

use crate::folder::Folder;
use crate::markup::{attributes, expect_well_formed};
use crate::small_deal::{DEAL, deal, run_small};

/// The page about a run of a deal, without and with the live part.
fn pages(temp: &Folder, more: &[&str]) -> [String; 2] {
    run_small(temp, 0, &[&["--out", "run"], more].concat());
    temp.run(0, &["report", "run", "--out", "still.html"]);
    temp.run(0, &["report", "run", "--live", "--out", "live.html"]);
    ["still.html", "live.html"].map(|name| temp.text(name))
}

/// What stands between two texts, and the rest of the page without it.
fn cut(page: &str, from: &str, to: &str) -> (String, String) {
    let (before, rest) = page.split_once(from).expect("it begins somewhere");
    let (inside, after) = rest.split_once(to).expect("it ends somewhere");
    (inside.to_owned(), format!("{before}{after}"))
}

/// The texts of a page's scripts, and the page without them.
fn scripts(page: &str) -> (Vec<String>, String) {
    let (mut found, mut rest) = (Vec::new(), page.to_owned());
    while rest.contains("<script") {
        let (script, without) = cut(&rest, "<script", "</script>");
        found.push(script);
        rest = without;
    }
    (found, rest)
}

#[test]
fn a_live_page_is_the_other_one_with_one_more_section() {
    let [still, live] = pages(&deal(), &[]);
    assert!(!still.contains("<script") && !still.contains("live"), "{still}");
    let (_, live) = cut(&live, "<section id=\"live\"", "</section>\n");
    let (_, live) = cut(&live, "<li><a href=\"#live\">", "</li>\n");
    let (own, live) = cut(&live, "<style>", "</style>");
    let (style, still) = cut(&still, "<style>", "</style>");
    assert!(own.starts_with(&style) && own.len() > style.len());
    assert_eq!(live, still);
}

#[test]
fn a_live_page_asks_for_nothing_and_is_well_formed_around_its_scripts() {
    let [_, page] = pages(&deal(), &[]);
    let (scripts, rest) = scripts(&page);
    assert_eq!(scripts.len(), 4);
    let (_, rest) = cut(&rest, "<style>", "</style>");
    expect_well_formed(&rest);
    for forbidden in ["fetch(", "XMLHttpRequest", "import(", "https:", "innerHTML", "eval("] {
        for script in &scripts[1..] {
            assert!(!script.contains(forbidden), "{forbidden}");
        }
    }
    let mut ids = attributes(&rest, "id");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "identifiers occur once");
}

#[test]
fn texts_of_a_scenario_end_no_script() {
    let hostile = DEAL.replace("A small deal", "</script><script>alert(1)</script><!--");
    let temp = Folder::with(&[("deal.toml", &hostile)]);
    let [_, page] = pages(&temp, &["--set", "gain=30"]);
    let (scripts, _) = scripts(&page);
    assert_eq!(scripts.len(), 4);
    assert!(!scripts.concat().contains("<!--") && !scripts.concat().contains("<script>alert"));
    let data = scripts[0].split_once('>').expect("its tag ends").1;
    let data: serde_json::Value = serde_json::from_str(data).expect("it is JSON");
    assert_eq!(data["command"]["scenario"], "deal.toml");
    assert_eq!(data["command"]["set"], serde_json::json!(["gain=30"]));
    assert_eq!(data["scenario"], temp.text("run/scenario.toml"));
}

#[test]
fn several_scenarios_are_none_to_try() {
    let other = DEAL.replace("value = 60", "value = 50");
    let temp = Folder::with(&[("deal.toml", DEAL), ("other.toml", &other)]);
    temp.run(
        0,
        &["compare", "deal.toml", "other.toml", "--draws", "4", "--out", "both"],
    );
    let said = temp.run(2, &["report", "both", "--live", "--out", "page.html"]);
    assert!(said.err.contains("--live needs one scenario"), "{}", said.err);
    assert!(!temp.path().join("page.html").exists());
}
