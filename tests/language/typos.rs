//! Typos in the main scenario: never a panic, never a wrong line, never silence if the structure differs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pactum::unstable::explore::{Limits, Size, explore, prove};
use pactum::unstable::scenario::keys::{ALL, DISTRIBUTION};
use pactum::unstable::scenario::model::{Chance, Effect, Model, StageKind, Start, Strategy};
use pactum::unstable::scenario::{merged, read};
use pactum::unstable::source::{Code, Diagnostic, Diagnostics, Severity, Sources, render};

use crate::support::random_numbers::RandomNumbers;

const TRIES: u64 = 800;

/// What a slip of the finger may put in.
const SLIPS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789_=.,-+*/<>()[]{}\"' #";

/// Words that stand in every file and make nothing depend on anything.
const COMMON: [&str; 16] = [
    "and", "or", "not", "if", "min", "max", "clamp", "abs", "exp", "ln", "sqrt", "logistic", "floor", "ceil", "true",
    "false",
];

/// One slip in the middle of a line: a character left out, put in, mistaken for another, doubled, or swapped with the
/// next. Lines stay lines, so that each can be compared with what it was.
fn slip(text: &mut Vec<u8>, random: &mut RandomNumbers) {
    loop {
        let at = random.below(text.len() - 1);
        let plain = |byte: u8| byte.is_ascii() && byte != b'\n';
        if !plain(text[at]) || !plain(text[at + 1]) {
            continue;
        }
        let other = SLIPS[random.below(SLIPS.len())];
        match random.below(5) {
            0 => {
                text.remove(at);
            }
            1 => text.insert(at, other),
            2 => text[at] = other,
            3 => text.insert(at, text[at]),
            _ => text.swap(at, at + 1),
        }
        return;
    }
}

/// All models of a text, or what is wrong with it.
fn models(text: &str, sources: &mut Sources) -> Result<Vec<Model>, Diagnostics> {
    let document = read(text, "typo.toml", sources)?;
    let mut models = Vec::new();
    let mut wrong = Vec::new();
    for variant in document.variants() {
        match document.model(variant, &[], sources) {
            Ok((model, _)) => models.push(model),
            Err(found) => wrong.push(found),
        }
    }
    if wrong.is_empty() {
        Ok(models)
    } else {
        Err(merged(wrong))
    }
}

/// What a model is made of, without its names, numbers and formulas: who sees and does what, when, to what.
fn skeleton(model: &Model) -> String {
    let mut bones = String::new();
    let mut add = |bone: String| {
        bones.push_str(&bone);
        bones.push('\n');
    };
    for cell in &model.cells {
        let start = match &cell.start {
            Start::Sure(_) => 1,
            Start::Drawn(values) => values.len(),
            Start::Joint { table, .. } => 1_000 + table,
        };
        add(format!("cell {:?} {:?} {:?} {start}", cell.role, cell.kind, cell.seen));
    }
    for actor in &model.actors {
        let about: Vec<usize> = actor.believed.iter().map(|(cell, _)| *cell).collect();
        add(format!(
            "actor {:?} {about:?} {}",
            actor.type_cell,
            actor.own_later.is_some()
        ));
    }
    for stage in &model.stages {
        add(format!("stage {}", stage.when.is_some()));
        match &stage.kind {
            StageKind::Chance(effect) => add(changes(effect)),
            StageKind::Decision { choices, joint } => {
                for choice in choices {
                    let strategy = match &choice.strategy {
                        Strategy::Logit(_) => "logit".to_owned(),
                        Strategy::BestResponse => "best".to_owned(),
                        Strategy::Fixed(_) => "fixed".to_owned(),
                        Strategy::Rules(rules) => format!("rules {}", rules.len()),
                    };
                    let asked = (choice.opportunity.is_some(), choice.not_asked);
                    add(format!("choice {} {asked:?} {strategy}", choice.actor));
                    for nest in &choice.nests {
                        add(format!("nest {:?}", nest.members));
                    }
                    for action in &choice.actions {
                        add(format!("action {} {}", action.guard.is_some(), changes(&action.effect)));
                    }
                }
                for joint in joint {
                    add(format!("joint {:?} {}", joint.picks, changes(&joint.effect)));
                }
            }
        }
    }
    for outcome in &model.outcomes {
        add(format!("outcome {} {}", outcome.at_end, outcome.when.is_some()));
    }
    for term in &model.terms {
        add(format!("term {} {:?} {}", term.actor, term.paid, term.when.is_some()));
    }
    for promise in &model.commitments {
        let what = (promise.actor, promise.stage, promise.action, promise.delivers.is_some());
        add(format!("promise {what:?}"));
    }
    add(format!(
        "measures {}, after the horizon {}",
        model.measures.len(),
        model.goes_on
    ));
    bones
}

fn changes(effect: &Effect) -> String {
    let branches = effect.branches.iter().map(|branch| {
        let chance = match branch.chance {
            Chance::Sure => "sure",
            Chance::Otherwise => "otherwise",
            Chance::Given(_) => "given",
        };
        let cells: Vec<usize> = branch.set.iter().map(|(cell, _)| *cell).collect();
        format!("{chance} {} {cells:?}", branch.when.is_some())
    });
    branches.collect::<Vec<_>>().join("; ")
}

/// How large the games of these models are, after everything that `check` does with them; `None` if it finds them unsound.
fn sizes(models: &[Model]) -> Vec<Option<Size>> {
    let size = |model: &Model| match explore(model, &Limits::default()) {
        Ok(explored) => {
            prove(model, &explored.game);
            Some(explored.size)
        }
        Err(error) => {
            assert!(!error.diagnostics().is_empty());
            None
        }
    };
    models.iter().map(size).collect()
}

fn skeletons(models: &[Model]) -> Vec<String> {
    models.iter().map(skeleton).collect()
}

/// The names in a line.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether a line is a remark for people.
fn is_remark(line: &str) -> bool {
    let remark = ["#", "note", "source", "label", "unit", "title", "description"];
    remark.iter().any(|key| line.starts_with(key))
}

/// The names in a line that is no remark for people.
fn named(line: &str) -> impl Iterator<Item = &str> {
    words(if is_remark(line) { "" } else { line })
}

/// A line without what numbers are made of.
fn without_numbers(line: &str) -> String {
    let kept = line.chars().filter(|c| !" .-".contains(*c) && !c.is_ascii_digit());
    kept.collect()
}

/// The header of the table in which a line stands.
fn header_above<'t>(lines: &[&'t str], line: usize) -> Option<&'t str> {
    lines[..=line].iter().rev().find(|line| line.starts_with('[')).copied()
}

/// Adds the names of definitions whose formulas hold one of the names already there, until none is left.
fn follow_definitions<'t>(lines: &[&'t str], names: &mut BTreeSet<&'t str>) {
    loop {
        let before = names.len();
        for (at, line) in lines.iter().enumerate() {
            let header = header_above(lines, at).filter(|header| header.starts_with("[definitions."));
            if let Some(header) =
                header.filter(|_| line.starts_with("value") && named(line).any(|name| names.contains(name)))
            {
                names.extend(words(header).skip(1));
            }
        }
        if names.len() == before {
            return;
        }
    }
}

/// How many names the path of a header has.
fn depth(header: &str) -> usize {
    let path = header.split(']').next().unwrap_or_default();
    path.matches('.').count() + 1
}

/// What stands between backticks.
fn quotes(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// What a typo may have changed elsewhere: the changed lines, and the names that stand in them, before or after, or
/// that name the table in which they stand.
struct Changed<'t> {
    lines: Vec<usize>,
    names: BTreeSet<&'t str>,
    /// The lines below changed headers, up to the next header that is no deeper.
    headers: Vec<std::ops::Range<usize>>,
    /// The words of the changed lines alone, be they common or not.
    written: BTreeSet<&'t str>,
}

impl<'t> Changed<'t> {
    fn between(before: &'t str, after: &'t str, common: &BTreeSet<&str>) -> Self {
        let before: Vec<&str> = before.lines().collect();
        let after: Vec<&str> = after.lines().collect();
        assert_eq!(before.len(), after.len(), "typos leave lines alone");
        let lines: Vec<usize> = (0..before.len()).filter(|&line| before[line] != after[line]).collect();
        let mut names = BTreeSet::new();
        for &line in &lines {
            let table = (0..=line).rev().find(|&above| before[above].starts_with('['));
            let naming = table.into_iter().flat_map(|header| [header, header + 1]);
            for line in naming.chain([line]) {
                names.extend(before.get(line).into_iter().flat_map(|line| named(line)));
                names.extend(after.get(line).into_iter().flat_map(|line| named(line)));
            }
        }
        let texts = lines.iter().flat_map(|&line| [before[line], after[line]]);
        let written = texts.flat_map(words).collect();
        let headers = lines.iter().filter(|&&line| before[line].starts_with('['));
        let headers = headers.map(|&header| {
            let ends = |line: &usize| before[*line].starts_with('[') && depth(before[*line]) <= depth(before[header]);
            header..(header + 1..before.len()).find(ends).unwrap_or(before.len())
        });
        let headers = headers.collect();
        names.retain(|name| !common.contains(name));
        let above = lines.iter().filter_map(|&line| header_above(&before, line));
        let declaring = above.filter(|header| !header.starts_with("[[stages"));
        names.extend(declaring.flat_map(|header| words(header).skip(1).take(1)));
        follow_definitions(&before, &mut names);
        Self {
            lines,
            names,
            headers,
            written,
        }
    }

    /// Whether a finding points at a changed line or beside one, or at a line that names what a changed one does.
    fn explains(&self, finding: &Diagnostic, text: &str, sources: &Sources) -> bool {
        let all: Vec<&str> = text.lines().collect();
        let remarks = finding.labels.iter().map(|(_, remark)| remark.as_str());
        let hints = finding
            .help
            .iter()
            .map(String::as_str)
            .filter(|help| help.starts_with("did you mean"));
        let said = remarks.chain(hints).chain([finding.message.as_str()]);
        if said.flat_map(quotes).any(|quoted| self.written.contains(quoted)) {
            return true;
        }
        finding.labels.iter().any(|(span, _)| {
            let line = sources.line_column(*span).0 - 1;
            let shown = all.get(line).copied().unwrap_or_default();
            self.reaches(line, shown) || self.encloses(finding, line)
        })
    }

    /// Whether nothing but numbers is other than before, remarks aside: no tool can tell which number was meant.
    fn only_numbers(before: &str, after: &str) -> bool {
        let lines = before.lines().zip(after.lines());
        lines
            .filter(|(before, _)| !is_remark(before))
            .all(|(before, after)| without_numbers(before) == without_numbers(after))
    }

    /// Whether a line is a changed one or beside one, stands below a changed header, or names what a changed line does.
    fn reaches(&self, line: usize, shown: &str) -> bool {
        let near = |&changed: &usize| changed.abs_diff(line) <= 1;
        self.lines.iter().any(near) || self.below_header(line) || named(shown).any(|name| self.names.contains(name))
    }

    /// What stands below a changed header belongs to another table than before.
    fn below_header(&self, line: usize) -> bool {
        self.headers.iter().any(|below| below.contains(&line))
    }

    /// A bracket or a string that is never closed begins before the place where its end was changed.
    fn encloses(&self, finding: &Diagnostic, line: usize) -> bool {
        let last = self.lines.last().copied().unwrap_or_default();
        finding.code == Code::Unclosed && line <= last
    }
}

#[test]
fn typos_in_the_main_scenario() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/nato_clause.toml");
    let original = std::fs::read_to_string(path).expect("the main scenario is there");
    let keys = ALL.into_iter().chain([&DISTRIBUTION]);
    let keys = keys.flat_map(|table| table.keys);
    let common: BTreeSet<&str> = keys.map(|key| key.name).chain(COMMON).collect();
    let right = models(&original, &mut Sources::new()).expect("the main scenario is right");
    let bones = skeletons(&right);
    let size_before = sizes(&right);
    let whole = format!("{right:?}");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut reached = 0;
    let length = original.lines().count();
    for number in 0..TRIES {
        let mut random = RandomNumbers::new(number);
        let mut text = original.clone().into_bytes();
        (0..3).for_each(|_| slip(&mut text, &mut random));
        let text = String::from_utf8(text).expect("only ASCII was touched");
        let changed = Changed::between(&original, &text, &common);
        reached += text
            .lines()
            .enumerate()
            .filter(|(line, shown)| changed.reaches(*line, shown))
            .count();
        let mut sources = Sources::new();
        let kind = match models(&text, &mut sources) {
            Err(found) => {
                let shown = render(&sources, found.all(), false);
                assert!(shown.contains("typo.toml:"), "{number}: {shown}");
                for finding in found.all() {
                    assert_eq!(finding.severity, Severity::Error);
                    if !changed.explains(finding, &text, &sources) {
                        wrong.push(format!("{number}: {:?}: {finding:?}", changed.lines));
                    }
                }
                "errors"
            }
            Ok(models) if format!("{models:?}") == whole => "the same model",
            Ok(models) if skeletons(&models) == bones && sizes(&models) == size_before => {
                "other numbers, names or formulas"
            }
            Ok(models) if skeletons(&models) == bones && Changed::only_numbers(&original, &text) => {
                "another number that makes another game"
            }
            Ok(_) if text.matches('#').count() > original.matches('#').count() => "commented out",
            Ok(_) => {
                let line = |line: &usize| text.lines().nth(*line).unwrap_or_default().to_owned();
                wrong.push(format!(
                    "{number}: silence: {:#?}",
                    changed.lines.iter().map(line).collect::<Vec<_>>()
                ));
                "silence"
            }
        };
        *counts.entry(kind).or_default() += 1;
    }
    // A criterion that any line meets would show nothing.
    let share = reached as f64 / (length as f64 * TRIES as f64);
    assert!(share < 0.1, "{share} of all lines would do");
    assert!(counts["errors"] > 600, "{counts:?}");
    assert!(
        wrong.is_empty(),
        "{} wrong, {counts:?}\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
