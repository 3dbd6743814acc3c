//! Every number of `pactum compare`, computed a second time from the draws of `pactum run`.

use std::fs;
use std::path::Path;

use pactum::unstable::numeric::math::{exp, sqrt};

use crate::shipped::call;
use crate::support::csv_table::{Csv, Row};
use crate::support::tolerance::meets;

/// An actor of two moods, whose chance is uncertain, keeps a peace or breaks it, openly or not; only one variant fines.
const MOODS: &str = r#"
title = "A peace among two moods"
periods = 1
[actors.north]
types = "mood"
strategy = { logit = "precision" }
[[actors.north.payoffs]]
name = "spoils"
paid = "at_end"
amount = "gain - fine"
when = 'peace != kept'
[parameters.mood]
dirichlet = { hawk = 4, dove = 6 }
[parameters.precision]
value = 2
spread = { uniform = 0.5 }
[parameters.gain]
by = "north"
values = { hawk = 0.3, dove = -0.3 }
spread = { uniform = 1 }
[parameters.fine]
value = 0.1
spread = { uniform = 0.5 }
[parameters.seen]
value = 0.6
spread = { uniform = 0.2 }
[variables.peace]
values = ["kept", "broken_openly", "broken_secretly"]
start = "kept"
[[stages]]
name = "move"
actor = "north"
[[stages.actions]]
name = "keep"
[[stages.actions]]
name = "break"
branches = [
  { probability = "seen", set = { peace = "broken_openly" } },
  { otherwise = true, set = { peace = "broken_secretly" } },
]
[[outcomes]]
name = "war_open"
when = 'peace == broken_openly'
[[outcomes]]
name = "war_hidden"
when = 'peace == broken_secretly'
[[outcomes]]
name = "calm"
at_end = true
[variants.free]
set = { fine = 0 }
[variants.fined]
"#;

/// How many draws there are, and how many of them with other precisions.
const DRAWS: usize = 150;
const APART: usize = 100;

/// One draw of a side.
struct Draw {
    /// How much likelier each step of payoff makes a choice.
    precision: f64,
    /// The chance that a break is seen.
    seen: f64,
    /// The chance of each mood, and what breaking earns it.
    moods: [(f64, f64); 2],
}

impl Draw {
    fn read(row: &Row<'_>) -> Self {
        let of = |name: &str| row.number(&format!("parameter_{name}"));
        let mood = |name: &str| {
            let gain = of(&format!("gain__{name}")) - of("fine");
            (of(&format!("mood__{name}")), gain)
        };
        Self {
            precision: of("precision"),
            seen: of("seen"),
            moods: [mood("hawk"), mood("dove")],
        }
    }

    fn war_of(&self, mood: usize, factor: f64) -> f64 {
        1.0 / (1.0 + exp(-factor * self.precision * self.moods[mood].1))
    }

    fn mean(&self, of: impl Fn(usize) -> f64) -> f64 {
        self.moods[0].0 * of(0) + self.moods[1].0 * of(1)
    }

    /// What a row of the comparison tells, in this draw.
    fn value(&self, row: &Row<'_>) -> f64 {
        let factor = row.number("precision");
        let war = self.mean(|mood| self.war_of(mood, factor));
        match (row.text("name"), row.text("true_type")) {
            ("war_open+war_hidden", "any") => war,
            ("war_open+war_hidden", "hawk") => self.war_of(0, factor),
            ("war_open+war_hidden", "dove") => self.war_of(1, factor),
            ("war_open", "any") => war * self.seen,
            ("war_hidden", "any") => war * (1.0 - self.seen),
            ("calm", "any") => 1.0 - war,
            ("north", "any") => self.mean(|mood| self.war_of(mood, factor) * self.moods[mood].1),
            other => panic!("nothing was asked about {other:?}"),
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The quantile of type 7.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = (sorted.len() - 1) as f64 * p;
    let (below, part) = (place as usize, place - place.floor());
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + part * (sorted[above] - sorted[below])
}

/// Student's t at 97.5 % for this many draws, from a table.
fn student(draws: usize) -> f64 {
    match draws {
        DRAWS => 1.976_013_177_7,
        APART => 1.984_216_951_6,
        other => panic!("no row has {other} draws"),
    }
}

fn agrees(row: &Row<'_>, before: &[f64], after: &[f64]) {
    let mut differences: Vec<f64> = before.iter().zip(after).map(|(b, a)| a - b).collect();
    let draws = differences.len() as f64;
    let difference = mean(&differences);
    let squares = differences.iter().map(|d| (d - difference) * (d - difference));
    let sd = sqrt(squares.sum::<f64>() / (draws - 1.0));
    let half = student(differences.len()) * sd / sqrt(draws);
    let share = |sign: f64| {
        let count = differences.iter().filter(|&&d| d * sign > 0.0).count();
        count as f64 / draws
    };
    let (above, below) = (share(1.0), share(-1.0));
    let turned = if difference > 0.0 { below } else { above };
    differences.sort_by(f64::total_cmp);
    let wanted = [
        ("draws", draws),
        ("baseline_value", mean(before)),
        ("value", mean(after)),
        ("difference", difference),
        ("difference_low", difference - half),
        ("difference_high", difference + half),
        ("difference_sd", sd),
        ("difference_p05", quantile(&differences, 0.05)),
        ("difference_p50", quantile(&differences, 0.5)),
        ("difference_p95", quantile(&differences, 0.95)),
        ("share_above", above),
        ("share_below", below),
        ("share_turned", turned),
    ];
    for (column, value) in wanted {
        meets(row.number(column), value, 1e-9);
    }
}

#[test]
fn every_number_follows_from_the_draws_of_a_run() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| place.path().join(name).display().to_string();
    let (file, run, compared) = (path("moods.toml"), path("run"), path("compared"));
    fs::write(&file, MOODS).expect("there is room");
    let draws = DRAWS.to_string();
    let sample = [file.as_str(), "--draws", &draws, "--seed", "5", "--out"];
    call(0, &[&["run", "--games", "1"], &sample[..], &[&run]].concat());
    call(0, &[&["compare"], &sample[..], &[&compared]].concat());
    let table = |folder: &str, name: &str| {
        let text = fs::read_to_string(Path::new(folder).join(name)).expect("it is there");
        Csv::of(&text)
    };
    let drawn = table(&run, "draws.csv");
    let side = |name: &str| -> Vec<Draw> {
        let rows = drawn.only(&[("variant", name)]);
        rows.iter().map(Draw::read).collect()
    };
    let (free, fined) = (side("free"), side("fined"));
    let table = table(&compared, "comparisons.csv");
    let rows = table.only(&[("variant", "fined"), ("baseline", "free")]);
    assert_eq!(rows.len(), table.rows.len());
    assert_eq!(
        rows.len(),
        3 * 7,
        "at each precision: a headline, three outcomes, a payoff, two moods"
    );
    for row in rows {
        let count = if row.text("precision") == "1" { DRAWS } else { APART };
        let values = |side: &[Draw]| -> Vec<f64> {
            let draws = side.iter().take(count);
            draws.map(|draw| draw.value(&row)).collect()
        };
        agrees(&row, &values(&free), &values(&fined));
    }
}
