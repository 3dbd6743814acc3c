//! `pactum graph`: a scenario drawn, as SVG and in the language of Graphviz.

use crate::folder::Folder;
use crate::markup::expect_well_formed;
use crate::shipped::scenario;
use crate::small_deal::{DEAL, deal};

#[test]
fn the_picture_shows_who_moves_and_what_it_leads_to() {
    let text = DEAL.replace(
        "name = \"attack\"",
        "name = \"attack\"\nlabel = '<i>\"storm\" & Буря</i>'",
    );
    let temp = Folder::with(&[("deal.toml", &text)]);
    let svg = temp.run(0, &["graph", "deal.toml"]).out;
    expect_well_formed(&svg);
    for shown in [
        "&lt;i&gt;&quot;storm&quot; &amp; Буря&lt;/i&gt;",
        ">move<",
        ">russia<",
        "war becomes yes",
        "spark with hidden",
    ] {
        assert!(svg.contains(shown), "{shown}: {svg}");
    }
    assert_eq!(svg, temp.run(0, &["graph", "deal.toml"]).out);
}

#[test]
fn graphviz_gets_stages_moves_outcomes_and_promises() {
    let file = scenario("nato_clause");
    let temp = deal();
    let said = temp
        .run(0, &["graph", &file, "--variant", "clause", "--format", "dot", "-q"])
        .out;
    assert!(
        said.starts_with("digraph scenario {\n") && said.ends_with("}\n"),
        "{said}"
    );
    let fight = said
        .lines()
        .find(|line| line.contains("label=\"United States: fight"))
        .expect("it may fight");
    assert!(fight.contains("promised by article_5 when"), "{fight}");
    let node = fight.trim().split(' ').next().expect("a name");
    let war = said
        .lines()
        .find(|line| line.contains("War, NATO fights"))
        .expect("an outcome");
    let outcome = war.trim().split(' ').next().expect("a name");
    assert!(said.contains(&format!("  {node} -> {outcome};\n")), "{said}");
    let alone = said
        .lines()
        .find(|line| line.contains("War, Ukraine alone"))
        .expect("an outcome");
    let alone = alone.trim().split(' ').next().expect("a name");
    assert!(
        !said.contains(&format!("  {node} -> {alone};\n")),
        "fighting is not standing alone"
    );
}

#[test]
fn a_file_is_written_and_not_replaced_unasked() {
    let temp = deal();
    assert_eq!(
        temp.run(0, &["graph", "deal.toml", "--out", "deal.svg"]).out,
        "deal.svg\n"
    );
    let exists = temp.run(4, &["graph", "deal.toml", "--out", "deal.svg"]);
    assert!(exists.err.contains("deal.svg exists already"), "{}", exists.err);
    temp.run(0, &["graph", "deal.toml", "--out", "deal.svg", "--force"]);
    temp.run(2, &["graph", "deal.toml", "--variant", "cheap"]);
    temp.run(3, &["graph", "nowhere.toml"]);
}
