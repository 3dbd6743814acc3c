//! `pactum report`: the page, its charts as files, and what it refuses.

use std::fs;

use snapbox::{Assert, Data};

use crate::folder::Folder;
use crate::markup::{attributes, expect_well_formed};
use crate::small_deal::{DEAL, deal, run_small};
use crate::support::files::project;

/// A title and labels that would break a page that takes texts for markup.
const HOSTILE: &str = "<script>alert(\"x\")</script> & 'Мир' 🕊";

/// The small deal with hostile texts.
fn hostile() -> Folder {
    let title = format!("title = '''{HOSTILE}'''");
    let text = DEAL.replace("title = \"A small deal\"", &title);
    let label = format!("[[outcomes]]\nlabel = '''{HOSTILE}'''\nname = \"war\"");
    let text = text.replace("[[outcomes]]\nname = \"war\"", &label);
    assert_eq!(text.matches("alert").count(), 2);
    Folder::with(&[("deal.toml", &text)])
}

/// The page about a run of a deal.
#[track_caller]
fn page(temp: &Folder, more: &[&str]) -> String {
    run_small(temp, 0, &["--out", "run"]);
    let said = temp.run(0, &[&["report", "run", "--out", "page.html"], more].concat());
    assert_eq!(said.out, "page.html\n");
    temp.text("page.html")
}

/// The page without its style sheet, in which `>` may select children.
fn without_style(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").expect("it has a style sheet");
    let (_, after) = rest.split_once("</style>").expect("which ends");
    format!("{before}{after}")
}

#[test]
fn the_page_is_well_formed_whole_and_takes_no_text_for_markup() {
    let page = page(&hostile(), &[]);
    expect_well_formed(&without_style(&page));
    let safe = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Мир&#39; 🕊";
    assert!(page.contains(&format!("<h1>{safe}</h1>")), "{page}");
    assert!(page.contains(&format!("<title>{safe}</title>")));
    for forbidden in [
        "<script", "http:", "https:", "url(", "@import", " src=", "<link", "<img",
    ] {
        assert!(!without_style(&page).contains(forbidden), "{forbidden}");
        assert!(
            !page.split("<pre").next().expect("a page").contains(forbidden),
            "{forbidden}"
        );
    }
    for reference in attributes(&page, "href") {
        assert!(
            page.contains(&format!("id=\"{}\"", reference.trim_start_matches('#'))),
            "{reference}"
        );
    }
    let mut ids = attributes(&page, "id");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "identifiers occur once");
}

#[test]
fn every_chart_has_a_title_a_description_and_its_numbers() {
    let page = page(&deal(), &[]);
    let figures: Vec<&str> = page.split("<figure id=").skip(1).collect();
    assert!(figures.len() > 12, "{}", figures.len());
    for figure in figures {
        let figure = figure.split("</figure>").next().expect("a figure ends");
        for part in [
            " role=\"img\" aria-labelledby=",
            "<title id=",
            "<desc id=",
            "<figcaption><h4>",
            "<details>",
            "<td>",
        ] {
            assert!(figure.contains(part), "{part}: {figure}");
        }
    }
    for title in [
        "Probability of each outcome",
        "How games end by the true type of russia",
        "Differences in probability",
        "war: probability so far",
        "war: hazard",
        "Expected payoff of each actor",
        "What russia earns, by payoff term",
        "russia at move (plain)",
    ] {
        assert!(page.contains(&format!("<h4>{title}</h4>")), "{title}");
    }
    let run = "pactum run deal.toml --draws 20 --games 25";
    assert!(page.contains(&format!("<pre><code>{run}</code></pre>")), "{page}");
    assert!(
        page.contains("title = &quot;A small deal&quot;"),
        "the text of the scenario"
    );
    assert!(page.contains("costly makes war "), "the headline in a sentence");
}

#[test]
fn what_comes_only_at_the_end_is_named_in_place_of_flat_charts() {
    let page = page(&deal(), &[]);
    let remark = "Outcomes that come only at the end of the last quarter have no charts: peace.";
    assert!(page.contains(remark), "{page}");
    for title in ["peace: probability so far", "peace: hazard"] {
        assert!(!page.contains(&format!("<h4>{title}</h4>")), "{title}");
    }
}

#[test]
fn the_same_results_give_the_same_page_and_charts_as_before() {
    let (one, other) = (deal(), deal());
    assert_eq!(
        page(&one, &["--charts", "charts"]),
        page(&other, &["--charts", "charts"])
    );
    let names = |temp: &Folder| {
        let names = fs::read_dir(temp.path().join("charts")).expect("it is there");
        let mut names: Vec<_> = names.map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&one), names(&other));
    assert!(names(&one).len() > 24);
    for name in names(&one) {
        let name = format!("charts/{}", name.to_string_lossy());
        let [bytes, others] = [&one, &other].map(|temp| fs::read(temp.path().join(&name)).expect("it is there"));
        assert!(bytes == others, "{name}");
        if name.ends_with(".png") {
            assert!(
                bytes.starts_with(b"\x89PNG") && one.path().join(name.replace(".png", ".svg")).exists(),
                "{name}"
            );
            continue;
        }
        let text = one.text(&name);
        expect_well_formed(&text);
        assert!(
            text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""),
            "{name}"
        );
    }
    let assert = Assert::new().action_env("SNAPSHOTS");
    for name in ["outcomes", "timeline-war", "decisions-plain-move-russia"] {
        let expected = project(&format!("tests/command/charts/{name}.svg"));
        let drawn = one.text(&format!("charts/{name}.svg"));
        assert.eq(drawn, Data::read_from(&expected, None));
    }
}

#[test]
fn studies_have_a_part_each_and_names_occur_once() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "run"]);
    let few = ["--draws", "20", "--threads", "1"];
    let study = |name: &str, arguments: &[&str]| {
        temp.run(0, &[arguments, &few, &["--out", name]].concat());
    };
    study(
        "sweep",
        &["sweep", "deal.toml", "--vary", "gain=20:60:20", "--level", "0.8"],
    );
    study(
        "map",
        &[
            "sweep",
            "deal.toml",
            "--vary",
            "gain=20,60",
            "--vary",
            "us.discount=0.8,0.9",
        ],
    );
    study(
        "threshold",
        &["threshold", "deal.toml", "--vary", "gain=20:90", "--at", "0.8"],
    );
    study("design", &["design", "deal.toml", "--vary", "gain=20,60"]);
    study("compare", &["compare", "deal.toml", "--robust"]);
    study("value", &["value", "deal.toml", "--outcome", "war", "--minimise"]);
    temp.run(
        0,
        &[
            "sensitivity",
            "deal.toml",
            "--method",
            "sobol",
            "--points",
            "8",
            "--out",
            "sobol",
        ],
    );
    temp.run(0, &["sensitivity", "deal.toml", "--method", "local", "--out", "local"]);
    temp.run(0, &["discover", "run", "--out", "discover"]);
    let folders = [
        "run",
        "sweep",
        "map",
        "threshold",
        "design",
        "compare",
        "value",
        "sobol",
        "local",
        "discover",
    ];
    temp.run(
        0,
        &[&["report"], &folders[..], &["--out", "page.html", "--charts", "charts"]].concat(),
    );
    let page = temp.text("page.html");
    expect_well_formed(&without_style(&page));
    let mut ids = attributes(&page, "id");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "identifiers occur once");
    for title in [
        "war by gain",
        "war by gain and us.discount",
        "The value of gain at which it turns",
        "The deals: the objective and russia",
        "Differences in probability",
        "war: costly − plain",
        "The worth of finding out, before choosing among the variants",
        "war: plain",
    ] {
        assert!(page.contains(&format!("<h4>{title}</h4>")), "{title}");
    }
    assert!(page.contains("<h3 id=\"part-10-1-title\">In which worlds it happens</h3>"));
    assert_eq!(page.matches("<h2 ").count(), folders.len());
    let manifest: serde_json::Value = serde_json::from_str(&temp.text("sweep/manifest.json")).expect("it is JSON");
    let conclusion = manifest["conclusions"][0].as_str().expect("it concludes something");
    assert!(
        page.contains(&conclusion.split('`').next().expect("a text").replace('\'', "&#39;")),
        "{conclusion}"
    );
}

#[test]
fn one_variant_has_its_headline_and_the_page_lies_beside_its_folder() {
    let temp = deal();
    let run = run_small(&temp, 0, &["--variant", "plain"]);
    let folder = run.out.lines().last().expect("a path").to_owned();
    let said = temp.run(0, &["report", &folder]);
    let path = said.out.trim_end();
    assert!(
        path.starts_with("results/deal/report-") && path.ends_with(".html"),
        "{path}"
    );
    let page = temp.text(path);
    assert!(page.contains("<p>The probability of war is 0."), "{page}");
    assert!(!page.contains("How the variants differ"));
    temp.run(0, &["report", &folder]);
    assert_eq!(temp.text(path), page);
}

#[test]
fn what_is_no_result_or_damaged_is_refused() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "run"]);
    let missing = temp.run(2, &["report", "nowhere"]);
    assert!(missing.err.contains("there is no folder nowhere"), "{}", missing.err);
    fs::create_dir(temp.path().join("photos")).expect("there is room");
    let foreign = temp.run(2, &["report", "run", "photos"]);
    assert!(
        foreign
            .err
            .contains("photos is no results folder: it holds no manifest.json"),
        "{}",
        foreign.err
    );
    temp.run(2, &["report"]);
    temp.write("page.html", "mine");
    let exists = temp.run(4, &["report", "run", "--out", "page.html"]);
    assert!(exists.err.contains("page.html exists already"), "{}", exists.err);
    assert_eq!(temp.text("page.html"), "mine");
    temp.run(0, &["report", "run", "--out", "page.html", "--force"]);
    temp.write("run/timeline.csv", "short\n");
    let damaged = temp.run(3, &["report", "run", "--out", "other.html"]);
    assert!(
        damaged
            .err
            .contains("the results in run are damaged: timeline.csv was changed: it has 6 bytes, not "),
        "{}",
        damaged.err
    );
    assert!(!temp.path().join("other.html").exists());
}

#[test]
fn a_table_that_cannot_be_read_is_named() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "run"]);
    let table = temp.text("run/timeline.csv");
    temp.write("run/timeline.csv", &table.replacen("hazard", "danger", 1));
    let damaged = temp.run(3, &["report", "run", "--out", "page.html"]);
    assert!(damaged.err.contains("timeline.csv"), "{}", damaged.err);
}
