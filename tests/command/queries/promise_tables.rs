//! The tables of a run about promises and beliefs after events: they agree with each other and with known constraints.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::shipped::{call, scenario};
use crate::support::csv_table::{Csv, Row};
use crate::support::tolerance::meets;

const COMMITMENT: &str = "entry_on_violation";

/// A run of the main scenario with the clause.
struct Run {
    place: TempDir,
    out: String,
}

impl Run {
    fn with(sets: &[&str]) -> Self {
        let place = TempDir::new().expect("a folder");
        let folder = place.path().join("r").display().to_string();
        let file = scenario("nato_clause");
        let mut arguments = vec!["run", &file, "--variant", "clause", "--out", &folder];
        arguments.extend(["--draws", "8", "--games", "800"]);
        for set in sets {
            arguments.extend(["--set", set]);
        }
        let out = call(0, &arguments).out;
        Self { place, out }
    }

    fn table(&self, name: &str) -> Csv {
        let path = self.place.path().join("r").join(format!("{name}.csv"));
        Csv::of(&fs::read_to_string(Path::new(&path)).expect("it is there"))
    }
}

/// The run as the file is written.
static AS_WRITTEN: LazyLock<Run> = LazyLock::new(|| Run::with(&[]));

fn kept(row: &Row<'_>) -> f64 {
    row.number("honoured_bound") + row.number("honoured_free")
}

#[test]
fn exact_shares_are_those_of_the_games_and_of_all_types_together() {
    let run = &*AS_WRITTEN;
    let (played, by_type) = (run.table("commitments"), run.table("commitments_by_type"));
    let played = played.one(&[("commitment", COMMITMENT)]);
    let any = by_type.one(&[("commitment", COMMITMENT), ("true_type", "any")]);
    let occasions = played.number("occasions");
    meets(occasions / 6_400.0, any.number("occasions"), 0.025);
    for share in ["honoured_bound", "honoured_free", "reneged"] {
        meets(played.number(share), any.number(share), 4.0 * (0.25 / occasions).sqrt());
    }
    let types: Vec<Row<'_>> = ["committed", "transactional", "retrencher"]
        .map(|of| by_type.one(&[("commitment", COMMITMENT), ("true_type", of)]))
        .into();
    for column in ["honoured_bound", "honoured_free", "reneged", "unable"] {
        let weighted = types.iter().map(|row| row.number("occasions") * row.number(column));
        let whole = any.number("occasions") * any.number(column);
        meets(weighted.sum(), whole, 1e-12);
    }
    meets(types.iter().map(|row| row.number("share_of_reneged")).sum(), 1.0, 1e-12);
    for row in types.iter().chain([&any]) {
        meets(kept(row) + row.number("reneged") + row.number("unable"), 1.0, 1e-12);
        meets(row.number("honoured_bound"), 0.5, 1e-12);
    }
}

/// Who holds the true prior is right on average; who takes committed Americas for retrenchers is not.
#[test]
fn observers_with_the_true_prior_are_calibrated() {
    let run = &*AS_WRITTEN;
    let trust = run.table("commitment_beliefs");
    let by_type = run.table("commitments_by_type");
    for observer in ["russia", "ukraine"] {
        let any = trust.one(&[("commitment", COMMITMENT), ("observer", observer), ("true_type", "any")]);
        meets(any.number("belief_mean"), any.number("honoured"), 1e-12);
        assert!(any.number("belief_p05") <= any.number("belief_mean"));
        assert!(any.number("belief_p95") >= any.number("belief_mean"));
        for row in trust.only(&[("commitment", COMMITMENT), ("observer", observer)]) {
            let of = by_type.one(&[("commitment", COMMITMENT), ("true_type", row.text("true_type"))]);
            meets(row.number("honoured"), kept(&of), 1e-12);
            meets(row.number("occasions"), of.number("occasions"), 1e-12);
        }
    }
    let misread = Run::with(&["underrating=0.5"]).table("commitment_beliefs");
    let any = |observer| misread.one(&[("commitment", COMMITMENT), ("observer", observer), ("true_type", "any")]);
    let gap = |row: Row<'_>| row.number("belief_mean") - row.number("honoured");
    assert!(gap(any("russia")) < -0.02);
    meets(gap(any("ukraine")), 0.0, 1e-12);
}

#[test]
fn a_veto_teaches_who_sees_it() {
    let after = AS_WRITTEN.table("beliefs_after");
    let committed = |event| {
        let asked = [
            ("stage", "us_votes"),
            ("event", event),
            ("observer", "russia"),
            ("true_type", "any"),
            ("believed_type", "committed"),
        ];
        after.one(&asked).number("belief_mean")
    };
    assert!(committed("veto") < 0.27 && committed("approve") > 0.31);
    for row in after.only(&[("believed_type", "committed")]) {
        let same = |name: &'static str| (name, row.text(name));
        let asked = ["stage", "actor", "kind", "event", "observer", "true_type"].map(same);
        let believed = ["committed", "transactional", "retrencher"].map(|of| {
            let mut asked = asked.to_vec();
            asked.push(("believed_type", of));
            after.one(&asked).number("belief_mean")
        });
        meets(believed.iter().sum(), 1.0, 1e-12);
    }
}

#[test]
fn a_run_ends_with_a_summary_of_promises() {
    let run = &*AS_WRITTEN;
    let by_type = run.table("commitments_by_type");
    let share = |of, column: &str| {
        let row = by_type.one(&[("commitment", COMMITMENT), ("true_type", of)]);
        format!("{:.1} %", 100.0 * row.number(column))
    };
    let line = |out: &str| {
        let shown = out.lines().find(|line| line.starts_with(&format!(" {COMMITMENT}")));
        shown.expect("it reports the promise").to_owned()
    };
    let shown = line(&run.out);
    for number in [
        share("any", "honoured_free"),
        share("any", "reneged"),
        format!("retrencher {}", share("retrencher", "reneged")),
    ] {
        assert!(shown.contains(&number), "{number}: {shown}");
    }
    let never = line(&Run::with(&["clause.start=none"]).out);
    assert_eq!(never.split_whitespace().collect::<Vec<_>>(), [COMMITMENT, "0.0", "%"]);
}
