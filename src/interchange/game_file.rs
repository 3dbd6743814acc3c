//! Opens game files and imports them as games that can be solved; the only module of this folder that reads files.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::error::{FileError, fault};
use super::lexer::{Lexer, Token};
use super::limits::{MOST_BYTES, MOST_NODES, too_many};
use super::table::Table;
use super::tree::Tree;
use super::tree_to_game::{SetName, game_from_tree};
use super::{efg, nfg};
use crate::game::{Game, Names};
use crate::source::input::bytes_of;
use crate::source::{Code, Diagnostics, SourceId, Sources, Span};

/// A game in either form.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// In extensive form, from an `.efg` file.
    Tree(Tree),
    /// In normal form, from an `.nfg` file.
    Table(Table),
}

/// A game file as it was read.
#[derive(Clone, Debug)]
pub struct GameFile {
    /// The game.
    pub form: Form,
    /// Warnings.
    pub warnings: Diagnostics,
    /// Where each node begins, in a tree; where the file begins, in a table.
    places: Vec<Span>,
}

/// A game that was read and can be solved. It is one period of one graph without anything before it. Its only
/// parameter is the precision λ of all players, so that `Bound::new(&game, &[vec![lambda]])` binds it.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The game.
    pub game: Game,
    /// Its names. Each information set is a stage of its own, with all of its parts.
    pub names: Names,
    /// The names of the information sets in the file, by set of the graph; one for each part of a set in parts.
    pub sets: Vec<SetName>,
    /// The game as a tree; in that of a table the players choose one after the other, unseen.
    pub tree: Tree,
    /// Warnings.
    pub warnings: Diagnostics,
}

/// Why a game file cannot be used.
#[derive(Debug, Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("there is no file {}", .0.display())]
    Missing(PathBuf),
    /// It is too large.
    #[error("{} is larger than {} MiB, which is more than can be handled", .0.display(), MOST_BYTES / (1024 * 1024))]
    TooLarge(PathBuf),
    /// The operating system refuses to read it.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// It has errors.
    #[error("the game file has errors")]
    Invalid(Diagnostics),
}

/// Whether a path has the extension of a game file, `.efg` or `.nfg`.
pub(crate) fn game_file(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ["efg", "nfg"].contains(&ending.to_ascii_lowercase().as_str()))
}

/// Opens a game file and imports it.
///
/// # Errors
/// That the file cannot be read, is wrong, or holds a game that cannot be solved; findings point into `sources`.
pub fn read(path: &Path, sources: &mut Sources) -> Result<Imported, ReadError> {
    import(open(path, sources)?).map_err(ReadError::Invalid)
}

/// Reads a game file.
///
/// # Errors
/// That the file cannot be read, or is wrong; findings point into `sources`.
pub fn open(path: &Path, sources: &mut Sources) -> Result<GameFile, ReadError> {
    let source = sources.add(path.display().to_string(), text(path)?);
    parse(source, sources.text(source)).map_err(ReadError::Invalid)
}

/// Reads the text of a game file, whose first word gives its form.
///
/// # Errors
/// The errors in the text.
pub fn parse(source: SourceId, text: &str) -> Result<GameFile, Diagnostics> {
    parse_either(source, text).map_err(|fault| Diagnostics::from(*fault))
}

fn parse_either(source: SourceId, text: &str) -> Result<GameFile, FileError> {
    let (first, place) = Lexer::new(source, text).next()?;
    match first {
        Token::Word("EFG") => {
            let (tree, places, warnings) = efg::read(source, text)?;
            Ok(GameFile {
                form: Form::Tree(tree),
                warnings: warnings.into_iter().collect(),
                places,
            })
        }
        Token::Word("NFG") => {
            let (table, warnings) = nfg::read(source, text)?;
            Ok(GameFile {
                form: Form::Table(table),
                warnings: warnings.into_iter().collect(),
                places: vec![place],
            })
        }
        _ => {
            let message = "the file does not begin like a game";
            let help = "it begins `EFG 2 R \"title\" { \"player\" … }`, or `NFG 1 R …` for a game in normal form";
            Err(fault((Code::GameHeader, place), message, help))
        }
    }
}

/// Turns a game file into a game that can be solved.
///
/// # Errors
/// If a player meets an information set twice on a path, or the game is too large.
pub fn import(file: GameFile) -> Result<Imported, Diagnostics> {
    import_either(file).map_err(|fault| Diagnostics::from(*fault))
}

fn import_either(file: GameFile) -> Result<Imported, FileError> {
    let (tree, places) = match file.form {
        Form::Tree(tree) => (tree, file.places),
        Form::Table(table) => {
            let place = file.places[0];
            let nodes = table.tree_nodes().filter(|&nodes| nodes <= MOST_NODES);
            let nodes = nodes.ok_or_else(|| too_many(place, MOST_NODES, "nodes as a tree"))?;
            (table.to_tree(), vec![place; nodes])
        }
    };
    let (game, names, sets) = game_from_tree(&tree, &places)?;
    let warnings = file.warnings;
    Ok(Imported {
        game,
        names,
        sets,
        tree,
        warnings,
    })
}

/// The text of a file. If it is not UTF-8, each byte becomes a character: only labels and prose can contain any.
fn text(path: &Path) -> Result<String, ReadError> {
    let unreadable = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => ReadError::Missing(path.to_owned()),
        std::io::ErrorKind::FileTooLarge => ReadError::TooLarge(path.to_owned()),
        _ => ReadError::Unreadable {
            path: path.to_owned(),
            source,
        },
    };
    let bytes = bytes_of(path, MOST_BYTES).map_err(unreadable)?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.as_bytes().iter();
        bytes.map(|&byte| char::from(byte)).collect()
    }))
}
