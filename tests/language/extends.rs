//! `extends`: which value wins, what is refused, and the resolved file as run.

use std::fs;
use std::path::Path;

use pactum::unstable::scenario::{Document, LoadError, Model, load};
use pactum::unstable::source::{Code, Diagnostics, Sources};
use tempfile::TempDir;

use crate::{SAMPLE, document, listed, without_places};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

fn loaded(folder: &TempDir, name: &str) -> Result<(Document, Sources), (Diagnostics, Sources)> {
    let mut sources = Sources::new();
    match load(&folder.path().join(name), &mut sources) {
        Ok(document) => Ok((document, sources)),
        Err(LoadError::Invalid(found)) => Err((found, sources)),
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn right(folder: &TempDir, name: &str) -> Document {
    match loaded(folder, name) {
        Ok((document, _)) => document,
        Err((found, sources)) => panic!("{}", listed(&found, &sources)),
    }
}

/// The codes of what is wrong, and where it is said to be: file and line of each label.
#[track_caller]
fn wrong(folder: &TempDir, name: &str) -> Vec<(Code, Vec<(String, usize)>)> {
    let Err((found, sources)) = loaded(folder, name) else {
        panic!("nothing is wrong");
    };
    let place = |span| {
        let (line, _) = sources.line_column(span);
        let file = Path::new(sources.name(span.source)).file_name();
        (file.expect("a file").to_string_lossy().into_owned(), line)
    };
    let findings = found.all().iter();
    findings
        .map(|finding| {
            (
                finding.code,
                finding.labels.iter().map(|(span, _)| place(*span)).collect(),
            )
        })
        .collect()
}

fn setting(document: &Document, variant: &str, sets: &[&str], key: &str) -> String {
    let model = crate::model(document, variant, sets);
    let found = model.settings.iter().find(|setting| setting.key == key);
    found.unwrap_or_else(|| panic!("no key {key}")).value.clone()
}

const SMALL: &str = r#"
title = "Base"
periods = { count = 4, unit = "quarter" }
[actors.russia]
strategy = { logit = 1 }
discount = 0.9
[[actors.russia.payoffs]]
name = "peace"
paid = "lasting"
amount = "worth"
[parameters.worth]
value = 1
unit = "payoff"
range = [0, 2]
[parameters.cost]
value = 10
[variables.phase]
values = ["peace", "war"]
start = "peace"
[[stages]]
name = "move"
actor = "russia"
actions = [{ name = "comply" }, { name = "attack", set = { phase = "war" } }]
[[outcomes]]
name = "war"
when = "phase == war"
[[outcomes]]
name = "end"
at_end = true
[variants.plain]
[variants.costly]
set = { cost = 30 }
"#;

#[test]
fn base_then_extending_file_then_variant_then_command_line() {
    let over = "extends = \"base.toml\"\n[parameters.cost]\nvalue = 20\n";
    let folder = folder(&[("base.toml", SMALL), ("deal.toml", over)]);
    let base = right(&folder, "base.toml");
    let deal = right(&folder, "deal.toml");
    assert_eq!(setting(&base, "plain", &[], "cost"), "10");
    assert_eq!(setting(&deal, "plain", &[], "cost"), "20");
    assert_eq!(setting(&deal, "costly", &[], "cost"), "30");
    assert_eq!(setting(&deal, "costly", &["cost=40"], "cost"), "40");
}

#[test]
fn a_chain_counts_from_its_end() {
    let files = [
        ("base.toml", SMALL),
        (
            "parts/middle.toml",
            "extends = \"../base.toml\"\n[parameters.cost]\nvalue = 20\nunit = \"m\"\n",
        ),
        (
            "deal.toml",
            "extends = \"parts/middle.toml\"\ntitle = \"Top\"\n[parameters.cost]\nvalue = 21\n",
        ),
    ];
    let deal = right(&folder(&files), "deal.toml");
    assert_eq!(deal.title(), "Top");
    assert_eq!(setting(&deal, "plain", &[], "cost"), "21");
    let model = crate::model(&deal, "plain", &[]);
    assert_eq!(
        model.settings.iter().find(|s| s.key == "cost").map(|s| s.unit.as_str()),
        Some("m")
    );
}

fn names(model: &Model) -> (Vec<&str>, Vec<&str>, Vec<&str>) {
    (
        model.stages.iter().map(|stage| stage.name.as_str()).collect(),
        model.outcomes.iter().map(|outcome| outcome.name.as_str()).collect(),
        model.terms.iter().map(|term| term.name.as_str()).collect(),
    )
}

#[test]
fn listed_tables_change_places_with_those_of_the_same_name() {
    let over = r#"
extends = "base.toml"
[[actors.russia.payoffs]]
name = "war"
paid = "at_end"
amount = 3
[[stages]]
name = "rest"
set = { phase = "phase" }
[[stages]]
name = "move"
actor = "russia"
actions = [{ name = "comply" }]
[[outcomes]]
name = "war"
when = "phase == war and period > 1"
"#;
    let deal = right(&folder(&[("base.toml", SMALL), ("deal.toml", over)]), "deal.toml");
    let model = crate::model(&deal, "plain", &[]);
    let expected = (vec!["move", "rest"], vec!["war", "end"], vec!["peace", "war"]);
    assert_eq!(names(&model), expected);
}

#[test]
fn values_are_replaced_whole_and_exclusive_keys_give_way() {
    let over = r#"
extends = "base.toml"
periods = 7
[actors.russia]
strategy = "best_response"
[parameters.worth]
spread = { uniform = 0.5 }
[variables.phase]
values = ["peace", "war", "truce"]
"#;
    let deal = right(&folder(&[("base.toml", SMALL), ("deal.toml", over)]), "deal.toml");
    let model = crate::model(&deal, "plain", &[]);
    assert_eq!(model.periods, 7);
    assert_eq!(model.parameters[0].distribution.support(), (0.5, 1.5));
    assert_eq!(model.cells[0].high, 2);
    let head = "extends = \"base.toml\"\nperiods = { count = 5 }\n";
    let deal = right(&folder(&[("base.toml", SMALL), ("deal.toml", head)]), "deal.toml");
    let model = crate::model(&deal, "plain", &[]);
    assert_eq!((model.periods, model.period_unit.as_str()), (5, "quarter"));
}

#[test]
fn the_file_as_run_stands_by_itself() {
    let over = r#"
extends = "sample.toml"
title = "Quoted \"title\" and \\ more"
[parameters.worth]
values = { revisionist = 12 }
[parameters.extra]
value = 1e-7
[actors.us]
strategy_at = { clash = "best_response" }
[[outcomes]]
name = "late"
when = "period > 5 and alarm"
[variants.plain.set]
lag = 4
[variants.added]
set = { us = { committed = 0.25 } }
"#;
    let deal = right(&folder(&[("sample.toml", SAMPLE), ("deal.toml", over)]), "deal.toml");
    let alone = document(deal.text());
    assert_eq!(alone.variants(), deal.variants());
    assert_eq!(alone.variants(), ["base_case", "plain", "nested", "added"]);
    for variant in deal.variants() {
        for sets in [&[][..], &["calm=0.25", "russia.revisionist=0.1"]] {
            let expected = crate::model(&deal, variant, sets);
            assert_eq!(
                without_places(&crate::model(&alone, variant, sets)),
                without_places(&expected)
            );
            let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
            let run = document(&deal.resolved_toml(&sets));
            assert_eq!(
                without_places(&crate::model(&run, variant, &[])),
                without_places(&expected)
            );
        }
    }
    assert!(!deal.text().contains("extends ="));
}

#[test]
fn every_scenario_can_be_extended_by_nothing() {
    let folder = folder(&[("sample.toml", SAMPLE), ("deal.toml", "extends = \"sample.toml\"\n")]);
    let deal = right(&folder, "deal.toml");
    for variant in deal.variants() {
        assert_eq!(
            without_places(&crate::model(&deal, variant, &[])),
            without_places(&crate::model(&document(SAMPLE), variant, &[]))
        );
    }
}

#[test]
fn errors_name_both_places() {
    let over = "extends = \"base.toml\"\n[variables]\nphase = 3\n";
    let files = folder(&[("base.toml", SMALL), ("deal.toml", over)]);
    let both = vec![("deal.toml".to_owned(), 3), ("base.toml".to_owned(), 17)];
    assert_eq!(wrong(&files, "deal.toml"), [(Code::CannotMerge, both)]);
    let files = folder(&[
        ("base.toml", "title = x\n"),
        ("deal.toml", "\nextends = \"base.toml\"\n"),
    ]);
    let both = vec![("base.toml".to_owned(), 1), ("deal.toml".to_owned(), 2)];
    assert_eq!(wrong(&files, "deal.toml"), [(Code::NotToml, both)]);
}

#[test]
fn circular_extends_is_refused() {
    let files = folder(&[
        ("a.toml", "extends = \"b.toml\"\n"),
        ("b.toml", "extends = \"./a.toml\"\n"),
    ]);
    let both = vec![("b.toml".to_owned(), 1), ("a.toml".to_owned(), 1)];
    assert_eq!(wrong(&files, "a.toml"), [(Code::ExtendsCircle, both)]);
    let itself = folder(&[("a.toml", "extends = \"a.toml\"\n")]);
    assert_eq!(wrong(&itself, "a.toml")[0].0, Code::ExtendsCircle);
}

#[test]
fn a_chain_has_an_end() {
    let chain = |files: usize| {
        let folder = folder(&[("f1.toml", SMALL)]);
        for file in 2..=files {
            let text = format!("extends = \"f{}.toml\"\n", file - 1);
            fs::write(folder.path().join(format!("f{file}.toml")), text).expect("written");
        }
        folder
    };
    right(&chain(16), "f16.toml");
    assert_eq!(wrong(&chain(17), "f17.toml")[0].0, Code::ExtendsTooDeep);
}

#[test]
fn extends_stays_in_the_folder() {
    let secret = folder(&[("secret.toml", "title = hidden\n")]);
    let absolute = secret.path().join("secret.toml").display().to_string();
    let name = secret
        .path()
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    for wanted in [
        absolute.as_str(),
        &format!("../{name}/secret.toml"),
        "../nothing.toml",
        "../../../../../../../../etc/passwd",
        "parts/../../x.toml",
    ] {
        let text = format!("extends = {}\n", serde_json::Value::from(wanted));
        let files = folder(&[("deal.toml", &text), ("parts/x.toml", "")]);
        assert_eq!(wrong(&files, "deal.toml")[0].0, Code::BaseOutside, "{wanted}");
    }
    let inside = "extends = \"parts/../base.toml\"\n";
    right(
        &folder(&[("base.toml", SMALL), ("deal.toml", inside), ("parts/x", "")]),
        "deal.toml",
    );
}

#[cfg(unix)]
#[test]
fn links_count_as_what_they_point_to() {
    use std::os::unix::fs::symlink;

    let outside = folder(&[("base.toml", SMALL)]);
    let files = folder(&[("deal.toml", "extends = \"link.toml\"\n"), ("base.toml", SMALL)]);
    let link = files.path().join("link.toml");
    symlink(outside.path().join("base.toml"), &link).expect("linked");
    assert_eq!(wrong(&files, "deal.toml")[0].0, Code::BaseOutside);
    fs::remove_file(&link).expect("removed");
    symlink(files.path().join("base.toml"), &link).expect("linked");
    right(&files, "deal.toml");
    let linked = folder(&[("deal.toml", "extends = \"parts/base.toml\"\n")]);
    symlink(outside.path(), linked.path().join("parts")).expect("linked");
    assert_eq!(wrong(&linked, "deal.toml")[0].0, Code::BaseOutside);
}

#[test]
fn files_that_cannot_be_extended_are_refused() {
    let files = folder(&[
        ("base.toml", SMALL),
        ("deal.toml", "extends = \"bsae.toml\"\n"),
        ("parts/x", ""),
    ]);
    let Err((found, _)) = loaded(&files, "deal.toml") else {
        panic!("there is no such file");
    };
    assert_eq!(found.all()[0].code, Code::NoBase);
    assert_eq!(found.all()[0].help, ["did you mean `base.toml`?"]);
    for (wanted, code) in [
        ("\"parts\"", Code::NoBase),
        ("\"\"", Code::NoBase),
        ("3", Code::WrongKind),
    ] {
        let text = format!("extends = {wanted}\n");
        let files = folder(&[("deal.toml", &text), ("parts/x", "")]);
        assert_eq!(wrong(&files, "deal.toml")[0].0, code, "{wanted}");
    }
    let alone = pactum::unstable::scenario::read("extends = \"x.toml\"\n", "text", &mut Sources::new());
    assert_eq!(alone.expect_err("no folder").all()[0].code, Code::NoBase);
}
