//! A results folder that is there already, read back from its manifest.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use csv::StringRecord;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::csv::text_of_cell;
use super::folder::{FileEntry, MANIFEST, PACKAGE};
use super::identity::size_and_hash;
use super::past_table::{PastPackage, PastTable};
use super::results::scenario_file;
use crate::study::table::Row;

/// Why a folder gives no results.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    /// It is no results folder.
    #[error("foreign: {0}")]
    Foreign(String),
    /// It was one.
    #[error("damaged: {0}")]
    Damaged(String),
}

/// A results folder.
#[derive(Clone, Debug)]
pub(crate) struct PastResults {
    /// The folder.
    pub path: PathBuf,
    /// What its manifest says.
    manifest: Value,
}

/// The draws of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Drawn {
    /// How many.
    pub draws: u64,
    /// The seed.
    pub seed: u64,
    /// Whether the one draw is the nominal point.
    pub nominal: bool,
}

/// What a run was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PastRun {
    /// The name of the scenario.
    pub scenario: String,
    /// The variants.
    pub variants: Vec<String>,
    /// The draws.
    pub drawn: Drawn,
}

impl PastResults {
    /// Reads the manifest of a folder.
    pub(crate) fn read(path: &Path) -> Result<Self, Unreadable> {
        let manifest = path.join(MANIFEST);
        if !manifest.exists() {
            return Err(Unreadable::Foreign(format!("it holds no {MANIFEST}")));
        }
        let text = fs::read_to_string(manifest).map_err(|error| damaged(MANIFEST, &error))?;
        let manifest: Value = serde_json::from_str(&text).map_err(|error| damaged(MANIFEST, &error))?;
        if manifest["tool"] != "pactum" {
            return Err(Unreadable::Foreign(format!("its {MANIFEST} is of another program")));
        }
        Ok(Self {
            path: path.to_owned(),
            manifest,
        })
    }

    /// The id of the results.
    pub(crate) fn id(&self) -> Option<&str> {
        self.manifest["id"].as_str()
    }

    /// The version of the program that computed them.
    pub(crate) fn version(&self) -> &str {
        self.manifest["version"].as_str().unwrap_or_default()
    }

    /// The names of its files, but the manifest's.
    pub(crate) fn file_names(&self) -> BTreeSet<String> {
        let files = self.files().unwrap_or_default().into_iter();
        files.map(|file| file.name).collect()
    }

    /// Fails where a file that the results follow from is not as it was written.
    pub(crate) fn check_inputs(&self) -> Result<(), Unreadable> {
        let files = self.files()?;
        let mut inputs = files.iter().filter(|file| file.name.ends_with(".toml"));
        inputs.try_for_each(|file| self.check_content(file))
    }

    /// The names of the scenarios.
    pub(crate) fn scenarios(&self) -> Vec<&str> {
        let names = self.scenario_entries().into_iter();
        names.filter_map(|entry| entry["name"].as_str()).collect()
    }

    /// The title of the first scenario.
    pub(super) fn title(&self) -> &str {
        let entries = self.scenario_entries();
        let title = entries.first().and_then(|entry| entry["title"].as_str());
        title.unwrap_or_default()
    }

    fn scenario_entries(&self) -> Vec<&Value> {
        match self.manifest["scenarios"].as_array() {
            Some(several) => several.iter().collect(),
            None => vec![&self.manifest["scenario"]],
        }
    }

    /// The arguments of the command as they were given.
    pub(crate) fn arguments(&self) -> Vec<&str> {
        let arguments = &self.manifest["arguments"];
        let given = arguments["as_given"].as_array().or(arguments.as_array());
        given.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// When it began, in seconds since 1970.
    pub(crate) fn started(&self) -> Option<u64> {
        self.manifest["host"]["started_unix_seconds"].as_u64()
    }

    /// The probability of each outcome of each variant, where the manifest gives them: variant, outcome, probability.
    pub(crate) fn probabilities(&self) -> Vec<(&str, &str, f64)> {
        let entries = self.manifest["headline"].as_array();
        let entries = entries.into_iter().flatten();
        let known = entries.filter_map(|entry| {
            let names = entry["variant"].as_str().zip(entry["outcome"].as_str());
            let (variant, outcome) = names?;
            Some((variant, outcome, entry["probability"].as_f64()?))
        });
        known.collect()
    }

    /// Whether it was to go on until its probabilities are known well enough, and could not.
    pub(crate) fn missed_target(&self) -> bool {
        self.manifest["until"]["met"] == false
    }

    /// How many draws were not solved, or failed.
    pub(crate) fn unsolved(&self) -> u64 {
        let counts = |entry: &Value| ["unsolved", "failed"].map(|key| entry[key].as_u64().unwrap_or(0));
        let solver = self.manifest["solver"].as_array().into_iter().flatten();
        self.manifest["unsolved_draws"]
            .as_u64()
            .unwrap_or_else(|| solver.flat_map(counts).sum())
    }

    /// The first conclusion of a study, where it draws any.
    pub(crate) fn conclusion(&self) -> Option<&str> {
        self.conclusions().next()
    }

    /// What to conclude from a study, sentence by sentence.
    pub(super) fn conclusions(&self) -> impl Iterator<Item = &str> {
        let conclusions = self.manifest["conclusions"].as_array().into_iter().flatten();
        conclusions.filter_map(Value::as_str)
    }

    /// What a run was about; `None` for the results of any other command.
    pub(crate) fn run(&self) -> Option<PastRun> {
        let arguments = &self.manifest["arguments"];
        arguments["games"].as_u64()?;
        let variants = arguments["variants"].as_array()?.iter();
        let variants = variants.map(|name| name.as_str().map(str::to_owned));
        Some(PastRun {
            scenario: self.manifest["scenario"]["name"].as_str()?.to_owned(),
            variants: variants.collect::<Option<_>>()?,
            drawn: Drawn {
                draws: arguments["draws"].as_u64()?,
                seed: arguments["seed"].as_u64()?,
                nominal: arguments["nominal"].as_bool()?,
            },
        })
    }

    /// The file of the scenario as run.
    pub(crate) fn scenario_path(&self) -> PathBuf {
        self.path.join(scenario_file(1))
    }

    /// Fails where a file is not as it was written.
    pub(crate) fn check_files(&self) -> Result<(), Unreadable> {
        self.check_sizes()?;
        let files = self.files()?;
        files.iter().try_for_each(|file| self.check_content(file))
    }

    fn check_content(&self, FileEntry { name, hash, .. }: &FileEntry) -> Result<(), Unreadable> {
        let (_, there) = size_and_hash(&self.path.join(name)).map_err(|error| damaged(name, &error))?;
        let same = there == *hash;
        same.then_some(())
            .ok_or_else(|| Unreadable::Damaged(format!("{name} was changed")))
    }

    /// Fails where a file has another size than it was written with, which is soon seen.
    pub(super) fn check_sizes(&self) -> Result<(), Unreadable> {
        for FileEntry { name, bytes, .. } in self.files()? {
            let there = fs::metadata(self.path.join(&name)).map_err(|error| damaged(&name, &error))?;
            if there.len() != bytes {
                let message = format!("{name} was changed: it has {} bytes, not {bytes}", there.len());
                return Err(Unreadable::Damaged(message));
            }
        }
        Ok(())
    }

    /// The files that the manifest lists: all but itself.
    fn files(&self) -> Result<Vec<FileEntry>, Unreadable> {
        Vec::deserialize(&self.manifest["files"]).map_err(|error| damaged(MANIFEST, &error))
    }

    /// The tables, as the data package of the folder describes them.
    pub(super) fn tables(&self) -> Result<Vec<PastTable>, Unreadable> {
        let text = self.text(PACKAGE)?;
        let package: PastPackage = serde_json::from_str(&text).map_err(|error| damaged(PACKAGE, &error))?;
        Ok(package.resources)
    }

    /// What the manifest says.
    pub(super) fn manifest(&self) -> &Value {
        &self.manifest
    }

    /// Whether the folder holds a table.
    pub(super) fn holds(&self, table: &str) -> bool {
        self.path.join(format!("{table}.csv")).exists()
    }

    /// The rows of a table.
    pub(super) fn rows<R: Row + DeserializeOwned>(&self) -> Result<Vec<R>, Unreadable> {
        let file = format!("{}.csv", R::TABLE);
        let text = self.text(&file)?;
        rows_of(&text).map_err(|error| damaged(&file, &error))
    }

    /// The text of a file in the folder.
    pub(super) fn text(&self, name: &str) -> Result<String, Unreadable> {
        fs::read_to_string(self.path.join(name)).map_err(|error| damaged(name, &error))
    }
}

/// The rows of the text of a table.
fn rows_of<R: DeserializeOwned>(text: &str) -> Result<Vec<R>, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers()?.clone();
    let row = |record: Result<StringRecord, csv::Error>| {
        let cells: StringRecord = record?.iter().map(text_of_cell).collect();
        cells.deserialize(Some(&header))
    };
    reader.records().map(row).collect()
}

fn damaged(name: &str, reason: &dyn std::error::Error) -> Unreadable {
    Unreadable::Damaged(format!("{name}: {reason}"))
}

/// The results folders below a folder, and one level deeper, by path; other folders too, which are foreign.
pub(crate) fn find(results: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in folders(results)? {
        let inner = match folder.join(MANIFEST).exists() {
            true => Vec::new(),
            false => folders(&folder)?,
        };
        // A folder that holds nothing but the note of its latest results is what a user left of a scenario.
        if inner.is_empty() && holds_files(&folder)? {
            found.push(folder);
        }
        found.extend(inner);
    }
    Ok(found)
}

/// The file of a scenario's folder that names its latest results.
pub(crate) const LATEST: &str = "latest";

fn holds_files(folder: &Path) -> std::io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if entry?.file_name() != LATEST {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The folders in a folder, by name; hidden ones are unfinished results, and left out.
fn folders(of: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(of)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.path().is_dir() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
