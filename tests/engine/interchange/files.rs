//! The game files that come with pactum.

use std::path::PathBuf;

use pactum::unstable::interchange::{Form, efg, import, nfg, open, read};
use pactum::unstable::source::{Sources, render};

use crate::support::file_list::files_below;
use crate::support::files::project;

/// All game files of the folder.
pub(crate) fn games() -> Vec<PathBuf> {
    let mut files = files_below("scenarios/games", "efg");
    files.extend(files_below("scenarios/games", "nfg"));
    files
}

#[test]
fn shipped_games_are_read_without_warnings() {
    let files = games();
    assert!(files.len() >= 10, "{} games", files.len());
    for file in files {
        let mut sources = Sources::new();
        let read = open(&file, &mut sources).expect("it is a game");
        let said = render(&sources, read.warnings.all(), false);
        assert_eq!(said, "", "{}", file.display());
        import(read).expect("it can be solved");
    }
}

#[test]
fn games_are_written_as_they_were_read() {
    for file in games() {
        let mut sources = Sources::new();
        let form = open(&file, &mut sources).expect("it is a game").form;
        let text = match &form {
            Form::Tree(tree) => efg(tree),
            Form::Table(table) => nfg(table),
        };
        let source = sources.add("written", text);
        let again = pactum::unstable::interchange::parse(source, sources.text(source)).expect("it is one");
        assert_eq!(again.form, form, "{}", file.display());
        assert!(again.warnings.is_empty());
    }
}

#[test]
fn kuhn_poker_has_its_known_structure() {
    let folder = project("scenarios/games");
    let kuhn = read(&folder.join("kuhn.efg"), &mut Sources::new()).expect("it can be solved");
    assert_eq!(kuhn.tree.nodes.len(), 58);
    assert_eq!(kuhn.game.graphs[0].information_sets.len(), 12);
    assert_eq!(kuhn.game.graphs[0].nodes.len(), 28);
    assert_eq!(kuhn.names.actors, ["Player 1", "Player 2"]);
    assert_eq!(kuhn.names.outcomes.len(), 4);
    let mut ranks: Vec<usize> = kuhn.sets.iter().map(|set| set.rank).collect();
    ranks.sort_unstable();
    assert_eq!(ranks, (0..12).collect::<Vec<_>>());
    let set = kuhn
        .sets
        .iter()
        .find(|set| set.label == "Q after bet")
        .expect("it is there");
    assert_eq!((set.player, set.number), (1, 2));
}
