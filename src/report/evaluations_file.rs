//! The file in the folder of a sensitivity analysis from which a later one takes what was found at each point.
//!
//! It begins with a line that names the format, the id of what its numbers follow from besides the point, and how many
//! parameters and numbers each point has. For each point the parameters follow and the numbers of every variant (64 bits
//! each, little-endian), and at the end the blake3 hash of all that.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::identity;
use super::past_results::{PastResults, Unreadable};
use super::results::EVALUATIONS;
use crate::study::sensitivity::EvaluatedPoints;

/// How its first line begins.
const FORMAT: &str = "pactum evaluations 1";
/// No first line is longer.
const LONGEST_HEADER: u64 = 256;
/// The bytes of a number.
const WORD: usize = 8;
/// The bytes of the hash.
const HASH: usize = 32;

/// What was found at points, by the bits of their parameters.
#[derive(Debug, Default)]
pub(crate) struct Found(BTreeMap<Vec<u64>, Vec<f64>>);

impl Found {
    /// What was found at a point.
    pub(crate) fn at(&self, point: &[f64]) -> Option<Vec<f64>> {
        self.0.get(&bits(point)).cloned()
    }
}

/// The id of what is found at a point of these parameters: of the version, the scenario as run and its variants.
pub(crate) fn source_id(scenario: &str, variants: &[String], parameters: &[String]) -> String {
    let count = parameters.len().to_string();
    let names = parameters.iter().chain(variants).map(String::as_str);
    identity::digest([env!("CARGO_PKG_VERSION"), scenario, &count].into_iter().chain(names))
}

/// The bytes of the file.
pub(crate) fn encode(id: &str, points: &EvaluatedPoints) -> Vec<u8> {
    let (parameters, numbers) = points.widths();
    let mut bytes = format!("{FORMAT} {id} {parameters} {numbers}\n").into_bytes();
    for (point, numbers) in points.each() {
        bytes.extend(point.iter().copied().chain(numbers).flat_map(f64::to_le_bytes));
    }
    let hash = blake3::hash(&bytes);
    bytes.extend(hash.as_bytes());
    bytes
}

/// The folders beside one that hold a file of evaluations, that with the largest first; hidden ones are unfinished.
pub(crate) fn folders_beside(target: &Path) -> Vec<PathBuf> {
    let size = |folder: &Path| fs::metadata(folder.join(EVALUATIONS)).ok().map(|there| there.len());
    let own = target.file_name();
    // Where nothing can be listed, there is nothing to take.
    let entries = target.parent().and_then(|parent| fs::read_dir(parent).ok());
    let entries = entries.into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name());
    let others = names.filter(|name| Some(name.as_os_str()) != own && !name.to_string_lossy().starts_with('.'));
    let folders = others.map(|name| target.with_file_name(name));
    let mut sized: Vec<(u64, PathBuf)> = folders.filter_map(|folder| Some((size(&folder)?, folder))).collect();
    sized.sort_by(|(size, path), (other, than)| other.cmp(size).then_with(|| path.cmp(than)));
    sized.into_iter().map(|(_, folder)| folder).collect()
}

/// What a folder's file holds; `None` where its numbers follow from something else than `id` says.
///
/// # Errors
/// It was changed, or lies in no results folder.
pub(crate) fn read(folder: &Path, id: &str) -> Result<Option<Found>, Unreadable> {
    let damaged = |what: &str| Unreadable::Damaged(format!("{EVALUATIONS} {what}"));
    let unread = |error: std::io::Error| damaged(&format!("cannot be read: {error}"));
    let mut file = BufReader::new(File::open(folder.join(EVALUATIONS)).map_err(unread)?);
    let mut bytes = Vec::new();
    let mut head = (&mut file).take(LONGEST_HEADER);
    head.read_until(b'\n', &mut bytes).map_err(unread)?;
    let Some([parameters, numbers]) = widths(&bytes, id) else {
        return Ok(None);
    };
    PastResults::read(folder)?.check_files()?;
    let start = bytes.len();
    file.read_to_end(&mut bytes).map_err(unread)?;
    let end = bytes.len().checked_sub(HASH).filter(|&end| end >= start);
    let end = end.filter(|&end| blake3::hash(&bytes[..end]).as_bytes()[..] == bytes[end..]);
    let end = end.ok_or_else(|| damaged("was changed"))?;
    let words = bytes[start..end].chunks_exact(WORD);
    let words: Vec<f64> = words
        .map(|word| f64::from_le_bytes(word.try_into().expect("a word")))
        .collect();
    let points = words.chunks_exact(parameters + numbers);
    let points = points.map(|point| (bits(&point[..parameters]), point[parameters..].to_vec()));
    Ok(Some(Found(points.collect())))
}

/// How many parameters and numbers each point has, from the first line of a file with this id.
fn widths(header: &[u8], id: &str) -> Option<[usize; 2]> {
    let rest = std::str::from_utf8(header).ok()?.strip_suffix('\n')?;
    let (parameters, numbers) = rest
        .strip_prefix(FORMAT)?
        .strip_prefix(' ')?
        .strip_prefix(id)?
        .strip_prefix(' ')?
        .split_once(' ')?;
    let widths = [parameters.parse().ok()?, numbers.parse().ok()?];
    widths
        .iter()
        .all(|&width: &usize| (1..=u16::MAX.into()).contains(&width))
        .then_some(widths)
}

fn bits(point: &[f64]) -> Vec<u64> {
    point.iter().map(|value| value.to_bits()).collect()
}
