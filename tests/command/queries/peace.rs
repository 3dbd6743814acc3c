//! A scenario of few lines in a folder, and `compare` run on it.

use pactum::unstable::numeric::math::exp;

use crate::folder::Folder;
use crate::shipped::call;
use crate::support::command::Finished;
use crate::support::csv_table::Csv;

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

/// A temporary folder with the scenario in it.
pub(crate) struct PeaceFolder {
    folder: Folder,
    pub(crate) scenario: String,
}

impl PeaceFolder {
    pub(crate) fn new() -> Self {
        let folder = Folder::with(&[("peace.toml", PEACE)]);
        let scenario = folder.argument("peace.toml");
        Self { folder, scenario }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.argument(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        self.folder.write(name, text);
        self.path(name)
    }

    /// Compares the variants over forty draws and expects an exit code.
    #[track_caller]
    pub(crate) fn compare(&self, code: i32, more: &[&str]) -> Finished {
        let all = [&["compare", &self.scenario, "--draws", "40"], more].concat();
        call(code, &all)
    }

    /// The comparisons, written to a folder and printed as CSV.
    #[track_caller]
    pub(crate) fn table(&self, out: &str, more: &[&str]) -> Csv {
        let out = self.path(out);
        let arguments = [&["--format", "csv", "--out", &out], more].concat();
        Csv::of(&self.compare(0, &arguments).out)
    }
}
