//! Where a side of a comparison comes from: a scenario file, or the results folder of a run.

use std::path::{Path, PathBuf};

use super::args::Sample;
use super::failure::Failure;
use super::scenario::name_of;
use crate::report::past_results::{Drawn, PastResults, PastRun};
use crate::report::terminal::grouped;

/// A scenario to be compared.
pub(super) struct SideSource {
    /// The path as given.
    pub(super) given: PathBuf,
    /// The name of the scenario.
    pub(super) name: String,
    /// The scenario file.
    pub(super) file: PathBuf,
    /// The run whose results were given; `None` for a scenario file.
    run: Option<PastRun>,
}

impl SideSource {
    /// A scenario file, or the scenario of a complete results folder.
    pub(super) fn of(path: &Path) -> Result<Self, Failure> {
        let given = path.to_owned();
        if !path.is_dir() {
            return Ok(Self {
                name: name_of(path),
                file: given.clone(),
                given,
                run: None,
            });
        }
        let refuse = |reason: &str| {
            let path = path.display();
            Failure::Scenario(format!("error: {path} gives nothing to compare: {reason}\n"))
        };
        let past = PastResults::read(path).map_err(|problem| refuse(&problem.to_string()))?;
        let run = past.run();
        let run =
            run.ok_or_else(|| refuse("it holds no results of `pactum run`; give a scenario file, or a run's folder"))?;
        past.check_files().map_err(|problem| refuse(&problem.to_string()))?;
        Ok(Self {
            given,
            name: run.scenario.clone(),
            file: past.scenario_path(),
            run: Some(run),
        })
    }

    /// The variants of the run; none where all of a file are meant.
    pub(super) fn variants(&self) -> &[String] {
        self.run.as_ref().map_or(&[], |run| &run.variants)
    }
}

/// The draws that are compared: those that are asked for, or else those of the results folders, which must agree.
pub(super) fn drawn(sources: &[SideSource], asked: &Sample) -> Result<Drawn, Failure> {
    let runs = sources
        .iter()
        .filter_map(|source| Some((source, source.run.as_ref()?.drawn)));
    let runs: Vec<(&SideSource, Drawn)> = runs.map(|(source, drawn)| (source, over(asked, drawn))).collect();
    let Some((first, drawn)) = runs.first() else {
        let usual = Drawn {
            draws: asked.draws(),
            seed: asked.seed(),
            nominal: false,
        };
        return Ok(over(asked, usual));
    };
    match runs.iter().find(|(_, other)| other != drawn) {
        None => Ok(*drawn),
        Some((other, others)) => Err(Failure::Usage(format!(
            "`{}` has {}, `{}` has {}: each draw is paired with itself\ngive --draws and --seed, which count for all sides; \
             they are worked out anew",
            first.given.display(),
            described(drawn),
            other.given.display(),
            described(others),
        ))),
    }
}

/// What is asked for in place of what was drawn.
fn over(asked: &Sample, drawn: Drawn) -> Drawn {
    let nominal = asked.nominal || (drawn.nominal && asked.draws.is_none());
    Drawn {
        draws: if nominal { 1 } else { asked.draws.unwrap_or(drawn.draws) },
        seed: asked.seed.unwrap_or(drawn.seed),
        nominal,
    }
}

fn described(Drawn { draws, seed, nominal }: &Drawn) -> String {
    if *nominal {
        format!("the nominal point (seed {seed})")
    } else {
        format!("{} draws of seed {seed}", grouped(*draws))
    }
}
