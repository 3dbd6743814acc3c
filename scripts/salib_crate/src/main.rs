//! Compares pactum's sensitivity analysis with the crate `salib`: the same estimates from the same points, to 1e-9.
//!
//! Lets `pactum sensitivity` analyse functions whose indices are known, gives its points and evaluations to `salib`, and
//! compares what both make of them:
//!
//!     cargo build --release
//!     cargo run --locked --manifest-path scripts/salib_crate/Cargo.toml --target-dir target/salib_crate
//!
//! Two differences are allowed for. `salib` divides by the variance of the results at the points A, pactum and SALib by that
//! at A and B together, and these two subtract the mean of all results first: `salib` is given results less their mean, and
//! its indices are multiplied by the ratio of the variances. For the pair of parameters i and j it multiplies results at B
//! with j from A by those at A with i from B, the other two the other way round: `salib` is given the parameters in reverse
//! order. PAWN is left to SALib, since the largest value of a parameter is in the last slice for `salib`, and in none for the
//! other two.
//!
//! It is a program of its own, since `salib` brings some thirty crates that no test of pactum needs otherwise.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use ndarray::Array2;
use salib_core::RngState;
use salib_estimators::{estimate_morris_effects, estimate_saltelli2010_from_outputs_with_second_order};
use salib_samplers::build_morris_trajectories;

/// How far estimates may lie apart.
const TOLERANCE: f64 = 1e-9;
/// The functions, which are payoffs.
const FUNCTIONS: [&str; 2] = ["ishigami", "sobol_g"];
/// The levels of the grid of elementary effects: pactum's by default.
const LEVELS: usize = 4;

/// The rows of a table: column, value.
type Table = Vec<BTreeMap<String, String>>;

/// Estimates of both, in the same order.
type Pairs = Vec<(f64, f64)>;

/// What pactum found with a method.
struct Found {
    indices: Table,
    evaluations: Table,
    parameters: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let methods: [(&str, &[&str], fn(&Found, &str) -> Result<Pairs, Box<dyn Error>>); 2] = [
        ("sobol", &["--points", "64", "--second-order"], sobol),
        ("morris", &["--points", "20"], morris),
    ];
    for (method, arguments, compare) in methods {
        let found = analysed(&root, method, arguments)?;
        for function in FUNCTIONS {
            let pairs = compare(&found, function)?;
            let apart = pairs
                .iter()
                .map(|(ours, theirs)| (ours - theirs).abs())
                .fold(0.0, f64::max);
            println!(
                "{method:7} {function:9} {} estimates, at most {apart:.1e} apart",
                pairs.len()
            );
            if pairs.is_empty() || apart.is_nan() || apart > TOLERANCE {
                return Err(format!("{method}, {function}: {pairs:?}").into());
            }
        }
    }
    Ok(())
}

/// Lets pactum analyse the functions with a method.
fn analysed(root: &Path, method: &str, arguments: &[&str]) -> Result<Found, Box<dyn Error>> {
    let folder: PathBuf = root.join("target/salib_crate/results").join(method);
    let done = Command::new(root.join("target/release/pactum"))
        .args([
            "sensitivity",
            "--quiet",
            "--force",
            "--evaluations",
            "--method",
            method,
            "--format",
            "csv",
        ])
        .args(arguments)
        .arg("--out")
        .arg(&folder)
        .arg(root.join("tests/engine/sensitivity/functions.toml"))
        .output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into());
    }
    let evaluations = table(&folder.join("evaluations.csv"))?;
    let columns = csv::Reader::from_path(folder.join("evaluations.csv"))?
        .headers()?
        .clone();
    let parameters = columns.iter().filter_map(|column| column.strip_prefix("level_"));
    Ok(Found {
        indices: table(&folder.join("sensitivity.csv"))?,
        evaluations,
        parameters: parameters.map(str::to_owned).collect(),
    })
}

fn table(path: &Path) -> Result<Table, csv::Error> {
    csv::Reader::from_path(path)?.into_deserialize().collect()
}

impl Found {
    /// The estimates of an index of a function, parameter by parameter, or pair by pair.
    fn estimates(&self, function: &str, index: &str) -> Result<Vec<f64>, Box<dyn Error>> {
        let own = self
            .indices
            .iter()
            .filter(|row| row["name"] == function && row["index"] == index);
        own.map(|row| Ok(row["value"].parse()?)).collect()
    }

    /// A column of the evaluations.
    fn column(&self, name: &str) -> Result<Vec<f64>, Box<dyn Error>> {
        self.evaluations.iter().map(|row| Ok(row[name].parse()?)).collect()
    }

    /// The coordinates of the points.
    fn points(&self) -> Result<Array2<f64>, Box<dyn Error>> {
        let mut points = Array2::zeros((self.evaluations.len(), self.parameters.len()));
        for (at, parameter) in self.parameters.iter().enumerate() {
            let values = self.column(&format!("level_{parameter}"))?;
            points.column_mut(at).assign(&ndarray::Array1::from(values));
        }
        Ok(points)
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64
}

fn sobol(found: &Found, function: &str) -> Result<Pairs, Box<dyn Error>> {
    let count = found.parameters.len();
    let results = found.column(&format!("payoff_{function}"))?;
    let centre = mean(&results);
    let rows: Vec<Vec<f64>> = results
        .chunks_exact(2 * count + 2)
        .map(|row| row.iter().map(|value| value - centre).collect())
        .collect();
    let place = |place: usize| -> Vec<f64> { rows.iter().map(|row| row[place]).collect() };
    let (a, b) = (place(0), place(2 * count + 1));
    let from_b: Vec<Vec<f64>> = (1..=count).map(place).collect();
    let from_a: Vec<Vec<f64>> = (count + 1..=2 * count).map(place).collect();
    let ratio = variance(&a) / variance(&[&a[..], &b].concat());
    let backwards = |columns: Vec<Vec<f64>>| columns.into_iter().rev().collect::<Vec<_>>();
    let (from_b, from_a) = (backwards(from_b), backwards(from_a));
    let theirs = estimate_saltelli2010_from_outputs_with_second_order(&a, &b, &from_b, &from_a);
    let second = theirs.second_order.ok_or("there are pairs")?;
    let pairs = (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, other)));
    let second = pairs
        .map(|(one, other)| second[count - 1 - other][other - one - 1])
        .collect();
    let forwards = |indices: Vec<f64>| indices.into_iter().rev().collect::<Vec<_>>();
    let theirs = [forwards(theirs.first_order), forwards(theirs.total_order), second].concat();
    let ours = ["first", "total", "second"].map(|index| found.estimates(function, index));
    let ours = ours.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    assert_eq!(ours.len(), theirs.len(), "each estimates all parameters and pairs");
    Ok(ours
        .into_iter()
        .zip(theirs.into_iter().map(|index| index * ratio))
        .collect())
}

fn morris(found: &Found, function: &str) -> Result<Pairs, Box<dyn Error>> {
    let count = found.parameters.len();
    let points = found.points()?;
    let results = found.column(&format!("payoff_{function}"))?;
    let trajectories = results.len() / (count + 1);
    // Theirs, with our points, steps and orders in the place of its own.
    let mut design = build_morris_trajectories(count, trajectories, LEVELS as u32, &mut RngState::from_seed([0; 32]))?;
    for row in 0..trajectories {
        for step in 0..=count {
            let at = row * (count + 1) + step;
            for parameter in 0..count {
                design.trajectories[[row, step, parameter]] = points[[at, parameter]];
            }
            if step > 0 {
                let steps = (0..count).map(|parameter| points[[at, parameter]] - points[[at - 1, parameter]]);
                let (moved, by) = steps.enumerate().find(|(_, by)| *by != 0.0).ok_or("something moves")?;
                design.factor_order[[row, step - 1]] = moved;
                design.deltas[[row, moved]] = by;
            }
        }
    }
    let known = |point: &[f64]| {
        let at = points.rows().into_iter().position(|known| known.iter().eq(point));
        results[at.expect("it is one of ours")]
    };
    let theirs = estimate_morris_effects(&design, known)?;
    let mut pairs = Vec::new();
    for (index, theirs) in [
        ("effect_mean", theirs.mu),
        ("effect_size", theirs.mu_star),
        ("effect_deviation", theirs.sigma),
    ] {
        pairs.extend(found.estimates(function, index)?.into_iter().zip(theirs));
    }
    Ok(pairs)
}
