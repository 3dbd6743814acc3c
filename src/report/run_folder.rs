//! Reads the draws of a run from its results folder.

use std::path::{Path, PathBuf};

use super::identity::hash;
use super::past_results::{PastResults, Unreadable};
use super::results::{About, scenario_file};
use crate::scenario::{LabelKind, Labels};
use crate::study::draw_table::{DrawTable, VariantDraws};
use crate::study::run_summary::FAILED;
use crate::study::table::{Shape, column_word};

/// The file of a run's draws.
pub(crate) const DRAWS: &str = "draws.csv";

/// Why the draws of a run cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// There is nothing of that name.
    #[error("there is no folder {path}; `pactum runs` lists the results that are there", path = .0.display())]
    NoFolder(PathBuf),
    /// It is of another command.
    #[error("{path} holds no {DRAWS}, so it is not of a run; give a folder that `pactum run` wrote", path = .0.display())]
    NoDraws(PathBuf),
    /// It is no results folder, or a file is not as it was written.
    #[error("{path} cannot be read, {reason}; give a folder that `pactum run` wrote", path = .path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: Unreadable,
    },
}

/// What is read of a run.
#[derive(Clone, Debug)]
pub(crate) struct RunFolder {
    /// Its scenario.
    pub about: About,
    /// Its id.
    pub id: String,
    /// The hash of its draws.
    pub hash: String,
    /// The labels of the scenario.
    pub labels: Labels,
    /// The draws.
    pub table: DrawTable,
}

impl RunFolder {
    /// Reads a folder.
    ///
    /// # Errors
    /// The folder is none of a complete run, or a file in it is damaged.
    pub(crate) fn read(path: &Path) -> Result<Self, ReadError> {
        if !path.is_dir() {
            return Err(ReadError::NoFolder(path.to_owned()));
        }
        let unreadable = |reason| ReadError::Unreadable {
            path: path.to_owned(),
            reason,
        };
        let past = PastResults::read(path).map_err(unreadable)?;
        if !path.join(DRAWS).exists() {
            return Err(ReadError::NoDraws(path.to_owned()));
        }
        Self::of(&past).map_err(unreadable)
    }

    /// Reads a folder whose manifest is read.
    pub(super) fn of(past: &PastResults) -> Result<Self, Unreadable> {
        past.check_files()?;
        let labels = Labels(past.rows()?);
        let draws = past.text(DRAWS)?;
        let table = table(&draws, &labels).map_err(|what| Unreadable::Damaged(format!("{DRAWS}: {what}")))?;
        Ok(Self {
            about: About {
                name: past.scenarios().concat(),
                title: past.title().to_owned(),
                scenario: past.text(&scenario_file(1))?,
            },
            id: past.id().unwrap_or_default().to_owned(),
            hash: hash(&draws),
            labels,
            table,
        })
    }
}

/// The draws of the text of `draws.csv`.
fn table(text: &str, labels: &Labels) -> Result<DrawTable, String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let columns = Columns::of(&header)?;
    let mut variants: Vec<VariantDraws> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let name = &record[columns.variant];
        if variants.last().is_none_or(|last| last.name != name) {
            variants.push(columns.variant(name));
        }
        let variant = variants.last_mut().ok_or("it has no draws")?;
        columns.put(&record, variant)?;
    }
    let draws = |variant: &VariantDraws| variant.probabilities.first().map_or(0, Vec::len);
    let first = variants.first().map_or(0, draws);
    match variants.iter().find(|variant| draws(variant) != first) {
        Some(other) => Err(format!(
            "`{}` has not as many draws as `{}`",
            other.name, variants[0].name
        )),
        None if first == 0 => Err("it has no draws".to_owned()),
        None => Ok(DrawTable {
            shape: columns.shape(&header, labels),
            variants,
        }),
    }
}

/// Where the columns of `draws.csv` stand.
struct Columns {
    variant: usize,
    draw: usize,
    status: usize,
    parameters: Vec<usize>,
    probabilities: Vec<usize>,
    payoffs: Vec<usize>,
}

/// How the columns of parameters, outcomes and actors begin.
const PREFIXES: [&str; 3] = ["parameter_", "probability_", "payoff_"];

impl Columns {
    fn of(header: &csv::StringRecord) -> Result<Self, String> {
        let column = |name: &str| {
            let found = header.iter().position(|own| own == name);
            found.ok_or_else(|| format!("it has no column `{name}`"))
        };
        let family = |prefix: &str| {
            let columns = header.iter().enumerate();
            columns
                .filter(|(_, own)| own.starts_with(prefix))
                .map(|(place, _)| place)
                .collect()
        };
        let [parameters, probabilities, payoffs] = PREFIXES.map(family);
        Ok(Self {
            variant: column("variant")?,
            draw: column("draw")?,
            status: column("solver_status")?,
            parameters,
            probabilities,
            payoffs,
        })
    }

    /// A variant without draws yet.
    fn variant(&self, name: &str) -> VariantDraws {
        VariantDraws {
            name: name.to_owned(),
            parameters: vec![Vec::new(); self.parameters.len()],
            probabilities: vec![Vec::new(); self.probabilities.len()],
            payoffs: vec![Vec::new(); self.payoffs.len()],
            unsolved: 0,
            failed: 0,
        }
    }

    /// Adds a draw to its variant.
    fn put(&self, record: &csv::StringRecord, variant: &mut VariantDraws) -> Result<(), String> {
        let known = variant.probabilities.first().map_or(0, Vec::len);
        let line = || record.position().map_or(0, csv::Position::line);
        if record[self.draw] != known.to_string() {
            return Err(format!(
                "draw {known} of `{}` is not in line {}, where it should be",
                variant.name,
                line()
            ));
        }
        let number = |place: usize| {
            let parsed = record[place].parse::<f64>().ok().filter(|number| number.is_finite());
            parsed.ok_or_else(|| format!("`{}` in line {} is no number", &record[place], line()))
        };
        for (column, &place) in variant.parameters.iter_mut().zip(&self.parameters) {
            let missing = record[place].is_empty();
            column.push(if missing { None } else { Some(number(place)?) });
        }
        let failed = &record[self.status] == FAILED;
        let families = [
            (&mut variant.probabilities, &self.probabilities),
            (&mut variant.payoffs, &self.payoffs),
        ];
        for (columns, places) in families {
            for (column, &place) in columns.iter_mut().zip(places) {
                column.push(if failed { None } else { Some(number(place)?) });
            }
        }
        let solved = &record[self.status] == "converged";
        variant.unsolved += u64::from(!solved && !failed);
        variant.failed += u64::from(failed);
        Ok(())
    }

    /// The names that the scenario has for the columns, and the units of parameters.
    fn shape(&self, header: &csv::StringRecord, labels: &Labels) -> Shape {
        let named = |places: &[usize], prefix: &str, kind: LabelKind| {
            let column = |&place: &usize| {
                let word = &header[place][prefix.len()..];
                let mut rows = labels.rows().iter().filter(|row| row.kind == kind);
                let row = rows.find(|row| column_word(&row.name) == word);
                row.map_or_else(
                    || (word.to_owned(), String::new()),
                    |row| (row.name.clone(), row.unit.clone()),
                )
            };
            places.iter().map(column).collect::<Vec<_>>()
        };
        let names = |named: Vec<(String, String)>| named.into_iter().map(|(name, _)| name).collect();
        let [parameter, probability, payoff] = PREFIXES;
        Shape {
            parameters: named(&self.parameters, parameter, LabelKind::Parameter),
            outcomes: names(named(&self.probabilities, probability, LabelKind::Outcome)),
            actors: names(named(&self.payoffs, payoff, LabelKind::Actor)),
            ..Shape::default()
        }
    }
}
