//! A scenario of few lines, and a desk to compare its variants at.

use std::fs;

use pactum::unstable::numeric::math::exp;

use super::program::{Csv, Said, call};

/// A peace that an actor keeps or breaks, and luck that it does not control.
pub(crate) const PEACE: &str = r#"
title = "A peace"
periods = 1
[actors.north]
types = { hawk = 0.4, dove = 0.6 }
strategy = { logit = "precision" }
[[actors.north.payoffs]]
name = "spoils"
paid = "at_end"
amount = "gain"
when = 'peace == broken'
[parameters.precision]
value = 0.5
[parameters.gain]
value = 0.2
spread = { uniform = 1 }
[variables.peace]
values = ["kept", "broken"]
start = "kept"
[[stages]]
name = "move"
actor = "north"
[[stages.actions]]
name = "keep"
[[stages.actions]]
name = "break"
set = { peace = "broken" }
[[outcomes]]
name = "war"
when = 'peace == broken'
[[outcomes]]
name = "calm"
at_end = true
[variants.plain]
[variants.feared]
set = { gain = -1 }
"#;

pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// A folder with the scenario in it.
pub(crate) struct Desk {
    place: tempfile::TempDir,
    pub(crate) scenario: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("peace.toml");
        fs::write(&path, PEACE).expect("there is room");
        Self {
            scenario: path.display().to_string(),
            place,
        }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.place.path().join(name).display().to_string()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("there is room");
        path
    }

    pub(crate) fn compare(&self, code: i32, more: &[&str]) -> Said {
        let all = [&["compare", &self.scenario, "--draws", "40"], more].concat();
        call(code, &all)
    }

    pub(crate) fn table(&self, out: &str, more: &[&str]) -> Csv {
        let out = self.path(out);
        Csv::of(
            &self
                .compare(0, &[&["--format", "csv", "--out", &out], more].concat())
                .out,
        )
    }
}
